//! What came of the rivals, in numbers and figures.

use super::super::params::TABLE;
use super::{ASKED, Rivals, SIZES};
use crate::exhibit::{panel, series};
use labkit::{Content, Panel, Pictures};

/// Pictures of each on the wall; of a size, a row.
const WALL: usize = 24;
const ROW: usize = 12;
/// Who makes pictures, and what shares are called.
const MAKERS: [[&str; 2]; 5] = [
    ["fixed", "r_share_fixed"],
    ["ae", "r_share_ae"],
    ["fitted", "r_share_fitted"],
    ["vae", "r_share_vae"],
    ["gan", "r_share_gan"],
];
/// Who learns, and what errors are called.
const LEARNERS: [[&str; 2]; 3] = [["fixed", "r_error_fixed"], ["ae", "r_error_ae"], ["vae", "r_error_vae"]];
/// Whose plane is shown.
const PLANES: [&str; 4] = ["fixed", "ae", "vae", "gan"];

/// Every second value, from this one on: pictures from N(0, I) and from fitted codes take turns.
fn halves<T: Copy>(values: &[T], first: usize) -> Vec<T> {
    values.iter().skip(first).step_by(2).copied().collect()
}

impl Rivals {
    fn sizes(&self) -> bool {
        self.gan.is_none()
    }

    pub(super) fn metrics(&self) -> Vec<(&'static str, f64)> {
        let marks = &self.left.marks;
        let mut metrics = Vec::new();
        if self.sizes() {
            self.about_sizes(&mut metrics);
        } else {
            metrics.extend(LEARNERS.iter().zip(&marks.errors).map(|([_, name], error)| (*name, *error)));
            metrics.extend(MAKERS.iter().zip(&marks.shares).map(|([_, name], share)| (*name, *share)));
            if let [_, ae, fitted, vae, gan] = *marks.shares {
                metrics.extend([("r_vae_lead", vae - ae), ("r_gan_lead", gan - ae.max(fitted))]);
            }
        }
        metrics.extend(self.real.filter(|_| !marks.shares.is_empty()).map(|share| ("r_share_real", share)));
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }

    fn about_sizes(&self, metrics: &mut Vec<(&'static str, f64)>) {
        let marks = &self.left.marks;
        if let [first, .., last] = *marks.errors {
            let falls = marks.errors.windows(2).filter(|pair| pair[1] < pair[0]).count();
            metrics.extend([("r_falls", falls as f64), ("r_error_small", first), ("r_error_large", last)]);
        }
        let shares = halves(&marks.shares, 1);
        let best = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b]));
        if let (Some(best), [small, .., large]) = (best, &*shares) {
            metrics.extend([("r_best_code", SIZES[best] as f64), ("r_share_best", shares[best])]);
            metrics.extend([("r_share_small", *small), ("r_share_large", *large)]);
        }
    }

    pub(super) fn panels(&self) -> Vec<Panel> {
        let marks = &self.left.marks;
        if self.sizes() {
            return self.size_panels();
        }
        let mut panels = Vec::new();
        for ([maker, _], made) in MAKERS.iter().zip(&marks.made) {
            panels.push(panel(&format!("r_wall_{maker}"), self.pictures(self.first(made, WALL).to_vec())));
        }
        let whose = self.params.choice(TABLE, "r_whose");
        let at = PLANES.iter().position(|way| *way == whose).unwrap_or_default();
        if let Some(plane) = marks.plane.get(at) {
            panels.push(panel("r_plane", self.pictures(plane.clone())));
        }
        let errors = LEARNERS.iter().zip(&self.left.errors).enumerate();
        let errors = errors.map(|(at, ([name, _], curve))| curve.series(name, at as u8 + 1));
        panels.push(panel("r_errors", Content::Lines(errors.collect())));
        let shares = MAKERS.iter().zip(&self.left.shares).enumerate();
        let shares = shares.map(|(at, ([name, _], curve))| curve.series(name, at as u8 + 1));
        panels.push(panel("r_shares", Content::Lines(shares.collect())));
        panels
    }

    fn size_panels(&self) -> Vec<Panel> {
        let marks = &self.left.marks;
        let line = |key: &str, identity: u8, values: Vec<f64>| {
            let y: Vec<f32> = values.into_iter().map(|value| value as f32).collect();
            series(key, identity, SIZES[..y.len().min(SIZES.len())].iter().map(|size| *size as f32).collect(), y)
        };
        let shares = [("ae", 2, 0), ("fitted", 3, 1)];
        let shares = shares.map(|(key, identity, first)| line(key, identity, halves(&marks.shares, first)));
        let rows = marks.made.iter().skip(1).step_by(2).flat_map(|made| self.first(made, ROW).iter().copied());
        vec![
            panel("r_size_errors", Content::Lines(vec![line("ae", 2, marks.errors.clone())])),
            panel("r_size_shares", Content::Lines(shares.into())),
            panel("r_size_wall", self.pictures(rows.collect())),
        ]
    }

    /// The first pictures of an exam.
    fn first<'a>(&self, made: &'a [f32], count: usize) -> &'a [f32] {
        &made[..(self.feed.pixels() * count.min(ASKED)).min(made.len())]
    }

    fn pictures(&self, values: Vec<f32>) -> Content {
        let side = self.feed.side as u32;
        Content::Pictures(Pictures { height: side, width: side, values: values.into(), names: Vec::new() })
    }
}
