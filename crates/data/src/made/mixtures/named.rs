//! Densities that have a name. Those of Gaussians are test cases of Marron and Wand 1992, under their numbers.

use super::{Kernel, Mixture, Part};
use crate::maths::pow;

impl Mixture {
    /// Number 6, bimodal: ½ N(−1, (2/3)²) + ½ N(1, (2/3)²).
    #[must_use]
    pub fn bimodal() -> Self {
        Self { parts: vec![Part::normal(0.5, -1.0, 2.0 / 3.0), Part::normal(0.5, 1.0, 2.0 / 3.0)] }
    }

    /// Number 8, asymmetric bimodal: ¾ N(0, 1) + ¼ N(3/2, (1/3)²).
    #[must_use]
    pub fn asymmetric() -> Self {
        Self { parts: vec![Part::normal(0.75, 0.0, 1.0), Part::normal(0.25, 1.5, 1.0 / 3.0)] }
    }

    /// Number 9, trimodal: 9/20 N(−6/5, (3/5)²) + 9/20 N(6/5, (3/5)²) + 1/10 N(0, (1/4)²).
    #[must_use]
    pub fn trimodal() -> Self {
        Self { parts: vec![Part::normal(0.45, -1.2, 0.6), Part::normal(0.45, 1.2, 0.6), Part::normal(0.1, 0.0, 0.25)] }
    }

    /// Number 10, the claw: ½ N(0, 1) + Σ 1/10 N(l/2 − 1, (1/10)²), l = 0 … 4.
    #[must_use]
    pub fn claw() -> Self {
        let fingers = (0..5).map(|l| Part::normal(0.1, l as f32 / 2.0 - 1.0, 0.1));
        Self { parts: [Part::normal(0.5, 0.0, 1.0)].into_iter().chain(fingers).collect() }
    }

    /// Number 3, strongly skewed: Σ ⅛ N(3 ((2/3)ˡ − 1), (2/3)²ˡ), l = 0 … 7.
    #[must_use]
    pub fn skewed() -> Self {
        let part = |l: i32| {
            let width = pow(2.0 / 3.0, l as f32);
            Part::normal(0.125, 3.0 * (width - 1.0), width)
        };
        Self { parts: (0..8).map(part).collect() }
    }

    /// A single hump of any kernel at 0 with width 1, such as the heavy tails.
    #[must_use]
    pub fn single(kernel: Kernel) -> Self {
        Self { parts: vec![Part { weight: 1.0, place: 0.0, width: 1.0, kernel }] }
    }
}
