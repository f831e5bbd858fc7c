//! RMSProp (Hinton 2012): `s ← α s + (1 − α) g²`, `θ ← θ − η g / (√s + ε)`, `s` starting at 0 as in PyTorch.

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, s: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let s = s * &hyper.decay + (1.0 - &hyper.decay) * g.square();
    (theta - &hyper.rate * g / (s.sqrt() + &hyper.epsilon), vec![s])
}
