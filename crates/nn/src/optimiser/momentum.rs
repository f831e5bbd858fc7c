//! Momentum in the form of the notes (Polyak 1964): `v ← λ v − η g`, `θ ← θ + v`, `v` starting at 0.

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, v: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let v = v * &hyper.momentum - &hyper.rate * g;
    (theta + &v, vec![v])
}
