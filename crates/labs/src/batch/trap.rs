//! A loss with a shallow well and a deep one: who gets out of the shallow one?
//!
//! Example i has the loss `ℓᵢ(x) = f(x) + aᵢ x` with `Σ aᵢ = 0`, so the mean of all is f, and that of a batch is f with a tilt.
//! `f'(x) = 4 (x + 1) (x − c) (x − 1)`: wells at −1 and 1, the crest between them at c in (−1, 0).

use super::keep::{keep, put_back};
use crate::exhibit::{Curve, Exhibit, Shown, engine, panel, series};
use super::params::{self, TABLE};
use compute::{Device, EngineError, Expr, Machine, Plan, Program, grad};
use data::random::Random;
use data::split;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};

/// Examples.
pub(super) const EXAMPLES: usize = 64;
/// Starts of each crowd.
const STARTS: usize = 100;
/// Deviation of the tilts aᵢ.
const TILT: f32 = 4.0;
/// Points of a drawn surface, a fortieth apart, and from where to where it goes.
const POINTS: usize = 141;
const VIEW: (f32, f32) = (-1.75, 1.75);
/// What tells batches, tilts and starts from each other.
const TILTS: u64 = 0x7472_6170_0000_0000;
const PLACES: u64 = 0x7472_6170_0001_0000;
const BATCHES: u64 = 0x7472_6170_0002_0000;

pub(super) struct Trap {
    machine: Machine,
    seed: u64,
    batch: usize,
    tilts: Vec<f32>,
    crest: f32,
    left: Left,
}

#[derive(Debug, Clone, Default)]
struct Left {
    /// Where the two crowds are: those that see batches first.
    places: [Vec<f32>; 2],
    /// The share of each that is out.
    shares: [Curve; 2],
    /// The examples that the first of the crowd saw last.
    newest: Vec<usize>,
}

/// `f(x) = x⁴ − (4/3) c x³ − 2 x² + 4 c x`, which has the derivative above.
fn f(x: &Expr, c: &Expr) -> Expr {
    let square = x.square();
    square.square() - c * x * &square * (4.0 / 3.0) - square * 2.0 + c * x * 4.0
}

/// The same in numbers.
pub(super) fn surface(x: f32, c: f32) -> f32 {
    x.powi(4) - 4.0 / 3.0 * c * x.powi(3) - 2.0 * x * x + 4.0 * c * x
}

/// The crest before which the shallow well is `depth` deep, by bisection: from 0 at c = −1 it grows to 1 at c = 0, where both wells
/// are alike.
fn crest(depth: f64) -> f32 {
    let (mut low, mut high) = (-1.0, 0.0);
    for _ in 0..40 {
        let c = f32::midpoint(low, high);
        if f64::from(surface(c, c) - surface(-1.0, c)) < depth { low = c } else { high = c }
    }
    low
}

/// A step of each start of both crowds: `x ← x − η dL/dx`, with L the mean loss of the batch `chosen [100, B]`, or of all examples.
fn program(batch: usize) -> Program {
    let mut program = Program::new();
    let [rate, c] = ["lr", "crest"].map(|name| program.state(name, &[]));
    let tilts = program.state("tilts", &[EXAMPLES]);
    let chosen = program.state("chosen", &[STARTS, batch]);
    let each = |x: &Expr, tilts: &Expr| {
        let x = x.reshape(&[STARTS, 1]);
        (f(&x, &c) + &x * tilts).sum() * (1.0 / tilts.shape().axes()[1] as f32)
    };
    let seen = tilts.take(&chosen.reshape(&[STARTS * batch])).reshape(&[STARTS, batch]);
    for (name, tilts) in [("x", seen), ("x_full", tilts.reshape(&[1, EXAMPLES]))] {
        let x = program.state(name, &[STARTS]);
        let slope = grad(&each(&x, &tilts), &[&x]).remove(0);
        let next = &x - &rate * slope;
        program.update(name, &next);
        program.record(&next);
    }
    program
}

impl Trap {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let batch = params::batch(params).min(EXAMPLES);
        let machine = device.machine(program(batch).compile().map_err(engine)?).map_err(engine)?;
        let mut random = Random::of(seed ^ TILTS, 0);
        let mut tilts: Vec<f32> = (0..EXAMPLES).map(|_| random.normal_within(2.5)).collect();
        let mean = tilts.iter().sum::<f32>() / EXAMPLES as f32;
        let deviation = (tilts.iter().map(|a| (a - mean).powi(2)).sum::<f32>() / EXAMPLES as f32).sqrt();
        tilts.iter_mut().for_each(|a| *a = (*a - mean) / deviation * TILT);
        let mut this = Self { machine, seed, batch, tilts, crest: 0.0, left: Left::default() };
        this.tune(params)?;
        // Everyone begins within the shallow well.
        let mut random = Random::of(seed ^ PLACES, 0);
        let places: Vec<f32> = (0..STARTS).map(|_| random.between(-1.2, this.crest.min(-0.3) - 0.05)).collect();
        this.machine.write("x", &places).and_then(|()| this.machine.write("x_full", &places)).map_err(engine)?;
        this.machine.write("tilts", &this.tilts).map_err(engine)?;
        this.left.places = [places.clone(), places];
        Ok(this)
    }

    /// The batch that start `start` sees in step `step`, drawn afresh: no example twice, each as likely.
    fn numbers(&self, start: usize, step: u64) -> Vec<usize> {
        let mut order = split::order(EXAMPLES, self.seed ^ (BATCHES + start as u64), step);
        order.truncate(self.batch);
        order
    }

    async fn step(&mut self, step: u64) -> Result<(), EngineError> {
        let chosen: Vec<Vec<usize>> = (0..STARTS).map(|start| self.numbers(start, step)).collect();
        self.machine.write("chosen", &chosen.iter().flatten().map(|i| *i as f32).collect::<Vec<_>>())?;
        self.machine.run(1)?;
        let row = self.machine.drain().await?;
        self.left.newest = chosen.into_iter().next().unwrap_or_default();
        for (at, places) in row.chunks_exact(STARTS).enumerate() {
            self.left.places[at] = places.to_vec();
            let share = self.out(at);
            self.left.shares[at].push((step + 1) as f32, share as f32);
        }
        Ok(())
    }

    /// The share of a crowd on the far side of the crest.
    fn out(&self, crowd: usize) -> f64 {
        let places = &self.left.places[crowd];
        places.iter().filter(|x| **x > self.crest).count() as f64 / places.len().max(1) as f64
    }

    fn surface(&self, key: &str, identity: u8, tilt: f32) -> labkit::frame::Series {
        let at = |i: usize| VIEW.0 + (VIEW.1 - VIEW.0) * i as f32 / (POINTS - 1) as f32;
        let x: Vec<f32> = (0..POINTS).map(at).collect();
        let y = x.iter().map(|x| surface(*x, self.crest) + tilt * x).collect();
        series(key, identity, x, y)
    }
}

impl Exhibit for Trap {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.crest = crest(params.number(TABLE, "depth"));
        let rate = params.number(TABLE, "lr") as f32;
        self.machine.write("lr", &[rate]).and_then(|()| self.machine.write("crest", &[self.crest])).map_err(engine)
    }

    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            for step in from..from + u64::from(steps) {
                self.step(step).await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mean = |places: &[f32]| places.iter().map(|x| f64::from(surface(*x, self.crest))).sum::<f64>() / places.len() as f64;
        let [crowd, full] = &self.left.places;
        let metrics =
            vec![("escaped", self.out(0)), ("escaped_full", self.out(1)), ("trap_loss", mean(crowd)), ("trap_loss_full", mean(full))];
        let seen = &self.left.newest;
        let tilt = seen.iter().map(|i| self.tilts[*i]).sum::<f32>() / seen.len().max(1) as f32;
        let mut surfaces = vec![self.surface("mean", 2, 0.0)];
        if !seen.is_empty() {
            surfaces.push(self.surface("batch", 1, tilt));
        }
        let on = |places: &[f32], key: &str, identity| {
            series(key, identity, places.to_vec(), places.iter().map(|x| surface(*x, self.crest)).collect())
        };
        let panels = vec![
            panel("surfaces", Content::Lines(surfaces)),
            panel("crowds", Content::Points(vec![on(full, "full", 2), on(crowd, "batch", 1)])),
            panel("shares", Content::Lines(vec![self.left.shares[1].series("full", 2), self.left.shares[0].series("batch", 1)])),
        ];
        Shown { metrics, panels, diverged: crowd.iter().chain(full).any(|x| !x.is_finite()) }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let bytes = self.left.shares.iter().map(Curve::bytes).sum::<usize>() + 2 * STARTS * size_of::<f32>();
            keep(&mut self.machine, &mut [], self.left.clone(), bytes).await
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        self.left = put_back(&mut self.machine, &mut [], saved)?;
        Ok(())
    }
}
