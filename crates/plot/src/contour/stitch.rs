//! Marching squares, stitched.

use super::Grid;

const NONE: u32 = u32::MAX;

/// Joins crossings of cell edges into lines. Each edge that a contour crosses is a link with at most two neighbours, one per
/// cell beside it, so that lines are found by walking; memory is shared by all levels.
pub(super) struct Stitcher<'g, 'a> {
    grid: &'g Grid<'a>,
    /// Neighbours of each edge: first all horizontal edges, then all vertical ones, each under the node at its lower left.
    links: Vec<[u32; 2]>,
    crossed: Vec<u32>,
}

impl<'g, 'a> Stitcher<'g, 'a> {
    /// A stitcher for a grid that was checked.
    pub(super) fn new(grid: &'g Grid<'a>) -> Self {
        Self { grid, links: vec![[NONE; 2]; 2 * grid.nx * grid.ny], crossed: Vec::new() }
    }

    /// The lines of one level.
    pub(super) fn run(&mut self, level: f64) -> Vec<Vec<(f64, f64)>> {
        let (nx, ny) = (self.grid.nx, self.grid.ny);
        for j in 0..ny - 1 {
            for i in 0..nx - 1 {
                self.cell(j * nx + i, level);
            }
        }
        let crossed = std::mem::take(&mut self.crossed);
        let mut lines = Vec::new();
        // Lines with ends first; what is left then runs in circles.
        for ends_only in [true, false] {
            for edge in &crossed {
                let [a, b] = self.links[*edge as usize];
                // A link fills its first slot first; one that was walked is empty again.
                if a != NONE && (b == NONE || !ends_only) {
                    lines.push(self.walk(*edge, level));
                }
            }
        }
        self.crossed = crossed;
        self.crossed.clear();
        lines
    }

    /// Links the edges of one cell. Of a saddle's two ways to be joined the mean of the corners chooses, so that the ground
    /// in the middle is on the side on which the mean says it is.
    fn cell(&mut self, node: usize, level: f64) {
        let (nx, v) = (self.grid.nx, self.grid.values);
        let (a, b, c, d) = (v[node], v[node + 1], v[node + nx + 1], v[node + nx]);
        if !(a.is_finite() && b.is_finite() && c.is_finite() && d.is_finite()) {
            return;
        }
        let up = |v: f64| u8::from(v > level);
        let case = up(a) | up(b) << 1 | up(c) << 2 | up(d) << 3;
        let vertical = nx * self.grid.ny;
        let (south, north) = (node, node + nx);
        let (west, east) = (vertical + node, vertical + node + 1);
        let high_middle = (a + b + c + d) / 4.0 > level;
        match case {
            1 | 14 => self.link(west, south),
            2 | 13 => self.link(south, east),
            3 | 12 => self.link(west, east),
            4 | 11 => self.link(east, north),
            6 | 9 => self.link(south, north),
            7 | 8 => self.link(west, north),
            5 | 10 => {
                // 5: a and c are high. A high middle joins them, and the lines cut off b and d.
                if (case == 5) == high_middle {
                    self.link(south, east);
                    self.link(west, north);
                } else {
                    self.link(west, south);
                    self.link(east, north);
                }
            }
            _ => {}
        }
    }

    fn link(&mut self, a: usize, b: usize) {
        for (from, to) in [(a, b), (b, a)] {
            let slot = &mut self.links[from];
            if slot[0] == NONE {
                slot[0] = to as u32;
                self.crossed.push(from as u32);
            } else {
                slot[1] = to as u32;
            }
        }
    }

    /// Follows links from an edge and takes them away; a line that comes back to its start ends there.
    fn walk(&mut self, start: u32, level: f64) -> Vec<(f64, f64)> {
        let mut line = vec![self.crossing(start, level)];
        let (mut before, mut at) = (NONE, start);
        loop {
            let [a, b] = std::mem::replace(&mut self.links[at as usize], [NONE; 2]);
            let next = if a == before { b } else { a };
            if next == NONE {
                return line;
            }
            line.push(self.crossing(next, level));
            if next == start {
                return line;
            }
            (before, at) = (at, next);
        }
    }

    /// Where an edge crosses the level.
    fn crossing(&self, edge: u32, level: f64) -> (f64, f64) {
        let (nx, v) = (self.grid.nx, self.grid.values);
        let (edge, vertical) = (edge as usize, nx * self.grid.ny);
        let (node, far) = if edge < vertical { (edge, edge + 1) } else { (edge - vertical, edge - vertical + nx) };
        let t = ((level - v[node]) / (v[far] - v[node])).clamp(0.0, 1.0);
        let (i, j) = ((node % nx) as f64, (node / nx) as f64);
        if edge < vertical { self.grid.place(i + t, j) } else { self.grid.place(i, j + t) }
    }
}
