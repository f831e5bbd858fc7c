//! Nesterov's momentum (Nesterov 1983; Sutskever et al., ICML 2013) in the form of PyTorch with the signs of the notes:
//! `v ← λ v − η g`, `θ ← θ + λ v − η g`. `θ` is the place that looks ahead, so its own gradient is the one that is needed.

use super::Hyper;
use compute::Expr;

pub(super) fn step(theta: &Expr, g: &Expr, v: &Expr, hyper: &Hyper) -> (Expr, Vec<Expr>) {
    let push = &hyper.rate * g;
    let v = v * &hyper.momentum - &push;
    (theta + &v * &hyper.momentum - push, vec![v])
}
