use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::{Program, grad};

#[test]
fn gradients_of_both_orders_and_twins() {
    family("grid sample", 25);
}

#[test]
fn on_a_pixel_the_slope_is_that_to_the_right() {
    // PyTorch gives the same at a place that is a pixel: v[right] − v[here].
    let mut program = Program::new();
    let (x, at) = (program.state("x", &[1, 1, 1, 3]), program.state("at", &[1, 1, 1, 2]));
    let values = [vec![1.0, 5.0, 7.0], vec![0.0, 0.0]];
    let y = x.grid_sample(&at);
    let slope = grad(&y, &[&at]).remove(0);
    let got = interpret(&[y, slope], &|leaf| values[leaf].clone()).unwrap();
    assert_eq!(got[0], [5.0]);
    assert_eq!(got[1], [2.0, 0.0], "half the width is one pixel");
}
