//! Pixels that are fetched from beside them.

use super::{Fought, fields};
use crate::adversarial::victim::{PIXELS, SIDE};

impl Fought {
    /// By how much neighbours were fetched from elsewhere than each other, in pixels: the mean over all pairs of them, and over the pictures that
    /// got there.
    fn roughness(&self) -> f64 {
        let at = |picture: usize, row: usize, column: usize, axis: usize| {
            f64::from(self.drift[((picture * SIDE + row) * SIDE + column) * 2 + axis])
        };
        let of = |picture: usize| {
            let mut sum = 0.0;
            for i in 0..SIDE {
                for j in 0..SIDE - 1 {
                    let across = [0, 1].map(|axis| at(picture, i, j + 1, axis) - at(picture, i, j, axis));
                    let down = [0, 1].map(|axis| at(picture, j + 1, i, axis) - at(picture, j, i, axis));
                    sum += across[0].hypot(across[1]) + down[0].hypot(down[1]);
                }
            }
            sum / (2 * SIDE * (SIDE - 1)) as f64
        };
        let hits = self.hits();
        hits.iter().map(|picture| of(*picture)).sum::<f64>() / hits.len() as f64
    }
}

/// Shares of pixels by value, in tenths.
fn histogram(x: &[f32]) -> [f64; 10] {
    let mut shares = [0.0; 10];
    x.iter().for_each(|value| shares[((value * 10.0) as usize).min(9)] += 1.0 / x.len() as f64);
    shares
}

/// Pictures fool whose pixels are fetched from beside them and are otherwise the same: of their values under 5 % are others on average, and the
/// flow is smooth: the more its roughness costs, the less of it there is.
#[test]
fn adv_spatial() {
    for (field, count) in fields().iter().zip([48, 64]) {
        let found = field.attacked(count, &[("attack", "flow")]);
        assert!(found.success() > 0.8, "{}", found.success());
        let change = |at: &usize| {
            let of = |all: &[f32]| histogram(&all[at * PIXELS..][..PIXELS]);
            let both = of(&field.exam.pictures).into_iter().zip(of(&found.pictures));
            both.map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0
        };
        let hits = found.hits();
        let mean = hits.iter().map(change).sum::<f64>() / hits.len() as f64;
        let [loose, tight] =
            ["0.005", "0.1"].map(|tau| field.attacked(32, &[("attack", "flow"), ("tau", tau)]).roughness());
        assert!(mean < 0.05, "{mean}");
        assert!(found.roughness() < 0.1 && loose > found.roughness() && found.roughness() > tight);
    }
}
