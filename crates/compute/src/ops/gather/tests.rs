use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Expr, Program, grad};

#[test]
fn gradients_of_both_orders_and_twins() {
    for name in ["gather", "scatter", "rows", "take"] {
        family(name, 20);
    }
}

#[test]
fn numbers_are_rounded_and_held_inside() {
    let mut program = Program::new();
    let (x, n) = (program.state("x", &[3]), program.state("n", &[5]));
    let values = [vec![10.0, 11.0, 12.0], vec![-4.0, 0.4, 0.6, 1.9999, 77.0]];
    let got = interpret(&[x.take(&n), grad(&x.take(&n), &[&x]).remove(0)], &|leaf| values[leaf].clone()).unwrap();
    assert_eq!(got[0], [10.0, 10.0, 11.0, 12.0, 12.0]);
    assert_eq!(got[1], [2.0, 1.0, 2.0]);
}

#[test]
fn batches_that_do_not_fit_are_a_sentence() {
    let mut program = Program::new();
    let (x, n) = (program.state("x", &[2, 3, 4]), program.state("n", &[3, 2, 5]));
    let crate::expr::Op::Invalid(error) = x.take(&n).op().clone() else { panic!("six rows are not six rows") };
    assert_eq!(error.to_string(), "take: expected […, R] and […, I], got [2, 3, 4] and [3, 2, 5]");
    assert!(matches!(Expr::scalar(1.0).rows(&n).op(), crate::expr::Op::Invalid(_)));
}
