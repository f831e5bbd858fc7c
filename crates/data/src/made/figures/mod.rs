//! Figures, fills and grounds: what the sets `textures` and `scenes` are painted with.

mod figure;
mod fill;
mod ground;

pub use figure::Figure;
pub use fill::{Colouring, Fill, Texture};
pub use ground::Ground;

use crate::random::Random;

/// Smooth noise: random numbers from 0 to 1 on a grid of `SIDE × SIDE` over the unit square, bilinear between them.
#[derive(Debug, Clone)]
pub(super) struct Noise(Vec<f32>);

/// Points of the noise's grid along a side.
const SIDE: usize = 13;

impl Noise {
    /// Noise that depends on `grain` only.
    pub(super) fn of(grain: u32) -> Self {
        let mut random = Random::of(u64::from(grain), 0);
        Self((0..SIDE * SIDE).map(|_| random.unit()).collect())
    }

    /// The noise at (x, y), each cut to [0, 1].
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let place = |v: f32| {
            let v = v.clamp(0.0, 1.0) * (SIDE - 1) as f32;
            let low = (v as usize).min(SIDE - 2);
            (low, v - low as f32)
        };
        let ((column, u), (row, v)) = (place(x), place(y));
        let value = |row: usize, column: usize| self.0[row * SIDE + column];
        let above = value(row, column) + u * (value(row, column + 1) - value(row, column));
        let below = value(row + 1, column) + u * (value(row + 1, column + 1) - value(row + 1, column));
        above + v * (below - above)
    }
}
