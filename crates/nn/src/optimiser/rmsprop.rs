//! RMSProp (Hinton 2012): `s ← α s + (1 − α) g²`, `θ ← θ − η g / (√s + ε)`, `s` starting at 0 as in PyTorch, or at the first
//! `g²` as in the notes (`σ⁰ = |g⁰|`).

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, s: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let square = g.square();
    let mean = s * &hyper.decay + (1.0 - &hyper.decay) * &square;
    // Where s is still 0, no gradient has come yet.
    let begun = Expr::scalar(0.0).less(s).max(&(1.0 - &hyper.first_square));
    let s = begun.select(&mean, &square);
    (theta - &hyper.rate * g / hyper.root(&s), vec![s])
}
