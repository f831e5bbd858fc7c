use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Program, grad};

#[test]
fn gradients_of_both_orders_and_twins() {
    for name in ["argsort", "sort", "top k", "argmax"] {
        family(name, 15);
    }
}

#[test]
fn equals_keep_their_order_zeros_are_equal_and_what_is_no_number_comes_last() {
    let mut program = Program::new();
    let x = program.state("x", &[6]);
    let got = interpret(&[x.argsort(), x.argmax()], &|_| vec![0.0, f64::NAN, -0.0, 1.0, -1.0, 1.0]).unwrap();
    assert_eq!(got[0], [4.0, 0.0, 2.0, 3.0, 5.0, 1.0]);
    assert_eq!(got[1], [3.0]);
}

#[test]
fn the_median_pulls_at_one_element() {
    let mut program = Program::new();
    let x = program.state("x", &[5]);
    let median = x.sort().slice(0, 2, 1);
    let got = interpret(&grad(&median, &[&x]), &|_| vec![3.0, 9.0, -1.0, 4.0, 8.0]).unwrap();
    assert_eq!(got[0], [0.0, 0.0, 0.0, 1.0, 0.0]);
}
