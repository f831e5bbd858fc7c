use crate::interpret::interpret;
use crate::ops::checks::family;
use crate::ops::scan::scan;
use crate::{Expr, Program, grad};

/// Values of expressions of one input.
fn at(values: &[f64], f: impl Fn(&Expr) -> Vec<Expr>) -> Vec<Vec<f64>> {
    let mut program = Program::new();
    let x = program.state("x", &[values.len()]);
    interpret(&f(&x), &|_| values.to_vec()).unwrap()
}

/// A value, its gradient, and the gradient of that.
fn orders(x: &Expr, y: Expr) -> Vec<Expr> {
    let first = grad(&y, &[x]).remove(0);
    let second = grad(&first, &[x]).remove(0);
    vec![y, first, second]
}

fn near(got: &[Vec<f64>], expected: &[Vec<f64>]) {
    for (got, expected) in got.iter().zip(expected) {
        assert!(got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{got:?}, expected {expected:?}");
    }
}

const X: [f64; 3] = [-1.3, 0.4, 2.0];

fn each(f: fn(f64) -> f64) -> Vec<f64> {
    X.iter().map(|&x| f(x)).collect()
}

#[test]
fn a_rule_that_is_true_passes_the_differences() {
    family("rule that is true", 10);
}

#[test]
fn what_is_stopped_is_a_constant() {
    let got = at(&X, |x| orders(x, x.sin().stop_gradient() * x.square()));
    near(&got, &[each(|x| x.sin() * x * x), each(|x| x.sin() * 2.0 * x), each(|x| x.sin() * 2.0)]);
}

#[test]
fn a_reversed_gradient_is_reversed_each_time() {
    // y = sin r(x), r(x) = x, r' = −2: y' = −2 cos r(x), y'' = 2 · −2 · sin r(x) · … each pass through r brings −2.
    let got = at(&X, |x| orders(x, x.reverse_gradient(&Expr::scalar(2.0)).sin()));
    near(&got, &[each(f64::sin), each(|x| -2.0 * x.cos()), each(|x| -2.0 * -2.0 * -x.sin())]);
}

#[test]
fn the_strength_of_a_reversal_may_change_in_a_loop() {
    let got = at(&X, |x| {
        let turns = |t: usize| x.slice(0, t, 1);
        let looped = scan(&[&Expr::scalar(1.0)], &[x], |c, now| {
            let next = (&c[0] * &now[0]).reverse_gradient(&now[0].square()).sin();
            (vec![next], Vec::new())
        });
        let unrolled = (0..3).fold(Expr::scalar(1.0), |c, t| {
            let now = turns(t).reshape(&[]);
            (c * &now).reverse_gradient(&now.square()).sin()
        });
        [orders(x, looped.last[0].clone()), orders(x, unrolled)].concat()
    });
    near(&got[..3], &got[3..]);
}

#[test]
fn straight_through_gives_the_gradient_of_the_smooth_one() {
    let got = at(&X, |x| orders(x, x.sign().straight_through(x).sin()));
    near(&got, &[each(|x| x.signum().sin()), each(|x| x.signum().cos()), each(|x| -x.signum().sin())]);
    // Through a sigmoid, as a binary unit: the value is the threshold's, the slope the sigmoid's.
    let got = at(&X, |x| {
        let p = x.sigmoid();
        let y = Expr::scalar(0.5).less(&p).straight_through(&p);
        vec![y.clone(), grad(&y, &[x]).remove(0)]
    });
    let slope = |x: f64| (-x).exp() / (1.0 + (-x).exp()).powi(2);
    near(&got, &[vec![0.0, 1.0, 1.0], X.iter().map(|&x| slope(x)).collect()]);
}

/// `max(x, 0)` whose gradient lets only what is positive back (Springenberg et al. 2015).
fn guided_relu(x: &Expr) -> Expr {
    x.relu().with_gradient("guided relu", &[x], |inputs, _, dy| match inputs {
        [x] => {
            let zero = Expr::scalar(0.0);
            vec![dy * zero.less(dy) * zero.less(x)]
        }
        _ => Vec::new(),
    })
}

#[test]
fn guided_back_propagation_is_a_rule() {
    let mut program = Program::new();
    let (x, w) = (program.state("x", &[1, 3]), program.state("w", &[3, 2]));
    let y = guided_relu(&guided_relu(&x).matmul(&w));
    let slope = grad(&(y * Expr::iota(&[1, 2], 1)), &[&x]).remove(0);
    let values = [vec![1.0, 2.0, -1.0], vec![1.0, -2.0, 1.0, 3.0, 5.0, 5.0]];
    let got = interpret(&[slope], &|leaf| values[leaf].clone()).unwrap();
    // Behind the second unit: (−2, 3, 5); −2 is negative, and the third input is off.
    assert_eq!(got[0], [0.0, 3.0, 0.0]);
}

#[test]
fn a_slope_of_fewer_axes_is_repeated_and_one_of_more_summed() {
    let got = at(&X, |x| {
        let low = x.square().with_gradient("one", &[x], |_, _, _| vec![Expr::scalar(7.0)]);
        let high = x.square().with_gradient("rows", &[x], |_, _, dy| vec![dy.broadcast(&vec![4, 3].into())]);
        vec![grad(&low, &[x]).remove(0), grad(&high, &[x]).remove(0)]
    });
    assert_eq!(got, [[7.0; 3], [4.0; 3]]);
}
