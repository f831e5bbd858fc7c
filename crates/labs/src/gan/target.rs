//! What the generator is to learn: points in the plane.

use super::params::TABLE;
use super::params::arena::{CELLS_ACROSS, painted};
use data::made::toys::{Drawn, Point, Toy};
use labkit::Params;

/// Points that batches are drawn from.
pub(super) const POOL: usize = 1 << 14;
/// Half the width of the sheet that the reader paints.
const REACH: f32 = 3.0;

/// A set of points, by how it is made.
#[derive(Debug, Clone, PartialEq)]
enum Source {
    Toy(Toy),
    Drawn(Drawn, f32),
}

/// A target.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    source: Source,
    /// `[POOL, 2]`, row by row.
    pub(super) pool: Vec<f32>,
    /// The means of its modes; none where it has no modes.
    pub(super) centres: Vec<[f32; 2]>,
    /// Deviation of each mode, along each axis.
    pub(super) spread: f32,
    /// The window that shows it: from −reach to reach along both axes.
    pub(super) reach: f32,
}

impl Target {
    pub(super) fn of(params: &Params, seed: u64) -> Self {
        let spread = params.number(TABLE, "spread") as f32;
        let toy = match params.choice(TABLE, "data") {
            "grid-25" => Some((Toy::Grid { side: 5, spacing: 1.0, noise: spread }, 3.0)),
            "blob" => Some((Toy::Ring { modes: 1, radius: 1.0, noise: 0.5 }, 3.0)),
            "pair" => Some((Toy::Ring { modes: 2, radius: 1.5, noise: spread }, 3.0)),
            "moons" => Some((Toy::Moons { noise: spread }, 2.5)),
            "lines" => Some((Toy::Lines { distance: 1.0, noise: spread }, 2.0)),
            "roll" => Some((Toy::Roll { noise: spread }, 2.5)),
            "yours" => None,
            _ => Some((Toy::Ring { modes: 8, radius: 2.0, noise: spread }, 3.0)),
        };
        let cells = || painted(&params.text(TABLE, "cells")).into_iter().map(|number| (middle(number), 0)).collect();
        let drawn = || Drawn::of(cells()).map(|drawn| Source::Drawn(drawn, CELL / 3.0));
        let (source, reach) = match toy {
            Some((toy, reach)) => (Source::Toy(toy), reach),
            // A sheet on which nothing is painted has a point in the middle.
            None => (drawn().unwrap_or(Source::Toy(Toy::Ring { modes: 1, radius: 0.0, noise: spread })), REACH),
        };
        let centres = match &source {
            Source::Toy(toy @ (Toy::Ring { .. } | Toy::Grid { .. })) => toy.centres(seed),
            _ => Vec::new(),
        };
        let spread = match &source {
            Source::Toy(toy) => toy.noise(),
            Source::Drawn(_, noise) => *noise,
        };
        let mut this = Self { source, pool: Vec::new(), centres, spread, reach };
        this.pool = this.points(seed, 0, POOL);
        this
    }

    /// `count` points from the `from`-th on, row by row.
    pub(super) fn points(&self, seed: u64, from: u64, count: usize) -> Vec<f32> {
        let point = |index: u64| -> Point {
            match &self.source {
                Source::Toy(toy) => toy.point(seed, index),
                Source::Drawn(drawn, noise) => drawn.point(*noise, seed, index),
            }
        };
        (from..from + count as u64).flat_map(|index| point(index).at).collect()
    }
}

/// Width of a cell.
const CELL: f32 = 2.0 * REACH / CELLS_ACROSS as f32;

/// The middle of a cell.
fn middle(number: usize) -> [f32; 2] {
    let (row, column) = (number / CELLS_ACROSS, number % CELLS_ACROSS);
    [-REACH + CELL * (column as f32 + 0.5), REACH - CELL * (row as f32 + 0.5)]
}
