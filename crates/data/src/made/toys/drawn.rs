//! Points that the reader has drawn, as a set of any size.

use super::Point;
use crate::random::Random;

/// Labelled points from the reader's hand: at least one, all finite, 10 000 at most.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    points: Vec<([f32; 2], usize)>,
}

impl Drawn {
    /// More than a hand draws.
    pub const MOST: usize = 10_000;

    /// `None` where there is no point, one is not finite, or there are more than [`Drawn::MOST`].
    #[must_use]
    pub fn of(points: Vec<([f32; 2], usize)>) -> Option<Self> {
        let finite = points.iter().all(|(at, _)| at.iter().all(|x| x.is_finite()));
        (finite && (1..=Self::MOST).contains(&points.len())).then_some(Self { points })
    }

    /// The points as they were drawn.
    #[must_use]
    pub fn points(&self) -> &[([f32; 2], usize)] {
        &self.points
    }

    /// Item `index` of the smoothed bootstrap (Silverman and Young 1987): one of the points, all alike, with normal
    /// noise of deviation `noise` on each axis. With 0 it is the bootstrap (Efron 1979).
    #[must_use]
    pub fn point(&self, noise: f32, seed: u64, index: u64) -> Point {
        let mut random = Random::of(seed, index);
        let (clean, label) = random.pick(&self.points).copied().unwrap_or_default();
        Point { at: clean.map(|x| x + noise * random.normal()), label, clean }
    }
}
