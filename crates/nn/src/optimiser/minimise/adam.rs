//! Adam, with the corrections of both means as two numbers for the whole network: `p = 1 − β₁ᵗ`, `q = 1 − β₂ᵗ`, kept as
//! states `p ← β₁ p + (1 − β₁)` from 0, which is free of cancellation and right while a slider moves `β`. Each element does
//! `a·m / (c·√v + ε)` with `a = η / p` and `c = 1 / √q`: one root and one quotient.

use super::{Place, Step};
use compute::Expr;

/// What all parameters share, single numbers.
pub(super) struct Shared {
    /// `η / p`.
    a: Expr,
    /// `1 / √q`.
    c: Expr,
    /// `1 − β₁`, `1 − β₂`.
    fresh: [Expr; 2],
}

impl Shared {
    pub(super) fn new(beta1: &Expr, beta2: &Expr, rate: &Expr, step: &mut Step<'_>) -> Self {
        let fresh = [1.0 - beta1, 1.0 - beta2];
        let p = step.remember("p", &[], |p| p * beta1 + &fresh[0]);
        let q = step.remember("q", &[], |q| q * beta2 + &fresh[1]);
        Self { a: rate / p, c: 1.0 / q.sqrt(), fresh }
    }
}

pub(super) fn step(
    g: &Expr,
    [beta1, beta2, epsilon]: [&Expr; 3],
    shared: &Shared,
    (name, axes): Place<'_>,
    step: &mut Step<'_>,
) -> Expr {
    let m = step.remember(&format!("{name}.m"), axes, |m| m * beta1 + g * &shared.fresh[0]);
    let v = step.remember(&format!("{name}.v"), axes, |v| v * beta2 + g.square() * &shared.fresh[1]);
    m * &shared.a / (v.sqrt() * &shared.c + epsilon)
}
