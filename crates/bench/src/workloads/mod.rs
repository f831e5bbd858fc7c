//! The workloads. To add one: a file with `pub(super) fn step(&mut Step) -> Expr`, its `mod` line, its line in [`TABLE`],
//! and its inputs in `workloads.json`.

mod conv;
mod dqn;
mod gan;
mod lenet;
mod lstm;
mod maml;
mod matmul;
mod mlp;
mod transformer;

use crate::Step;
use compute::Expr;

/// A workload of the table.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    /// Its name in `workloads.json`.
    pub name: &'static str,
    /// Builds the step and answers with the loss to record; or what is still missing for it.
    pub build: Result<fn(&mut Step) -> Expr, &'static str>,
}

const fn built(name: &'static str, step: fn(&mut Step) -> Expr) -> Workload {
    Workload { name, build: Ok(step) }
}

/// Softmax cross-entropy of logits `[n, classes]` against distributions.
fn cross_entropy(logits: &Expr, targets: &Expr) -> Expr {
    let z = logits - logits.max_axes(&[1]).stop_gradient();
    let log_softmax = &z - z.exp().sum_axes(&[1]).log();
    (log_softmax * targets).sum() * (-1.0 / logits.shape().axes()[0] as f32)
}

/// All of them.
pub const TABLE: &[Workload] = &[
    built("mlp", mlp::step),
    built("lenet", lenet::step),
    built("lstm", lstm::step),
    built("dcgan", gan::dcgan),
    built("wgan-gp", gan::critic),
    built("transformer", transformer::step),
    built("dqn", dqn::step),
    built("maml", maml::step),
    built("matmul", matmul::step),
    built("matmul256", matmul::step),
    built("conv", conv::step),
];

#[cfg(test)]
mod tests;
