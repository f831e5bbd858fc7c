//! Adam (Kingma and Ba 2015): `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `m̂ = m / (1 − β₁ᵗ)`,
//! `v̂ = v / (1 − β₂ᵗ)`, `θ ← θ − η m̂ / (√v̂ + ε)`.
//!
//! The corrections `p = 1 − β₁ᵗ` and `q = 1 − β₂ᵗ` are kept as states, `p ← β₁ p + (1 − β₁)` from 0: the same numbers
//! without the cancellation of `1 − 0.999ᵗ`, and still the true sum of weights while a slider moves β.

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, [m, v, p, q]: [&Expr; 4], hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let (fresh1, fresh2) = (1.0 - &hyper.beta1, 1.0 - &hyper.beta2);
    let m = m * &hyper.beta1 + &fresh1 * g;
    let v = v * &hyper.beta2 + &fresh2 * g.square();
    let (p, q) = (p * &hyper.beta1 + fresh1, q * &hyper.beta2 + fresh2);
    let (m_hat, v_hat) = (&m / &p, &v / &q);
    (theta - &hyper.rate * m_hat / (v_hat.sqrt() + &hyper.epsilon), vec![m, v, p, q])
}
