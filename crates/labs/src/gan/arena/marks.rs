//! What an exam makes of generated points, beside real ones that no batch draws.

use super::super::look::ASKED;
use super::super::measure::{self, Found, Place};
use super::super::target::Target;

/// Points whose exact distance to real ones is computed, and those of the kernels' discrepancy.
const MOVED: usize = 192;
const PAIRED: usize = 384;
/// Where real points that no batch draws begin.
const UNSEEN: u64 = 1 << 20;

/// What an exam found.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct Marks {
    pub(super) found: Option<Found>,
    pub(super) sliced: f64,
    pub(super) w1: f64,
    pub(super) mmd: f64,
    pub(super) js: f64,
    /// Mean distance of generated points from each other, as a multiple of real ones'.
    pub(super) diversity: f64,
    pub(super) norms: Vec<f32>,
}

/// Real points that exams compare with, and what is known of them.
pub(super) struct Known {
    points: Vec<Place>,
    pub(super) density: Vec<f64>,
    /// Divergence that real points of the same number have.
    pub(super) zero: f64,
    apart: f64,
    seed: u64,
    pub(super) centres: Vec<Place>,
    spread: f32,
    reach: f32,
}

impl Known {
    pub(super) fn of(target: &Target, seed: u64) -> Self {
        let points = target.points(seed, UNSEEN, 2 * ASKED).as_chunks::<2>().0.to_vec();
        let (ours, others) = points.split_at(ASKED);
        let density = measure::density(target.pool.as_chunks::<2>().0, target.reach);
        let zero = measure::js(&density, &measure::density(others, target.reach));
        let apart = measure::apart(ours, seed);
        let (centres, spread, reach) = (target.centres.clone(), target.spread, target.reach);
        Self { points: ours.to_vec(), density, zero, apart, seed, centres, spread, reach }
    }

    pub(super) fn marks(&self, made: &[Place], norms: Vec<f32>) -> Marks {
        let flat = |points: &[Place]| points.iter().flatten().map(|x| f64::from(*x)).collect::<Vec<f64>>();
        // Of several generators each gives its part.
        let some = |count: usize| -> Vec<Place> {
            (0..count).filter_map(|i| made.get(i * made.len() / count).copied()).collect()
        };
        let moved = some(MOVED);
        let cost = classic::transport::distances(&flat(&self.points[..MOVED]), &flat(&moved), 2);
        let w1 = classic::transport::assignment(&cost, MOVED).map_or(f64::NAN, |matching| matching.cost / MOVED as f64);
        Marks {
            found: (!self.centres.is_empty()).then(|| measure::found(made, &self.centres, self.spread)),
            sliced: measure::sliced(made, &self.points),
            w1,
            mmd: measure::mmd(&some(PAIRED), &self.points[..PAIRED]),
            js: measure::js(&self.density, &measure::density(made, self.reach)),
            diversity: measure::apart(made, self.seed) / self.apart.max(1e-9),
            norms,
        }
    }
}
