//! A painter of small pictures. A [`Shape`] is a signed distance d, negative inside; a pixel whose centre is d pixels from
//! the edge is covered by clamp(½ − d), so edges are smooth without any sampling. Coordinates are those of the unit square
//! (x to the right, y down), so one drawing comes out at any size.

mod colour;
mod curve;
mod field;
mod shape;

pub use colour::{Colour, darker, grey, lighter, mix, rgb};
pub use curve::{Path, smooth, smooth_ring};
pub use shape::{Bounds, Point, Shape};

use self::field::Grid;
use crate::maths::{cos, sin};
use crate::picture::Picture;

/// How a drawing lies in the picture: turned by `angle` (radians, clockwise) and scaled about the centre (½, ½), then
/// shifted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// In units of the picture.
    pub shift: Point,
    /// 1 leaves the size.
    pub scale: f32,
    /// In radians.
    pub angle: f32,
}

impl Frame {
    /// The drawing as it is.
    pub const WHOLE: Self = Self { shift: [0.0, 0.0], scale: 1.0, angle: 0.0 };

    /// Where a point of the drawing lies in the picture.
    fn outward(&self, [x, y]: Point) -> Point {
        let (c, s) = (cos(self.angle) * self.scale, sin(self.angle) * self.scale);
        let (x, y) = (x - 0.5, y - 0.5);
        [0.5 + self.shift[0] + c * x - s * y, 0.5 + self.shift[1] + s * x + c * y]
    }
}

/// A square picture in red, green and blue that is painted over.
#[derive(Debug, Clone)]
pub struct Canvas {
    picture: Picture,
    frame: Frame,
}

impl Canvas {
    /// `size × size` pixels of one colour.
    #[must_use]
    pub fn new(size: usize, colour: Colour) -> Self {
        let values = colour.iter().flat_map(|&value| std::iter::repeat_n(value, size * size)).collect();
        Self { picture: Picture { channels: 3, height: size, width: size, values }, frame: Frame::WHOLE }
    }

    /// What is painted from now on lies so in the picture.
    pub fn place(&mut self, frame: Frame) {
        self.frame = frame;
    }

    /// Paints a shape in one colour.
    pub fn fill(&mut self, shape: &Shape, colour: Colour) {
        self.paint(shape, 1.0, |_| colour);
    }

    /// Lays a colour over a shape: 0 leaves what is there, 1 hides it.
    pub fn glaze(&mut self, shape: &Shape, colour: Colour, opacity: f32) {
        self.paint(shape, opacity, |_| colour);
    }

    /// Paints the edge of a shape, half the width to either side.
    pub fn stroke(&mut self, shape: &Shape, width: f32, colour: Colour) {
        self.paint(&shape.clone().outline(width), 1.0, |_| colour);
    }

    /// Paints a shape in a colour that depends on the point (of the drawing, not of the picture).
    pub fn paint(&mut self, shape: &Shape, opacity: f32, colour: impl Fn(Point) -> Colour) {
        let plane = self.picture.width * self.picture.height;
        let values = &mut self.picture.values;
        cover(self.picture.width, &self.frame, shape, |pixel, coverage, point| {
            for (channel, value) in colour(point).into_iter().enumerate() {
                let old = &mut values[channel * plane + pixel];
                *old += (value - *old) * coverage * opacity;
            }
        });
    }

    /// The picture.
    #[must_use]
    pub fn finish(self) -> Picture {
        self.picture
    }
}

/// Calls `each` with index (row by row), coverage in (0, 1] and point of the drawing for every pixel of a picture of
/// `size × size` that the shape touches.
pub fn cover(size: usize, frame: &Frame, shape: &Shape, mut each: impl FnMut(usize, f32, Point)) {
    let (pixels, bounds) = (size as f32, shape.bounds());
    let corners = bounds.corners().map(|corner| frame.outward(corner));
    let span = |axis: usize| {
        let low = corners.iter().map(|corner| corner[axis]).fold(f32::INFINITY, f32::min);
        let high = corners.iter().map(|corner| corner[axis]).fold(f32::NEG_INFINITY, f32::max);
        // One pixel more on either side: the soft edge. What is negative becomes 0 in a cast.
        (low * pixels - 1.0) as usize..((high * pixels + 1.0).ceil() as usize).min(size)
    };
    let (columns, rows) = (span(0), span(1));
    let (left, top) = (columns.start, rows.start);
    let grid =
        Grid { size: pixels, frame: *frame, offset: [0.0, 0.0], left, top, columns: columns.len(), rows: rows.len() };
    // Half a pixel and a little.
    for (place, (distance, point)) in shape.field(&grid, 0.6).into_iter().zip(grid.points()).enumerate() {
        let coverage = (0.5 - distance).clamp(0.0, 1.0);
        if coverage > 0.0 {
            each((top + place / grid.columns) * size + left + place % grid.columns, coverage, point);
        }
    }
}
