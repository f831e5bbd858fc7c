use super::*;
use proptest::prelude::*;

#[test]
fn known_matrices() {
    let e = eigen(2.0, 1.0, 2.0);
    let h = 0.5_f64.sqrt();
    assert_eq!(e.values, [3.0, 1.0]);
    for (got, want) in e.vectors.as_flattened().iter().zip([h, h, -h, h]) {
        assert!((got - want).abs() < 1e-15, "{e:?}");
    }
    assert_eq!(e.condition(), 3.0);
    assert_eq!(eigen(5.0, 0.0, 1.0), Eigen { values: [5.0, 1.0], vectors: [[1.0, 0.0], [-0.0, 1.0]] });
    assert_eq!(eigen(1.0, 0.0, 5.0), Eigen { values: [5.0, 1.0], vectors: [[0.0, 1.0], [-1.0, 0.0]] });
    assert_eq!(eigen(0.0, 2.0, 0.0).values, [2.0, -2.0]);
    assert_eq!(eigen(-3.0, 0.0, -1.0).values, [-1.0, -3.0]);
    assert_eq!(eigen(1.0, 1.0, 1.0).values, [2.0, 0.0]);
    assert_eq!(eigen(0.0, 0.0, 0.0).values, [0.0, 0.0]);
    assert_eq!(eigen(4.0, 0.0, 4.0).vectors[0], [1.0, 0.0]);
    assert!(eigen(f64::NAN, 0.0, 1.0).values[0].is_nan());
    assert!(eigen(f64::INFINITY, 0.0, 1.0).vectors[0][0].is_nan());
}

#[test]
fn the_small_eigenvalue_keeps_its_digits() {
    // det = 1e-12 exactly enough: the textbook formula gives 0 or 2.2e-16 here
    let e = eigen(1.0, 1e-8, 1e-12);
    let want = 1e-12 - 1e-16;
    assert!((e.values[1] - want).abs() < 1e-14 * want, "{e:?}");
}

#[test]
fn no_entry_is_too_large_or_too_small() {
    for unit in [1e308, 1e300, 1e-300, 5e-324, f64::MIN_POSITIVE] {
        let e = eigen(unit, 0.0, -unit);
        assert_eq!(e.values, [unit, -unit], "{unit}");
        let e = eigen(0.5 * unit, 0.25 * unit, 0.5 * unit);
        let h = 0.5_f64.sqrt();
        assert!(unit < 1e-320 || (e.vectors[0][0] - h).abs() < 1e-15, "{unit} {e:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn it_takes_the_matrix_apart(a in -9.0..9.0f64, b in -9.0..9.0f64, c in -9.0..9.0f64, p in -300i32..300, tiny in any::<bool>()) {
        let unit = 10f64.powi(p);
        let b = if tiny { b * 1e-9 } else { b };
        let Eigen { values: [high, low], vectors: [v, w] } = eigen(a * unit, b * unit, c * unit);
        prop_assert!(high >= low);
        prop_assert!((v[0].hypot(v[1]) - 1.0).abs() < 1e-15 && w == [-v[1], v[0]]);
        let size = a.abs().max(b.abs()).max(c.abs());
        for (got, want) in [
            (high / unit * v[0] * v[0] + low / unit * w[0] * w[0], a),
            (high / unit * v[0] * v[1] + low / unit * w[0] * w[1], b),
            (high / unit * v[1] * v[1] + low / unit * w[1] * w[1], c),
        ] {
            prop_assert!((got - want).abs() <= 4e-15 * size, "{got} {want}");
        }
    }
}
