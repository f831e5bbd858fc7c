//! Piecewise linear stand-ins: no exponentials.

use compute::Expr;

/// `x` held between `low` and `high`; slope 1 inside, 0 outside.
pub fn clamp(x: &Expr, low: f32, high: f32) -> Expr {
    x.max(&Expr::scalar(low)).min(&Expr::scalar(high))
}

/// `x` held between −1 and 1.
pub fn hard_tanh(x: &Expr) -> Expr {
    clamp(x, -1.0, 1.0)
}

/// `x/6 + 1/2` held between 0 and 1.
pub fn hard_sigmoid(x: &Expr) -> Expr {
    clamp(&(x * (1.0 / 6.0) + 0.5), 0.0, 1.0)
}

/// `x · hard_sigmoid(x)` (Howard et al., ICCV 2019).
pub fn hard_swish(x: &Expr) -> Expr {
    x * hard_sigmoid(x)
}
