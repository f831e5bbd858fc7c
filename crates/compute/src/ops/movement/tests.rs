use super::Span;
use crate::expr::Op;
use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Expr, Program};

fn on(axes: &[usize], values: &[f64], f: impl Fn(&Expr) -> Expr) -> Vec<f64> {
    let mut program = Program::new();
    let x = program.state("x", axes);
    interpret(&[f(&x)], &|_| values.to_vec()).unwrap().remove(0)
}

#[test]
fn permute_moves_axes() {
    let values: Vec<f64> = (0..6).map(f64::from).collect();
    assert_eq!(on(&[2, 3], &values, Expr::transpose), [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
    let cube: Vec<f64> = (0..8).map(f64::from).collect();
    // NumPy: np.arange(8).reshape(2,2,2).transpose(2,0,1).ravel()
    assert_eq!(on(&[2, 2, 2], &cube, |x| x.permute(&[2, 0, 1])), [0.0, 2.0, 4.0, 6.0, 1.0, 3.0, 5.0, 7.0]);
}

#[test]
fn broadcast_repeats_axes_of_length_one() {
    assert_eq!(on(&[2, 1], &[1.0, 2.0], |x| x.broadcast(&vec![2, 3].into())), [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]);
    assert_eq!(on(&[2], &[1.0, 2.0], |x| x.broadcast(&vec![2, 2].into())), [1.0, 2.0, 1.0, 2.0]);
}

#[test]
fn empty_tensors_move_too() {
    assert!(on(&[0, 3], &[], |x| x.transpose().reshape(&[0])).is_empty());
}

#[test]
fn gradients_of_both_orders_and_twins() {
    for name in ["reshape", "permute", "broadcast", "slice", "flip", "pad", "concat", "stack"] {
        family(name, 16);
    }
}

#[test]
fn slices_walk_in_steps_and_backwards() {
    let values: Vec<f64> = (0..7).map(f64::from).collect();
    // NumPy: np.arange(7)[1::2], [5::-2], [::-1], [3:3]
    assert_eq!(on(&[7], &values, |x| x.stepped(0, Span { start: 1, step: 2, len: 3 })), [1.0, 3.0, 5.0]);
    assert_eq!(on(&[7], &values, |x| x.stepped(0, Span { start: 5, step: -2, len: 3 })), [5.0, 3.0, 1.0]);
    assert_eq!(on(&[7], &values, |x| x.flip(&[0])), [6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0]);
    assert!(on(&[7], &values, |x| x.slice(0, 3, 0)).is_empty());
}

#[test]
fn what_does_not_fit_is_a_sentence() {
    let mut program = Program::new();
    let x = program.state("x", &[2, 3]);
    let sentences = [
        (x.slice(1, 2, 2), "slice: expected axes that hold these elements: 2 from 0 by 1; 2 from 2 by 1, got [2, 3]"),
        (
            x.stepped(1, Span { start: 1, step: 0, len: 2 }),
            "slice: expected axes that hold these elements: 2 from 0 by 1; 2 from 1 by 0, got [2, 3]",
        ),
        (x.flip(&[2]), "flip: expected axis 2, got [2, 3]"),
        (x.pad(2, 1, 1), "pad: expected axis 2, got [2, 3]"),
        (x.pad(0, usize::MAX, 1), "pad: expected fewer zeros, got [2, 3]"),
        (Expr::concat(&[&x, &x.transpose()], 0), "concat: expected shapes equal but for axis 0, got [2, 3] and [3, 2]"),
        (
            x.slice(2, 0, 1).transpose(),
            "slice: expected axes that hold these elements: 2 from 0 by 1; 3 from 0 by 1; 1 from 0 by 1, got [2, 3]",
        ),
    ];
    for (expr, sentence) in sentences {
        let Op::Invalid(error) = expr.op() else { panic!("{expr:?}") };
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn plain_movements_leave_no_operation() {
    let mut program = Program::new();
    let x = program.state("x", &[2, 3]);
    for same in [x.permute(&[0, 1]), x.flip(&[]), x.pad(1, 0, 0), x.slice(1, 0, 3), Expr::concat(&[&x], 1)] {
        assert_eq!(same.id(), x.id());
    }
    assert_eq!(x.reshape(&[6]).reshape(&[3, 2]).args()[0].id(), x.id(), "one reshape is enough");
}
