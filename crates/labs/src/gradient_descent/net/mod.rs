//! The task of a small network: 2 inputs, one hidden layer of tanh, one logit; every optimiser trains a copy of its own from
//! one beginning. Small enough that its whole Hessian can be had.

mod landscape;
mod plane;
mod spectrum;

pub(super) use landscape::land;
use plane::{Plane, Slice};
pub(super) use spectrum::{Curved, Spectrum};

use super::batch::Batch;
use super::hyper::Shared;
use super::params::TABLE;
use super::race::{Course, Lane, Race, engine};
use compute::rng::Stream;
use compute::{Device, Expr, Machine, Program, grad};
use data::made::toys::Toy;
use labkit::{LabError, Params};
use nn::{Hyper, Optimiser};

/// Units of the hidden layer.
pub(super) const HIDDEN: usize = 8;
/// Parameters: weights and biases of the hidden layer, then of the logit.
pub(super) const SIZE: usize = 4 * HIDDEN + 1;
/// Points that the network learns.
pub(super) const POINTS: usize = 128;

/// Learning rate of a network that is trained by itself.
const TRAINING_RATE: f32 = 0.02;

/// The data, from the seed.
pub(super) struct Net {
    /// `[POINTS, 2]`, row by row.
    pub(super) points: Vec<f32>,
    /// 0 or 1 for each.
    pub(super) labels: Vec<f32>,
    seed: u64,
}

impl Net {
    pub(super) fn new(params: &Params, seed: u64) -> Self {
        let toy = match params.choice(TABLE, "set") {
            "rings" => Toy::Rings { inner: 0.5, noise: 0.08 },
            "xor" => Toy::Xor { gap: 0.05, noise: 0.05 },
            "spirals" => Toy::Spirals { arms: 2, turns: 0.75, noise: 0.03 },
            _ => Toy::Moons { noise: 0.15 },
        };
        let points = toy.points(seed, POINTS as u64);
        let labels = points.iter().map(|point| if point.label == 1 { 1.0 } else { 0.0 }).collect();
        Self { points: points.iter().flat_map(|point| point.at).collect(), labels, seed }
    }

    /// Where all optimisers begin: weights normal with variance 1 over the inputs of their unit, biases normal with 0.1.
    pub(super) fn beginning(&self) -> Vec<f32> {
        self.beginning_of(&mut Stream::new(self.seed, 1))
    }

    /// A beginning by chance.
    pub(super) fn beginning_of(&self, random: &mut Stream) -> Vec<f32> {
        let scale = |i: usize| match i {
            _ if i < 2 * HIDDEN => 0.5_f32.sqrt(),
            _ if i < 3 * HIDDEN => 0.1,
            _ if i < 4 * HIDDEN => (1.0 / HIDDEN as f32).sqrt(),
            _ => 0.1,
        };
        (0..SIZE).map(|i| scale(i) * random.normal()).collect()
    }

    /// The race of the optimisers, its data in place.
    pub(super) fn race(&self, device: &Device, params: &Params) -> Result<Race, LabError> {
        let mut program = Program::new();
        let (x, t) = (program.state("data.x", &[POINTS, 2]), program.state("data.y", &[POINTS, 1]));
        let mut shared = Shared::new(&mut program, params);
        let factor = program.record(&shared.factor).start;
        let batch = Batch::new(params, POINTS, &mut shared, &x, &t);
        let mut lanes = Vec::new();
        for (optimiser, hyper) in shared.hypers.clone() {
            let name = format!("{}.theta", optimiser.key());
            let theta = program.state(&name, &[SIZE]);
            let (rows, targets) = batch.of(optimiser, &x, &t);
            let slope = grad(&loss(&theta, rows, targets), &[&theta]).remove(0);
            let slope = shared.clipped(std::slice::from_ref(&slope), &slope.square().sum().sqrt()).remove(0);
            program.watch(&format!("∇ {name}"), &slope);
            let first = program.record(&slope.slice(0, 0, 2)).start;
            let full = program.record(&loss(&theta, &x, &t));
            let next = optimiser.step(&mut program, &name, &theta, &slope, &hyper);
            program.update(&name, &next);
            let all = program.record(&next);
            let at = |i: usize| all.start + i..all.start + i + 1;
            lanes.push(Lane { x: at(0), y: at(1), loss: full, slope: first, theta: all.clone(), states: vec![(name, all.start)] });
        }
        let mut race = Race::new(device, Course { program, lanes, factor })?;
        race.write("data.x", &self.points)?;
        race.write("data.y", &self.labels)?;
        Ok(race)
    }

    /// Trains the state `theta` by Adam alone, on the CPU.
    pub(super) fn trainer(&self) -> Result<Machine, LabError> {
        let mut program = Program::new();
        let (x, t) = (program.state("x", &[POINTS, 2]), program.state("t", &[POINTS, 1]));
        let theta = program.state("theta", &[SIZE]);
        let slope = grad(&loss(&theta, &x, &t), &[&theta]).remove(0);
        let next = Optimiser::Adam.step(&mut program, "theta", &theta, &slope, &Hyper::standard(TRAINING_RATE));
        program.update("theta", &next);
        let mut machine = Device::cpu().machine(program.compile().map_err(engine)?).map_err(engine)?;
        machine.write("x", &self.points).map_err(engine)?;
        machine.write("t", &self.labels).map_err(engine)?;
        Ok(machine)
    }

    /// All at the beginning, nothing remembered.
    pub(super) fn start(&self, race: &mut Race) -> Result<(), LabError> {
        let beginning = self.beginning();
        for optimiser in Optimiser::ALL {
            let name = format!("{}.theta", optimiser.key());
            race.write(&name, &beginning)?;
            race.forget(optimiser, &name, (0, SIZE))?;
        }
        race.begin(self.seed, 1, |lane, row| row[lane.theta.clone()].copy_from_slice(&beginning))
    }

    /// Mean cross entropy at `theta`, in f64.
    pub(super) fn loss(&self, theta: &[f32]) -> f64 {
        let w = |i: usize| theta.get(i).map_or(f64::NAN, |w| f64::from(*w));
        let rows = self.points.as_chunks::<2>().0.iter().zip(&self.labels);
        let losses = rows.map(|([a, b], label)| {
            let (a, b) = (f64::from(*a), f64::from(*b));
            let unit = |j: usize| w(3 * HIDDEN + j) * (a * w(j) + b * w(HIDDEN + j) + w(2 * HIDDEN + j)).tanh();
            let z = (0..HIDDEN).map(unit).sum::<f64>() + w(4 * HIDDEN);
            z.max(0.0) - z * f64::from(*label) + (-z.abs()).exp().ln_1p()
        });
        losses.sum::<f64>() / POINTS as f64
    }
}

/// Logits of `x [N, 2]` by each of the networks `theta [G, SIZE]`: `[G, N, 1]`.
fn logits(theta: &Expr, x: &Expr) -> Expr {
    let nets = theta.shape().axes()[0];
    let part = |from: usize, axes: [usize; 2]| {
        theta.slice(1, from, axes[0] * axes[1]).reshape(&[nets, axes[0], axes[1]])
    };
    let inside = x.matmul(&part(0, [2, HIDDEN])) + part(2 * HIDDEN, [1, HIDDEN]);
    inside.tanh().matmul(&part(3 * HIDDEN, [HIDDEN, 1])) + part(4 * HIDDEN, [1, 1])
}

/// Mean cross entropy of each of the networks `theta [G, SIZE]` on `x [N, 2]` with labels `t [N, 1]`: `[G]`.
fn losses(theta: &Expr, x: &Expr, t: &Expr) -> Expr {
    let z = logits(theta, x);
    let each = z.relu() - &z * t + ((-z.abs()).exp() + 1.0).log();
    each.sum_axes(&[1, 2]).reshape(&[theta.shape().axes()[0]]) * (1.0 / x.shape().axes()[0] as f32)
}

/// The same of one network `theta [SIZE]`: one number.
fn loss(theta: &Expr, x: &Expr, t: &Expr) -> Expr {
    losses(&theta.reshape(&[1, SIZE]), x, t).sum()
}
