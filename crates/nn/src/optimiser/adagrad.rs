//! Adagrad (Duchi, Hazan and Singer 2011): `s ← s + g²`, `θ ← θ − η g / (√s + ε)`.

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, s: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let s = s + g.square();
    (theta - &hyper.rate * g / (s.sqrt() + &hyper.epsilon), vec![s])
}
