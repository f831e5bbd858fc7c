use super::Pool;
use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Program, grad};

#[test]
fn gradients_of_both_orders_and_twins() {
    family("max pool", 30);
    family("pool index", 10);
    family("pool put", 20);
}

#[test]
fn the_first_of_equals_gets_the_gradient_and_padding_never_wins() {
    let mut program = Program::new();
    let x = program.state("x", &[2, 3]);
    let pool = Pool { size: [3, 3], stride: [1, 1], pad: [(1, 1), (1, 1)] };
    let y = x.max_pool(pool);
    let slope = grad(&y, &[&x]).remove(0);
    let got = interpret(&[y, slope], &|_| vec![-2.0, -1.0, -1.0, -1.0, -3.0, -4.0]).unwrap();
    assert_eq!(got[0], [-1.0; 6]);
    // Windows from the left: the first −1 in reading order is (0, 1), in every window.
    assert_eq!(got[1], [0.0, 6.0, 0.0, 0.0, 0.0, 0.0]);
}
