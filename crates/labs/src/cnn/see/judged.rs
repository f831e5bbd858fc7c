//! What is said of the pictures: by the network, by the judge, and beside the data.

use super::ascent::{Ascent, PIXELS, SIDE};
use super::exhibit::Shown;
use super::learner::{Learner, NO_DIGIT, School};
use super::strongest::{Looker, Strongest, likeliest, nearest, quantile};
use super::texture::Autocorrelation;
use compute::{Device, EngineError};
use labkit::{Content, Panel, Pictures};
use nn::Stack;

/// Digits beside which the pictures are held.
const DATA: usize = 1000;
/// A pixel with more than this is lit.
const LIT: f32 = 0.2;

/// What is looked at.
pub(super) struct Seen<'a> {
    pub(super) stack: &'a Stack,
    pub(super) layer: usize,
    pub(super) pictures: &'a [f32],
    /// Of the weights.
    pub(super) hash: u32,
}

impl Seen<'_> {
    fn output(&self) -> bool {
        self.layer + 1 == self.stack.layers.len()
    }
}

pub(super) struct Judged {
    device: Device,
    seed: u64,
    /// Digits, once they are asked for, with their classes.
    data: Vec<f32>,
    classes: Vec<f32>,
    /// What is known of the data, for these weights and this layer.
    known: Option<(u32, usize, Known)>,
    /// The judge after so many steps, for so many pictures, and its share of right answers on the data.
    judge: Option<(u64, usize, Looker, f64)>,
    yours: Option<Vec<f32>>,
    captions: Vec<String>,
}

struct Known {
    eye: Looker,
    accuracy: f64,
    strongest: Strongest,
    /// Digits and beside each `|∂y/∂x|`.
    salient: Pictures,
    /// The distance that 99 of 100 pairs of digits stay below.
    far: f32,
}

impl Judged {
    pub(super) fn new(device: &Device, seed: u64) -> Self {
        let (data, classes) = (Vec::new(), Vec::new());
        Self { device: device.clone(), seed, data, classes, known: None, judge: None, yours: None, captions: Vec::new() }
    }

    /// Takes the reader's digit, to be looked at with the others.
    pub(super) fn asked(&mut self, yours: Option<Vec<f32>>) {
        (self.yours, self.known) = (yours, None);
    }

    pub(super) fn captions(&self) -> Vec<String> {
        self.captions.clone()
    }

    /// Looks at the data where that is yet to be done for these weights.
    pub(super) async fn prepare(&mut self, seen: &Seen<'_>, ascent: &mut Ascent, (judge, stack): (&mut Learner, &Stack)) -> Result<(), EngineError> {
        if self.data.is_empty() {
            self.data = vec![0.0; DATA * PIXELS];
            self.classes = School::Digits(1.0).draw(self.seed ^ 0x6174_6164, 0, &mut self.data);
        }
        let last = stack.layers.len() - 1;
        if self.judge.as_ref().is_none_or(|(step, count, ..)| (*step, *count) != (judge.step, ascent.count)) {
            let weights = judge.weights().await?;
            // For another number of pictures it is the same judge.
            let known = self.judge.as_ref().filter(|(step, ..)| *step == judge.step).map(|(.., accuracy)| *accuracy);
            let accuracy = match known {
                Some(accuracy) => accuracy,
                None => {
                    let mut all = Looker::new(&self.device, stack, last, &weights, 100, false)?;
                    self.share(&all.chances(&self.data).await?)
                }
            };
            let eye = Looker::new(&self.device, stack, last, &weights, ascent.count, false)?;
            self.judge = Some((judge.step, ascent.count, eye, accuracy));
        }
        if self.known.as_ref().is_none_or(|(hash, layer, _)| (*hash, *layer) != (seen.hash, seen.layer)) {
            let weights = ascent.weights().await?;
            let mut looker = Looker::new(&self.device, seen.stack, seen.layer, &weights, 100, false)?;
            let said = looker.look(&self.data).await?;
            let accuracy = self.share(&said.logits);
            let strongest = Strongest::of(seen.stack, seen.layer, &said);
            let first = self.first_digits();
            let mut looker = Looker::new(&self.device, seen.stack, seen.layer, &weights, first.len() / PIXELS, true)?;
            let saliency = looker.look(&first).await?.saliency;
            let pairs = first.chunks_exact(PIXELS).zip(saliency.chunks_exact(PIXELS));
            let values: Vec<f32> = pairs.flat_map(|(digit, slope)| [digit.to_vec(), scaled(slope)].concat()).collect();
            let salient = Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names: Vec::new() };
            let eye = Looker::new(&self.device, seen.stack, seen.layer, &weights, ascent.count, false)?;
            let far = quantile(&self.data, 0.99);
            self.known = Some((seen.hash, seen.layer, Known { eye, accuracy, strongest, salient, far }));
        }
        Ok(())
    }

    /// The reader's digit where there is one, then a digit of each class.
    fn first_digits(&self) -> Vec<f32> {
        let mut all = self.yours.clone().unwrap_or_default();
        for class in 0..10_u8 {
            let at = self.classes.iter().position(|one| *one == f32::from(class)).unwrap_or(0);
            all.extend_from_slice(&self.data[at * PIXELS..][..PIXELS]);
        }
        all
    }

    fn share(&self, rows: &[f32]) -> f64 {
        let width = rows.len() / self.classes.len().max(1);
        let right = rows.chunks_exact(width.max(1)).zip(&self.classes).filter(|(row, class)| likeliest(row) == **class as usize).count();
        right as f64 / self.classes.len().max(1) as f64
    }

    /// Numbers and panels; those that stay as they are for `unit`, where it is asked for.
    pub(super) async fn say(&mut self, seen: &Seen<'_>, unit: Option<usize>, shown: &mut Shown) -> Result<(), EngineError> {
        let (Some((.., known)), Some((.., judge, judge_accuracy))) = (&mut self.known, &mut self.judge) else { return Ok(()) };
        let Known { eye, accuracy, strongest, salient, far } = known;
        let count = seen.pictures.len() / PIXELS;
        let said = eye.look(seen.pictures).await?;
        let width = said.units.len() / count.max(1);
        let best = strongest.best();
        let own: Vec<f32> = (0..count).map(|at| said.units[at * width + at]).collect();
        let beaten = own.iter().zip(&best).filter(|(own, best)| own > best).count();
        let metrics = &mut shown.metrics;
        metrics.extend([("net_accuracy", *accuracy), ("judge_accuracy", *judge_accuracy)]);
        metrics.push(("beats_data", beaten as f64 / count.max(1) as f64));
        let lit = seen.pictures.iter().filter(|value| **value > LIT).count();
        metrics.push(("lit", lit as f64 / seen.pictures.len().max(1) as f64));
        let textures: Vec<_> = seen.pictures.chunks_exact(PIXELS).filter_map(|one| Autocorrelation::of(one, SIDE)).collect();
        let n = textures.len().max(1) as f64;
        let periodic = textures.iter().filter(|one| one.second_peak() > 0.3).count();
        metrics.push(("periodic", periodic as f64 / n));
        metrics.push(("correlation_length", textures.iter().map(|one| f64::from(one.length())).sum::<f64>() / n));
        self.captions = own.iter().enumerate().map(|(at, own)| format!("{at}: {}", labkit::short(f64::from(*own)))).collect();
        let mut panel = |id: &str, content| shown.panels.push(Panel { id: id.to_owned(), content });
        if seen.output() {
            let [own, others] = [eye.chances(seen.pictures).await?, judge.chances(seen.pictures).await?];
            let of_class = |rows: &[f32]| -> Vec<f32> { rows.chunks_exact(rows.len() / count).enumerate().map(|(class, row)| row[class]).collect() };
            let named: Vec<usize> = others.chunks_exact(NO_DIGIT + 1).map(likeliest).collect();
            let sure = of_class(&own);
            let right = named.iter().enumerate().filter(|(class, named)| class == *named).count();
            let least = sure.iter().copied().fold(1.0, f32::min);
            metrics.push(("probability_min", f64::from(least)));
            metrics.push(("probability_mean", f64::from(sure.iter().sum::<f32>()) / count as f64));
            metrics.push(("judge_right", right as f64));
            metrics.push(("judge_none", named.iter().filter(|named| **named == NO_DIGIT).count() as f64));
            let near = nearest(seen.pictures, &self.data).into_iter().fold(f32::MAX, f32::min);
            metrics.extend([("nearest", f64::from(near)), ("data_far", f64::from(*far))]);
            let name = |named: usize| if named == NO_DIGIT { "×".to_owned() } else { named.to_string() };
            self.captions = named.iter().enumerate().map(|(class, named)| format!("{class}→{}", name(*named))).collect();
            let bars = |rows: &[f32]| Content::Bars(of_class(rows).into_iter().enumerate().map(|(class, chance)| (class.to_string(), chance)).collect());
            panel("own", bars(&own));
            panel("judge", bars(&others));
        }
        if let Some(unit) = unit {
            let side = SIDE as u32;
            let names = best.iter().map(|best| labkit::short(f64::from(*best))).collect();
            panel("favourites", Content::Pictures(Pictures { height: side, width: side, values: strongest.favourites(&self.data).into(), names }));
            panel("unit patches", Content::Pictures(strongest.patches(unit.min(count.saturating_sub(1)), &self.data)));
            panel("salient", Content::Pictures(salient.clone()));
        }
        Ok(())
    }
}

/// Divided by the greatest.
fn scaled(values: &[f32]) -> Vec<f32> {
    let most = values.iter().copied().fold(1e-9, f32::max);
    values.iter().map(|value| value / most).collect()
}
