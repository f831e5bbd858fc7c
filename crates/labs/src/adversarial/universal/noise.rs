//! A step of the one noise: `δ ← Π_ε(δ + η sign Σ_x ∇_δ min(C(x + δ, y), β))`, the sum over a batch of digits.
//!
//! After Moosavi-Dezfooli, Fawzi, Fawzi and Frossard, "Universal adversarial perturbations" (CVPR 2017); by gradients, with the
//! cross-entropy bounded so that digits already lost do not lead, as Shafahi et al., "Universal adversarial training" (AAAI 2020).

use crate::adversarial::victim::{PIXELS, Victim};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use data::made::digits::CLASSES;
use nn::activation::log_softmax;
use nn::loss::one_hot;

/// Digits of a step.
pub(super) const ROWS: usize = 128;
/// β: what a digit counts at most.
const MOST: f32 = 6.0;

pub(super) struct Noise {
    machine: Machine,
}

impl Noise {
    /// Against `victim`.
    pub(super) fn new(device: &Device, victim: &Victim) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[ROWS, PIXELS]), program.state("y", &[ROWS]));
        let delta = program.state("delta", &[1, PIXELS]);
        let [radius, rate] = ["radius", "rate"].map(|name| program.state(name, &[]));
        let within = |x: &Expr, low: &Expr, high: &Expr| x.max(low).min(high);
        let seen = within(&(&x + &delta), &Expr::scalar(0.0), &Expr::scalar(1.0));
        let logits = victim.build(&mut program).logits(&seen);
        let surprise = -(log_softmax(&logits, 1) * one_hot(&y, CLASSES)).sum_axes(&[1]);
        let slope = grad(&surprise.min(&Expr::scalar(MOST)).sum(), &[&delta]).remove(0);
        program.update("delta", &within(&(&delta + rate * slope.sign()), &(-&radius), &radius));
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine })
    }

    /// The noise after a step with radius and rate on the digits `x [128, 784]` of classes `y [128]`.
    pub(super) async fn step(
        &mut self,
        delta: &[f32],
        [radius, rate]: [f32; 2],
        (x, y): (&[f32], &[f32]),
    ) -> Result<Vec<f32>, EngineError> {
        for (name, values) in [("delta", delta), ("radius", &[radius]), ("rate", &[rate]), ("x", x), ("y", y)] {
            self.machine.write(name, values)?;
        }
        self.machine.run(1)?;
        self.machine.read("delta").await
    }
}
