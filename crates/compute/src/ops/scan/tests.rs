use super::INSIDE;
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
    let smooth: Vec<&Expr> = inputs.iter().zip(&case.inputs).filter(|(_, i)| i.values.smooth()).map(|(x, _)| x).collect();
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
    let names = ["rnn", "lstm", "loop without products", "attention in a loop"];
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
    for name in ["rnn", "lstm", "loop without products", "attention in a loop"] {
        family(name, 8);
    }
}
