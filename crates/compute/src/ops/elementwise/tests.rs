use super::{Binary, Unary};
use crate::grad;
use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Expr, Program};

#[test]
fn gradients_of_both_orders_and_twins_on_random_shapes() {
    let unary = Unary::ALL.iter().map(|op| op.rule().name);
    for name in unary.chain(Binary::ALL.iter().map(|op| op.rule().name)).chain(["select", "iota", "whole power"]) {
        family(name, 6);
    }
}

#[test]
fn powers_of_zero_have_slopes() {
    let mut program = Program::new();
    let (a, b) = (program.state("a", &[3]), program.state("b", &[3]));
    let slopes = grad(&a.pow(&b), &[&a, &b]);
    let values = [vec![0.0, 0.0, 2.0], vec![2.0, 1.0, 3.0]];
    let got = interpret(&slopes, &|leaf| values[leaf].clone()).unwrap();
    assert_eq!(got[0], [0.0, 1.0, 12.0]);
    assert_eq!(got[1][..2], [0.0, 0.0]);
}

/// Places where an operation is smooth and defined.
fn smooth(name: &str) -> Vec<f64> {
    match name {
        "log" | "sqrt" => vec![0.3, 1.0, 2.5, 40.0],
        _ => vec![-2.3, -0.4, 0.7, 1.9],
    }
}

#[test]
fn cpu_twins_agree_with_the_reference() {
    for &op in Unary::ALL {
        let rule = op.rule();
        for x in smooth(rule.name).into_iter().chain([0.5, 3.0]) {
            let (mut out, exact) = ([0.0], (rule.reference)(f64::from(x as f32)));
            (rule.cpu)(&[x as f32], &mut out);
            assert!(
                (f64::from(out[0]) - exact).abs() <= 1e-6 * (1.0 + exact.abs()),
                "{}({x}) = {}, {exact}",
                rule.name,
                out[0]
            );
        }
    }
    for &op in Binary::ALL {
        let rule = op.rule();
        for (a, b) in [(0.5, 2.0), (1.5, -0.5), (2.0, 2.0), (3.0, 0.25), (0.0, 1.0)] {
            let (mut out, exact) = ([0.0], (rule.reference)(a, b));
            (rule.cpu)(&[a as f32], &[b as f32], &mut out);
            assert!(
                (f64::from(out[0]) - exact).abs() <= 1e-6 * (1.0 + exact.abs()),
                "{}({a}, {b}) = {}, {exact}",
                rule.name,
                out[0]
            );
        }
    }
}

/// Central differences in f64 against the gradient graph, and against its own gradient, at every smooth place.
fn check(f: impl Fn(&Expr) -> Expr, at: f64, what: &str) {
    let mut program = Program::new();
    let x = program.state("x", &[]);
    let y = f(&x);
    let first = grad(&y, &[&x]).remove(0);
    let second = grad(&first, &[&x]).remove(0);
    let value = |expr: &Expr, x: f64| interpret(std::slice::from_ref(expr), &|_| vec![x]).unwrap()[0][0];
    const H: f64 = 1e-5;
    for (name, function, slope) in [("gradient", &y, &first), ("gradient of gradient", &first, &second)] {
        let expected = (value(function, at + H) - value(function, at - H)) / (2.0 * H);
        let got = value(slope, at);
        assert!(
            (got - expected).abs() <= 1e-5 * (1.0 + expected.abs()),
            "{what}, {name} at {at}: {got}, differences give {expected}"
        );
    }
}

#[test]
fn unary_gradients_of_both_orders() {
    for &op in Unary::ALL {
        for at in smooth(op.rule().name) {
            check(|x| x.unary(op), at, op.rule().name);
        }
    }
}

#[test]
fn binary_gradients_of_both_orders() {
    for &op in Binary::ALL {
        for (a, b) in [(0.7, 1.9), (2.5, 0.4), (1.2, -1.5)] {
            check(|x| x.binary(op, &Expr::scalar(b)), f64::from(a), op.rule().name);
            if op != Binary::Pow || a > 0.0 {
                check(|x| Expr::scalar(a).binary(op, x), f64::from(b), op.rule().name);
            }
        }
    }
}

#[test]
fn whole_powers_take_negative_bases() {
    for power in [2.0, 3.0, 4.0, 7.0, -1.0, -2.0] {
        check(|x| x.powf(power), -1.3, "power");
    }
    check(|x| x.powf(0.5), 1.7, "square root");
    check(|x| x.powf(2.5), 1.7, "power 2.5");
}

#[test]
fn the_greater_of_equals_sends_its_gradient_once() {
    let mut program = Program::new();
    let (a, b) = (program.state("a", &[]), program.state("b", &[]));
    for y in [a.max(&b), a.min(&b)] {
        let slopes = grad(&y, &[&a, &b]);
        let values = interpret(&slopes, &|_| vec![1.0]).unwrap();
        assert_eq!(values[0][0] + values[1][0], 1.0);
    }
}

#[test]
fn not_a_number_stays_visible() {
    let mut out = [0.0; 2];
    for op in [Binary::Max, Binary::Min] {
        (op.rule().cpu)(&[f32::NAN, 1.0], &[1.0, f32::NAN], &mut out);
        assert!(out.iter().all(|value| value.is_nan()), "{op:?}: {out:?}");
    }
    for reduction in [crate::ops::reduce::Reduction::Max, crate::ops::reduce::Reduction::Sum] {
        assert!(reduction.of(&[f32::NAN, 1.0, 2.0]).is_nan() && reduction.of(&[1.0, 2.0, f32::NAN]).is_nan());
    }
}

#[test]
fn relu_has_no_slope_at_zero() {
    let mut program = Program::new();
    let x = program.state("x", &[3]);
    let slope = grad(&x.relu(), &[&x]);
    assert_eq!(interpret(&slope, &|_| vec![-1.0, 0.0, 1.0]).unwrap()[0], [0.0, 0.0, 1.0]);
}
