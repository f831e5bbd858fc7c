//! `s ← s + g²`, `θ ← θ − η g / (√s + ε)`.

use super::{Place, Step};
use compute::Expr;

pub(super) fn step(g: &Expr, epsilon: &Expr, rate: &Expr, place: Place<'_>, step: &mut Step<'_>) -> Expr {
    let s = step.remember(&format!("{}.s", place.0), place.1, |s| s + g.square());
    rate * g / (s.sqrt() + epsilon)
}
