//! Learning rates that depend on the step number `t = 0, 1, …`: expressions of a state that counts. Single numbers, in the
//! rate's own unit; every argument may be live. Exact up to 2²⁴ steps.

use crate::{Init, Number, Parameter};
use compute::{Expr, Program};
use std::f32::consts::PI;

/// Declares the state `name`, which counts the steps from 0.
pub fn step_count(program: &mut Program, name: &str) -> Parameter {
    let count = Parameter::buffer(program, name, &[], Init::Zeros);
    program.update(name, &(&count.value + 1.0));
    count
}

/// `η`.
pub fn constant(rate: impl Number) -> Expr {
    rate.expr()
}

/// `η γ^⌊t/n⌋` (PyTorch's `StepLR`).
pub fn step_decay(t: &Expr, rate: impl Number, gamma: impl Number, every: impl Number) -> Expr {
    // Half a step is added: a quotient just below a whole number would lose one.
    exponential(&((t + 0.5) / every.expr()).floor(), rate, gamma)
}

/// `η γᵗ` (PyTorch's `ExponentialLR`); `γ > 0`.
pub fn exponential(t: &Expr, rate: impl Number, gamma: impl Number) -> Expr {
    rate.expr() * (gamma.expr().log() * t).exp()
}

/// From `high` to `low` along half a cosine, `p` from 0 to 1.
fn half_cosine(high: &Expr, low: &Expr, p: &Expr) -> Expr {
    low + (high - low) * ((p * PI).cos() + 1.0) * 0.5
}

/// `p` held between 0 and 1.
fn part(p: &Expr) -> Expr {
    p.max(&Expr::scalar(0.0)).min(&Expr::scalar(1.0))
}

/// `low + (η − low) (1 + cos(π t/n)) / 2` for `t ≤ n`, then `low` (Loshchilov and Hutter, ICLR 2017; PyTorch's
/// `CosineAnnealingLR`, which rises again after `n`).
pub fn cosine(t: &Expr, rate: impl Number, low: impl Number, steps: impl Number) -> Expr {
    half_cosine(&rate.expr(), &low.expr(), &part(&(t / steps.expr())))
}

/// Up from `η/25` to `η` in the first 30 % of `steps`, then down to `η/250 000`, each along half a cosine (Smith and Topin
/// 2019; PyTorch's `OneCycleLR`).
pub fn one_cycle(t: &Expr, rate: impl Number, steps: impl Number) -> Expr {
    let (high, steps) = (rate.expr(), steps.expr());
    let (low, end) = (&high * (1.0 / 25.0), &high * (1.0 / 250_000.0));
    let top = &steps * 0.3 - 1.0;
    let up = half_cosine(&low, &high, &part(&(t / &top)));
    let down = half_cosine(&high, &end, &part(&((t - &top) / (steps - 1.0 - &top))));
    t.less(&top).select(&up, &down)
}

/// A factor that rises from `1/n` at `t = 0` to 1 at `t = n − 1`, and stays: multiply another schedule with it (Goyal et al.
/// 2017).
pub fn warm_up(t: &Expr, steps: impl Number) -> Expr {
    part(&((t + 1.0) / steps.expr()))
}
