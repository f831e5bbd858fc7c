use crate::interpret::interpret;
use crate::{Expr, Program, grad};
use proptest::prelude::*;

/// Gradient of `Σ f(x)` by central differences in f64, against the graph, for every element.
fn check(axes: &[usize], values: &[f64], f: impl Fn(&Expr) -> Expr) -> Result<(), TestCaseError> {
    let mut program = Program::new();
    let x = program.state("x", axes);
    let y = f(&x).sum();
    let slope = grad(&y, &[&x]).remove(0);
    prop_assert_eq!(slope.shape(), x.shape());
    let value = |point: &[f64]| interpret(std::slice::from_ref(&y), &|_| point.to_vec()).unwrap()[0][0];
    let got = interpret(&[slope], &|_| values.to_vec()).unwrap().remove(0);
    const H: f64 = 1e-5;
    for i in 0..values.len() {
        let shifted = |h: f64| {
            let mut point = values.to_vec();
            point[i] += h;
            value(&point)
        };
        let expected = (shifted(H) - shifted(-H)) / (2.0 * H);
        prop_assert!(
            (got[i] - expected).abs() <= 1e-5 * (1.0 + expected.abs()),
            "element {}: {} and {}",
            i,
            got[i],
            expected
        );
    }
    Ok(())
}

fn tensor() -> impl Strategy<Value = (Vec<usize>, Vec<f64>)> {
    proptest::collection::vec(0..4_usize, 2..4).prop_flat_map(|axes| {
        let size: usize = axes.iter().product();
        (Just(axes), proptest::collection::vec(-2.0..2.0_f64, size))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn movement_and_reduction((axes, values) in tensor(), pick in 0..6_usize) {
        let rank = axes.len();
        let reversed: Vec<usize> = (0..rank).rev().collect();
        let size: usize = axes.iter().product();
        let axes_again = axes.clone();
        check(&axes, &values, |x| match pick {
            0 => x.permute(&reversed).square(),
            1 => x.reshape(&[size]).sin(),
            2 => x.sum_axes(&[0]).square(),
            3 => x.sum_axes(&[rank - 1]).exp() * x,
            4 => x.reshape(&[&[1], axes_again.as_slice()].concat()).broadcast(&[&[3], axes_again.as_slice()].concat().into()).tanh(),
            _ => x.square().mean() * x,
        })?;
    }

    #[test]
    fn products(m in 1..4_usize, k in 1..4_usize, n in 1..3_usize, seed in 0..1000_u64) {
        let mut random = crate::rng::Stream::new(seed, 0);
        let values: Vec<f64> = (0..m * k).map(|_| f64::from(random.normal())).collect();
        check(&[m, k], &values, |x| {
            let other = Expr::iota(&[k, n], 0).sin() + Expr::iota(&[k, n], 1);
            x.matmul(&other).tanh().matmul(&other.transpose())
        })?;
        check(&[m, k], &values, |x| x.transpose().matmul(x).square())?;
    }
}

#[test]
fn the_largest_gets_the_gradient_and_equals_share_it() {
    let mut program = Program::new();
    let x = program.state("x", &[2, 3]);
    let slope = grad(&x.max_axes(&[1]), &[&x]).remove(0);
    let got = interpret(&[slope], &|_| vec![1.0, 5.0, 5.0, 3.0, 2.0, 1.0]).unwrap().remove(0);
    assert_eq!(got, [0.0, 0.5, 0.5, 1.0, 0.0, 0.0]);
}

#[test]
fn select_sends_the_gradient_through_the_chosen_side() {
    let mut program = Program::new();
    let x = program.state("x", &[2]);
    let y = x.less(&Expr::scalar(0.0)).select(&(&x * 3.0), &x.square());
    let got = interpret(&grad(&y, &[&x]), &|_| vec![-2.0, 5.0]).unwrap().remove(0);
    assert_eq!(got, [3.0, 10.0]);
}

#[test]
fn any_node_can_be_the_variable_and_strangers_get_zeros() {
    let mut program = Program::new();
    let (x, z) = (program.state("x", &[2]), program.state("z", &[3]));
    let hidden = x.square();
    let y = hidden.sin();
    let slopes = grad(&y, &[&hidden, &z]);
    let got = interpret(&slopes, &|_| vec![0.5, 1.0]).unwrap();
    assert!((got[0][0] - 0.25_f64.cos()).abs() < 1e-12);
    assert_eq!(got[1], [0.0; 3]);
}

#[test]
fn third_derivatives_are_exact() {
    let mut program = Program::new();
    let x = program.state("x", &[]);
    let mut y = x.powf(5.0);
    for _ in 0..3 {
        y = grad(&y, &[&x]).remove(0);
    }
    let got = interpret(&[y], &|_| vec![2.0]).unwrap()[0][0];
    assert_eq!(got, 240.0);
}
