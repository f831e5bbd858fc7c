use super::Conv;
use crate::interpret::interpret;
use crate::ops::cases::Draw;
use crate::ops::checks::family;
use crate::{Expr, Program, grad};

#[test]
fn gradients_of_both_orders_and_twins() {
    family("conv", 60);
}

#[test]
fn operands_that_are_turned_and_stored_the_other_way() {
    family("conv moved", 12);
}

#[test]
fn the_transposed_convolution_is_the_gradient_of_the_convolution() {
    family("conv transposed", 20);
    let mut program = Program::new();
    let (x, w, y) =
        (program.state("x", &[2, 3, 9, 9]), program.state("w", &[4, 3, 3, 3]), program.state("y", &[2, 4, 5, 5]));
    let along = crate::vjp(&[(x.conv(&w, Conv::new(2, 1)), y.clone())], &[&x]).remove(0);
    let transposed = y.conv_transposed(&w, Conv::new(2, 1));
    assert_eq!(transposed.shape(), along.shape());
    let mut draw = Draw::new(3);
    let mut values = |count: usize| draw.normals(count).iter().map(|&v| f64::from(v)).collect::<Vec<f64>>();
    let values = [values(2 * 3 * 81), values(4 * 3 * 9), values(2 * 4 * 25)];
    let got = interpret(&[along, transposed], &|leaf| values[leaf].clone()).unwrap();
    assert!(got[0].iter().zip(&got[1]).all(|(a, b)| (a - b).abs() < 1e-12));
}

#[test]
fn both_gradients_are_convolutions() {
    let mut program = Program::new();
    let (x, w) = (program.state("x", &[1, 2, 5, 5]), program.state("w", &[2, 2, 3, 3]));
    let slopes = grad(&x.conv(&w, Conv::new(1, 1)).sin(), &[&x, &w]);
    for slope in &slopes {
        let convs = Expr::graph(std::slice::from_ref(slope))
            .iter()
            .filter(|node| crate::ops::cases::name(node.op()) == Some("Conv"))
            .count();
        assert_eq!(convs, 2, "its own, and one for the gradient");
    }
}
