//! Mixtures on the line.

use data::made::mixtures::{Kernel, Mixture};

use crate::same;

fn all() -> Vec<Mixture> {
    let kernels = [Kernel::Normal, Kernel::Laplace, Kernel::Student3, Kernel::Cauchy].map(Mixture::single);
    let named = [Mixture::bimodal(), Mixture::asymmetric(), Mixture::trimodal(), Mixture::claw(), Mixture::skewed()];
    named.into_iter().chain(kernels).chain([3, 5, 8].map(|count| Mixture::drawn(count, 4))).collect()
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn the_bytes_are_the_same_everywhere() {
    let numbers = all().into_iter().flat_map(|mixture| {
        (0..100).flat_map(move |index| {
            let (x, part) = mixture.item(2, index);
            [x, part as f32, mixture.density(x)]
        })
    });
    assert_eq!(same::sum(numbers), "ef34cf189c6d8f0b");
}

/// The distribution function by the trapezoid rule is that of the draws: Kolmogorov's distance is below 1.63 / √n,
/// which chance exceeds once in a hundred; and the whole is 1.
#[test]
fn draws_have_the_density_that_is_said() {
    for mixture in all() {
        let n = 4000;
        let mut x: Vec<f32> = (0..n).map(|index| mixture.item(2, index).0).collect();
        x.sort_by(f32::total_cmp);
        let cauchy = mixture.parts[0].kernel == Kernel::Cauchy;
        let (mut below, mut far, mut k) = (if cauchy { 1.0 / (std::f64::consts::PI * 400.0) } else { 0.0 }, 0.0_f64, 0);
        let step = 0.01;
        let mut here = mixture.density(-400.0);
        for at in -40_000..40_000 {
            let left = at as f32 * step;
            while k < x.len() && x[k] < left {
                k += 1;
            }
            far = far.max((k as f64 / n as f64 - below).abs());
            let next = mixture.density((at + 1) as f32 * step);
            below += f64::from(0.5 * step * (here + next));
            here = next;
        }
        assert!((below - 1.0).abs() < 2e-3, "{mixture:?}: {below}");
        assert!(far < 1.63 / (n as f64).sqrt(), "{mixture:?}: {far}");
    }
}

/// Bayes' rule tells the part of an item better than the largest weight does, and as often as it believes to.
#[test]
fn the_part_is_told_by_bayes() {
    for mixture in all().into_iter().filter(|mixture| mixture.parts.len() > 1) {
        let (mut right, mut believed) = (0.0, 0.0);
        let mut counts = vec![0.0; mixture.parts.len()];
        for index in 0..4000 {
            let (x, part) = mixture.item(3, index);
            let shares = mixture.responsibilities(x);
            let best = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap();
            right += f32::from(u8::from(best == part)) / 4000.0;
            believed += shares[best] / 4000.0;
            counts[part] += 1.0 / 4000.0;
        }
        let chance = counts.iter().copied().fold(0.0, f32::max);
        assert!(right > chance + 0.03 && (right - believed).abs() < 0.025, "{mixture:?} {right} {believed} {chance}");
    }
}

/// Where the tail is heavy, single draws are very far away.
#[test]
fn tails_are_as_heavy_as_they_say() {
    let far = |kernel| (0..4000).filter(|&index| Mixture::single(kernel).item(1, index).0.abs() > 10.0).count();
    let counts = [Kernel::Normal, Kernel::Laplace, Kernel::Student3, Kernel::Cauchy].map(far);
    assert!(
        counts[0] == 0 && counts[1] < 4 && (2..30).contains(&counts[2]) && (200..310).contains(&counts[3]),
        "{counts:?}"
    );
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn the_sheet() {
    use crate::plot::{COLOURS, dot, line, paper};
    let picture = |mixture: &Mixture| {
        let mut picture = paper(80, 120);
        let density: Vec<f32> = (0..240).map(|k| mixture.density(k as f32 / 24.0 - 5.0)).collect();
        let top = density.iter().copied().fold(0.0, f32::max) * 1.15;
        let mut counts = [0; 60];
        for (x, _) in (0..3000).map(|index| mixture.item(1, index)) {
            let column = ((x + 5.0) * 6.0).floor();
            if (0.0..60.0).contains(&column) {
                counts[column as usize] += 1;
            }
        }
        for (column, count) in counts.iter().enumerate() {
            let height = *count as f32 / 3000.0 * 6.0 / top;
            for row in (0..80).map(|row| (row as f32 + 0.5) / 80.0).take_while(|row| *row < height) {
                let left = (2 * column) as f32 / 120.0;
                for x in [0.001, 0.01] {
                    dot(&mut picture, [left + x, row], [0.8, 0.85, 0.92]);
                }
            }
        }
        line(&mut picture, &density, 0.0, top, COLOURS[2]);
        picture
    };
    crate::sheet::check("mixtures", 4, 1, &all().iter().map(picture).collect::<Vec<_>>());
}
