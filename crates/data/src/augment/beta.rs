//! Draws of the beta distribution.

use crate::maths::{exp, ln};
use crate::random::Random;

/// Beta(α, α), α > 0: G / (G + H) with G and H of Gamma(α).
pub(super) fn symmetric(random: &mut Random, alpha: f32) -> f32 {
    let (g, h) = (ln_gamma_draw(random, alpha), ln_gamma_draw(random, alpha));
    // 1 / (1 + H/G), on logarithms: for small α both draws are below the smallest float.
    1.0 / (1.0 + exp(h - g))
}

/// The logarithm of a draw of Gamma(α) (Marsaglia and Tsang 2000): d·v with d = α − 1/3, v = (1 + z/√(9d))³, taken with a
/// probability that makes it right; for α < 1 a draw of Gamma(α + 1) times u^(1/α).
fn ln_gamma_draw(random: &mut Random, alpha: f32) -> f32 {
    let boost = if alpha < 1.0 { ln(1.0 - random.unit()) / alpha } else { 0.0 };
    let d = if alpha < 1.0 { alpha + 1.0 } else { alpha } - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = random.normal();
        let v = (1.0 + c * z) * (1.0 + c * z) * (1.0 + c * z);
        if v > 0.0 && ln(1.0 - random.unit()) < 0.5 * z * z + d - d * v + d * ln(v) {
            return ln(d * v) + boost;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean ½, variance 1 / (4(2α + 1)).
    #[test]
    fn the_moments_are_those_of_beta() {
        for alpha in [0.2_f32, 1.0, 4.0] {
            let mut random = Random::of(1, 0);
            let n = 50_000;
            let draws: Vec<f32> = (0..n).map(|_| symmetric(&mut random, alpha)).collect();
            let mean = draws.iter().sum::<f32>() / n as f32;
            let variance = draws.iter().map(|x| (x - 0.5) * (x - 0.5)).sum::<f32>() / n as f32;
            let want = 1.0 / (4.0 * (2.0 * alpha + 1.0));
            assert!((mean - 0.5).abs() < 0.008, "{alpha}: mean {mean}");
            assert!((variance / want - 1.0).abs() < 0.03, "{alpha}: variance {variance}, {want} expected");
            assert!(draws.iter().all(|x| (0.0..=1.0).contains(x)));
        }
    }
}
