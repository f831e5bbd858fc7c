//! The task of random Hessians: how rare a minimum is where curvature is left to chance, and what the critical points of a small
//! network are. A step draws a thousand matrices of each size and looks for one critical point.

use super::params::TABLE;
use super::net::{Curved, Net, SIZE, Spectrum};
use super::race::engine;
use super::running::negative;
use classic::symmetric::{positive_definite, solve};
use compute::{Machine, Plan};
use compute::rng::Stream;
use labkit::frame::{Series, TableData};
use labkit::model::{Local, Saved};
use labkit::{Content, Frame, LabError, Panel, Params, Sentence};
use nn::Optimiser;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Largest matrix.
const LARGEST: usize = 10;
/// Matrices of each size that a step draws.
const DRAWS: u64 = 1000;
/// Rounds of a search for a critical point, at most.
const ROUNDS: usize = 60;
/// Damping at which a step is too short to lead anywhere.
const STIFFEST: f64 = 1e4;
/// A gradient of this length counts as none.
const LEVEL: f64 = 1e-4;

/// A critical point of the network's loss.
#[derive(Debug, Clone, Copy)]
struct Critical {
    loss: f64,
    /// Share of negative eigenvalues of its Hessian.
    negative: f64,
}

struct Rare {
    seed: u64,
    net: Net,
    spectrum: Spectrum,
    /// Trains a network by Adam.
    trainer: Machine,
    /// Steps for which a network is trained before the search, at most.
    training: f32,
    tally: Tally,
}

/// A task that needs no optimisers.
pub(super) trait Chance {
    /// Draws and searches on.
    fn advance(&mut self, steps: u32);
    /// What has come of it.
    fn frame(&self, run: u32) -> Frame;
    /// The plan of a step of training, of which most of the work consists.
    fn plan(&self) -> &Plan;
    /// All that the run of that number goes on from.
    fn save(&mut self, run: u32) -> Local<'_, Result<Saved, LabError>>;
    /// Goes on from there; answers with the number of the run.
    fn restore(&mut self, saved: &Saved) -> Result<u32, LabError>;
}

/// What has been drawn and found so far.
#[derive(Debug, Clone)]
struct Tally {
    step: u64,
    /// Matrices of each size whose eigenvalues were all positive.
    minima: [u64; LARGEST],
    found: Vec<Critical>,
    /// Searches that came to no critical point.
    missed: u64,
}

/// The task at step 0.
pub(super) fn rare(params: &Params, seed: u64) -> Result<Box<dyn Chance>, LabError> {
    let net = Net::new(params, seed);
    let (spectrum, trainer) = (Spectrum::new(&net)?, net.trainer()?);
    let training = params.number(TABLE, "training").max(1.0) as f32;
    Ok(Box::new(Rare { seed, net, spectrum, trainer, training, tally: Tally { step: 0, minima: [0; LARGEST], found: Vec::new(), missed: 0 } }))
}

impl Rare {
    /// Symmetric matrices of normal entries, variance 2 on the diagonal and 1 beside it: no direction is preferred (the Gaussian
    /// orthogonal ensemble).
    fn draw(&mut self) {
        let mut random = Stream::new(self.seed, stream(self.tally.step, 0));
        for (n, minima) in (1..=LARGEST).zip(&mut self.tally.minima) {
            let mut matrix = vec![0.0; n * n];
            for _ in 0..DRAWS {
                for i in 0..n {
                    matrix[i * n + i] = f64::from(random.normal()) * std::f64::consts::SQRT_2;
                    for j in 0..i {
                        let entry = f64::from(random.normal());
                        (matrix[i * n + j], matrix[j * n + i]) = (entry, entry);
                    }
                }
                *minima += u64::from(positive_definite(&matrix, n));
            }
        }
    }

    /// Trains a new network for a random while, and goes from there to where the gradient is zero, be it up or down: `½‖g‖²` is
    /// lowered by Levenberg's steps `(H² + μI) d = −H g` (as Dauphin et al., NeurIPS 2014, look for saddles on the way of
    /// training).
    fn search(&mut self) -> Option<Critical> {
        let mut random = Stream::new(self.seed, stream(self.tally.step, 1));
        let beginning = self.net.beginning_of(&mut random);
        // As many that have hardly begun as have learnt long.
        let steps = (random.uniform() * self.training.ln()).exp() as u32;
        let mut theta = self.trained(&beginning, steps)?;
        let (mut here, mut damping) = (self.at(&theta)?, 1e-3);
        for _ in 0..ROUNDS {
            if here.slope() < LEVEL {
                break;
            }
            let (h, g) = (&here.hessian, &here.gradient);
            let row = |i: usize| &h[i * SIZE..(i + 1) * SIZE];
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            let mut square = vec![0.0; SIZE * SIZE];
            for i in 0..SIZE {
                for j in 0..=i {
                    let product = dot(row(i), row(j));
                    (square[i * SIZE + j], square[j * SIZE + i]) = (product, product);
                }
                square[i * SIZE + i] += damping;
            }
            let down: Vec<f64> = (0..SIZE).map(|i| -dot(row(i), g)).collect();
            let step = solve(&square, &down).ok()?;
            let next: Vec<f32> = theta.iter().zip(&step).map(|(w, d)| (f64::from(*w) + d) as f32).collect();
            let there = self.at(&next)?;
            if there.slope() < here.slope() {
                (theta, here, damping) = (next, there, (damping * 0.3).max(1e-9));
            } else if damping > STIFFEST {
                break;
            } else {
                damping *= 5.0;
            }
        }
        // Where nothing bends the gradient is small without being zero anywhere near: no critical point.
        let values = here.values();
        let bends = values.first().is_some_and(|high| *high > 1e-3);
        (here.slope() < LEVEL && bends).then(|| Critical { loss: self.net.loss(&theta), negative: negative(&values) })
    }

    /// The network after so many steps of Adam.
    fn trained(&mut self, beginning: &[f32], steps: u32) -> Option<Vec<f32>> {
        let theta = "theta";
        self.trainer.write(theta, beginning).ok()?;
        for symbol in Optimiser::Adam.memory() {
            self.trainer.write(&format!("{theta}.{symbol}"), &[0.0; SIZE]).ok()?;
        }
        self.trainer.run(steps).ok()?;
        at_once(self.trainer.read(theta))?.ok()
    }

    fn at(&mut self, theta: &[f32]) -> Option<Curved> {
        at_once(self.spectrum.at(theta))?.ok()
    }
}

impl Chance for Rare {
    fn plan(&self) -> &Plan {
        self.trainer.plan()
    }

    fn save(&mut self, run: u32) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.trainer.snapshot().await.map_err(engine)?;
            let own_bytes = size_of_val(&*self.tally.found) + size_of::<Tally>();
            Ok(Saved { machine, own: Rc::new((run, self.tally.clone())), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<u32, LabError> {
        match saved.own.downcast_ref::<(u32, Tally)>() {
            Some((run, tally)) => {
                self.tally = tally.clone();
                Ok(*run)
            }
            None => Err(LabError::general("存下的是另一个运行", "expected a run of this lab, got another one")),
        }
    }

    fn advance(&mut self, steps: u32) {
        for _ in 0..steps {
            self.draw();
            match self.search() {
                Some(critical) => self.tally.found.push(critical),
                None => self.tally.missed += 1,
            }
            self.tally.step += 1;
        }
    }

    fn frame(&self, run: u32) -> Frame {
        let draws = (self.tally.step * DRAWS) as f64;
        let share = |n: usize| self.tally.minima[n - 1] as f64 / draws;
        let sizes: Vec<f32> = (1..=LARGEST).map(|n| n as f32).collect();
        let series = |key: &str, identity: u8, y: Vec<f32>| Series {
            key: key.to_owned(),
            index: 0,
            identity,
            x: sizes.clone().into(),
            y: y.into(),
        };
        // A share of 0 has no place on a logarithmic axis.
        let measured = (1..=LARGEST).map(|n| if share(n) > 0.0 { share(n) as f32 } else { f32::NAN });
        let halves = (1..=LARGEST).map(|n| 0.5_f32.powi(n as i32));
        let curves = vec![series("measured", 1, measured.collect()), series("halves", 8, halves.collect())];
        let points = Series {
            key: "critical".to_owned(),
            index: 0,
            identity: 2,
            x: self.tally.found.iter().map(|found| found.loss as f32).collect::<Vec<_>>().into(),
            y: self.tally.found.iter().map(|found| found.negative as f32).collect::<Vec<_>>().into(),
        };
        let row = |n: usize| {
            vec![n.to_string(), self.tally.minima[n - 1].to_string(), format!("{:.5}", share(n)), format!("{:.5}", 0.5_f64.powi(n as i32))]
        };
        let head = [("维数", "size"), ("极小", "minima"), ("份额", "share"), ("0.5ⁿ", "0.5ⁿ")];
        let head = head.map(|(zh, en)| Sentence::new(zh, en)).to_vec();
        let table = TableData { head, rows: (1..=LARGEST).map(row).collect() };
        let panel = |id: &str, content: Content| Panel { id: id.to_owned(), content };
        let metrics = [
            ("share_2", share(2)),
            ("share_3", share(3)),
            ("share_4", share(4)),
            ("critical", self.tally.found.len() as f64),
            ("correlation", correlation(&self.tally.found)),
        ];
        Frame {
            step: self.tally.step,
            run,
            metrics: metrics.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            panels: vec![
                panel("chance", Content::Lines(curves)),
                panel("critical", Content::Points(vec![points])),
                panel("shares", Content::Table(table)),
            ],
            ..Frame::default()
        }
    }
}

/// What the CPU has computed: it is there at once.
fn at_once<T>(answer: impl Future<Output = T>) -> Option<T> {
    match pin!(answer).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(found) => Some(found),
        Poll::Pending => None,
    }
}

/// A stream of chance for each step and purpose.
fn stream(step: u64, purpose: u32) -> u32 {
    (step as u32).wrapping_mul(2).wrapping_add(purpose).wrapping_add(16)
}

/// Spearman's rank correlation of loss and share of negative eigenvalues; ties share their mean rank.
fn correlation(found: &[Critical]) -> f64 {
    let (a, b) = (ranks(found.iter().map(|one| one.loss)), ranks(found.iter().map(|one| one.negative)));
    let mean = (a.len() as f64 - 1.0) / 2.0;
    let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    sum(&a, &b) / (sum(&a, &a) * sum(&b, &b)).sqrt()
}

fn ranks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let rank = |value: f64| {
        let below = values.iter().filter(|other| **other < value).count();
        let same = values.iter().filter(|other| **other == value).count();
        below as f64 + (same as f64 - 1.0) / 2.0
    };
    values.iter().map(|value| rank(*value)).collect()
}
