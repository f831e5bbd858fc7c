//! What is put on a face so that it is taken for another: pixels within a shape, found by gradients through the camera.
//!
//! `min_p  mean_v max(C(f(v(x ⊙ (1 − m) + p ⊙ m)), target), 0.1) + λ_TV TV(p) + λ_print off(p)` over photographs `x` and views `v`
//! (expectation over transformations: Athalye, Engstrom, Ilyas and Kwok, ICML 2018; smoothness and printable colours: Sharif, Bhagavatula, Bauer and
//! Reiter, CCS 2016). `p = σ(w)` stays within 0…1.

use super::camera::{camera, views};
use super::learner::{CLASSIFIER, Known};
use super::people::{NUMBERS, PLANE, SIDE};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, Random};
use nn::activation::log_softmax;
use nn::loss::one_hot;
use nn::{Init, Layer as _, Minimiser, Parameter};

/// Colours that the printer has: paper, ink, and what it mixes of them; none is as bright as a screen's.
pub(super) const PRINTED: [[f32; 3]; 14] = [
    [0.94, 0.93, 0.90],
    [0.11, 0.11, 0.12],
    [0.36, 0.36, 0.37],
    [0.64, 0.64, 0.63],
    [0.10, 0.55, 0.74],
    [0.74, 0.15, 0.43],
    [0.92, 0.83, 0.20],
    [0.77, 0.20, 0.17],
    [0.20, 0.53, 0.28],
    [0.22, 0.24, 0.52],
    [0.88, 0.52, 0.18],
    [0.50, 0.32, 0.20],
    [0.90, 0.66, 0.66],
    [0.55, 0.74, 0.86],
];
/// Rate of Adam on `w`.
const RATE: f32 = 0.04;
/// `−ln` of the probability that is sure enough.
const SURE: f32 = 0.1;

/// What is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Glasses,
    Sticker,
}

impl Shape {
    /// 1 where the shape is, `[24, 24]`; glasses sit on the eyes of a face that looks ahead.
    pub(super) fn mask(self) -> Vec<f32> {
        let at = |k: usize| {
            let (x, y) = ((k % SIDE) as f32 + 0.5, (k / SIDE) as f32 + 0.5);
            let inside = match self {
                Self::Glasses => {
                    let (across, down) = ((x - 12.0).abs(), y - 14.0);
                    // From the middle of the nearer lens; its rim is square with round corners.
                    let (dx, dy) = ((across - 3.6).abs(), down.abs());
                    let far = data::maths::pow(data::maths::pow(dx, 4.0) + data::maths::pow(dy, 4.0), 0.25);
                    let rim = (1.6..=3.7).contains(&far);
                    rim || (down.abs() < 1.1 && across > 6.5 && across < 9.0)
                }
                Self::Sticker => (8.0..16.0).contains(&x) && (17.0..23.0).contains(&y),
            };
            f32::from(u8::from(inside))
        };
        (0..PLANE).map(at).collect()
    }
}

/// The photographs with the patch on: `x (1 − m) + p m` on each plane.
pub(super) fn worn(photos: &[f32], patch: &[f32], mask: &[f32]) -> Vec<f32> {
    let each = |(k, x): (usize, &f32)| x * (1.0 - mask[k % PLANE]) + patch[k % NUMBERS] * mask[k % PLANE];
    photos.iter().enumerate().map(each).collect()
}

/// The mean of `|Δ|` between neighbours inside the shape, over planes.
pub(super) fn roughness(patch: &[f32], mask: &[f32]) -> f64 {
    let (mut sum, mut count) = (0.0, 0);
    for at in 0..PLANE {
        let next = [(at % SIDE + 1 < SIDE).then_some(at + 1), (at + SIDE < PLANE).then_some(at + SIDE)];
        for next in next.into_iter().flatten().filter(|next| mask[at] > 0.0 && mask[*next] > 0.0) {
            sum += (0..3).map(|c| f64::from((patch[c * PLANE + at] - patch[c * PLANE + next]).abs())).sum::<f64>();
            count += 3;
        }
    }
    sum / f64::from(count.max(1))
}

/// The colour of the printer nearest to a pixel, and how far it is.
fn nearest(patch: &[f32], at: usize) -> ([f32; 3], f64) {
    let far =
        |colour: &[f32; 3]| (0..3).map(|c| f64::from(patch[c * PLANE + at] - colour[c]).powi(2)).sum::<f64>().sqrt();
    let first = (PRINTED[0], far(&PRINTED[0]));
    PRINTED.iter().fold(first, |best, colour| if far(colour) < best.1 { (*colour, far(colour)) } else { best })
}

/// The mean distance of its pixels from the nearest colour of the printer.
pub(super) fn off_palette(patch: &[f32], mask: &[f32]) -> f64 {
    let inside = || (0..PLANE).filter(|at| mask[*at] > 0.0);
    inside().map(|at| nearest(patch, at).1).sum::<f64>() / inside().count().max(1) as f64
}

/// As it comes from the printer: each pixel the nearest colour.
pub(super) fn printed(patch: &[f32]) -> Vec<f32> {
    let colours: Vec<[f32; 3]> = (0..PLANE).map(|at| nearest(patch, at).0).collect();
    (0..3).flat_map(|c| colours.iter().map(move |colour| colour[c])).collect()
}

/// `σ(w)`.
fn colours(w: &[f32]) -> Vec<f32> {
    w.iter().map(|w| 1.0 / (1.0 + data::maths::exp(-w))).collect()
}

/// The optimisation of one patch.
pub(super) struct Patch {
    pub(super) machine: Machine,
    rows: usize,
    /// How everything begins.
    first: Vec<(String, Vec<f32>)>,
}

/// What it is to heed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Care {
    /// How far views differ, of 1.
    pub(super) spread: f32,
    /// λ of smoothness and of colours.
    pub(super) smooth: f32,
    pub(super) print: f32,
}

fn smoothness(patch: &Expr, mask: &Expr) -> Expr {
    let along = |axis: usize| {
        let part = |x: &Expr, from: usize| x.slice(axis, from, SIDE - 1);
        let both = part(mask, 0) * part(mask, 1);
        (((part(patch, 0) - part(patch, 1)).abs() * &both).sum(), both.sum() * 3.0)
    };
    let ((across, pairs), (down, more)) = (along(3), along(2));
    (across + down) / (pairs + more)
}

/// The mean of the squared distance to the nearest colour, inside the shape.
fn unprintable(patch: &Expr, mask: &Expr) -> Expr {
    let far = |[r, g, b]: &[f32; 3]| {
        let plane = |c: usize, level: f32| (patch.slice(1, c, 1) - level).square();
        plane(0, *r) + plane(1, *g) + plane(2, *b)
    };
    let least = PRINTED.iter().map(far).reduce(|a, b| a.min(&b)).unwrap_or_else(|| patch.clone());
    (least * mask).sum() / mask.sum()
}

impl Patch {
    /// For `rows` photographs at a time.
    pub(super) fn new(device: &Device, known: &Known, rows: usize, seed: u64) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let photos = program.state("photos", &[rows, 3, SIDE, SIDE]);
        let (mask, target) = (program.state("mask", &[1, 1, SIDE, SIDE]), program.state("target", &[rows]));
        let [spread, smooth, print] = ["spread", "smooth", "print"].map(|name| program.state(name, &[]));
        let w = Parameter::new(&mut program, "w", &[1, 3, SIDE, SIDE], Init::Zeros);
        let mut random = Random::new(&mut program, "random");
        let patch = w.value.sigmoid();
        let worn = &photos * (1.0 - &mask) + &patch * &mask;
        let seen = camera(&worn, &views(&mut random, rows, &spread));
        let net = known.stack.build(&mut program);
        let logits = net.forward(&seen).reshape(&[rows, CLASSIFIER.1]);
        // Where it is sure enough already, nothing more is asked for.
        let surprise = -(log_softmax(&logits, 1) * one_hot(&target, CLASSIFIER.1)).sum_axes(&[1]);
        let loss = surprise.max(&Expr::scalar(SURE)).mean()
            + smooth * smoothness(&patch, &mask)
            + print * unprintable(&patch, &mask);
        let memory = Minimiser::adam(RATE).minimise(&mut program, "adam", &loss, &w).memory;
        program.record(&loss);
        let mut machine = device.machine(program.compile()?)?;
        for (name, values) in &known.weights {
            machine.write(name, values)?;
        }
        let mut first = memory.init(&mut Stream::new(seed, 0));
        first.extend([("w".to_owned(), vec![0.0; NUMBERS]), ("random".to_owned(), key(seed).to_vec())]);
        Ok(Self { machine, rows, first })
    }

    /// Begins anew, in grey, with a shape that is to be taken for `target`.
    pub(super) fn begin(&mut self, mask: &[f32], target: usize, care: Care) -> Result<(), EngineError> {
        for (name, values) in &self.first {
            self.machine.write(name, values)?;
        }
        self.machine.write("mask", mask)?;
        self.machine.write("target", &vec![target as f32; self.rows])?;
        for (name, value) in [("spread", care.spread), ("smooth", care.smooth), ("print", care.print)] {
            self.machine.write(name, &[value])?;
        }
        Ok(())
    }

    /// A step on these photographs.
    pub(super) async fn step(&mut self, photos: &[f32]) -> Result<(), EngineError> {
        self.machine.write("photos", photos)?;
        self.machine.run(1)?;
        self.machine.drain().await?;
        Ok(())
    }

    /// Its colours, `[3, 24, 24]`; outside the shape they mean nothing.
    pub(super) async fn colours(&mut self) -> Result<Vec<f32>, EngineError> {
        Ok(colours(&self.machine.read("w").await?))
    }
}
