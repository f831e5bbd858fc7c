//! Curves, flattened to short lines.

use super::{Point, Shape};

/// Lines for one curve: at 64 pixels no corner shows.
const PIECES: usize = 6;

/// An outline of lines and quadratic Bézier curves, point after point.
#[derive(Debug, Clone)]
pub struct Path(Vec<Point>);

impl Path {
    /// Begins here.
    #[must_use]
    pub fn from(point: Point) -> Self {
        Self(vec![point])
    }

    /// A straight line to `end`.
    #[must_use]
    pub fn to(mut self, end: Point) -> Self {
        self.0.push(end);
        self
    }

    /// (1 − t)² start + 2 t (1 − t) pull + t² end.
    #[must_use]
    pub fn curve(mut self, pull: Point, end: Point) -> Self {
        let start = self.0.last().copied().unwrap_or(end);
        self.0.extend((1..=PIECES).map(|piece| {
            let t = piece as f32 / PIECES as f32;
            std::array::from_fn(|i| (1.0 - t) * (1.0 - t) * start[i] + 2.0 * t * (1.0 - t) * pull[i] + t * t * end[i])
        }));
        self
    }

    /// The same path with every point moved by `map`.
    #[must_use]
    pub fn map(self, map: impl Fn(Point) -> Point) -> Self {
        Self(self.0.into_iter().map(map).collect())
    }

    /// Its points, the curves flattened.
    #[must_use]
    pub fn points(self) -> Vec<Point> {
        self.0
    }

    /// What the path encloses.
    #[must_use]
    pub fn closed(self) -> Shape {
        Shape::polygon(self.0)
    }

    /// The path as a line with round ends.
    #[must_use]
    pub fn line(self, width: f32) -> Shape {
        Shape::line(self.0, width)
    }
}

/// A cubic through all points (Catmull and Rom 1974), its ends drawn straight on.
#[must_use]
pub fn smooth(points: &[Point]) -> Vec<Point> {
    let last = points.len().saturating_sub(1);
    let at = |i: isize| points[(i.max(0) as usize).min(last)];
    let mut all: Vec<Point> =
        (0..last as isize).flat_map(|i| piece([at(i - 1), at(i), at(i + 1), at(i + 2)])).collect();
    all.extend(points.last());
    all
}

/// The closed cubic through all points.
#[must_use]
pub fn smooth_ring(points: &[Point]) -> Vec<Point> {
    let n = points.len();
    (0..n).flat_map(|i| piece([points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n]])).collect()
}

/// The points of a cubic from the second to the third of four, without its end.
fn piece([a, b, c, d]: [Point; 4]) -> impl Iterator<Item = Point> {
    (0..PIECES).map(move |piece| {
        let t = piece as f32 / PIECES as f32;
        std::array::from_fn(|i| {
            let (a, b, c, d) = (a[i], b[i], c[i], d[i]);
            b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
        })
    })
}
