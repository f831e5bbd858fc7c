//! An attack by questions alone: the network tells its scores, and no gradient is known.
//!
//! Square Attack for L∞ (Andriushchenko, Croce, Flammarion and Hein, ECCV 2020): every pixel is moved by `±ε`, first in random stripes;
//! then a random square takes one sign, and keeps it if the margin `z_y − max_{k≠y} z_k` falls. Squares shrink as questions go by.

use super::{EACH, Wish};
use crate::adversarial::victim::{Asked, Exam, PIXELS, SIDE, answers};
use crate::exhibit::{Shown, panel, series};
use compute::EngineError;
use compute::rng::Stream;
use data::made::digits::CLASSES;
use labkit::{Content, Pictures};

/// Digits that are attacked, and those that are shown.
const COUNT: usize = 2 * EACH;
const WALL: usize = 12;
/// Questions of a step of the run.
const TOGETHER: u32 = 5;
/// The share of the picture that the first squares cover, and after which share of the questions it is halved (the paper's table).
const SHARE: f32 = 0.8;
const HALVED: [f32; 8] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6];
const STREAM: u64 = 0x5ea2_e000_0000;

/// Radius, who is asked, and how often at most.
type Key = (f32, usize, u32);

pub(super) struct Square {
    seed: u64,
    pub(super) asking: Asking,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Asking {
    key: Option<Key>,
    /// Questions asked about each digit that was not yet taken for another.
    pub(super) done: u32,
    /// Which way each pixel is moved.
    signs: Vec<i8>,
    margins: Vec<f32>,
    /// Questions that each digit took.
    counts: Vec<u32>,
    /// The share still answered rightly, after so many questions.
    left: Vec<f32>,
    answers: Vec<usize>,
}

impl Asking {
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.signs) + 4 * (self.left.len() + self.margins.len() + self.counts.len())
    }

    fn lost(&self, at: usize) -> bool {
        self.margins[at] < 0.0
    }

    fn share(&self) -> f32 {
        self.margins.iter().filter(|margin| **margin >= 0.0).count() as f32 / COUNT as f32
    }
}

/// `z_y − max_{k≠y} z_k` of each row.
fn margins(logits: &[f32], classes: &[f32]) -> Vec<f32> {
    let one = |(row, class): (&[f32], &f32)| {
        let class = *class as usize;
        let others = row.iter().enumerate().filter(|(k, _)| *k != class).map(|(_, z)| *z);
        row[class] - others.fold(f32::MIN, f32::max)
    };
    logits.chunks_exact(CLASSES).zip(classes).map(one).collect()
}

fn moved(first: &[f32], signs: &[i8], radius: f32) -> Vec<f32> {
    first.iter().zip(signs).map(|(x, sign)| (x + f32::from(*sign) * radius).clamp(0.0, 1.0)).collect()
}

fn sign(random: &mut Stream) -> i8 {
    if random.uniform() < 0.5 { -1 } else { 1 }
}

/// The side of the squares of question `at` of `budget`.
fn side(at: u32, budget: u32) -> usize {
    let gone = at as f32 / budget.max(1) as f32;
    let halved = HALVED.iter().filter(|after| gone > **after).count();
    let area = SHARE * PIXELS as f32 / (1 << halved) as f32;
    (area.sqrt().round() as usize).clamp(1, SIDE - 1)
}

impl Square {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, asking: Asking::default() }
    }

    /// Begins anew where another attack is asked for.
    pub(super) async fn ready(&mut self, wish: &Wish, asked: &mut Asked, exam: &Exam) -> Result<(), EngineError> {
        let key = Some((wish.radius, wish.asked, wish.budget));
        if self.asking.key == key {
            return Ok(());
        }
        let logits = asked.logits(&exam.pictures[..COUNT * PIXELS]).await?;
        let mut asking = Asking {
            key,
            signs: vec![0; COUNT * PIXELS],
            margins: margins(&logits, &exam.classes[..COUNT]),
            counts: vec![0; COUNT],
            answers: answers(&logits).collect(),
            ..Asking::default()
        };
        asking.left.push(asking.share());
        self.asking = asking;
        Ok(())
    }

    /// What is tried by question number `at`.
    fn trial(&self, at: u32, budget: u32) -> Vec<i8> {
        let mut random = Stream::new(self.seed ^ STREAM, at);
        let mut signs = self.asking.signs.clone();
        for picture in signs.chunks_exact_mut(PIXELS) {
            if at == 0 {
                let columns: Vec<i8> = (0..SIDE).map(|_| sign(&mut random)).collect();
                picture.chunks_exact_mut(SIDE).for_each(|row| row.copy_from_slice(&columns));
                continue;
            }
            let side = side(at, budget);
            let mut place = || (random.uniform() * (SIDE - side + 1) as f32) as usize;
            let (top, left) = (place(), place());
            let mut way = sign(&mut random);
            let inside =
                || (top..top + side).flat_map(|row| (left..left + side).map(move |column| row * SIDE + column));
            if inside().all(|pixel| picture[pixel] == way) {
                // Nothing would change.
                way = -way;
            }
            inside().for_each(|pixel| picture[pixel] = way);
        }
        signs
    }

    /// Asks on, so many steps.
    pub(super) async fn go_on(
        &mut self,
        wish: &Wish,
        asked: &mut Asked,
        exam: &Exam,
        steps: u32,
    ) -> Result<(), EngineError> {
        let few = steps.saturating_mul(TOGETHER).min(wish.budget - self.asking.done);
        let (first, classes) = (&exam.pictures[..COUNT * PIXELS], &exam.classes[..COUNT]);
        for _ in 0..few {
            let signs = self.trial(self.asking.done, wish.budget);
            let logits = asked.logits(&moved(first, &signs, wish.radius)).await?;
            let (tried, said) = (margins(&logits, classes), answers(&logits).collect::<Vec<_>>());
            let asking = &mut self.asking;
            for at in 0..COUNT {
                if asking.lost(at) {
                    continue;
                }
                asking.counts[at] += 1;
                // Stripes are where it begins, whatever they do.
                if asking.done == 0 || tried[at] < asking.margins[at] {
                    asking.margins[at] = tried[at];
                    asking.answers[at] = said[at];
                    let pixels = at * PIXELS..(at + 1) * PIXELS;
                    asking.signs[pixels.clone()].copy_from_slice(&signs[pixels]);
                }
            }
            asking.done += 1;
            asking.left.push(asking.share());
        }
        Ok(())
    }

    pub(super) fn show(&self, radius: f32, exam: &Exam, shown: &mut Shown) {
        let asking = &self.asking;
        let Some(left) = asking.left.last() else { return };
        shown.metrics.extend([("query_left", f64::from(*left)), ("query_done", f64::from(asking.done))]);
        let lost: Vec<f64> = (0..COUNT)
            .filter(|at| asking.lost(*at) && asking.counts[*at] > 0)
            .map(|at| f64::from(asking.counts[at]))
            .collect();
        if !lost.is_empty() {
            shown.metrics.push(("query_mean", lost.iter().sum::<f64>() / lost.len() as f64));
        }
        let x = (0..asking.left.len()).map(|at| at as f32).collect();
        shown.panels.push(panel("queries", Content::Lines(vec![series("left", 2, x, asking.left.clone())])));
        let name = |at: usize| format!("{}→{} · {}", exam.classes[at], asking.answers[at], asking.counts[at]);
        let values = moved(&exam.pictures[..WALL * PIXELS], &asking.signs, radius);
        let (side, names) = (SIDE as u32, (0..WALL).map(name).collect());
        let wall = Pictures { height: side, width: side, values: values.into(), names };
        shown.panels.push(panel("guesses", Content::Pictures(wall)));
    }
}
