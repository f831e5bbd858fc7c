#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use super::*;
use proptest::prelude::*;

fn close(a: f64, b: f64, digits: f64) -> bool {
    (a - b).abs() <= 10f64.powf(-digits) * a.abs().max(b.abs()).max(1e-300)
}

/// w and b from the normal equations [X 1]ᵀ[X 1]θ = [X 1]ᵀy, by elimination with pivoting: another way to the same answer.
fn normal_equations(x: &[f64], y: &[f64], d: usize) -> Option<Vec<f64>> {
    let m = d + 1;
    let mut a = vec![vec![0.0; m + 1]; m];
    for (i, y) in y.iter().enumerate() {
        let z: Vec<f64> = x[i * d..(i + 1) * d].iter().copied().chain([1.0]).collect();
        for r in 0..m {
            (0..m).for_each(|c| a[r][c] += z[r] * z[c]);
            a[r][m] += z[r] * y;
        }
    }
    for k in 0..m {
        let p = (k..m).max_by(|p, q| a[*p][k].abs().total_cmp(&a[*q][k].abs()))?;
        a.swap(k, p);
        if a[k][k].abs() < 1e-3 {
            return None;
        }
        for r in (0..m).filter(|r| *r != k) {
            let f = a[r][k] / a[k][k];
            (k..=m).for_each(|c| a[r][c] -= f * a[k][c]);
        }
    }
    Some((0..m).map(|k| a[k][m] / a[k][k]).collect())
}

#[test]
fn a_line_through_points() {
    let fit = least_squares(&[1.0, 2.0, 3.0, 4.0], &[3.0, 5.0, 7.0, 9.0], 1).unwrap();
    assert!(close(fit.w[0], 2.0, 14.0) && close(fit.b, 1.0, 14.0) && fit.mse < 1e-28, "{fit:?}");
    // Anscombe's first quartet: y = 3.0001 + 0.5001 x, sum of squares 13.7627
    let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    let fit = least_squares(&x, &y, 1).unwrap();
    assert!(close(fit.w[0], 0.500_090_909_090_91, 12.0) && close(fit.b, 3.000_090_909_090_91, 12.0), "{fit:?}");
    assert!(close(fit.mse * 11.0, 13.762_69, 8.0), "{}", fit.mse * 11.0);
}

/// NIST StRD Longley: 16 rows, 6 nearly dependent columns, certified to 15 digits.
#[test]
fn longley_to_nine_digits() {
    #[rustfmt::skip]
    let table = [
        60323.0, 83.0, 234289.0, 2356.0, 1590.0, 107608.0, 1947.0,
        61122.0, 88.5, 259426.0, 2325.0, 1456.0, 108632.0, 1948.0,
        60171.0, 88.2, 258054.0, 3682.0, 1616.0, 109773.0, 1949.0,
        61187.0, 89.5, 284599.0, 3351.0, 1650.0, 110929.0, 1950.0,
        63221.0, 96.2, 328975.0, 2099.0, 3099.0, 112075.0, 1951.0,
        63639.0, 98.1, 346999.0, 1932.0, 3594.0, 113270.0, 1952.0,
        64989.0, 99.0, 365385.0, 1870.0, 3547.0, 115094.0, 1953.0,
        63761.0, 100.0, 363112.0, 3578.0, 3350.0, 116219.0, 1954.0,
        66019.0, 101.2, 397469.0, 2904.0, 3048.0, 117388.0, 1955.0,
        67857.0, 104.6, 419180.0, 2822.0, 2857.0, 118734.0, 1956.0,
        68169.0, 108.4, 442769.0, 2936.0, 2798.0, 120445.0, 1957.0,
        66513.0, 110.8, 444546.0, 4681.0, 2637.0, 121950.0, 1958.0,
        68655.0, 112.6, 482704.0, 3813.0, 2552.0, 123366.0, 1959.0,
        69564.0, 114.2, 502601.0, 3931.0, 2514.0, 125368.0, 1960.0,
        69331.0, 115.7, 518173.0, 4806.0, 2572.0, 127852.0, 1961.0,
        70551.0, 116.9, 554894.0, 4007.0, 2827.0, 130081.0, 1962.0,
    ];
    let y: Vec<f64> = table.chunks(7).map(|r| r[0]).collect();
    let x: Vec<f64> = table.chunks(7).flat_map(|r| r[1..].iter().copied()).collect();
    let fit = least_squares(&x, &y, 6).unwrap();
    let certified = [
        15.061_872_271_373_3,
        -0.358_191_792_925_910e-1,
        -2.020_229_803_816_83,
        -1.033_226_867_173_59,
        -0.511_041_056_535_807e-1,
        1_829.151_464_613_55,
    ];
    for (got, want) in fit.w.iter().zip(certified) {
        assert!(close(*got, want, 9.0), "{got} {want}");
    }
    assert!(close(fit.b, -3_482_258.634_595_82, 9.0), "{}", fit.b);
    assert!(close(fit.mse * 16.0, 836_424.055_505_915, 9.0), "{}", fit.mse * 16.0);
    assert_eq!((fit.rank, fit.dropped), (6, vec![]));
}

#[test]
fn dependent_columns_are_dropped() {
    // the second is twice the first and 1 (the intercept), the third constant, the fourth free
    let rows = [1.0, 2.0, 4.0, 7.0, 3.0].map(|v: f64| [v, 2.0 * v + 1.0, 0.1, v * v]);
    let y = [1.0, 4.0, 2.0, 8.0, 5.0];
    let fit = least_squares(rows.as_flattened(), &y, 4).unwrap();
    assert_eq!((fit.rank, fit.dropped.as_slice()), (2, &[1, 2][..]));
    assert_eq!((fit.w[1], fit.w[2]), (0.0, 0.0));
    let free: Vec<f64> = rows.iter().flat_map(|r| [r[0], r[3]]).collect();
    let want = least_squares(&free, &y, 2).unwrap();
    assert!(close(fit.w[0], want.w[0], 12.0) && close(fit.w[3], want.w[1], 12.0) && close(fit.mse, want.mse, 12.0));
}

#[test]
fn of_equal_columns_the_first_stays() {
    // the third is free, and longest once the first is taken out; the fourth is the first again
    for factor in [3.0, 0.1, -7.7, 1e-20, 1e20] {
        let rows: Vec<[f64; 4]> =
            (0..20).map(|i| f64::from(i).sin() + 1.0).map(|v| [v, factor * v, v * v, v + 5.0]).collect();
        let y: Vec<f64> = rows.iter().map(|r| r[0].exp()).collect();
        let fit = least_squares(rows.as_flattened(), &y, 4).unwrap();
        assert_eq!((fit.rank, fit.dropped), (2, vec![1, 3]), "{factor}");
        // the last column is taken second, before the two equal ones, which keep their order
        let near = rows.iter().enumerate().map(|(i, r)| (r[0], r[0] + 0.01 * r[2], (i as f64).cos()));
        let late: Vec<f64> = near.flat_map(|(v, near, free)| [v, near, factor * near, free]).collect();
        let fit = least_squares(&late, &y, 4).unwrap();
        assert_eq!((fit.rank, fit.dropped), (3, vec![2]), "{factor}");
    }
}

#[test]
fn a_column_that_is_constant_but_for_rounding_is_constant() {
    let x: Vec<f64> = (0..100).map(|i| if i % 3 == 0 { 0.3 } else { 0.1 + 0.2 }).collect();
    let y: Vec<f64> = (0..100).map(f64::from).collect();
    let fit = least_squares(&x, &y, 1).unwrap();
    assert_eq!((fit.rank, fit.dropped, fit.w), (0, vec![0], vec![0.0]));
}

#[test]
fn a_long_constant_column_is_constant() {
    // none of these is its own mean after ten thousand roundings
    for constant in [0.1, 0.3, -7.7, 1e9 + 0.1, 1e-30] {
        let x: Vec<f64> = (0..10_000).flat_map(|i| [constant, f64::from(i)]).collect();
        let y: Vec<f64> = (0..10_000).map(|i| f64::from(i % 7)).collect();
        let fit = least_squares(&x, &y, 2).unwrap();
        assert_eq!((fit.rank, fit.dropped), (1, vec![0]), "{constant}");
    }
}

#[test]
fn units_do_not_decide_the_rank() {
    let rows = [[1e-9, 3e12], [2e-9, 1e12], [4e-9, 2e12], [3e-9, 7e12]];
    let y = rows.map(|[a, b]| 5e9 * a - 2e-12 * b + 1.0);
    let fit = least_squares(rows.as_flattened(), &y, 2).unwrap();
    assert_eq!(fit.rank, 2);
    assert!(close(fit.w[0], 5e9, 12.0) && close(fit.w[1], -2e-12, 12.0) && close(fit.b, 1.0, 12.0), "{fit:?}");
}

#[test]
fn fewer_rows_than_columns() {
    let x = [1.0, 5.0, 2.0, 7.0, 3.0, 1.0, 4.0, 4.0];
    let fit = least_squares(&x, &[3.0, -1.0], 4).unwrap();
    assert_eq!((fit.rank, fit.dropped.len()), (1, 3));
    assert!(fit.mse < 1e-28, "two points are met");
    let one = least_squares(&x, &[3.0], 8).unwrap();
    assert_eq!((one.rank, one.b, one.mse), (0, 3.0, 0.0));
    let none = least_squares(&[], &[1.0, 2.0, 6.0], 0).unwrap();
    assert_eq!((none.b, none.rank), (3.0, 0));
    assert!(close(none.mse, 14.0 / 3.0, 14.0));
}

#[test]
fn a_large_mean_drowns_nothing() {
    let x: Vec<f64> = (0..50).map(|i| 1e9 + f64::from(i)).collect();
    let y: Vec<f64> = (0..50).map(|i| 1e6 + 0.5 * f64::from(i) + if i % 2 == 0 { 1e-3 } else { -1e-3 }).collect();
    let fit = least_squares(&x, &y, 1).unwrap();
    assert!((fit.w[0] - 0.5).abs() < 1e-5 && close(fit.mse, 1e-6, 2.5), "{fit:?}");
}

#[test]
fn wrong_input_is_told() {
    let shape = ClassicError::Shape { what: "X", expected: 4, found: 3 };
    assert_eq!(least_squares(&[1.0; 3], &[1.0; 2], 2), Err(shape.clone()));
    assert_eq!(shape.en(), "X: 4 numbers were expected, but 3 came. Nothing was computed.");
    assert_eq!(shape.zh(), "X：应有 4 个数，实际有 3 个。没有算出结果。");
    assert_eq!(least_squares(&[], &[], 2), Err(ClassicError::Empty));
    let nan = least_squares(&[1.0, 2.0, 3.0, f64::NAN], &[1.0; 2], 2).unwrap_err();
    assert_eq!(nan, ClassicError::NotFinite { what: "X", row: 1, column: 1 });
    assert!(nan.to_string().starts_with("X, row 2, column 2: a finite number was expected"));
    let infinite = least_squares(&[1.0, 2.0], &[1.0, f64::INFINITY], 1);
    assert_eq!(infinite, Err(ClassicError::NotFinite { what: "y", row: 1, column: 0 }));
    assert_eq!(least_squares(&[1.0, 2.0], &[1e308, -1e308], 1), Err(ClassicError::Overflow));
}

fn data() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, usize)> {
    (1usize..6, 8usize..30).prop_flat_map(|(d, n)| {
        let numbers = |k| proptest::collection::vec(-5.0..5.0f64, k);
        (numbers(n * d), numbers(n), Just(d))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn it_agrees_with_the_normal_equations((x, y, d) in data()) {
        let theta = normal_equations(&x, &y, d);
        prop_assume!(theta.is_some());
        let theta = theta.unwrap();
        let fit = least_squares(&x, &y, d).unwrap();
        prop_assert_eq!(fit.rank, d);
        for (got, want) in fit.w.iter().chain([&fit.b]).zip(&theta) {
            prop_assert!((got - want).abs() < 1e-8, "{got} {want}");
        }
    }

    #[test]
    fn the_residual_is_at_right_angles_to_every_column((x, y, d) in data(), rows in 1usize..30) {
        let n = rows.min(y.len());
        let (x, y) = (&x[..n * d], &y[..n]);
        let fit = least_squares(x, y, d).unwrap();
        let residual: Vec<f64> = x.chunks(d).zip(y)
            .map(|(row, y)| y - fit.b - row.iter().zip(&fit.w).map(|(x, w)| x * w).sum::<f64>()).collect();
        let size = fit.w.iter().fold(1.0, |m: f64, w| m.max(w.abs()));
        prop_assert!(residual.iter().sum::<f64>().abs() < 1e-10 * size);
        for j in 0..d {
            let dot: f64 = residual.iter().zip(x.chunks(d)).map(|(r, row)| r * row[j]).sum();
            prop_assert!(dot.abs() < 1e-9 * size, "{dot}");
        }
        let mse = residual.iter().map(|r| r * r).sum::<f64>() / n as f64;
        prop_assert!((mse - fit.mse).abs() < 1e-9 * size);
        prop_assert_eq!(fit.rank + fit.dropped.len(), d);
        prop_assert!(fit.dropped.iter().all(|j| fit.w[*j] == 0.0));
    }
}
