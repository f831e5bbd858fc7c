//! Shapes as signed distances (after I. Quilez, "2D distance functions").

use super::field::segment;
use crate::maths::hypot;

/// x, y in the unit square.
pub type Point = [f32; 2];

/// What lies inside, by the distance to its edge.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Half axes along x and y.
    Ellipse {
        /// Its centre.
        centre: Point,
        /// Half width, half height.
        radii: Point,
    },
    /// A box with round corners.
    Rounded {
        /// Its centre.
        centre: Point,
        /// Half width, half height, corners included.
        half: Point,
        /// Of the corners.
        radius: f32,
    },
    /// Corners in order, the last joined to the first.
    Polygon(Vec<Point>),
    /// A line through points, with round ends.
    Line(Vec<Point>, f32),
    /// A band of this width along the edge.
    Outline(Box<Shape>, f32),
    /// The shape with this much more on all sides.
    Grown(Box<Shape>, f32),
    /// The shape, moved.
    Moved(Box<Shape>, Point),
    /// What lies in both.
    Both(Box<Shape>, Box<Shape>),
    /// What lies in the first and not in the second.
    Without(Box<Shape>, Box<Shape>),
}

/// A box around a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Smallest x and y.
    pub low: Point,
    /// Largest x and y.
    pub high: Point,
}

impl Bounds {
    /// The four corners.
    #[must_use]
    pub fn corners(&self) -> [Point; 4] {
        let ([x0, y0], [x1, y1]) = (self.low, self.high);
        [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
    }

    fn around(points: &[Point]) -> Self {
        let pick = |start: f32, best: fn(f32, f32) -> f32| {
            std::array::from_fn(|i| points.iter().map(|p: &Point| p[i]).fold(start, best))
        };
        Self { low: pick(f32::INFINITY, f32::min), high: pick(f32::NEG_INFINITY, f32::max) }
    }

    fn grown(self, by: f32) -> Self {
        Self { low: self.low.map(|v| v - by), high: self.high.map(|v| v + by) }
    }
}

impl Shape {
    /// Around (x, y) with half width `rx` and half height `ry`.
    #[must_use]
    pub fn ellipse(centre: Point, rx: f32, ry: f32) -> Self {
        Self::Ellipse { centre, radii: [rx, ry] }
    }

    /// A circle.
    #[must_use]
    pub fn disc(centre: Point, radius: f32) -> Self {
        Self::ellipse(centre, radius, radius)
    }

    /// A box with half width, half height and round corners.
    #[must_use]
    pub fn rounded(centre: Point, half: Point, radius: f32) -> Self {
        Self::Rounded { centre, half, radius }
    }

    /// Corners in order.
    #[must_use]
    pub fn polygon(points: Vec<Point>) -> Self {
        Self::Polygon(points)
    }

    /// A line of this width through points.
    #[must_use]
    pub fn line(points: Vec<Point>, width: f32) -> Self {
        Self::Line(points, width)
    }

    /// A band along the edge, half the width to either side.
    #[must_use]
    pub fn outline(self, width: f32) -> Self {
        Self::Outline(Box::new(self), width)
    }

    /// More on all sides; less where `by` is negative.
    #[must_use]
    pub fn grown(self, by: f32) -> Self {
        Self::Grown(Box::new(self), by)
    }

    /// Moved by x to the right and y down.
    #[must_use]
    pub fn moved(self, by: Point) -> Self {
        Self::Moved(Box::new(self), by)
    }

    /// What lies in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::Both(Box::new(self), Box::new(other))
    }

    /// What does not lie in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self::Without(Box::new(self), Box::new(other))
    }

    /// The signed distance from the edge: negative inside. Exact but for ellipses (right to first order at the edge) and
    /// for what is made of two shapes (a bound).
    #[must_use]
    pub fn distance(&self, p: Point) -> f32 {
        match self {
            Self::Ellipse { centre, radii } => ellipse([p[0] - centre[0], p[1] - centre[1]], *radii),
            Self::Rounded { centre, half, radius } => {
                let q: Point = std::array::from_fn(|i| (p[i] - centre[i]).abs() - half[i] + radius);
                q[0].max(q[1]).min(0.0) + hypot(q[0].max(0.0), q[1].max(0.0)) - radius
            }
            Self::Polygon(points) => polygon(p, points),
            Self::Line(points, width) => {
                let pairs = points.windows(2).map(|pair| segment(p, pair[0], pair[1]));
                pairs.fold(f32::INFINITY, f32::min).sqrt() - width / 2.0
            }
            Self::Outline(shape, width) => shape.distance(p).abs() - width / 2.0,
            Self::Grown(shape, by) => shape.distance(p) - by,
            Self::Moved(shape, by) => shape.distance([p[0] - by[0], p[1] - by[1]]),
            Self::Both(a, b) => a.distance(p).max(b.distance(p)),
            Self::Without(a, b) => a.distance(p).max(-b.distance(p)),
        }
    }

    /// A box that holds the shape.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        match self {
            Self::Ellipse { centre, radii: half } | Self::Rounded { centre, half, .. } => Bounds {
                low: std::array::from_fn(|i| centre[i] - half[i]),
                high: std::array::from_fn(|i| centre[i] + half[i]),
            },
            Self::Polygon(points) => Bounds::around(points),
            Self::Line(points, width) => Bounds::around(points).grown(width / 2.0),
            Self::Outline(shape, width) => shape.bounds().grown(width / 2.0),
            Self::Grown(shape, by) => shape.bounds().grown(*by),
            Self::Moved(shape, by) => {
                let Bounds { low, high } = shape.bounds();
                Bounds { low: [low[0] + by[0], low[1] + by[1]], high: [high[0] + by[0], high[1] + by[1]] }
            }
            Self::Both(a, b) => {
                let (a, b) = (a.bounds(), b.bounds());
                Bounds {
                    low: std::array::from_fn(|i| a.low[i].max(b.low[i])),
                    high: std::array::from_fn(|i| a.high[i].min(b.high[i])),
                }
            }
            Self::Without(a, _) => a.bounds(),
        }
    }
}

/// k (k − 1) / |∇k|-like with k = |p / r|: the distance to first order.
fn ellipse(p: Point, r: Point) -> f32 {
    let k = hypot(p[0] / r[0], p[1] / r[1]);
    let slope = hypot(p[0] / (r[0] * r[0]), p[1] / (r[1] * r[1]));
    if slope > 0.0 { k * (k - 1.0) / slope } else { -r[0].min(r[1]) }
}

/// The distance to the nearest side; inside where a ray crosses an odd number of them.
fn polygon(p: Point, points: &[Point]) -> f32 {
    let Some(mut last) = points.last().copied() else { return f32::INFINITY };
    let (mut nearest, mut inside) = (f32::INFINITY, false);
    for &next in points {
        nearest = nearest.min(segment(p, last, next));
        if (next[1] > p[1]) != (last[1] > p[1]) {
            let crossing = next[0] + (p[1] - next[1]) * (last[0] - next[0]) / (last[1] - next[1]);
            inside ^= p[0] < crossing;
        }
        last = next;
    }
    if inside { -nearest.sqrt() } else { nearest.sqrt() }
}
