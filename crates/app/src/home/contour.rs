//! Contours of a field on a grid, as path data.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Heights on a grid that is laid over a box of `width` × `height`.
pub(super) struct Grid {
    nx: usize,
    ny: usize,
    width: f64,
    height: f64,
    values: Vec<f64>,
}

/// A point in grid units.
type Spot = (f64, f64);
/// An edge of the grid: its first corner, and whether it goes down.
type Edge = (usize, usize, bool);

impl Grid {
    /// Samples `f` at the corners of cells about `cell` wide.
    pub(super) fn sample(width: f64, height: f64, cell: f64, f: impl Fn(f64, f64) -> f64) -> Self {
        let (nx, ny) = ((width / cell).ceil().max(1.0) as usize, (height / cell).ceil().max(1.0) as usize);
        let at = |index: usize, count: usize, size: f64| index as f64 / count as f64 * size;
        let row = |j: usize| (0..=nx).map(move |i| (i, j));
        let values = (0..=ny).flat_map(row).map(|(i, j)| f(at(i, nx, width), at(j, ny, height))).collect();
        Self { nx, ny, width, height, values }
    }

    fn value(&self, i: usize, j: usize) -> f64 {
        self.values.get(j * (self.nx + 1) + i).copied().unwrap_or(0.0)
    }

    /// Corners of a cell, around.
    fn corners(&self, i: usize, j: usize) -> [(usize, usize, f64); 4] {
        [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)].map(|(i, j)| (i, j, self.value(i, j)))
    }

    fn cells(&self) -> impl Iterator<Item = (usize, usize)> {
        let nx = self.nx;
        (0..self.ny).flat_map(move |j| (0..nx).map(move |i| (i, j)))
    }

    fn write(&self, path: &mut String, command: char, (x, y): Spot) {
        let (x, y) = (x / self.nx as f64 * self.width, y / self.ny as f64 * self.height);
        let _ = write!(path, "{command}{x:.1} {y:.1}");
    }

    /// The line on which the field is `level`. Pieces are joined, so that the path is short and its corners are round.
    pub(super) fn line(&self, level: f64) -> String {
        let mut ends: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
        let mut pieces: Vec<[(Edge, Spot); 2]> = Vec::new();
        for (i, j) in self.cells() {
            let crossings = crossings(self.corners(i, j), level);
            for piece in crossings.chunks_exact(2) {
                let &[a, b] = piece else { continue };
                ends.entry(a.0).or_default().push(pieces.len());
                ends.entry(b.0).or_default().push(pieces.len());
                pieces.push([a, b]);
            }
        }
        let mut path = String::new();
        let mut used = vec![false; pieces.len()];
        // Open lines first, from an end at the border; what is left is closed and may start anywhere.
        let open =
            (0..pieces.len()).filter(|&p| pieces[p].iter().any(|end| ends.get(&end.0).is_some_and(|e| e.len() == 1)));
        for start in open.collect::<Vec<_>>().into_iter().chain(0..pieces.len()) {
            self.trace(start, &pieces, &ends, &mut used, &mut path);
        }
        path
    }

    fn trace(
        &self,
        start: usize,
        pieces: &[[(Edge, Spot); 2]],
        ends: &BTreeMap<Edge, Vec<usize>>,
        used: &mut [bool],
        path: &mut String,
    ) {
        if used[start] {
            return;
        }
        let lone = |edge: &Edge| ends.get(edge).is_some_and(|e| e.len() == 1);
        let [a, b] = pieces[start];
        let (from, mut to) = if lone(&b.0) { (b, a) } else { (a, b) };
        used[start] = true;
        self.write(path, 'M', from.1);
        self.write(path, 'L', to.1);
        while let Some(&next) = ends.get(&to.0).and_then(|list| list.iter().find(|&&p| !used[p])) {
            used[next] = true;
            let [a, b] = pieces[next];
            to = if a.0 == to.0 { b } else { a };
            self.write(path, 'L', to.1);
        }
        if to.0 == from.0 {
            path.push('z');
        }
    }

    /// The area in which the field is above `level`: whole runs of cells first, then the cut ones.
    pub(super) fn area(&self, level: f64) -> String {
        let mut path = String::new();
        for j in 0..self.ny {
            let mut run = None;
            for i in 0..=self.nx {
                let corners = self.corners(i, j);
                let full = i < self.nx && corners.iter().all(|c| c.2 > level);
                match (full, run) {
                    (true, None) => run = Some(i),
                    (false, Some(first)) => {
                        self.block(&mut path, first, i, j);
                        run = None;
                    }
                    _ => {}
                }
                if i < self.nx && !full && corners.iter().any(|c| c.2 > level) {
                    self.cut(&mut path, corners, level);
                }
            }
        }
        path
    }

    fn block(&self, path: &mut String, first: usize, last: usize, j: usize) {
        let (first, last, top, bottom) = (first as f64, last as f64, j as f64, j as f64 + 1.0);
        self.write(path, 'M', (first, top));
        for spot in [(last, top), (last, bottom), (first, bottom)] {
            self.write(path, 'L', spot);
        }
        path.push('z');
    }

    fn cut(&self, path: &mut String, corners: [(usize, usize, f64); 4], level: f64) {
        let mut command = 'M';
        for k in 0..4 {
            let (a, b) = (corners[k], corners[(k + 1) % 4]);
            if a.2 > level {
                self.write(path, command, (a.0 as f64, a.1 as f64));
                command = 'L';
            }
            if (a.2 > level) != (b.2 > level) {
                self.write(path, command, between(a, b, level));
                command = 'L';
            }
        }
        path.push('z');
    }
}

fn between(a: (usize, usize, f64), b: (usize, usize, f64), level: f64) -> Spot {
    let t = (level - a.2) / (b.2 - a.2);
    let mix = |a: usize, b: usize| a as f64 + (b as f64 - a as f64) * t;
    (mix(a.0, b.0), mix(a.1, b.1))
}

// Where the level crosses the edges of one cell: none, two, or four points.
fn crossings(corners: [(usize, usize, f64); 4], level: f64) -> Vec<(Edge, Spot)> {
    (0..4)
        .filter_map(|k| {
            let (a, b) = (corners[k], corners[(k + 1) % 4]);
            let edge = (a.0.min(b.0), a.1.min(b.1), a.0 == b.0);
            ((a.2 > level) != (b.2 > level)).then(|| (edge, between(a, b, level)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Grid;

    fn cone() -> Grid {
        Grid::sample(100.0, 100.0, 5.0, |x, y| -((x - 50.0).powi(2) + (y - 50.0).powi(2)).sqrt())
    }

    #[test]
    fn a_circle_is_one_closed_line() {
        let path = cone().line(-30.0);
        assert_eq!(path.matches('M').count(), 1, "{path}");
        assert!(path.ends_with('z'));
        for point in path.trim_end_matches('z').split(['M', 'L']).filter(|point| !point.is_empty()) {
            let (x, y) = point.split_once(' ').unwrap_or(("0", "0"));
            let (x, y): (f64, f64) = (x.parse().unwrap_or(0.0), y.parse().unwrap_or(0.0));
            assert!(((x - 50.0).hypot(y - 50.0) - 30.0).abs() < 0.5, "{point}");
        }
    }

    #[test]
    fn a_line_across_starts_at_the_border() {
        let path = Grid::sample(100.0, 50.0, 10.0, |x, _| x).line(45.0);
        assert_eq!(path.matches('M').count(), 1, "{path}");
        assert!(path.starts_with("M45.0 0.0") || path.starts_with("M45.0 50.0"), "{path}");
    }

    #[test]
    fn nothing_above_the_top() {
        assert_eq!(cone().line(1.0), "");
        assert_eq!(cone().area(1.0), "");
        assert!(cone().area(-10.0).starts_with('M'));
    }
}
