//! Standard densities, from light to heavy tails.

use std::f32::consts::{PI, TAU};

use crate::maths::{exp, ln};
use crate::random::Random;

/// The shape of a hump around 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// e^(−z²/2) / √(2π).
    Normal,
    /// ½ e^(−|z|), variance 2.
    Laplace,
    /// Student's t with 3 degrees of freedom: 2 / (π √3 (1 + z²/3)²). Variance 3, no fourth moment.
    Student3,
    /// 1 / (π (1 + z²)). Not even a mean.
    Cauchy,
}

impl Kernel {
    /// f(z).
    #[must_use]
    pub fn density(self, z: f32) -> f32 {
        match self {
            Self::Normal => exp(-0.5 * z * z) / TAU.sqrt(),
            Self::Laplace => 0.5 * exp(-z.abs()),
            Self::Student3 => {
                let base = 1.0 + z * z / 3.0;
                2.0 / (PI * 3.0_f32.sqrt() * base * base)
            }
            Self::Cauchy => 1.0 / (PI * (1.0 + z * z)),
        }
    }

    /// A draw: by inversion, or as a quotient of normal ones.
    pub fn draw(self, random: &mut Random) -> f32 {
        match self {
            Self::Normal => random.normal(),
            Self::Laplace => {
                let z = -ln(1.0 - random.unit());
                if random.chance(0.5) { z } else { -z }
            }
            Self::Student3 => {
                let (z, [a, b, c]) = (random.normal(), [(); 3].map(|()| random.normal()));
                z / ((a * a + b * b + c * c) / 3.0).sqrt().max(1e-6)
            }
            Self::Cauchy => {
                let (a, b) = (random.normal(), random.normal());
                a / if b.abs() < 1e-6 { 1e-6 } else { b }
            }
        }
    }
}
