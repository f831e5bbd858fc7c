//! The workloads. To add one: a file with `pub(super) fn step(&mut Step) -> Expr`, its `mod` line, its line in [`TABLE`],
//! and its inputs in `workloads.json`.

mod dqn;
mod maml;
mod matmul;
mod mlp;

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

const fn waits(name: &'static str, needs: &'static str) -> Workload {
    Workload { name, build: Err(needs) }
}

/// All of them.
pub const TABLE: &[Workload] = &[
    built("mlp", mlp::step),
    waits("lenet", "convolution and max pooling are not primitives yet"),
    waits("lstm", "slice is not a primitive yet"),
    waits("dcgan", "convolution is not a primitive yet"),
    waits("wgan-gp", "convolution is not a primitive yet"),
    waits("transformer", "its file is not written yet"),
    built("dqn", dqn::step),
    built("maml", maml::step),
    built("matmul", matmul::step),
    built("matmul256", matmul::step),
    waits("conv", "convolution is not a primitive yet"),
];

#[cfg(test)]
mod tests;
