//! Where a relief is seen from, and where its points fall on the picture.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_3, PI, TAU};

use crate::line::Point;

/// The direction from which a relief is seen. There is no perspective: lines that are parallel stay so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Where the viewer stands around the relief: radians, counter-clockwise from the x axis. At −π/2 x runs to the right.
    pub azimuth: f64,
    /// How high above the floor: radians, π/2 is straight above.
    pub elevation: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { azimuth: -FRAC_PI_3 - 0.06, elevation: 0.75 }
    }
}

impl Camera {
    /// No lower than this, or walls would hide what stands behind them.
    pub const LOWEST: f64 = 0.2;

    /// A direction of angles in radians: the elevation is held between [`Camera::LOWEST`] and straight above, the azimuth is
    /// brought between −π and π. Angles that are no numbers are those of the default.
    pub fn new(azimuth: f64, elevation: f64) -> Self {
        let (azimuth, elevation) = if azimuth.is_finite() && elevation.is_finite() {
            (azimuth, elevation)
        } else {
            (Self::default().azimuth, Self::default().elevation)
        };
        let around = (azimuth + PI).rem_euclid(TAU) - PI;
        Self { azimuth: around, elevation: elevation.clamp(Self::LOWEST, FRAC_PI_2) }
    }

    /// After a drag by so many CSS pixels to the right and down: the relief follows the hand, a degree every two pixels.
    pub fn dragged(self, (right, down): (f64, f64)) -> Self {
        let by = PI / 360.0;
        Self::new(self.azimuth - right * by, self.elevation + down * by)
    }
}

/// A place in the box of the relief: right and back on the floor around its middle, and up.
pub(super) type Place = [f64; 3];

/// The projection of a box on a picture: `right = −X sin a + Y cos a`, `near = X cos a + Y sin a`,
/// `up = Z cos e − near sin e`.
#[derive(Debug, Clone)]
pub(super) struct View {
    sin: (f64, f64),
    cos: (f64, f64),
    scale: f64,
    middle: Point,
}

impl View {
    /// The view of a box of (width, depth) that stands between two heights, as large as fits a picture with margins (sides,
    /// top, bottom) in every azimuth, so that nothing grows or shrinks as it turns.
    pub(super) fn new(
        camera: Camera,
        (wide, deep): (f64, f64),
        (low, high): (f64, f64),
        (width, height): (f64, f64),
        [side, top, bottom]: [f64; 3],
    ) -> Self {
        let Camera { azimuth, elevation } = Camera::new(camera.azimuth, camera.elevation);
        let (sin, cos) = ((azimuth.sin(), elevation.sin()), (azimuth.cos(), elevation.cos()));
        let across = wide.hypot(deep);
        let upright = across * sin.1 + (high - low) * cos.1;
        let scale = ((width - 2.0 * side) / across).min((height - top - bottom) / upright).max(1.0);
        let rise = f64::midpoint(low, high) * cos.1 * scale;
        Self { sin, cos, scale, middle: (width / 2.0, (top + height - bottom) / 2.0 + rise) }
    }

    /// Where a place falls, CSS pixels.
    pub(super) fn to_px(&self, [x, y, z]: Place) -> Point {
        let right = y * self.cos.0 - x * self.sin.0;
        let near = x * self.cos.0 + y * self.sin.0;
        let up = z * self.cos.1 - near * self.sin.1;
        (self.middle.0 + self.scale * right, self.middle.1 - self.scale * up)
    }

    /// On the floor towards the viewer, of length 1.
    pub(super) fn near(&self) -> (f64, f64) {
        (self.cos.0, self.sin.0)
    }

    /// How much the line of sight rises over a length of 1 on the floor; straight from above without bound.
    pub(super) fn steepness(&self) -> f64 {
        self.sin.1 / self.cos.1.max(1e-6)
    }

    /// Where the light comes from: above the viewer's left shoulder, wherever the viewer stands. Of length 1.
    pub(super) fn light(&self) -> Place {
        const LIGHT: (f64, f64, f64) = (-0.56, 0.16, 0.81);
        let (left, near, up) = LIGHT;
        [near * self.cos.0 - left * self.sin.0, near * self.sin.0 + left * self.cos.0, up]
    }

    /// How high a disc on the floor looks, of its width.
    pub(super) fn flatness(&self) -> f64 {
        self.sin.1
    }
}
