//! Sines: xₜ = Σₖ Aₖ sin(2π t / Pₖ + φₖ) + noise · εₜ.

use std::f32::consts::TAU;

use super::running;
use crate::maths::sin;
use crate::random::Random;

/// Factors of one sine of a sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sine {
    /// A.
    pub amplitude: f32,
    /// P, in steps.
    pub period: f32,
    /// φ, in radians.
    pub phase: f32,
}

impl Sine {
    /// The sine of item `index`: amplitude 0.5 to 2, period 8 to 40 steps, any phase.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let amplitude = random.between(0.5, 2.0);
        Self { amplitude, period: random.between(8.0, 40.0), phase: random.between(0.0, TAU) }
    }

    /// `count` steps of the sum of `sines` with normal noise, item `index`.
    #[must_use]
    pub fn sum(sines: &[Self], noise: f32, seed: u64, index: u64, count: usize) -> Vec<f32> {
        let mut random = running(seed, index);
        let at = |t: f32| sines.iter().map(|s| s.amplitude * sin(TAU * t / s.period + s.phase)).sum::<f32>();
        (0..count).map(|t| at(t as f32) + noise * random.normal()).collect()
    }
}
