//! The head in space: a point of the drawing (x, y) about the head's centre lies on a sphere that turns by an angle φ, so it
//! moves to x cos φ + √(R² − x²) sin φ.

use crate::made::paint::{Frame, Path, Point, Shape};
use crate::maths::{cos, sin};

use super::Factors;

/// Where the head's centre lies in the picture.
const CENTRE: Point = [0.5, 0.545];
/// R: what lies on the face.
const FACE: f32 = 0.30;

/// A head of some width, turned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    /// Factor on x.
    wide: f32,
    cos: f32,
    sin: f32,
    /// The radius R for what is placed now.
    radius: f32,
}

impl Head {
    pub(super) fn new(factors: &Factors) -> Self {
        let angle = factors.turn * 0.37;
        Self { wide: 1.0 + 0.05 * factors.width, cos: cos(angle), sin: sin(angle), radius: FACE }
    }

    /// How the whole drawing lies in the picture.
    pub(super) fn frame(factors: &Factors) -> Frame {
        Frame { shift: [-0.025 * factors.turn, -0.012], scale: 1.12, angle: factors.tilt * 0.14 }
    }

    /// For what lies this deep: 0 is the axis of the head, 0.3 its face, less than 0 behind it.
    pub(super) fn depth(self, radius: f32) -> Self {
        Self { radius, ..self }
    }

    /// A point that is turned with the head by parallax only, so that outlines keep their shape.
    pub(super) fn flat(&self, [x, y]: Point) -> Point {
        [CENTRE[0] + x * self.wide + self.radius * self.sin, CENTRE[1] + y]
    }

    /// A point on the sphere.
    pub(super) fn at(&self, [x, y]: Point) -> Point {
        let x = x * self.wide;
        let z = (self.radius * self.radius - x * x).max(0.0).sqrt();
        [CENTRE[0] + x * self.cos + z * self.sin, CENTRE[1] + y]
    }

    /// How much narrower things are at x than straight ahead: the derivative of [`Self::at`].
    pub(super) fn narrow(&self, x: f32) -> f32 {
        let x = x * self.wide;
        let z = (self.radius * self.radius - x * x).max(1e-3).sqrt();
        (self.cos - x / z * self.sin).clamp(0.45, 1.15)
    }

    /// An ellipse on the sphere.
    pub(super) fn ellipse(&self, [x, y]: Point, rx: f32, ry: f32) -> Shape {
        Shape::ellipse(self.at([x, y]), rx * self.narrow(x), ry)
    }

    /// A path on the sphere.
    pub(super) fn path(&self, path: Path) -> Path {
        path.map(|point| self.at(point))
    }

    /// The outline of the face: a round skull, cheeks, a chin that moves with the turn.
    pub(super) fn face(&self) -> Shape {
        let chin = self.sin * 0.05;
        let skull = self.depth(0.02);
        let points = [
            [0.0, -0.30],
            [0.16, -0.27],
            [0.25, -0.16],
            [0.272, 0.0],
            [0.258, 0.10],
            [0.20 + chin, 0.195],
            [0.105 + chin, 0.262],
            [chin, 0.285],
            [-0.105 + chin, 0.262],
            [-0.20 + chin, 0.195],
            [-0.258, 0.10],
            [-0.272, 0.0],
            [-0.25, -0.16],
            [-0.16, -0.27],
        ];
        let points: Vec<Point> = points.iter().map(|&point| skull.flat(point)).collect();
        Shape::polygon(crate::made::paint::smooth_ring(&points))
    }

    /// An ear: side −1 or 1.
    pub(super) fn ear(&self, side: f32) -> Shape {
        let away = self.depth(-0.05);
        Shape::ellipse(away.flat([side * 0.272, 0.045]), 0.042, 0.062)
    }

    /// The neck, down to the collar.
    pub(super) fn neck(&self) -> Shape {
        let [x, y] = self.depth(-0.03).flat([0.0, 0.32]);
        Shape::rounded([x, y], [0.075, 0.12], 0.02)
    }

    /// The shoulders.
    pub(super) fn shoulders(&self) -> Shape {
        let body = self.depth(-0.03);
        Path::from([-0.44, 0.62])
            .curve([-0.42, 0.40], [-0.13, 0.352])
            .curve([0.0, 0.44], [0.13, 0.352])
            .curve([0.42, 0.40], [0.44, 0.62])
            .map(|point| body.flat(point))
            .closed()
    }
}
