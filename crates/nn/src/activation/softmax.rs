//! Distributions from logits. The largest logit is subtracted as a constant: nothing overflows, and no gradient changes.

use compute::Expr;

/// `z − max z` along `axis`, the maximum a constant to gradients, and the maximum.
fn shifted(z: &Expr, axis: usize) -> (Expr, Expr) {
    let largest = z.max_axes(&[axis]).stop_gradient();
    (z - &largest, largest)
}

/// `softmax(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ` along `axis`; sums to 1 there.
pub fn softmax(z: &Expr, axis: usize) -> Expr {
    let e = shifted(z, axis).0.exp();
    &e / e.sum_axes(&[axis])
}

/// `ln softmax(z) = z − ln Σⱼ e^zⱼ` along `axis`.
pub fn log_softmax(z: &Expr, axis: usize) -> Expr {
    let (z, _) = shifted(z, axis);
    &z - z.exp().sum_axes(&[axis]).log()
}

/// `ln Σⱼ e^zⱼ` along `axis`, which stays with length 1.
pub fn log_sum_exp(z: &Expr, axis: usize) -> Expr {
    let (z, largest) = shifted(z, axis);
    z.exp().sum_axes(&[axis]).log() + largest
}
