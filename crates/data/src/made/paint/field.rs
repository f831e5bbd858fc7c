//! Distances at every pixel of a grid. A line only matters near itself, so each is looked at from the pixels around it: the
//! cost of an outline goes with its length, not with lines × pixels.

use super::{Frame, Point, Shape};
use crate::maths::{cos, sin};

/// Farther than any edge matters.
const FAR: f32 = 1e6;

/// A stretch of the pixels of a picture.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Pixels along the picture's side.
    pub(super) size: f32,
    pub(super) frame: Frame,
    /// Added to every point of the drawing.
    pub(super) offset: Point,
    /// The first pixel.
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Grid {
    /// Pixels of the picture that one unit of the drawing takes.
    fn unit(&self) -> f32 {
        self.frame.scale * self.size
    }

    /// The points of the drawing at the centres of the pixels, row by row.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> {
        let (c, s) = (cos(self.frame.angle) / self.frame.scale, sin(self.frame.angle) / self.frame.scale);
        let centre = |pixel: usize, axis: usize| (pixel as f32 + 0.5) / self.size - 0.5 - self.frame.shift[axis];
        (0..self.rows * self.columns).map(move |i| {
            let (x, y) = (centre(self.left + i % self.columns, 0), centre(self.top + i / self.columns, 1));
            [0.5 + c * x + s * y - self.offset[0], 0.5 - s * x + c * y - self.offset[1]]
        })
    }

    /// Points of the drawing in pixels, the middle of the first at (0, 0).
    fn pixels(&self, points: &[Point]) -> Vec<Point> {
        let place = |&[x, y]: &Point| {
            let [x, y] = self.frame.outward([x + self.offset[0], y + self.offset[1]]);
            [x * self.size - self.left as f32 - 0.5, y * self.size - self.top as f32 - 0.5]
        };
        points.iter().map(place).collect()
    }

    /// Squared distances to the nearest of the lines, in pixels, where they are at most `reach`.
    fn nearest<'a>(&self, lines: impl Iterator<Item = (&'a Point, &'a Point)>, reach: f32) -> Vec<f32> {
        let mut squares = vec![FAR * FAR; self.rows * self.columns];
        for (&a, &b) in lines {
            let span = |axis: usize, most: usize| {
                let (low, high) = (a[axis].min(b[axis]) - reach, a[axis].max(b[axis]) + reach);
                (low.ceil() as usize)..((high + 1.0) as usize).min(most)
            };
            for row in span(1, self.rows) {
                for column in span(0, self.columns) {
                    let square = &mut squares[row * self.columns + column];
                    *square = square.min(segment([column as f32, row as f32], a, b));
                }
            }
        }
        squares
    }

    /// Which pixels a ray to the right leaves through an odd number of sides.
    fn inside(&self, points: &[Point]) -> Vec<bool> {
        let mut inside = vec![false; self.rows * self.columns];
        for (a, b) in sides(points) {
            let (low, high) = (a[1].min(b[1]), a[1].max(b[1]));
            for row in low.ceil() as usize..(high.ceil().max(0.0) as usize).min(self.rows) {
                let crossing = a[0] + (row as f32 - a[1]) * (b[0] - a[0]) / (b[1] - a[1]);
                let before = (crossing.ceil().max(0.0) as usize).min(self.columns);
                inside[row * self.columns..][..before].iter_mut().for_each(|pixel| *pixel = !*pixel);
            }
        }
        inside
    }
}

/// Each point with the next, the last with the first.
fn sides(points: &[Point]) -> impl Iterator<Item = (&Point, &Point)> {
    points.iter().zip(points.iter().cycle().skip(1))
}

impl Shape {
    /// [`Self::distance`] in pixels, for each pixel of the grid: right where it is at most `reach`, elsewhere only far.
    pub(super) fn field(&self, grid: &Grid, reach: f32) -> Vec<f32> {
        let unit = grid.unit();
        let change = |shape: &Self, more: f32, change: &dyn Fn(f32) -> f32| {
            shape.field(grid, reach + more).into_iter().map(change).collect()
        };
        let join = |a: &Self, b: &Self, sign: f32| {
            let (a, b) = (a.field(grid, reach), b.field(grid, reach));
            a.into_iter().zip(b).map(|(a, b)| a.max(sign * b)).collect()
        };
        match self {
            Self::Ellipse { .. } | Self::Rounded { .. } => grid.points().map(|p| self.distance(p) * unit).collect(),
            Self::Polygon(points) => {
                let points = grid.pixels(points);
                let squares = grid.nearest(sides(&points), reach);
                let signed = squares.into_iter().zip(grid.inside(&points));
                signed.map(|(square, inside)| if inside { -square.sqrt() } else { square.sqrt() }).collect()
            }
            Self::Line(points, width) => {
                let (points, half) = (grid.pixels(points), width / 2.0 * unit);
                let lines = points.iter().zip(points.iter().skip(1));
                grid.nearest(lines, reach + half).into_iter().map(|square| square.sqrt() - half).collect()
            }
            Self::Outline(shape, width) => {
                let half = width / 2.0 * unit;
                change(shape, half, &|d| d.abs() - half)
            }
            Self::Grown(shape, by) => change(shape, by.abs() * unit, &|d| d - by * unit),
            Self::Moved(shape, [x, y]) => {
                let offset = [grid.offset[0] + x, grid.offset[1] + y];
                shape.field(&Grid { offset, ..grid.clone() }, reach)
            }
            Self::Both(a, b) => join(a, b, 1.0),
            Self::Without(a, b) => join(a, b, -1.0),
        }
    }
}

/// The square of the distance to the line from `a` to `b`.
pub(super) fn segment(p: Point, a: Point, b: Point) -> f32 {
    let (e, w) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
    let length = e[0] * e[0] + e[1] * e[1];
    let t = if length > 0.0 { ((w[0] * e[0] + w[1] * e[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    let d = [w[0] - e[0] * t, w[1] - e[1] * t];
    d[0] * d[0] + d[1] * d[1]
}
