//! Autoregressive processes: xₜ = Σᵢ φᵢ xₜ₋ᵢ + σ εₜ, ε normal (Yule 1927).

use std::f32::consts::TAU;

use super::running;
use crate::maths::cos;
use crate::random::Random;

/// Factors of AR(p), p the number of weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Autoregression {
    /// φ₁ … φₚ.
    pub weights: Vec<f32>,
    /// σ.
    pub deviation: f32,
}

impl Autoregression {
    /// AR(2) with poles r e^(±2πi/P): φ = (2 r cos(2π/P), −r²), a swing of about P steps that forgets by r a step.
    /// Stationary for r < 1.
    #[must_use]
    pub fn swing(r: f32, period: f32) -> Self {
        Self { weights: vec![2.0 * r * cos(TAU / period), -r * r], deviation: 1.0 }
    }

    /// Process `index`: a swing with r in [0.7, 0.98] and P in [5, 30].
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        Self::swing(random.between(0.7, 0.98), random.between(5.0, 30.0))
    }

    /// `count` steps of run `index`, after 300 steps that are not shown, so that the start from 0 is forgotten. A
    /// process that is not stationary grows without bound.
    #[must_use]
    pub fn run(&self, seed: u64, index: u64, count: usize) -> Vec<f32> {
        const FORGOTTEN: usize = 300;
        let mut random = running(seed, index);
        let mut values: Vec<f32> = Vec::with_capacity(FORGOTTEN + count);
        for _ in 0..FORGOTTEN + count {
            let past = self.weights.iter().zip(values.iter().rev());
            values.push(past.map(|(weight, value)| weight * value).sum::<f32>() + self.deviation * random.normal());
        }
        values.split_off(FORGOTTEN)
    }
}
