//! Sheets rolled up in space: what a method that unrolls them should find is known.

use std::f32::consts::PI;

use crate::maths::{cos, sin};
use crate::random::Random;

/// A plane sheet bent into space, as scikit-learn makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// (t cos t, h, t sin t), t uniform in [3π/2, 9π/2], h in [0, 21] (Tenenbaum et al. 2000).
    SwissRoll,
    /// (sin t, h, sign t · (cos t − 1)), t uniform in [−3π/2, 3π/2], h in [0, 2].
    SCurve,
}

/// A point of space and where on the sheet it was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OnSheet {
    /// (x, y, z), with noise.
    pub at: [f32; 3],
    /// t, the angle in radians. Distance along the sheet grows with it, on the roll as ½ (t √(1 + t²) + arsinh t).
    pub along: f32,
    /// h, across the sheet.
    pub across: f32,
}

impl Sheet {
    /// Item `index`, with normal noise of deviation `noise` on each axis.
    #[must_use]
    pub fn point(self, noise: f32, seed: u64, index: u64) -> OnSheet {
        let mut random = Random::of(seed, index);
        let (t, h) = (random.unit(), random.unit());
        let (along, across, clean) = match self {
            Self::SwissRoll => {
                let (t, h) = (1.5 * PI * (1.0 + 2.0 * t), 21.0 * h);
                (t, h, [t * cos(t), h, t * sin(t)])
            }
            Self::SCurve => {
                let (t, h) = (3.0 * PI * (t - 0.5), 2.0 * h);
                (t, h, [sin(t), h, t.signum() * (cos(t) - 1.0)])
            }
        };
        OnSheet { at: clean.map(|x| x + noise * random.normal()), along, across }
    }
}
