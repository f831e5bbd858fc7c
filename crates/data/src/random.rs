//! Chance from a seed: item `index` of a set is drawn from `(seed, index)` alone, so any item can be made without those
//! before it, in any order, and again.

use rand_core::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg32;

use crate::maths::{cos, ln, sin};

/// A stream of random numbers: the same for the same seed and index, natively and in a browser.
#[derive(Debug, Clone)]
pub struct Random {
    bits: Pcg32,
    /// The second number of a pair of normal ones, until it is asked for.
    spare: Option<f32>,
}

/// The finaliser of SplitMix64: neighbouring seeds give states without likeness (Steele, Lea, Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Random {
    /// The stream of item `index` of what `seed` makes.
    #[must_use]
    pub fn of(seed: u64, index: u64) -> Self {
        let seed = mix(mix(seed) ^ index);
        Self { bits: Pcg32::seed_from_u64(seed), spare: None }
    }

    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        self.bits.next_u32()
    }

    /// Uniform in [0, 1), a multiple of 2⁻²⁴.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 8) as f32 / 16_777_216.0
    }

    /// Uniform in [`low`, `high`).
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Normal with mean 0 and variance 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f32 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * ln(1.0 - self.unit())).sqrt();
        let angle = std::f32::consts::TAU * self.unit();
        self.spare = Some(radius * sin(angle));
        radius * cos(angle)
    }

    /// Normal, drawn again until it lies within `most` deviations.
    pub fn normal_within(&mut self, most: f32) -> f32 {
        loop {
            let z = self.normal();
            if z.abs() <= most {
                return z;
            }
        }
    }

    /// Uniform among 0 … `count` − 1; 0 where `count` is 0 (multiply and shift, Lemire 2019, without its rejection: no
    /// set here has the 2²⁰ items at which that would show).
    pub fn below(&mut self, count: usize) -> usize {
        ((u64::from(self.bits()) * count as u64) >> 32) as usize
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// One of `items`, all alike. `None` where there is none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// An index, each with the probability weight / sum of weights. The last where all weights are 0.
    pub fn weighted(&mut self, weights: &[f32]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f32>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// Shuffles in place, every order alike (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_numbers_have_the_moments_of_a_normal() {
        let mut random = Random::of(3, 0);
        let n = 100_000;
        let z: Vec<f32> = (0..n).map(|_| random.normal()).collect();
        let mean = z.iter().sum::<f32>() / n as f32;
        let square = z.iter().map(|z| z * z).sum::<f32>() / n as f32;
        let fourth = z.iter().map(|z| z * z * z * z).sum::<f32>() / n as f32;
        assert!(mean.abs() < 0.015, "{mean}");
        assert!((square - 1.0).abs() < 0.02, "{square}");
        assert!((fourth - 3.0).abs() < 0.15, "{fourth}");
    }

    #[test]
    fn neighbouring_items_have_nothing_in_common() {
        let firsts: Vec<f32> = (0..10_000).map(|index| Random::of(7, index).unit()).collect();
        let product: f32 = firsts.windows(2).map(|w| (w[0] - 0.5) * (w[1] - 0.5)).sum::<f32>() / 9_999.0;
        assert!((product * 12.0).abs() < 0.04, "correlation {}", product * 12.0);
        assert_ne!(Random::of(7, 0).bits(), Random::of(8, 0).bits());
    }

    #[test]
    fn every_order_of_three_comes_as_often() {
        let mut counts = std::collections::BTreeMap::new();
        let mut random = Random::of(1, 1);
        for _ in 0..6000 {
            let mut order = [0, 1, 2];
            random.shuffle(&mut order);
            *counts.entry(order).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (850..1150).contains(count)), "{counts:?}");
    }

    #[test]
    fn weights_are_kept() {
        let mut random = Random::of(2, 0);
        let hits = (0..10_000).filter(|_| random.weighted(&[1.0, 0.0, 3.0]) == 2).count();
        assert!((7300..7700).contains(&hits), "{hits}");
        assert_eq!(random.weighted(&[]), 0);
        assert_eq!(random.below(0), 0);
    }
}
