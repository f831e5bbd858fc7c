//! The lecture's classification: water or normal? Of every 140 creatures 79 are of the water type and 61 normal. Defence and
//! special defence come from the Gaussians that the lecture finds in its 140, which overlap widely; the five other features
//! tell a little each, and together more.

use crate::made::choice::choices;
use crate::random::Random;

choices! {
    /// One of the two types.
    Class {
        Water: "水系", "water";
        Normal: "一般系", "normal";
    }
}

/// μ and Σ of (defence, special defence).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    /// μ.
    pub mean: [f32; 2],
    /// Σ.
    pub covariance: [[f32; 2]; 2],
}

/// Of the water type.
pub const WATER: Gaussian = Gaussian { mean: [75.0, 71.3], covariance: [[874.0, 327.0], [327.0, 929.0]] };
/// Of the normal type.
pub const NORMAL: Gaussian = Gaussian { mean: [55.6, 59.8], covariance: [[847.0, 422.0], [422.0, 685.0]] };

impl Gaussian {
    /// μ + L z with L Lᵀ = Σ (Cholesky).
    fn draw(&self, random: &mut Random) -> [f32; 2] {
        let [[a, b], [_, d]] = self.covariance;
        let first = a.sqrt();
        let below = b / first;
        let (z0, z1) = (random.normal(), random.normal());
        [self.mean[0] + first * z0, self.mean[1] + below * z0 + (d - below * below).sqrt() * z1]
    }
}

/// A creature by its numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting {
    /// What is asked for.
    pub class: Class,
    /// Defence, special defence, hit points, attack, special attack, speed, and the sum of the six.
    pub features: [f32; 7],
}

impl Sighting {
    /// Item `index`: any 140 in a row, from a multiple of 140 on, hold 79 of water and 61 normal ones.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        // 79 and 140 have no common factor, so the products go through all remainders.
        let class = if index % 140 * 79 % 140 < 79 { Class::Water } else { Class::Normal };
        let (gaussian, rest) = match class {
            Class::Water => (WATER, [66.0, 68.0, 76.0, 62.0]),
            Class::Normal => (NORMAL, [80.0, 76.0, 56.0, 74.0]),
        };
        let [defence, special] = gaussian.draw(&mut random);
        // How strong a creature is as a whole shows in all of its numbers.
        let strength = (defence + special - gaussian.mean[0] - gaussian.mean[1]) / 52.0;
        let [hp, attack, special_attack, speed] = rest.map(|mean| mean + 9.0 * strength + 26.0 * random.normal());
        let sum = defence + special + hp + attack + special_attack + speed;
        Self { class, features: [defence, special, hp, attack, special_attack, speed, sum] }
    }
}
