//! Numbers that may be live.

use compute::Expr;

/// A number of a formula: fixed (`f32`), or an expression of shape `[]`, which may be a state that a slider writes.
pub trait Number {
    /// As an expression.
    fn expr(self) -> Expr;
}

impl Number for f32 {
    fn expr(self) -> Expr {
        Expr::scalar(self)
    }
}

impl Number for Expr {
    fn expr(self) -> Expr {
        self
    }
}

impl Number for &Expr {
    fn expr(self) -> Expr {
        self.clone()
    }
}
