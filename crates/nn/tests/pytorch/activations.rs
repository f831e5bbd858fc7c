//! Activations against PyTorch.

use crate::common::Case;
use compute::{Expr, Program, grad, interpret::interpret};
use nn::activation::{self as a, Activation};

fn check(name: &str, f: impl Fn(&Expr) -> Expr) {
    let mut case = Case::new(name);
    let x = case.state("x");
    case.check(&[&f(&x)]);
}

#[test]
fn rectifiers() {
    check("relu", a::relu);
    check("leaky_relu", |x| a::leaky_relu(x, 0.2));
    check("elu", |x| a::elu(x, 1.5));
    check("selu", a::selu);
}

#[test]
fn smooth_ones() {
    check("gelu", a::gelu);
    check("gelu_tanh", a::gelu_tanh);
    check("silu", a::silu);
    check("softplus", a::softplus);
    check("tanh", a::tanh);
    check("sigmoid", a::sigmoid);
}

#[test]
fn hard_ones() {
    check("hard_tanh", a::hard_tanh);
    check("hard_sigmoid", a::hard_sigmoid);
    check("hard_swish", a::hard_swish);
}

#[test]
fn distributions() {
    check("softmax", |x| a::softmax(x, 1));
    check("log_softmax", |x| a::log_softmax(x, 2));
    check("log_sum_exp", |x| a::log_sum_exp(x, 0));
    check("softmax_large", |x| a::softmax(x, 2));
    check("maxout", |x| a::maxout(x, 3));
}

/// `σ(0) = ½` and `σ'(0) = ¼`: what max and |x| alone would get wrong.
#[test]
fn softplus_is_smooth_at_zero() {
    let mut program = Program::new();
    let x = program.state("x", &[]);
    let slope = grad(&a::softplus(&x), &[&x]).remove(0);
    let curvature = grad(&slope, &[&x]).remove(0);
    let values = interpret(&[slope, curvature], &|_| vec![0.0]).unwrap();
    assert_eq!((values[0][0], values[1][0]), (0.5, 0.25));
}

#[test]
fn every_choice_has_a_key_and_stays_finite() {
    let mut program = Program::new();
    let x = program.state("x", &[3]);
    let mut keys: Vec<&str> = Activation::ALL.iter().map(|choice| choice.key()).collect();
    for choice in Activation::ALL {
        let y = choice.of(&x);
        let slope = grad(&y, &[&x]).remove(0);
        let values = interpret(&[y, slope], &|_| vec![-1e4, 0.0, 1e4]).unwrap();
        assert!(values.iter().flatten().all(|v| v.is_finite()), "{choice:?}: {values:?}");
    }
    keys.dedup();
    assert_eq!(keys.len(), Activation::ALL.len());
}

#[test]
fn pieces_that_do_not_divide_are_an_error() {
    let mut program = Program::new();
    let x = program.state("x", &[2, 5]);
    let error = interpret(&[a::maxout(&x, 2)], &|_| vec![0.0; 10]).unwrap_err().to_string();
    assert!(error.contains("[2, 5]"), "{error}");
}
