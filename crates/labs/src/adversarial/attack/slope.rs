//! Attacks that go downhill on what the classifier should not say, one step after another, never farther than allowed:
//! `x ← Π(x − η d)`, with Π the nearest allowed picture and d the steepest way by the norm, of
//! `L(x) = −C(x, y) + C(x, target)`, the second only of a targeted attack.
//!
//! With one step of the whole radius in L∞ it is FGSM (Goodfellow, Shlens and Szegedy, ICLR 2015), with several I-FGSM (Kurakin, Goodfellow
//! and Bengio, 2016), from a random start PGD (Madry et al., ICLR 2018), with a velocity MI-FGSM (Dong et al., CVPR 2018).

use super::order::Order;
use super::project::{Norm, each, project};
use super::told::{record, right, run, surprise};
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{PIXELS, Victim};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use labkit::model::Local;

/// Pixels that a step in L1 moves: one alone, which is the steepest way, would take for ever.
const MOVED: usize = 8;

/// Rows of pictures that are attacked together.
pub(in super::super) struct Slope {
    machine: Machine,
    rows: usize,
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
        record(&mut program, &logits, &right(&logits, &y), &loss);
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine, rows })
    }

    /// Begins from start number `number`.
    pub(super) fn begin_from(&mut self, number: u32, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        let start = order.start(rows.pictures, number);
        let radius = vec![order.radius; rows.classes.len()];
        let rate: Vec<f32> = radius.iter().map(|radius| radius * order.share).collect();
        let zeros = vec![0.0; rows.pictures.len()];
        let values = [
            ("first", rows.pictures),
            ("x", start.as_deref().unwrap_or(rows.pictures)),
            ("velocity", &zeros),
            ("y", rows.classes),
            ("target", rows.targets.unwrap_or(rows.classes)),
            ("radius", &radius),
            ("rate", &rate),
            ("towards", &[f32::from(u8::from(rows.targets.is_some()))]),
            ("kept", &[order.kept]),
        ];
        values.into_iter().try_for_each(|(name, values)| self.machine.write(name, values))
    }
}

impl Attack for Slope {
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        self.begin_from(0, order, rows)
    }

    fn machines(&mut self) -> Vec<&mut Machine> {
        vec![&mut self.machine]
    }

    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>> {
        Box::pin(run(&mut self.machine, self.rows, steps))
    }

    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(self.machine.read("x"))
    }
}
