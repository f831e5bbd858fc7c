//! A field as a mesh of heights, thinned to what a frame can draw, and what of it the viewer sees.

use super::camera::{Place, View};
use super::height::Height;
use crate::{contour::Grid, line::Point};

/// Most nodes across and up.
const MOST: (usize, usize) = (61, 46);
/// How high the highest stands, where the longer side of the floor is 1.
const RISE: f64 = 0.4;
/// The shorter side of the floor is no shorter.
const NARROW: f64 = 0.5;
/// No farther under the horizon than this counts as hidden: the mesh is coarser than the field.
const SLACK: f64 = 0.004;
/// What is farther from the horizon than this is as far as this: then it can be interpolated.
const FAR: f64 = 0.06;
/// A horizon lower than any surface: a number, so that it can be interpolated as well.
const NOTHING: f64 = -1e3;

/// A place in columns and rows of the mesh, from its first node.
pub(super) type Cell = (f64, f64);

#[derive(Debug, Clone)]
pub(super) struct Mesh {
    pub(super) nx: usize,
    pub(super) ny: usize,
    /// Width and depth of the floor.
    pub(super) sides: (f64, f64),
    x: (f64, f64),
    y: (f64, f64),
    /// Values and heights of the nodes, row by row.
    pub(super) values: Vec<f64>,
    pub(super) heights: Vec<f64>,
    /// How far each node stands above the line of sight over what is nearer to the viewer; less than 0 is hidden.
    clear: Vec<f64>,
}

impl Mesh {
    pub(super) fn new(grid: &Grid<'_>, height: &Height) -> Self {
        let (nx, ny) = (grid.nx.min(MOST.0), grid.ny.min(MOST.1));
        let along = |k: usize, n: usize, of: usize| k as f64 * (of - 1) as f64 / (n - 1) as f64;
        let node = |(i, j): (usize, usize)| {
            between(grid.values, (grid.nx, grid.ny), (along(i, nx, grid.nx), along(j, ny, grid.ny)))
        };
        let values: Vec<f64> = (0..ny).flat_map(|j| (0..nx).map(move |i| (i, j))).map(node).collect();
        let heights = values.iter().map(|v| RISE * height.at(*v)).collect();
        let (wide, deep) = ((grid.x.1 - grid.x.0).abs(), (grid.y.1 - grid.y.0).abs());
        let longer = wide.max(deep);
        let sides = ((wide / longer).max(NARROW), (deep / longer).max(NARROW));
        Self { nx, ny, sides, x: grid.x, y: grid.y, values, heights, clear: Vec::new() }
    }

    /// How high the highest may stand.
    pub(super) fn top() -> f64 {
        RISE
    }

    /// The cell of a datum.
    pub(super) fn cell(&self, (x, y): (f64, f64)) -> Cell {
        let share = |v: f64, (lo, hi): (f64, f64), n: usize| (v - lo) / (hi - lo) * (n - 1) as f64;
        (share(x, self.x, self.nx), share(y, self.y, self.ny))
    }

    /// Whether a cell is on the mesh.
    pub(super) fn holds(&self, (i, j): Cell) -> bool {
        (0.0..=(self.nx - 1) as f64).contains(&i) && (0.0..=(self.ny - 1) as f64).contains(&j)
    }

    /// The place of a cell on the floor.
    pub(super) fn floor(&self, (i, j): Cell) -> (f64, f64) {
        let middle = |k: f64, n: usize, side: f64| (k / (n - 1) as f64 - 0.5) * side;
        (middle(i, self.nx, self.sides.0), middle(j, self.ny, self.sides.1))
    }

    /// The place of a cell on the surface.
    pub(super) fn place(&self, cell: Cell) -> Place {
        let (x, y) = self.floor(cell);
        [x, y, between(&self.heights, (self.nx, self.ny), cell)]
    }

    /// How far a cell is from being hidden; less than 0 where it is.
    pub(super) fn clearance(&self, cell: Cell) -> f64 {
        between(&self.clear, (self.nx, self.ny), cell) + SLACK
    }

    /// The nodes on the picture, row by row.
    pub(super) fn project(&self, view: &View) -> Vec<Point> {
        let nodes = (0..self.ny).flat_map(|j| (0..self.nx).map(move |i| (i, j)));
        nodes
            .zip(&self.heights)
            .map(|((i, j), z)| {
                let (x, y) = self.floor((i as f64, j as f64));
                view.to_px([x, y, *z])
            })
            .collect()
    }

    /// How steep the surface is at each node, along x and y: `(z₊ − z₋) / 2`, or to one side at edges and holes.
    pub(super) fn slopes(&self) -> Vec<(f64, f64)> {
        let z = |k: Option<usize>| k.and_then(|k| self.heights.get(k)).copied().filter(|z| z.is_finite());
        let slope = |k: usize, at: usize, n: usize, stride: usize, side: f64| {
            let (before, after) = (z((at > 0).then(|| k.wrapping_sub(stride))), z((at + 1 < n).then_some(k + stride)));
            let here = self.heights[k];
            let cells = f64::from(u8::from(before.is_some()) + u8::from(after.is_some())).max(1.0);
            (after.unwrap_or(here) - before.unwrap_or(here)) / cells * (n - 1) as f64 / side
        };
        let node = |k: usize| {
            let (i, j) = (k % self.nx, k / self.nx);
            (slope(k, i, self.nx, 1, self.sides.0), slope(k, j, self.ny, self.nx, self.sides.1))
        };
        (0..self.heights.len()).map(node).collect()
    }

    /// Finds out what the viewer sees. The horizon of a node is the highest line of sight over any node nearer to the viewer:
    /// `h(p) = max(z(q), h(q)) − |pq| tan e` with `q` the next step from `p` towards the viewer. So each node is looked at once,
    /// from near to far.
    pub(super) fn look(&mut self, view: &View) {
        let (dx, dy) = (self.sides.0 / (self.nx - 1) as f64, self.sides.1 / (self.ny - 1) as f64);
        let toward = view.near();
        let cells = (toward.0 / dx, toward.1 / dy);
        let most = cells.0.abs().max(cells.1.abs());
        let (di, dj) = (cells.0 / most, cells.1 / most);
        let drop = (di * dx).hypot(dj * dy) * view.steepness();
        // Nodes, distance in memory and step along either axis; first the one where a step is a whole cell, so that it always
        // ends in a row that is done.
        let mut axes = [(self.nx, 1, di), (self.ny, self.nx, dj)];
        if dj.abs() > di.abs() {
            axes.swap(0, 1);
        }
        let [(count, stride, step), (across, beside, slant)] = axes;
        self.clear = vec![FAR; self.heights.len()];
        let mut horizon = vec![NOTHING; self.heights.len()];
        for a in toward_last(count, -step).skip(1) {
            let next = if step > 0.0 { a + 1 } else { a - 1 };
            for b in 0..across {
                let to = b as f64 + slant;
                if to < 0.0 || to > (across - 1) as f64 {
                    continue;
                }
                // A hole hides nothing: NaN loses against any number.
                let over = |k: usize| self.heights[k].max(horizon[k]);
                let (k, t) = (next * stride + to as usize * beside, to.fract());
                let reached = if t > 0.0 { over(k) + (over(k + beside) - over(k)) * t } else { over(k) };
                let here = a * stride + b * beside;
                horizon[here] = reached - drop;
                self.clear[here] = (self.heights[here] - horizon[here]).clamp(-FAR, FAR);
            }
        }
    }
}

/// The order of `n` things along an axis that ends with the one nearest to a viewer in direction `toward`.
pub(super) fn toward_last(n: usize, toward: f64) -> impl Iterator<Item = usize> {
    (0..n).map(move |k| if toward > 0.0 { k } else { n - 1 - k })
}

/// A value between four nodes; NaN outside of them, and beside a node without one.
pub(super) fn between(values: &[f64], (nx, ny): (usize, usize), (i, j): Cell) -> f64 {
    let corner = |v: f64, n: usize| (v.max(0.0) as usize).min(n - 2);
    let (a, b) = (corner(i, nx), corner(j, ny));
    let (u, v) = (i - a as f64, j - b as f64);
    // What does not count must not turn the rest into NaN.
    let mix = |p: f64, q: f64, t: f64| {
        if t == 0.0 {
            p
        } else if t == 1.0 {
            q
        } else {
            p + (q - p) * t
        }
    };
    let row = |k: usize| mix(values[k], values[k + 1], u);
    let k = b * nx + a;
    if v == 0.0 { row(k) } else { mix(row(k), row(k + nx), v) }
}
