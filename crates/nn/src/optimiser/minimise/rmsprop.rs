//! `s ← α s + (1 − α) g²`, `θ ← θ − η g / (√s + ε)`, `s` from 0 as in PyTorch.

use super::{Place, Step};
use compute::Expr;

pub(super) fn step(g: &Expr, alpha: &Expr, epsilon: &Expr, rate: &Expr, place: Place<'_>, step: &mut Step<'_>) -> Expr {
    let fresh = 1.0 - alpha;
    let s = step.remember(&format!("{}.s", place.0), place.1, |s| s * alpha + g.square() * &fresh);
    rate * g / (s.sqrt() + epsilon)
}
