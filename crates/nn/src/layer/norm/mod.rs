//! Norms: `y = γ (x − μ) / √(σ² + ε) + β`, with mean `μ` and variance `σ²` (over `n`, not `n − 1`) of what each norm takes
//! together; `ε = 1e-5`, as in PyTorch.

mod batch;
mod group;
mod layer;

pub use batch::BatchNorm;
pub use group::{GroupNorm, InstanceNorm};
pub use layer::LayerNorm;

use compute::Expr;

/// PyTorch's `ε`.
const EPSILON: f32 = 1e-5;

/// Mean over `axes`, which stay with length 1.
fn mean(x: &Expr, axes: &[usize]) -> Expr {
    let sum = x.sum_axes(axes);
    let count = x.shape().size() / sum.shape().size().max(1);
    sum * (1.0 / count.max(1) as f32)
}

/// `x − μ`, `μ` and `σ²` over `axes`, in two passes: differences first, then their squares.
fn moments(x: &Expr, axes: &[usize]) -> (Expr, Expr, Expr) {
    let mu = mean(x, axes);
    let centred = x - &mu;
    let variance = mean(&centred.square(), axes);
    (centred, mu, variance)
}

/// `(x − μ) / √(σ² + ε)` over `axes`.
fn standardise(x: &Expr, axes: &[usize]) -> Expr {
    let (centred, _, variance) = moments(x, axes);
    centred / (variance + EPSILON).sqrt()
}

/// A vector `[C]` beside `x [N, C, …]`.
fn beside(channels: &Expr, x: &Expr) -> Expr {
    let mut axes = vec![1; x.shape().rank().saturating_sub(1)];
    match axes.first_mut() {
        Some(first) => *first = channels.shape().size(),
        None => return super::refuse(x, 2),
    }
    channels.reshape(&axes)
}
