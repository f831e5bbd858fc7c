use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Program, grad};

#[test]
fn gradients_of_both_orders_and_twins() {
    family("cumsum", 20);
}

#[test]
fn a_running_sum_pulls_from_the_other_end() {
    let mut program = Program::new();
    let x = program.state("x", &[4]);
    let got = interpret(&[x.cumsum(), grad(&x.cumsum(), &[&x]).remove(0)], &|_| vec![1.0, 2.0, 3.0, 4.0]).unwrap();
    assert_eq!(got, [[1.0, 3.0, 6.0, 10.0], [4.0, 3.0, 2.0, 1.0]]);
}
