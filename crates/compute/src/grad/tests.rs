use crate::expr::Op;
use crate::interpret::interpret;
use crate::ops::cases::Draw;
use crate::{Expr, Program, grad, hessian_vector, vjp};
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

/// A small network with everything: its weights, and the loss of each example.
fn network(program: &mut Program) -> (Vec<Expr>, Expr) {
    let (x, w, b, v) = (
        program.state("x", &[4, 3]),
        program.state("w", &[3, 5]),
        program.state("b", &[5]),
        program.state("v", &[5, 2]),
    );
    let scores = (x.matmul(&w) + &b).tanh().matmul(&v);
    let loss = scores.exp().sum_axes(&[1]).log() - scores.slice(1, 0, 1);
    (vec![x, w, b, v], loss)
}

fn normals(exprs: &[Expr], seed: u64) -> Vec<Vec<f64>> {
    let mut draw = Draw::new(seed);
    exprs.iter().map(|x| draw.normals(x.shape().size()).iter().map(|&v| f64::from(v)).collect()).collect()
}

#[test]
fn a_hessian_times_a_vector_is_the_difference_of_two_gradients() {
    let mut program = Program::new();
    let (inputs, loss) = network(&mut program);
    let wrt: Vec<&Expr> = inputs.iter().collect();
    let vectors: Vec<Expr> = inputs.iter().map(|x| program.state("d", x.shape().axes())).collect();
    let product = hessian_vector(&loss, &wrt, &vectors.iter().collect::<Vec<_>>());
    let slopes = grad(&loss, &wrt);
    let values = [normals(&inputs, 1), normals(&vectors, 2)].concat();
    let got = interpret(&product, &|leaf| values[leaf].clone()).unwrap();
    let along = |h: f64| {
        let point = |leaf: usize| values[leaf].iter().zip(&values[leaf + 4]).map(|(x, d)| x + h * d).collect();
        interpret(&slopes, &point).unwrap()
    };
    const H: f64 = 1e-5;
    let (ahead, behind) = (along(H), along(-H));
    for (index, got) in got.iter().enumerate() {
        for (at, &got) in got.iter().enumerate() {
            let expected = (ahead[index][at] - behind[index][at]) / (2.0 * H);
            assert!((got - expected).abs() < 1e-7 + 1e-5 * expected.abs(), "{index}, {at}: {got}, {expected}");
        }
    }
}

#[test]
fn gradients_of_each_example_come_from_weights_of_each_example() {
    // One copy of the weights an example, broadcast: the gradient with respect to the copies is that of each example.
    let mut program = Program::new();
    let (x, w) = (program.state("x", &[4, 3]), program.state("w", &[3, 2]));
    let copies = w.broadcast(&vec![4, 3, 2].into());
    let loss = x.reshape(&[4, 1, 3]).matmul(&copies).tanh().square();
    let each = grad(&loss, &[&copies]).remove(0);
    // The same, an example at a time.
    let one = |n: usize| {
        let mut only = Expr::constant(0.0, loss.shape());
        let at = Expr::iota(loss.shape().axes(), 0);
        only = only + at.less(&Expr::scalar(n as f32 + 0.5)) - at.less(&Expr::scalar(n as f32 - 0.5));
        vjp(&[(loss.clone(), only)], &[&w]).remove(0)
    };
    let rows: Vec<Expr> = (0..4).map(one).collect();
    let stacked = Expr::stack(&rows.iter().collect::<Vec<_>>());
    let values = normals(&[x, w], 3);
    let got = interpret(&[each, stacked], &|leaf| values[leaf].clone()).unwrap();
    assert!(got[0].iter().zip(&got[1]).all(|(a, b)| (a - b).abs() < 1e-12));
}

#[test]
fn third_derivatives_of_networks_pass_the_differences() {
    let mut program = Program::new();
    let (inputs, loss) = network(&mut program);
    let w = &inputs[1];
    let values = normals(&inputs, 4);
    let mut y = loss;
    for _ in 0..2 {
        y = (grad(&y, &[w]).remove(0) * Expr::iota(&[3, 5], 1)).sum();
    }
    let third = grad(&y, &[w]).remove(0);
    let value = |h: f64, at: usize| {
        let point = |leaf: usize| {
            let mut x = values[leaf].clone();
            if leaf == 1 {
                x[at] += h;
            }
            x
        };
        interpret(std::slice::from_ref(&y), &point).unwrap()[0][0]
    };
    let got = interpret(&[third], &|leaf| values[leaf].clone()).unwrap().remove(0);
    for (at, &got) in got.iter().enumerate() {
        let expected = (value(1e-5, at) - value(-1e-5, at)) / 2e-5;
        assert!((got - expected).abs() < 1e-6 + 1e-5 * expected.abs(), "{at}: {got}, {expected}");
    }
}

#[test]
fn an_error_in_the_loss_is_an_error_in_the_gradient() {
    let mut program = Program::new();
    let (x, v) = (program.state("x", &[2, 3]), program.state("v", &[3]));
    let wrong = x.matmul(&x);
    let sentence = |expr: &Expr| match expr.op() {
        Op::Invalid(error) => error.to_string(),
        _ => panic!("{expr:?}"),
    };
    assert!(sentence(&grad(&wrong, &[&x])[0]).starts_with("matmul: expected"));
    assert!(sentence(&grad(&x, &[&wrong])[0]).starts_with("matmul: expected"));
    assert_eq!(sentence(&vjp(&[(x.clone(), v.clone())], &[&x])[0]), "gradient: expected a vector [2, 3], got [3]");
    assert!(sentence(&hessian_vector(&x, &[&x], &[])[0]).starts_with("hessian vector: expected 1 vectors"));
    assert!(sentence(&hessian_vector(&x.square(), &[&x], &[&v])[0]).starts_with("gradient: expected a vector"));
}
