//! Attacks that go downhill on what the classifier should not say, one step after another, never farther than allowed:
//! `x ← Π(x − η d)`, with Π the nearest allowed picture and d the steepest way by the norm, of
//! `L(x) = −C(x, y) + C(x, target)`, the second only of a targeted attack.
//!
//! With one step of the whole radius in L∞ it is FGSM (Goodfellow, Shlens and Szegedy, ICLR 2015), with several I-FGSM (Kurakin, Goodfellow
//! and Bengio, 2016), from a random start PGD (Madry et al., ICLR 2018), with a velocity MI-FGSM (Dong et al., CVPR 2018).

use super::project::{Norm, each, project};
use crate::adversarial::victim::{PIXELS, Victim};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use data::made::digits::CLASSES;
use nn::activation::log_softmax;
use nn::loss::one_hot;

/// Pixels that a step in L1 moves: one alone, which is the steepest way, would take for ever.
const MOVED: usize = 8;

/// Rows of pictures that are attacked together.
pub(in super::super) struct Slope {
    machine: Machine,
    rows: usize,
}

/// What may differ from row to row.
pub(in super::super) struct Rows<'a> {
    /// `[N, 784]`.
    pub(in super::super) pictures: &'a [f32],
    /// Where the way begins, if not at the pictures.
    pub(in super::super) start: Option<&'a [f32]>,
    pub(in super::super) classes: &'a [f32],
    /// The classes that they are to be taken for; none where any other will do.
    pub(in super::super) targets: Option<&'a [f32]>,
    pub(in super::super) radius: &'a [f32],
    /// Length of a step, as a share of the radius.
    pub(in super::super) share: f32,
    /// What is kept of the velocity.
    pub(in super::super) kept: f32,
}

/// `C(x, k)` of each row: `[N, 10]`, `[N] → [N]`.
fn surprise(logits: &Expr, class: &Expr) -> Expr {
    -(log_softmax(logits, 1) * one_hot(class, CLASSES)).sum_axes(&[1])
}

/// The steepest way of length 1 by the norm, for slopes `[N, D]`.
fn steepest(norm: Norm, slope: &Expr) -> Expr {
    match norm {
        Norm::Max => slope.sign(),
        Norm::Two | Norm::Count => slope / (each(&slope.square()).sqrt() + 1e-12),
        // Only the steepest pixels, each by the same.
        Norm::One => {
            let rows = slope.shape().axes()[0];
            let (best, _) = slope.abs().top_k(MOVED);
            let bar = best.slice(1, MOVED - 1, 1).reshape(&[rows, 1]);
            (1.0 - slope.abs().less(&bar)) * slope.sign() * (1.0 / MOVED as f32)
        }
    }
}

impl Slope {
    pub(in super::super) fn new(
        device: &Device,
        victim: &Victim,
        norm: Norm,
        rows: usize,
    ) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let [first, x, velocity] = ["first", "x", "velocity"].map(|name| program.state(name, &[rows, PIXELS]));
        let [y, target] = ["y", "target"].map(|name| program.state(name, &[rows]));
        let [radius, rate] = ["radius", "rate"].map(|name| program.state(name, &[rows, 1]));
        let [towards, kept] = ["towards", "kept"].map(|name| program.state(name, &[]));
        let logits = victim.build(&mut program).logits(&x);
        let loss = &towards * surprise(&logits, &target) - surprise(&logits, &y);
        let slope = grad(&loss.sum(), &[&x]).remove(0);
        // Slopes of different steps count alike, however long they are.
        let velocity = kept * velocity + &slope / (each(&slope.abs()) + 1e-20);
        let next = project(norm, &(&x - rate * steepest(norm, &velocity)), &first, &radius);
        program.update("velocity", &velocity);
        program.update("x", &next);
        program.record(&right(&logits, &y));
        program.record(&loss.mean());
        if rows == 1 {
            let shares = log_softmax(&logits, 1).exp();
            for class in 0..CLASSES {
                program.record(&shares.slice(1, class, 1).sum());
            }
        }
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine, rows })
    }

    /// Begins anew.
    pub(in super::super) fn begin(&mut self, rows: &Rows<'_>) -> Result<(), EngineError> {
        let rate: Vec<f32> = rows.radius.iter().map(|radius| radius * rows.share).collect();
        let zeros = vec![0.0; rows.pictures.len()];
        let values = [
            ("first", rows.pictures),
            ("x", rows.start.unwrap_or(rows.pictures)),
            ("velocity", &zeros),
            ("y", rows.classes),
            ("target", rows.targets.unwrap_or(rows.classes)),
            ("radius", rows.radius),
            ("rate", &rate),
            ("towards", &[f32::from(u8::from(rows.targets.is_some()))]),
            ("kept", &[rows.kept]),
        ];
        values.into_iter().try_for_each(|(name, values)| self.machine.write(name, values))
    }

    /// Goes on; answers for each step with the share that is still answered rightly and the mean of L, both before the step; for a single
    /// picture also with how likely each class is.
    pub(in super::super) async fn step(&mut self, mut steps: u32) -> Result<Vec<Vec<f32>>, EngineError> {
        let width = 2 + if self.rows == 1 { CLASSES } else { 0 };
        let mut all = Vec::new();
        while steps > 0 {
            let now = steps.min(self.machine.room());
            self.machine.run(now)?;
            all.extend(self.machine.drain().await?.chunks_exact(width).map(<[f32]>::to_vec));
            steps -= now;
        }
        Ok(all)
    }

    /// The pictures as they stand.
    pub(in super::super) async fn pictures(&mut self) -> Result<Vec<f32>, EngineError> {
        self.machine.read("x").await
    }
}

/// The share of rows whose greatest logit is that of their class.
fn right(logits: &Expr, y: &Expr) -> Expr {
    let chosen = (logits * one_hot(y, CLASSES)).sum_axes(&[1]);
    1.0 - chosen.less(&logits.max_axes(&[1])).mean()
}
