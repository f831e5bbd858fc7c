//! The means of sets that are mixtures, and how many of them a generator has found.

use super::{Toy, places::polar};
use crate::random::Random;

/// The means by label.
pub(super) fn centres(toy: &Toy, seed: u64) -> Vec<[f32; 2]> {
    match *toy {
        Toy::Ring { radius, .. } => {
            let n = toy.labels();
            (0..n).map(|k| polar(radius, k as f32 / n as f32)).collect()
        }
        Toy::Grid { side, spacing, .. } => {
            let place = |k: usize| (k as f32 - (side.max(1) - 1) as f32 / 2.0) * spacing;
            (0..toy.labels()).map(|k| [place(k / side.max(1)), place(k % side.max(1))]).collect()
        }
        Toy::Blobs { .. } => scattered(toy.labels(), seed),
        _ => Vec::new(),
    }
}

/// Means of blobs: drawn again while one is nearer than 2 to another, a hundred times at most. The stream is one that
/// no item has.
fn scattered(count: usize, seed: u64) -> Vec<[f32; 2]> {
    let mut random = Random::of(seed, u64::MAX);
    let mut means: Vec<[f32; 2]> = Vec::with_capacity(count);
    while means.len() < count {
        let mut mean = [0.0; 2];
        for _ in 0..100 {
            mean = [random.between(-4.0, 4.0), random.between(-4.0, 4.0)];
            if means.iter().all(|other| squared(*other, mean) >= 4.0) {
                break;
            }
        }
        means.push(mean);
    }
    means
}

fn squared(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

/// How well samples cover the modes of a mixture (Srivastava et al. 2017).
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// By mode: samples nearest to it and within 3 deviations.
    pub hits: Vec<usize>,
    /// Modes with at least one.
    pub modes: usize,
    /// Share of samples within 3 deviations of a mode (of a plane Gaussian's own: 1 − e^(−9/2) = 0.989).
    pub near: f32,
}

/// Samples against the modes of a mixture whose Gaussians have deviation `noise`.
#[must_use]
pub fn coverage(samples: &[[f32; 2]], centres: &[[f32; 2]], noise: f32) -> Coverage {
    let mut hits = vec![0; centres.len()];
    for &sample in samples {
        let nearest =
            centres.iter().map(|&centre| squared(sample, centre)).enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((mode, distance)) = nearest
            && distance <= 9.0 * noise * noise
        {
            hits[mode] += 1;
        }
    }
    let near = hits.iter().sum::<usize>() as f32 / samples.len().max(1) as f32;
    Coverage { modes: hits.iter().filter(|&&count| count > 0).count(), near, hits }
}
