//! `θ ← θ − η g`; with momentum `v ← μ v + g`, `θ ← θ − η v`, Nesterov's `θ ← θ − η (g + μ v)`.

use super::{Place, Step};
use compute::Expr;

pub(super) fn step(g: &Expr, rate: &Expr) -> Expr {
    rate * g
}

pub(super) fn momentum(
    g: &Expr,
    mu: &Expr,
    nesterov: bool,
    rate: &Expr,
    place: Place<'_>,
    step: &mut Step<'_>,
) -> Expr {
    let v = step.remember(&format!("{}.v", place.0), place.1, |v| v * mu + g);
    if nesterov { rate * (g + v * mu) } else { rate * v }
}
