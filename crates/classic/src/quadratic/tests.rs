#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use super::*;
use crate::least_squares::least_squares;
use proptest::prelude::*;

/// The loss as its definition says it.
fn brute(x: &[f64], y: &[f64], theta: &[f64]) -> f64 {
    let d = theta.len() - 1;
    let each = y.iter().enumerate().map(|(i, y)| {
        let predicted: f64 = (0..d).map(|j| x[i * d + j] * theta[j]).sum::<f64>() + theta[d];
        (predicted - y).powi(2)
    });
    each.sum::<f64>() / y.len() as f64
}

#[test]
fn known_sums() {
    let g = Gram::new(&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0], 2).unwrap();
    assert_eq!(g.a(), [5.0, 7.0, 2.0, 7.0, 10.0, 3.0, 2.0, 3.0, 1.0]);
    assert_eq!((g.b(), g.c(), g.dimensions()), (&[11.5, 17.0, 5.5][..], 30.5, 3));
    assert_eq!(g.loss(&[0.0, 0.0, 0.0]), Ok(30.5));
    assert_eq!(g.gradient(&[0.0, 0.0, 1.0]), Ok(vec![-19.0, -28.0, -9.0]));
    let mean = Gram::new(&[], &[1.0, 3.0], 0).unwrap();
    assert_eq!((mean.loss(&[2.0]), mean.gradient(&[2.0])), (Ok(1.0), Ok(vec![0.0])));
}

#[test]
fn wrong_input_is_told() {
    let g = Gram::new(&[1.0, 2.0], &[5.0, 6.0], 1).unwrap();
    assert_eq!(g.loss(&[1.0]), Err(ClassicError::Shape { what: "θ", expected: 2, found: 1 }));
    assert!(g.gradient(&[1.0; 3]).is_err() && g.slice(0, 1, &[1.0]).is_err());
    assert_eq!(g.slice(1, 1, &[0.0; 2]), Err(ClassicError::Coordinates { i: 1, j: 1, dimensions: 2 }));
    assert_eq!(g.slice(0, 2, &[0.0; 2]), Err(ClassicError::Coordinates { i: 0, j: 2, dimensions: 2 }));
    assert_eq!(Gram::new(&[1.0; 3], &[5.0, 6.0], 1), Err(ClassicError::Shape { what: "X", expected: 2, found: 3 }));
    assert_eq!(Gram::new(&[1e200], &[1.0], 1), Err(ClassicError::Overflow));
    assert_eq!(Gram::new(&[], &[], 3), Err(ClassicError::Empty));
}

fn data() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<f64>, usize)> {
    (1usize..5, 1usize..12).prop_flat_map(|(d, n)| {
        let numbers = |k| proptest::collection::vec(-5.0..5.0f64, k);
        (numbers(n * d), numbers(n), numbers(d + 1), Just(d))
    })
}

proptest! {
    #[test]
    fn the_quadratic_is_the_mean_squared_error((x, y, theta, d) in data()) {
        let g = Gram::new(&x, &y, d).unwrap();
        prop_assert!((g.loss(&theta).unwrap() - brute(&x, &y, &theta)).abs() < 1e-10);
        let h = 1e-4;
        for (k, slope) in g.gradient(&theta).unwrap().into_iter().enumerate() {
            let (mut up, mut down) = (theta.clone(), theta.clone());
            up[k] += h;
            down[k] -= h;
            let difference = (brute(&x, &y, &up) - brute(&x, &y, &down)) / (2.0 * h);
            prop_assert!((slope - difference).abs() < 1e-6, "{slope} {difference}");
        }
    }

    #[test]
    fn a_slice_is_the_loss_with_the_others_held((x, y, at, d) in data(), i in 0usize..5, j in 0usize..5, u in -3.0..3.0f64, v in -3.0..3.0f64) {
        let (i, j) = (i % (d + 1), j % (d + 1));
        prop_assume!(i != j);
        let g = Gram::new(&x, &y, d).unwrap();
        let [a11, a12, a22, b1, b2, c] = g.slice(i, j, &at).unwrap();
        let mut theta = at;
        theta[i] = u;
        theta[j] = v;
        let sliced = a11 * u * u + 2.0 * a12 * u * v + a22 * v * v - 2.0 * b1 * u - 2.0 * b2 * v + c;
        prop_assert!((sliced - brute(&x, &y, &theta)).abs() < 1e-9);
    }

    #[test]
    fn its_gradient_vanishes_at_the_least_squares((x, y, _, d) in data()) {
        let fit = least_squares(&x, &y, d).unwrap();
        let g = Gram::new(&x, &y, d).unwrap();
        let theta: Vec<f64> = fit.w.iter().copied().chain([fit.b]).collect();
        let size = theta.iter().fold(1.0, |m: f64, t| m.max(t.abs()));
        prop_assert!(g.gradient(&theta).unwrap().iter().all(|s| s.abs() < 1e-9 * size));
        prop_assert!((g.loss(&theta).unwrap() - fit.mse).abs() < 1e-10 * size * size);
    }
}
