//! Gradients held within limits.

use crate::Number;
use compute::Expr;

/// Every element held between `−limit` and `limit`.
pub fn by_value(gradients: &[Expr], limit: impl Number) -> Vec<Expr> {
    let high = limit.expr();
    let low = -&high;
    gradients.iter().map(|g| g.max(&low).min(&high)).collect()
}

/// All scaled by `min(1, limit / (‖g‖₂ + 1e-6))`, with the length `‖g‖₂` of all together; answers with that too (Pascanu,
/// Mikolov and Bengio, ICML 2013; PyTorch's `clip_grad_norm_`).
pub fn by_norm(gradients: &[Expr], limit: impl Number) -> (Vec<Expr>, Expr) {
    let squares = gradients.iter().map(|g| g.square().sum());
    let norm = squares.fold(Expr::scalar(0.0), |sum, square| sum + square).sqrt();
    let scale = (limit.expr() / (&norm + 1e-6)).min(&Expr::scalar(1.0));
    (gradients.iter().map(|g| g * &scale).collect(), norm)
}
