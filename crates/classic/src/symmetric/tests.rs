#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use super::*;
use crate::sym2;
use proptest::prelude::*;
use std::f64::consts::PI;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times(a: &[f64], x: &[f64]) -> Vec<f64> {
    a.chunks(x.len()).map(|row| dot(row, x)).collect()
}

fn identity(n: usize) -> Vec<f64> {
    (0..n * n).map(|k| if k % (n + 1) == 0 { 1.0 } else { 0.0 }).collect()
}

/// The largest of: entries of Av − λv as shares of ‖A‖, inner products that should be 0 or 1 and are not.
fn error(a: &[f64], n: usize, e: &Eigen) -> f64 {
    let norm = dot(a, a).sqrt().max(f64::MIN_POSITIVE);
    let mut worst = 0.0_f64;
    for (k, (value, v)) in e.values.iter().zip(&e.vectors).enumerate() {
        let residual = times(a, v).iter().zip(v).fold(0.0, |m: f64, (av, v)| m.max((av - value * v).abs()));
        worst = worst.max(residual / norm);
        for (l, w) in e.vectors.iter().enumerate() {
            worst = worst.max((dot(v, w) - if k == l { 1.0 } else { 0.0 }).abs());
        }
    }
    assert!(e.values.len() == n && e.vectors.len() == n && e.values.is_sorted_by(|a, b| a >= b), "{:?}", e.values);
    worst
}

/// det A by elimination with pivots.
fn determinant(a: &[f64], n: usize) -> f64 {
    let mut rows: Vec<Vec<f64>> = a.chunks(n).map(<[f64]>::to_vec).collect();
    let mut product = 1.0;
    for k in 0..n {
        let p = (k..n).max_by(|i, j| rows[*i][k].abs().total_cmp(&rows[*j][k].abs())).unwrap();
        product *= if p == k { rows[p][k] } else { -rows[p][k] };
        rows.swap(k, p);
        for i in k + 1..n {
            let factor = rows[i][k] / rows[k][k];
            let pivot = rows[k].clone();
            rows[i].iter_mut().zip(pivot).for_each(|(x, p)| *x -= factor * p);
        }
    }
    product
}

#[test]
fn known_matrices() {
    let e = eigen(&[2.0, -1.0, 0.0, -1.0, 2.0, -1.0, 0.0, -1.0, 2.0], 3).unwrap();
    let root = 2.0_f64.sqrt();
    for (got, want) in e.values.iter().zip([2.0 + root, 2.0, 2.0 - root]) {
        assert!((got - want).abs() < 1e-14, "{e:?}");
    }
    for (got, want) in e.vectors[0].iter().zip([-0.5, root / 2.0, -0.5]) {
        assert!((got - want).abs() < 1e-14, "{e:?}");
    }
    // a chain of springs: λₖ = 2 − 2 cos(kπ/(n+1))
    let n = 60;
    let entry = |i: usize, j: usize| {
        if i == j {
            2.0
        } else if i.abs_diff(j) == 1 {
            -1.0
        } else {
            0.0
        }
    };
    let chain: Vec<f64> = (0..n * n).map(|k| entry(k / n, k % n)).collect();
    let e = eigen(&chain, n).unwrap();
    for (k, got) in e.values.iter().rev().enumerate() {
        let want = 2.0 - 2.0 * ((k + 1) as f64 * PI / (n + 1) as f64).cos();
        assert!((got - want).abs() < 1e-13, "{k}: {got} {want}");
    }
    assert!(positive_definite(&chain, n));
    // of rank one: n once, 0 else
    let e = eigen(&vec![1.0; 40 * 40], 40).unwrap();
    assert!((e.values[0] - 40.0).abs() < 1e-12 && e.values[1..].iter().all(|v| v.abs() < 1e-13), "{:?}", e.values);
    assert!(!positive_definite(&vec![1.0; 40 * 40], 40));
    assert_eq!(eigen(&[-7.0], 1), Ok(Eigen { values: vec![-7.0], vectors: vec![vec![1.0]] }));
    assert_eq!(eigen(&[1.0, 0.0, 0.0, 5.0], 2).unwrap().vectors, [[0.0, 1.0], [1.0, 0.0]]);
    assert_eq!(eigen(&[0.0; 9], 3).unwrap().values, [0.0; 3]);
    assert_eq!(eigen(&identity(256), 256).unwrap().values, [1.0; 256]);
}

#[test]
fn equal_eigenvalues_have_vectors_at_right_angles() {
    // a reflection I − 2vvᵀ: −1 once, 1 else
    let n = 30;
    let v: Vec<f64> = (0..n).map(|i| (i as f64).sin()).collect();
    let a: Vec<f64> = (0..n * n).map(|k| identity(n)[k] - 2.0 * v[k / n] * v[k % n] / dot(&v, &v)).collect();
    let e = eigen(&a, n).unwrap();
    assert!(error(&a, n, &e) < 1e-13);
    assert!((e.values[n - 1] + 1.0).abs() < 1e-13 && e.values[..n - 1].iter().all(|v| (v - 1.0).abs() < 1e-13));
}

#[test]
fn no_entry_is_too_large_or_too_small() {
    for unit in [1e300, 1e-300, 1e-310] {
        let e = eigen(&[2.0, 1.0, 0.0, 1.0, 2.0, 0.0, 0.0, 0.0, -1.0].map(|v| v * unit), 3).unwrap();
        for (got, want) in e.values.iter().zip([3.0, 1.0, -1.0]) {
            assert!((got / unit - want).abs() < 1e-13, "{unit} {e:?}");
        }
    }
    assert_eq!(eigen(&[1e308; 9], 3), Err(ClassicError::Overflow));
    // units of the variables do not decide
    assert!(positive_definite(&[1e-200, 0.0, 0.0, 1e200], 2));
    assert_eq!(solve(&[4e-200, 0.0, 0.0, 2e200], &[4e-200, 1e200]), Ok(vec![1.0, 0.5]));
    assert_eq!(solve(&[1e-200], &[1e200]), Err(ClassicError::Overflow));
}

#[test]
fn wrong_input_is_told() {
    let shape = ClassicError::Shape { what: "A", expected: 4, found: 6 };
    assert_eq!(eigen(&[1.0; 6], 2), Err(shape.clone()));
    assert_eq!(solve(&[1.0; 6], &[1.0; 2]), Err(shape));
    assert_eq!(eigen(&[], 0), Err(ClassicError::Empty));
    assert_eq!(solve(&[], &[]), Err(ClassicError::Empty));
    let large = eigen(&[], 257).unwrap_err();
    assert_eq!(large, ClassicError::TooLarge { what: "A", most: 256, found: 257 });
    assert_eq!(large.en(), "A: at most 256 rows were expected, but 257 came. Nothing was computed.");
    let nan = ClassicError::NotFinite { what: "A", row: 1, column: 0 };
    assert_eq!(eigen(&[1.0, 0.0, f64::NAN, 1.0], 2), Err(nan));
    assert_eq!(solve(&[1.0], &[f64::INFINITY]), Err(ClassicError::NotFinite { what: "b", row: 0, column: 0 }));
    let skew = eigen(&[1.0, 2.0, 2.1, 1.0], 2).unwrap_err();
    assert_eq!(skew, ClassicError::NotSymmetric { what: "A", row: 0, column: 1 });
    assert_eq!(
        skew.en(),
        "A: a symmetric matrix was expected, but row 1, column 2 and row 2, column 1 differ. Nothing was computed."
    );
    assert_eq!(skew.zh(), "A 应是对称矩阵，但第 1 行第 2 列与第 2 行第 1 列不相等。没有算出结果。");
    assert!(eigen(&[1.0, 2.0, 2.0 + 1e-12, 1.0], 2).is_ok(), "rounding is forgiven");
    let valley = solve(&[1.0, 2.0, 2.0, 1.0], &[1.0; 2]).unwrap_err();
    assert_eq!(valley, ClassicError::NotPositiveDefinite { what: "A", rows: 2 });
    assert!(valley.zh().starts_with("A 应是正定矩阵，但它的 2 阶顺序主子阵不正定。"));
    for not in [&[0.0][..], &[-1.0], &[f64::NAN], &[1.0, 2.0], &[1.0, 0.5, 0.0, 1.0]] {
        assert!(!positive_definite(not, if not.len() == 4 { 2 } else { 1 }), "{not:?}");
    }
}

#[test]
fn a_hundred_rows_take_no_time() {
    let mut state = 1_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let n = 100;
    let b: Vec<f64> = (0..n * n).map(|_| chance()).collect();
    let a: Vec<f64> = (0..n * n).map(|k| b[k] + b[k % n * n + k / n]).collect();
    // The fastest of a few: other tests run at the same time.
    let time = (0..5).map(|_| {
        let start = std::time::Instant::now();
        let e = eigen(&a, n).unwrap();
        let time = start.elapsed();
        assert!(error(&a, n, &e) < 1e-13);
        time
    });
    let best = time.min().unwrap();
    println!("{n} rows: {best:?}");
    assert!(best.as_millis() < 50, "{best:?}");
}

/// n and B, n×n.
fn square() -> impl Strategy<Value = (usize, Vec<f64>)> {
    (1usize..24).prop_flat_map(|n| (Just(n), proptest::collection::vec(-3.0..3.0f64, n * n)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn it_takes_the_matrix_apart((n, b) in square()) {
        let a: Vec<f64> = (0..n * n).map(|k| b[k] + b[k % n * n + k / n]).collect();
        let e = eigen(&a, n).unwrap();
        prop_assert!(error(&a, n, &e) < 1e-14 * n as f64, "{}", error(&a, n, &e));
        let trace: f64 = (0..n).map(|i| a[i * (n + 1)]).sum();
        prop_assert!((e.values.iter().sum::<f64>() - trace).abs() < 1e-12 * n as f64);
        let (product, det) = (e.values.iter().product::<f64>(), determinant(&a, n));
        let size = e.values.iter().map(|v| v.abs().max(0.1)).product::<f64>();
        prop_assert!((product - det).abs() < 1e-10 * size, "{product} {det}");
        let first_largest = |v: &Vec<f64>| v.iter().copied().reduce(|m, x| if x.abs() > m.abs() * (1.0 + 1e-8) { x } else { m });
        prop_assert!(e.vectors.iter().all(|v| first_largest(v) > Some(0.0)));
        prop_assert_eq!(positive_definite(&a, n), e.values[n - 1] > 0.0);
    }

    #[test]
    fn of_two_rows_it_is_the_formula(a in -9.0..9.0f64, b in -9.0..9.0f64, c in -9.0..9.0f64) {
        let (e, want) = (eigen(&[a, b, b, c], 2).unwrap(), sym2::eigen(a, b, c));
        for k in 0..2 {
            prop_assert!((e.values[k] - want.values[k]).abs() < 1e-14 * 9.0);
        }
        let gap = e.values[0] - e.values[1];
        prop_assert!((dot(&e.vectors[0], &want.vectors[0]).abs() - 1.0).abs() < 1e-13 / gap.min(1.0));
    }

    #[test]
    fn a_sum_of_squares_is_solved((n, b) in square(), shift in 0.1..2.0f64, scale in 1.0..1e6f64) {
        // A = BBᵀ + shift·I, its first variable in another unit
        let unit = |i: usize| if i == 0 { scale } else { 1.0 };
        let a: Vec<f64> = (0..n * n)
            .map(|k| (k / n, k % n))
            .map(|(i, j)| (dot(&b[i * n..][..n], &b[j * n..][..n]) + if i == j { shift } else { 0.0 }) * unit(i) * unit(j))
            .collect();
        prop_assert!(positive_definite(&a, n));
        let want: Vec<f64> = (0..n).map(|i| (1.0 + i as f64) / unit(i)).collect();
        let x = solve(&a, &times(&a, &want)).unwrap();
        for (i, (x, want)) in x.iter().zip(&want).enumerate() {
            prop_assert!(((x - want) * unit(i)).abs() < 1e-8, "{x} {want}");
        }
        let low: Vec<f64> = a.iter().enumerate().map(|(k, v)| if k % (n + 1) == 0 { v - (v + shift) * 1.001 } else { *v }).collect();
        prop_assert!(!positive_definite(&low, n), "a diagonal below 0");
    }

    #[test]
    fn of_too_few_directions_it_is_not_positive_definite(n in 2usize..24, seed in proptest::collection::vec(-3.0..3.0f64, 24 * 24), scale in 1.0..1e6f64) {
        // BBᵀ with B n×(n−1)
        let unit = |i: usize| if i == 0 { scale } else { 1.0 };
        let row = |i: usize| &seed[i * (n - 1)..][..n - 1];
        let a: Vec<f64> = (0..n * n).map(|k| (k / n, k % n)).map(|(i, j)| dot(row(i), row(j)) * unit(i) * unit(j)).collect();
        prop_assert!(!positive_definite(&a, n));
    }
}
