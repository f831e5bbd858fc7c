//! Gradient descent, `θ ← θ − η g`.

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    (theta - &hyper.rate * g, Vec::new())
}
