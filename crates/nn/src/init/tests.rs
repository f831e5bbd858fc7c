use super::{Init, fan};
use compute::rng::Stream;

/// Mean, variance and largest size of many draws.
fn statistics(init: Init, axes: &[usize]) -> (f32, f32, f32) {
    let values = init.values(axes, &mut Stream::new(3, 1));
    assert_eq!(values.len(), axes.iter().product::<usize>());
    let n = values.len() as f32;
    let mean = values.iter().sum::<f32>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / n;
    (mean, variance, values.iter().fold(0.0, |most, v| most.max(v.abs())))
}

#[test]
fn fans_of_weights_and_kernels() {
    assert_eq!(fan(&[3, 5]), (3, 5));
    assert_eq!(fan(&[8, 2, 3, 5]), (30, 120));
    assert_eq!(fan(&[7]), (7, 7));
    assert_eq!(fan(&[]), (1, 1));
}

/// 20 000 draws: the variance of a variance estimate is below 2 %, of a mean below 4 standard errors.
#[test]
fn draws_have_the_spread_of_their_rule() {
    const WEIGHT: [usize; 2] = [50, 400];
    const KERNEL: [usize; 4] = [40, 20, 5, 5];
    let uniform = |bound: f32| bound * bound / 3.0;
    let cases: [(Init, &[usize], f32, Option<f32>); 8] = [
        (Init::GlorotUniform, &WEIGHT, 2.0 / 450.0, Some((6.0_f32 / 450.0).sqrt())),
        (Init::GlorotNormal, &WEIGHT, 2.0 / 450.0, None),
        (Init::HeUniform, &WEIGHT, 2.0 / 50.0, Some((6.0_f32 / 50.0).sqrt())),
        (Init::HeNormal, &KERNEL, 2.0 / 500.0, None),
        (Init::HeUniform, &KERNEL, 2.0 / 500.0, Some((6.0_f32 / 500.0).sqrt())),
        (Init::FanIn, &KERNEL, uniform(1.0 / 500.0_f32.sqrt()), Some(1.0 / 500.0_f32.sqrt())),
        (Init::Uniform { low: -0.5, high: 0.5 }, &WEIGHT, uniform(0.5), Some(0.5)),
        (Init::Normal { mean: 0.0, std: 0.02 }, &WEIGHT, 0.0004, None),
    ];
    for (init, axes, variance, bound) in cases {
        let (mean, got, most) = statistics(init, axes);
        assert!(mean.abs() < 4.0 * (variance / 20_000.0).sqrt(), "{init:?}: mean {mean}");
        assert!((got / variance - 1.0).abs() < 0.05, "{init:?}: variance {got}, expected {variance}");
        if let Some(bound) = bound {
            assert!(most <= bound && most > 0.99 * bound, "{init:?}: {most} of {bound}");
        }
    }
}

#[test]
fn orthogonal_rows_or_columns() {
    for (rows, columns) in [(4, 4), (3, 7), (9, 5), (1, 6)] {
        let q = Init::Orthogonal { gain: 2.0 }.values(&[rows, columns], &mut Stream::new(5, 0));
        let (count, len) = (rows.min(columns), rows.max(columns));
        let at = |v: usize, i: usize| if rows <= columns { q[v * columns + i] } else { q[i * columns + v] };
        for a in 0..count {
            for b in 0..count {
                let product: f32 = (0..len).map(|i| at(a, i) * at(b, i)).sum();
                let expected = if a == b { 4.0 } else { 0.0 };
                assert!((product - expected).abs() < 1e-5, "{rows}×{columns}: ⟨{a}, {b}⟩ = {product}");
            }
        }
    }
    assert_eq!(Init::Orthogonal { gain: 1.0 }.values(&[6, 2, 3, 3], &mut Stream::new(5, 0)).len(), 108);
}
