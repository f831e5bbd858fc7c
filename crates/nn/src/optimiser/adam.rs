//! Adam (Kingma and Ba 2015): `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `m̂ = m / (1 − β₁ᵗ)`,
//! `v̂ = v / (1 − β₂ᵗ)`, `θ ← θ − η m̂ / (√v̂ + ε)`, and its two heirs.
//!
//! The corrections `p = 1 − β₁ᵗ` and `q = 1 − β₂ᵗ` are kept as states, `p ← β₁ p + (1 − β₁)` from 0: the same numbers
//! without the cancellation of `1 − 0.999ᵗ`, and still the true sum of weights while a slider moves β.

use super::Hyper;
use compute::Expr;

/// The averages after a gradient: `m`, `v`, `p`, `q`.
fn averages(g: &Expr, [m, v, p, q]: [&Expr; 4], hyper: &Hyper) -> [Expr; 4] {
    let (fresh1, fresh2) = (1.0 - &hyper.beta1, 1.0 - &hyper.beta2);
    [
        m * &hyper.beta1 + &fresh1 * g,
        v * &hyper.beta2 + &fresh2 * g.square(),
        p * &hyper.beta1 + fresh1,
        q * &hyper.beta2 + fresh2,
    ]
}

/// `η m̂ / (√v̂ + ε)`; without correction `m̂ = m` and `v̂ = v`.
fn push([m, v, p, q]: [&Expr; 4], hyper: &Hyper) -> Expr {
    let (on, one) = (Expr::scalar(0.5).less(&hyper.corrected), Expr::scalar(1.0));
    let (p, q) = (on.select(p, &one), on.select(q, &one));
    &hyper.rate * (m / p) / hyper.root(&(v / q))
}

pub(super) fn step(theta: &Expr, g: &Expr, memory: [&Expr; 4], hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let memory = averages(g, memory, hyper);
    (theta - push(memory.each_ref(), hyper), memory.to_vec())
}

/// AdamW (Loshchilov and Hutter, ICLR 2019): `θ` is also multiplied by `1 − η λ`.
pub(super) fn decoupled(theta: &Expr, g: &Expr, memory: [&Expr; 4], hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let memory = averages(g, memory, hyper);
    let kept = theta * (1.0 - &hyper.rate * &hyper.weight_decay);
    (kept - push(memory.each_ref(), hyper), memory.to_vec())
}

/// AMSGrad (Reddi, Kale and Kumar, ICLR 2018) in PyTorch's form: `u ← max(u, v)`, corrected, stands in the place of `v`.
pub(super) fn largest(theta: &Expr, g: &Expr, [m, v, p, q, u]: [&Expr; 5], hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let [m, v, p, q] = averages(g, [m, v, p, q], hyper);
    let u = u.max(&v);
    (theta - push([&m, &u, &p, &q], hyper), vec![m, v, p, q, u])
}

/// RAdam (Liu et al., ICLR 2020) in PyTorch's form: the second moment of `t` gradients knows as much as a mean of
/// `ρ = ρ∞ − 2t β₂ᵗ / (1 − β₂ᵗ)` of them, `ρ∞ = 2 / (1 − β₂) − 1`. Up to `ρ = 5` it is not used, `θ ← θ − η m̂`; from there on the rate
/// of Adam is multiplied by `r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))`. Biases are always corrected.
pub(super) fn rectified(theta: &Expr, g: &Expr, memory: [&Expr; 4], t: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let [m, v, p, q] = averages(g, memory, hyper);
    let most = 2.0 / (1.0 - &hyper.beta2) - 1.0;
    let rho = &most - t * 2.0 * (1.0 - &q) / &q;
    let share = (&rho - 4.0) * (&rho - 2.0) * &most / ((&most - 4.0) * (&most - 2.0) * &rho);
    let adaptive = &hyper.rate * share.max(&Expr::scalar(0.0)).sqrt() / hyper.root(&(&v / &q));
    let rate = Expr::scalar(5.0).less(&rho).select(&adaptive, &hyper.rate);
    (theta - rate * (&m / &p), vec![m, v, p, q])
}
