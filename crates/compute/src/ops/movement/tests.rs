use crate::interpret::interpret;
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
