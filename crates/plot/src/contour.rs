//! Contours of a field on a grid: marching squares, stitched into polylines.

mod stitch;

use stitch::Stitcher;

use crate::{Kind, PlotError, format, ticks};

/// A scalar field on a grid of nodes. Row 0 is at the lower end of `y`; nodes stand on both ends of both ranges.
#[derive(Debug, Clone, Copy)]
pub struct Grid<'a> {
    /// Nodes across.
    pub nx: usize,
    /// Nodes up.
    pub ny: usize,
    /// From the first column to the last.
    pub x: (f64, f64),
    /// From the lowest row to the highest.
    pub y: (f64, f64),
    /// Row by row, from below; `nx · ny` of them.
    pub values: &'a [f64],
}

impl Grid<'_> {
    /// Whether there are as many values as nodes, and enough of them.
    pub fn check(&self) -> Result<(), PlotError> {
        let expected = self.nx.max(2) * self.ny.max(2);
        if self.values.len() == expected && self.nx * self.ny == expected {
            return Ok(());
        }
        Err(PlotError::Length { what: format!("grid of {} × {}", self.nx, self.ny), expected, got: self.values.len() })
    }

    /// The place of a point given in columns and rows.
    fn place(&self, i: f64, j: f64) -> (f64, f64) {
        let along = |(lo, hi): (f64, f64), t: f64, n: usize| lo + (hi - lo) * t / (n - 1) as f64;
        (along(self.x, i, self.nx), along(self.y, j, self.ny))
    }
}

/// All lines of one level, in data coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Contour {
    /// The level.
    pub level: f64,
    /// Whether it is drawn stronger.
    pub major: bool,
    /// Its lines; a closed one ends where it began.
    pub lines: Vec<Vec<(f64, f64)>>,
}

/// Levels for a field, lowest first, and which of them are major: for losses (nothing below zero) 1 and 3 times powers of
/// ten, at most eight under the greatest value; for others evenly between least and greatest.
pub fn levels(values: &[f64]) -> Vec<(f64, bool)> {
    let Some((lo, hi)) = crate::range::range_of(Kind::Linear, values.iter().copied()) else { return Vec::new() };
    if lo >= 0.0 && hi > 20.0 * lo {
        let top = hi.log10().floor() as i32;
        let all = (top - 4..=top).flat_map(|e| [(10_f64.powi(e), true), (3.0 * 10_f64.powi(e), false)]);
        let inside: Vec<_> = all.filter(|(v, _)| *v > lo && *v < hi).collect();
        return inside[inside.len().saturating_sub(8)..].to_vec();
    }
    evenly(lo, hi)
}

fn evenly(lo: f64, hi: f64) -> Vec<(f64, bool)> {
    let ticks = ticks::linear(lo, hi, 10);
    let inside = ticks.iter().filter(|t| t.value > lo && t.value < hi);
    // Zero is where a signed field turns, and is major with every other one from there.
    let step = ticks.windows(2).next().map_or(1.0, |w| w[1].value - w[0].value);
    inside.map(|t| (t.value, (t.value / step).round() as i64 % 2 == 0)).collect()
}

/// Levels on a scale that is chosen: even ones, or 1 and 3 times powers of ten above the least value, over six decades at most.
pub fn levels_on(kind: Kind, values: &[f64]) -> Vec<(f64, bool)> {
    let Some((lo, hi)) = crate::range::range_of(Kind::Linear, values.iter().copied()) else { return Vec::new() };
    match kind {
        Kind::Linear => evenly(lo, hi),
        Kind::Log => {
            let top = (hi - lo).log10().floor() as i32;
            let all = (top - 5..=top).flat_map(|e| [(10_f64.powi(e), true), (3.0 * 10_f64.powi(e), false)]);
            all.map(|(above, major)| (lo + above, major)).filter(|(v, _)| *v > lo && *v < hi).collect()
        }
    }
}

/// The contours of a field at several levels.
pub fn trace(grid: &Grid<'_>, levels: &[(f64, bool)]) -> Result<Vec<Contour>, PlotError> {
    grid.check()?;
    let mut stitcher = Stitcher::new(grid);
    Ok(levels
        .iter()
        .map(|(level, major)| Contour { level: *level, major: *major, lines: stitcher.run(*level) })
        .collect())
}

impl Contour {
    /// What its level says in a read-out.
    pub fn label(&self) -> String {
        format::value(self.level)
    }
}

#[cfg(test)]
mod tests;
