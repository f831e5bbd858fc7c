//! The two heaps: data P and what a generator would have made, Q. Frozen.

use super::train::POINTS;
use classic::transport::{assignment, distances};
use data::made::toys::Toy;
use data::maths::{cos, sin};
use data::random::Random;
use labkit::LabError;
use std::f32::consts::PI;

/// A place in the plane.
pub(super) type Spot = [f32; 2];

/// What tells the draws of this exhibit from others of the seed.
const APART: u64 = 0x6372_6974_6963_0000;

/// Both heaps, and what is known of them exactly.
#[derive(Debug, Clone)]
pub(super) struct Heaps {
    pub(super) real: Vec<Spot>,
    pub(super) fake: Vec<Spot>,
    /// Of each fake the nearest real one.
    pub(super) near: Vec<usize>,
    /// Of each real the fake that it is matched with in the cheapest plan.
    pub(super) partner: Vec<usize>,
    /// W₁: the mean distance of those.
    pub(super) w1: f64,
    /// Within how far a way has come to the data: three times the median distance between neighbours among them.
    pub(super) reach: f32,
}

impl Heaps {
    /// The pair of that name; `d` is how far apart where it has a distance.
    pub(super) fn drawn(pair: &str, d: f32, seed: u64) -> Result<Self, LabError> {
        let seed = seed ^ APART;
        let of = |toy: Toy| move |k: u64| toy.point(seed, k).at;
        let round = |at: Spot, spread: f32, apart: u64| {
            move |k: u64| {
                let mut random = Random::of(seed ^ apart, k);
                at.map(|x| x + spread * random.normal())
            }
        };
        let arc = |radius: f32, apart: u64| {
            move |k: u64| {
                let mut random = Random::of(seed ^ apart, k);
                let turn = PI * random.between(0.0, 1.0);
                let radius = radius + 0.02 * random.normal();
                [radius * cos(turn), radius * sin(turn) - 0.8]
            }
        };
        let all = |draw: &dyn Fn(u64) -> Spot, first: u64| (first..first + POINTS as u64).map(draw).collect();
        let n = POINTS as u64;
        let (real, fake): (Vec<Spot>, Vec<Spot>) = match pair {
            "points" => (all(&|_| [d / 2.0, 0.0], 0), all(&|_| [-d / 2.0, 0.0], 0)),
            "shifted" => {
                let ring = of(Toy::Ring { modes: 8, radius: 1.2, noise: 0.05 });
                let moved = |k: u64| ring(k).map(|x| x - d / 2.0 * 0.5_f32.sqrt());
                (all(&|k| ring(k).map(|x| x + d / 2.0 * 0.5_f32.sqrt()), 0), all(&moved, n))
            }
            "arc" => (all(&arc(1.0, 1), 0), all(&arc(1.8, 2), n)),
            "roll" => (all(&of(Toy::Roll { noise: 0.02 }), 0), all(&round([0.0, 0.0], 0.3, 3), n)),
            "blobs" => (all(&round([1.0, 0.5], 0.4, 4), 0), all(&round([-1.0, -0.5], 0.4, 5), n)),
            _ => (all(&of(Toy::RING_8), 0), all(&round([0.0, 0.0], 0.8, 6), n)),
        };
        Self::of(real, fake)
    }

    fn of(real: Vec<Spot>, fake: Vec<Spot>) -> Result<Self, LabError> {
        let flat = |spots: &[Spot]| -> Vec<f64> { spots.as_flattened().iter().map(|x| f64::from(*x)).collect() };
        let found = assignment(&distances(&flat(&real), &flat(&fake), 2), POINTS);
        let found = found.map_err(|error| LabError::general(error.zh(), error.en()))?;
        let near = fake.iter().map(|at| nearest(*at, &real, usize::MAX).0).collect();
        let mut gaps: Vec<f32> = real.iter().enumerate().map(|(k, at)| nearest(*at, &real, k).1).collect();
        gaps.sort_by(f32::total_cmp);
        let reach = 3.0 * gaps.get(POINTS / 2).copied().unwrap_or(0.0);
        Ok(Self { real, fake, near, partner: found.columns, w1: found.cost / POINTS as f64, reach })
    }

    /// Whether the way from a generated point to `at` has come by the data and left it behind.
    pub(super) fn beyond(&self, from: Spot, at: Spot) -> bool {
        nearest(at, &self.real, usize::MAX).1 > self.reach
            && self.real.iter().any(|real| off(*real, from, at) < self.reach)
    }
}

/// The nearest of them but number `but`, and how far it is.
pub(super) fn nearest(at: Spot, all: &[Spot], but: usize) -> (usize, f32) {
    let each = all.iter().enumerate().filter(|(k, _)| *k != but).map(|(k, other)| (k, length(sub(*other, at))));
    each.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0))
}

/// How far `p` lies from the segment.
fn off(p: Spot, from: Spot, to: Spot) -> f32 {
    let (way, p) = (sub(to, from), sub(p, from));
    let square = way[0] * way[0] + way[1] * way[1];
    let t = if square > 0.0 { ((p[0] * way[0] + p[1] * way[1]) / square).clamp(0.0, 1.0) } else { 0.0 };
    length(sub(p, way.map(|x| x * t)))
}

fn sub(a: Spot, b: Spot) -> Spot {
    [a[0] - b[0], a[1] - b[1]]
}

fn length(a: Spot) -> f32 {
    (a[0] * a[0] + a[1] * a[1]).sqrt()
}
