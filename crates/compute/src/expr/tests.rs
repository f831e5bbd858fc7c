use super::{Expr, Op, Shape};
use crate::{EngineError, Program};

fn compile(value: &Expr) -> Result<crate::Plan, EngineError> {
    let mut program = Program::new();
    program.output("y", value);
    program.compile()
}

#[test]
fn shapes_broadcast_like_numpy() {
    type Case = (&'static [usize], &'static [usize], Option<&'static [usize]>);
    let cases: [Case; 6] = [
        (&[3, 1], &[4], Some(&[3, 4])),
        (&[], &[2, 2], Some(&[2, 2])),
        (&[1], &[1], Some(&[1])),
        (&[0], &[1], Some(&[0])),
        (&[2, 3], &[3, 2], None),
        (&[5, 1, 2], &[4, 1], Some(&[5, 4, 2])),
    ];
    for (a, b, expected) in cases {
        let shape = Shape::new(a).broadcast(&Shape::new(b));
        assert_eq!(shape.as_ref().map(Shape::axes), expected, "{a:?} with {b:?}");
    }
}

#[test]
fn a_shape_that_does_not_fit_names_the_operation() {
    let mut program = Program::new();
    let (a, b) = (program.state("a", &[2, 3]), program.state("b", &[4, 5]));
    let sentences = [
        (&a + &b, "add: expected shapes that broadcast, got [2, 3] and [4, 5]"),
        (a.matmul(&b), "matmul: expected […, m, k] and […, k, n], got [2, 3] and [4, 5]"),
        (a.reshape(&[5]), "reshape: expected 5 values for [5], got [2, 3]"),
        (a.sum_axes(&[2]), "sum: expected axis 2, got [2, 3]"),
        (a.permute(&[0, 0]), "permute: expected an order of 2 axes, not [0, 0], got [2, 3]"),
        // It travels through what is built on it.
        ((&a + &b).exp().sum() * 2.0, "add: expected shapes that broadcast, got [2, 3] and [4, 5]"),
    ];
    for (expr, sentence) in sentences {
        assert_eq!(compile(&expr).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn a_constant_that_is_no_number_is_refused() {
    let error = compile(&(Expr::scalar(1.0) / 0.0)).map(|_| ());
    assert!(error.is_ok(), "1/0 is left to the machine: it is no constant");
    assert!(matches!(compile(&Expr::scalar(f32::INFINITY)), Err(EngineError::NotFinite(_))));
}

#[test]
fn plain_simplifications_leave_no_operation() {
    let mut program = Program::new();
    let x = program.state("x", &[3]);
    for same in
        [&x * 1.0, &x + 0.0, &x - 0.0, &x / 1.0, 0.0 + &x, x.powf(1.0), x.reshape(&[3]), x.sum_to(&Shape::new(&[3]))]
    {
        assert_eq!(same.id(), x.id());
    }
    assert_eq!((&x * 0.0).as_const(), Some(0.0));
    assert_eq!((Expr::scalar(2.0) * 3.0 + 1.0).as_const(), Some(7.0));
    assert!(matches!((0.0 - &x).op(), Op::Unary(crate::ops::Unary::Neg)));
}

#[test]
fn shapes_beyond_counting_are_a_sentence() {
    let huge = Expr::iota(&[1 << 20, 1 << 20], 0);
    for expr in
        [huge.clone(), Expr::constant(2.0, &vec![1 << 31].into()), Expr::iota(&[0, usize::MAX, 7], 2), huge.sum()]
    {
        let sentence = compile(&expr).unwrap_err().to_string();
        assert!(sentence.starts_with("shape: expected at most 2³⁰ elements, got ["), "{sentence}");
    }
    let mut program = Program::new();
    let x = program.state("x", &[1 << 20, 1]);
    assert!(compile(&x.matmul(&x.transpose())).unwrap_err().to_string().starts_with("shape: "));
}
