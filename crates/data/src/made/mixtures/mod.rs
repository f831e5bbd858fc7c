//! Mixtures on the line with their density: what an estimate of it, an EM step or a small generator is held against.
//!
//! p(x) = Σₖ πₖ f((x − μₖ) / σₖ) / σₖ. Its factors are the parts; those of an item are x and the part k it came from.

mod kernel;
mod named;

pub use kernel::Kernel;

use crate::random::Random;

/// One hump.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// π, up to a common factor.
    pub weight: f32,
    /// μ: where it is.
    pub place: f32,
    /// σ > 0: how wide.
    pub width: f32,
    /// f.
    pub kernel: Kernel,
}

/// A density of humps.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixture {
    /// At least one for a density that is not 0.
    pub parts: Vec<Part>,
}

impl Part {
    /// N(`mean`, `deviation`²) with a weight.
    #[must_use]
    pub fn normal(weight: f32, mean: f32, deviation: f32) -> Self {
        Self { weight, place: mean, width: deviation, kernel: Kernel::Normal }
    }
}

impl Mixture {
    /// `count` Gaussians with means drawn in [−4, 4], deviations in [0.2, 0.9] and weights in [0.5, 1.5] before they
    /// are made to sum to 1.
    #[must_use]
    pub fn drawn(count: usize, seed: u64) -> Self {
        let mut random = Random::of(seed, 1 << 63);
        let mut part = || Part::normal(random.between(0.5, 1.5), random.between(-4.0, 4.0), random.between(0.2, 0.9));
        Self { parts: (0..count).map(|_| part()).collect() }
    }

    /// Item `index`: x and the number of its part.
    #[must_use]
    pub fn item(&self, seed: u64, index: u64) -> (f32, usize) {
        let mut random = Random::of(seed, index);
        let weights: Vec<f32> = self.parts.iter().map(|part| part.weight).collect();
        let number = random.weighted(&weights);
        let x = self.parts.get(number).map_or(0.0, |part| part.place + part.width * part.kernel.draw(&mut random));
        (x, number)
    }

    /// p(x).
    #[must_use]
    pub fn density(&self, x: f32) -> f32 {
        self.shares(x).iter().sum()
    }

    /// P(k | x) = πₖ fₖ(x) / p(x), the E step of EM. All 0 where p(x) is.
    #[must_use]
    pub fn responsibilities(&self, x: f32) -> Vec<f32> {
        let shares = self.shares(x);
        let sum: f32 = shares.iter().sum();
        shares.into_iter().map(|share| if sum > 0.0 { share / sum } else { 0.0 }).collect()
    }

    /// πₖ fₖ(x).
    fn shares(&self, x: f32) -> Vec<f32> {
        let sum: f32 = self.parts.iter().map(|part| part.weight).sum();
        let share = |p: &Part| p.weight / sum * p.kernel.density((x - p.place) / p.width) / p.width;
        self.parts.iter().map(share).collect()
    }
}
