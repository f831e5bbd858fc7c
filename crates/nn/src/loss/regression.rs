//! Losses of predictions `p` against targets `t` of the same shape.

use crate::Number;
use compute::Expr;

/// Mean squared error, `mean((p − t)²)`.
pub fn mse(prediction: &Expr, target: &Expr) -> Expr {
    (prediction - target).square().mean()
}

/// Mean absolute error, `mean |p − t|`; slope 0 where they are equal.
pub fn mae(prediction: &Expr, target: &Expr) -> Expr {
    (prediction - target).abs().mean()
}

/// `mean(d²/2 where |d| < δ, else δ (|d| − δ/2))` with `d = p − t` (Huber 1964). PyTorch's `HuberLoss`.
pub fn huber(prediction: &Expr, target: &Expr, delta: impl Number) -> Expr {
    let (distance, delta) = ((prediction - target).abs(), delta.expr());
    let inner = distance.min(&delta);
    (inner.square() * 0.5 + (distance - &inner) * delta).mean()
}
