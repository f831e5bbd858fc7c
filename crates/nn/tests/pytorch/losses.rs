//! Losses against PyTorch.

use crate::common::Case;
use compute::{Expr, Program, interpret::interpret};
use nn::loss;

fn check(name: &str, second: &str, f: impl Fn(&Expr, &Expr) -> Expr) {
    let mut case = Case::new(name);
    let (p, t) = (case.state("p"), case.state(second));
    case.check(&[&f(&p, &t)]);
}

#[test]
fn regression() {
    check("mse", "t", loss::mse);
    check("mae", "t", loss::mae);
    check("huber", "t", |p, t| loss::huber(p, t, 1.5));
}

#[test]
fn classification() {
    check("bce", "t", loss::bce_with_logits);
    check("cross_entropy", "k", loss::cross_entropy);
    check("cross_entropy_large", "k", loss::cross_entropy);
    check("cross_entropy_smoothed", "k", |p, k| loss::cross_entropy_smoothed(p, k, 0.1));
    check("cross_entropy_with", "t", loss::cross_entropy_with);
    check("nll", "k", loss::nll);
    check("hinge", "t", loss::hinge);
    check("multi_hinge", "k", loss::multi_hinge);
}

#[test]
fn divergences() {
    check("kl_div", "t", loss::kl_div);
    check("kl_div_normal", "t", loss::kl_div_normal);
}

/// The penalty's gradient with respect to the weights is a gradient of a gradient.
#[test]
fn wasserstein_with_its_penalty() {
    let mut case = Case::new("wasserstein");
    let [real, fake, u, w1, w2] = ["real", "fake", "u", "w1", "w2"].map(|key| case.state(key));
    let critic = |x: &Expr| x.matmul(&w1).tanh().matmul(&w2);
    let distance = loss::wasserstein::critic(&critic(&real), &critic(&fake));
    let penalty = loss::wasserstein::gradient_penalty(critic, &real, &fake, &u);
    case.check(&[&distance, &penalty]);
    let generator = loss::wasserstein::generator(&critic(&fake));
    assert_eq!(generator.shape().rank(), 0);
}

#[test]
fn one_hot_rows() {
    let mut program = Program::new();
    let k = program.state("k", &[2, 2]);
    let rows = loss::one_hot(&k, 3);
    assert_eq!(rows.shape().axes(), [2, 2, 3]);
    let values = interpret(&[rows], &|_| vec![0.0, 2.0, 1.0, 7.0]).unwrap().remove(0);
    assert_eq!(values, [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
}
