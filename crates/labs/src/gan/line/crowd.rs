//! Games that run beside the reader's, one for each k, size of G's step and seed: in how many of them G arrives.

use super::Left;
use super::recipe::{ETAS, KS, SEEDS};
use crate::exhibit::{panel, series};
use labkit::frame::Field;
use labkit::{Content, Panel};

/// G has arrived where W₁(p, q) is at most this part of what it was in the beginning.
const ARRIVED: f64 = 0.2;

/// Of each pair (k, η), k by k, what all its seeds make.
fn pairs<T>(left: &Left, of: impl Fn(&[f64]) -> T) -> Vec<T> {
    left.crowd.chunks_exact(SEEDS).map(of).collect()
}

/// The share that has arrived, of each pair.
pub(super) fn arrived(left: &Left) -> Vec<f64> {
    pairs(left, |all| all.iter().filter(|w1| **w1 <= ARRIVED * left.begun).count() as f64 / SEEDS as f64)
}

/// Mean W₁ of each pair, as a part of what it was.
pub(super) fn far(left: &Left) -> Vec<f64> {
    pairs(left, |all| all.iter().sum::<f64>() / (SEEDS as f64 * left.begun.max(1e-9)))
}

/// How far is left with the least k, with the best of those between, and with the greatest, at the size of step nearest to `eta`.
pub(super) fn metrics(left: &Left, eta: f64) -> Vec<(&'static str, f64)> {
    if left.crowd.is_empty() {
        return Vec::new();
    }
    let (arrived, far) = (arrived(left), far(left));
    let apart = |column: usize| ETAS.get(column).map_or(f64::INFINITY, |other| (eta / f64::from(*other)).ln().abs());
    let column = (0..ETAS.len()).min_by(|a, b| apart(*a).total_cmp(&apart(*b))).unwrap_or_default();
    let at = |row: usize| far.get(row * ETAS.len() + column).copied().unwrap_or(f64::NAN);
    vec![
        ("crowd_arrived", arrived.iter().sum::<f64>() / arrived.len().max(1) as f64),
        ("far_least_k", at(0)),
        ("far_middle_k", (1..KS.len() - 1).map(at).fold(f64::INFINITY, f64::min)),
        ("far_most_k", at(KS.len() - 1)),
    ]
}

pub(super) fn panels(left: &Left) -> Vec<Panel> {
    let arrived = arrived(left).iter().map(|share| *share as f32).collect::<Vec<f32>>();
    let (nx, ny) = if arrived.is_empty() { (0, 0) } else { (ETAS.len() as u32, KS.len() as u32) };
    let field = Field { nx, ny, x: (0.0, 1.0), y: (0.0, 1.0), values: arrived.into() };
    let far = far(left);
    let by_k = ETAS.iter().enumerate().filter(|_| !far.is_empty()).map(|(column, eta)| {
        let y = far.iter().skip(column).step_by(ETAS.len()).map(|far| *far as f32).collect();
        series(&eta.to_string(), column as u8 + 1, KS.iter().map(|k| *k as f32).collect(), y)
    });
    vec![panel("crowd", Content::Field(field)), panel("by_k", Content::Lines(by_k.collect()))]
}
