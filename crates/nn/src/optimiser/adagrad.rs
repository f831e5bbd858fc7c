//! Adagrad (Duchi, Hazan and Singer 2011): `s ← s + g²`, `θ ← θ − η g / (√s + ε)`. The notes' first form, `η/√(t+1)` over the
//! root of the mean of the squares, is the same: the `√(t+1)` cancel.

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, s: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let s = s + g.square();
    (theta - &hyper.rate * g / hyper.root(&s), vec![s])
}
