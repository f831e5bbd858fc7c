//! Maxout.

use compute::Expr;

/// Largest of every `pieces` neighbours along the last axis, `[…, n·k] → […, n]` (Goodfellow et al., ICML 2013). The
/// gradient goes to the largest, shared where several are equal. A length that `pieces` does not divide is a shape error.
pub fn maxout(x: &Expr, pieces: usize) -> Expr {
    let axes = x.shape().axes();
    let [batch @ .., last] = axes else { return x.max_axes(&[0]) };
    let parts = last / pieces.max(1);
    let split = x.reshape(&[batch, &[parts, pieces]].concat());
    split.max_axes(&[batch.len() + 1]).reshape(&[batch, &[parts]].concat())
}
