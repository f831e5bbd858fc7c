use super::{INSIDE, scan};
use crate::expr::Expr;
use crate::interpret::interpret;
use crate::ops::cases::{self, Case, Draw};
use crate::ops::checks::family;
use crate::{Program, grad};

/// Value, gradient, and the gradient of `⟨gradient, v⟩`, with respect to all smooth inputs.
fn orders(case: &Case, seed: u64, unrolled: bool) -> Vec<Vec<f64>> {
    let mut program = Program::new();
    let inputs: Vec<Expr> = case.inputs.iter().map(|input| program.state("x", &input.axes)).collect();
    INSIDE.with(|inside| inside.set(unrolled));
    let y = (case.build)(&inputs);
    INSIDE.with(|inside| inside.set(false));
    let has_loop = cases::primitives_of(&y).contains("scan");
    assert_eq!(has_loop, !unrolled, "{}", case.name);
    let u = program.state("u", y.shape().axes());
    let smooth: Vec<&Expr> =
        inputs.iter().zip(&case.inputs).filter(|(_, i)| i.values.smooth()).map(|(x, _)| x).collect();
    let vectors: Vec<Expr> = smooth.iter().map(|x| program.state("v", x.shape().axes())).collect();
    let first = grad(&(&y * &u).sum(), &smooth);
    let product = first.iter().zip(&vectors).fold(Expr::scalar(0.0), |sum, (slope, v)| sum + (slope * v).sum());
    let second = grad(&product, &smooth);
    let mut values = case.values(seed);
    let mut draw = Draw::new(seed);
    for expr in std::iter::once(&u).chain(&vectors) {
        values.push(draw.normals(expr.shape().size()));
    }
    let roots: Vec<Expr> = std::iter::once(y).chain(first).chain(second).collect();
    interpret(&roots, &|leaf| values[leaf].iter().map(|&x| f64::from(x)).collect()).unwrap()
}

#[test]
fn a_loop_equals_the_same_loop_unrolled() {
    let names = ["rnn", "lstm", "rnn in columns", "loop without products", "attention in a loop"];
    let mut bad = Vec::new();
    for family in cases::families().iter().filter(|family| names.contains(&family.name.as_str())) {
        for seed in 0..8 {
            let case = family.case(seed);
            let (looped, unrolled) = (orders(&case, seed, false), orders(&case, seed, true));
            for (index, (a, b)) in looped.iter().zip(&unrolled).enumerate() {
                let scale = b.iter().fold(1.0_f64, |most, x| most.max(x.abs()));
                let error = a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                if error >= 1e-9 * scale {
                    bad.push(format!("{}, part {index}: off by {error}", case.name));
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn gradients_of_both_orders() {
    for name in ["rnn", "lstm", "rnn in columns", "loop without products", "attention in a loop"] {
        family(name, 8);
    }
}

#[test]
fn turns_that_do_not_fit_are_sentences() {
    let mut program = Program::new();
    let (x, h) = (program.state("x", &[3, 2]), program.state("h", &[2]));
    let sentence = |out: super::Scanned| match out.last[0].op() {
        crate::expr::Op::Invalid(error) => error.to_string(),
        op => panic!("{op:?}"),
    };
    let wider = |h: &[Expr], x: &[Expr]| (vec![Expr::concat(&[&h[0], &x[0]], 0)], Vec::new());
    assert_eq!(sentence(scan(&[&h], &[&x], wider)), "scan: expected carries [[2]], got [4]");
    let none = |h: &[Expr], _: &[Expr]| (h.to_vec(), Vec::new());
    assert_eq!(
        sentence(scan(&[&h], &[&h.sum()], none)),
        "scan: expected inputs of one length along their first axis, got []"
    );
    assert_eq!(
        sentence(scan(&[&h], &[&x, &h], none)),
        "scan: expected inputs of one length along their first axis, got [3, 2] and [2]"
    );
    // A loop inside a loop, which is unrolled.
    let inside = |h: &[Expr], x: &[Expr]| (scan(&[&h[0]], &[&x[0]], wider).last, Vec::new());
    assert_eq!(sentence(scan(&[&h], &[&x], inside)), "concat: expected shapes equal but for axis 0, got [2] and []");
}

#[test]
fn no_turn_gives_what_was_given() {
    let mut program = Program::new();
    let (x, h) = (program.state("x", &[0, 2]), program.state("h", &[2]));
    let out = scan(&[&h], &[&x], |h, x| (vec![&h[0] + &x[0]], vec![h[0].clone()]));
    assert_eq!(out.last[0].id(), h.id());
    assert_eq!(out.stacked[0].shape().axes(), [0, 2]);
}

#[test]
fn a_loop_inside_a_loop_is_unrolled() {
    let mut program = Program::new();
    let (x, h) = (program.state("x", &[2, 3]), program.state("h", &[]));
    let out = scan(&[&h], &[&x], |h, row| {
        let inner = scan(&[&h[0]], &[&row[0]], |h, x| (vec![(&h[0] + &x[0]).sin()], Vec::new()));
        (inner.last, Vec::new())
    });
    let slopes = grad(&out.last[0], &[&h, &x]);
    let values = [vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6], vec![0.7]];
    let roots = [out.last[0].clone(), slopes[0].clone(), slopes[1].clone()];
    let got = interpret(&roots, &|leaf| values[leaf].clone()).unwrap();
    let run = |h: f64| values[0].iter().fold(h, |h, x| (h + x).sin());
    assert!((got[0][0] - run(0.7)).abs() < 1e-14);
    assert!((got[1][0] - (run(0.7 + 1e-6) - run(0.7 - 1e-6)) / 2e-6).abs() < 1e-8);
    assert!((got[2][0] - got[1][0]).abs() < 1e-12, "the first input acts like the carry");
}
