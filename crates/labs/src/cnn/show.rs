//! The frame of what is known of a run.

use super::inside::Shown;
use super::ledger;
use super::net::{CLASSES, SIDE};
use super::strongest::Strongest;
use super::taught::Taught;
use labkit::frame::Series;
use labkit::{Content, Frame, Panel, Pictures, Sentence};
use nn::Stack;

/// Batches over which the training accuracy is a mean.
const WINDOW: usize = 100;
/// Points of a curve of accuracies.
const POINTS: usize = 200;

/// What a run has left behind.
#[derive(Debug, Clone, Default)]
pub(super) struct Left {
    /// Steps queued so far: the number of the next batch.
    pub(super) step: u64,
    pub(super) losses: Vec<f32>,
    pub(super) rights: Vec<f32>,
    /// Steps and shares of the examinations.
    pub(super) tests: Vec<(u64, f64)>,
    pub(super) examined: Option<Examined>,
}

/// The newest examination.
#[derive(Debug, Clone)]
pub(super) struct Examined {
    /// After how many steps.
    pub(super) step: u64,
    /// The share of right answers on drawn digits.
    pub(super) test: f64,
    /// The share on those that were dropped.
    pub(super) real: Option<f64>,
    /// Pictures that were misread, of the reader's where there are any.
    pub(super) misread: Pictures,
    /// Their numbers among those that were tried.
    pub(super) wrong: Vec<usize>,
    /// How often each drawn digit was read as each, row by row.
    pub(super) confusion: Vec<f32>,
    /// The filters of the first layer, with what they answer to.
    pub(super) strongest: Strongest,
    /// How likely each digit is to be what the reader has drawn.
    pub(super) hand: Option<Vec<f32>>,
}

/// Which panels go out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// Those of the examination and of the drawing.
    pub(super) examined: bool,
    /// Those of the inside.
    pub(super) inside: bool,
}

/// All that is shown.
pub(super) struct Sight<'a> {
    pub(super) run: u32,
    pub(super) stack: &'a Stack,
    pub(super) left: &'a Left,
    pub(super) inside: &'a Shown,
    /// The reader's drawing as the network sees it.
    pub(super) hand: Pictures,
    /// What the reader has drawn and named.
    pub(super) taught: &'a [Taught],
    /// Test digits to choose from, where they are asked for.
    pub(super) digits: Option<Pictures>,
}

impl Sight<'_> {
    pub(super) fn frame(self, asked: Asked) -> Frame {
        let Left { step, losses, rights, tests, examined } = self.left;
        let newest = &rights[rights.len().saturating_sub(WINDOW)..];
        let mut metrics = vec![("loss", losses.last().map_or(f64::NAN, |loss| f64::from(*loss)))];
        metrics.push(("train_accuracy", f64::from(newest.iter().sum::<f32>()) / newest.len() as f64));
        metrics.push(("parameters", self.stack.parameters() as f64));
        metrics.push(("multiply_adds", self.stack.multiply_adds() as f64));
        let mut panels = Vec::new();
        let mut panel = |id: &str, content| panels.push(Panel { id: id.to_owned(), content });
        if let Some(Examined { test, real, misread, wrong, confusion, strongest, hand, .. }) = examined {
            metrics.push(("test_accuracy", *test));
            metrics.extend(real.map(|real| ("dropped_accuracy", real)));
            let count = strongest.correlations.len();
            let mean = f64::from(strongest.correlations.iter().sum::<f32>()) / count.max(1) as f64;
            metrics.extend((count > 0).then_some(("patch_correlation", mean)));
            if asked.examined {
                panel("misread", Content::Pictures(misread.clone()));
                let places = wrong.iter().enumerate().map(|(at, number)| (at as u64, *number as f64)).collect();
                panel("misread places", Content::Points(vec![curve("number", 1, places)]));
                panel("filters", Content::Pictures(strongest.filters.clone()));
                panel("patches", Content::Pictures(strongest.patches.clone()));
                let side = CLASSES as u32;
                let counts = Pictures { height: side, width: side, values: confusion.clone().into(), names: Vec::new() };
                panel("confusion", Content::Pictures(counts));
                let chances = hand.iter().flatten().enumerate().map(|(digit, chance)| (digit.to_string(), *chance));
                panel("hand", Content::Bars(chances.collect()));
                panel("accuracies", Content::Lines(vec![curve("train", 1, running(rights)), curve("test", 2, tests.clone())]));
            }
        }
        if asked.examined {
            panel("box", Content::Pictures(self.hand));
            let side = SIDE as u32;
            let names = self.taught.iter().map(|one| one.class.to_string()).collect();
            let values = self.taught.iter().flat_map(|one| one.picture.clone()).collect::<Vec<_>>().into();
            panel("taught", Content::Pictures(Pictures { height: side, width: side, values, names }));
        }
        let each = losses.iter().enumerate().map(|(step, loss)| (step as u64, f64::from(*loss)));
        panel("losses", Content::Lines(vec![curve("loss", 1, each.collect())]));
        metrics.extend(self.inside.metrics.iter().copied());
        if let Some(digits) = self.digits {
            panel("digits", Content::Pictures(digits));
            panels.push(ledger::table(self.stack));
        }
        if asked.inside {
            panels.extend(self.inside.panels.iter().cloned());
        }
        let halted = losses.last().filter(|loss| !loss.is_finite()).map(|_| {
            Sentence::new(format!("第 {step} 步前后发散了"), format!("It diverged about step {step}"))
        });
        let metrics = metrics.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Frame { step: *step, run: self.run, metrics, panels, halted, rests: false }
    }
}

/// The share of right answers in the last hundred batches, at some of the steps.
fn running(rights: &[f32]) -> Vec<(u64, f64)> {
    let mut sums = vec![0.0];
    sums.extend(rights.iter().scan(0.0, |sum, right| {
        *sum += f64::from(*right);
        Some(*sum)
    }));
    let every = rights.len().div_ceil(POINTS).max(1);
    let at = |end: usize| {
        let first = end.saturating_sub(WINDOW);
        (end as u64, (sums[end] - sums[first]) / (end - first) as f64)
    };
    (1..=rights.len()).filter(|end| end % every == 0).map(at).collect()
}

fn curve(key: &str, identity: u8, points: Vec<(u64, f64)>) -> Series {
    let (x, y): (Vec<f32>, Vec<f32>) = points.into_iter().map(|(step, value)| (step as f32, value as f32)).unzip();
    Series { key: key.to_owned(), index: 0, identity, x: x.into(), y: y.into() }
}
