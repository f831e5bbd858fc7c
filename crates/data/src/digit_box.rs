//! A drawn digit as MNIST has its digits (LeCun, Cortes, Burges: "size normalized to fit in a 20x20 pixel box while preserving
//! their aspect ratio … centered in a 28x28 image by computing the center of mass of the pixels").
//!
//! A network that learned MNIST knows digits in this box only; what is drawn elsewhere or smaller is another world to it.

use crate::image::{crop, grey, resize};
use crate::picture::Picture;

/// The longer side of the ink.
pub const INK: usize = 20;
/// The side of the whole.
pub const SIDE: usize = 28;
/// What is darker is no ink: half a step of a byte.
const FAINTEST: f32 = 0.5 / 255.0;

/// A drawing on its way into the box, for showing each stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Boxed {
    /// Where the ink is in the drawing: its top row, its left column, its rows, its columns.
    pub ink: [usize; 4],
    /// Stage 1: the ink, cut out.
    pub cropped: Picture,
    /// Stage 2: the ink at its new size, by areas: its longer side is 20.
    pub scaled: Picture,
    /// The centre of mass of the scaled ink, (row, column): Σ v·i / Σ v over its points i from 0.
    pub centre: (f32, f32),
    /// Where the upper left corner of the scaled ink comes to lie, (row, column).
    pub corner: (usize, usize),
    /// Stage 3: the whole, 1 × 28 × 28: the centre of mass lies at the point (14, 14), counted from 0, to within half a point, as it
    /// does in all of MNIST, unless ink would leave the box.
    pub placed: Picture,
}

/// The stages from a drawing of any size, white on black, to MNIST's box; colours become grey. `None` where there is no ink.
#[must_use]
pub fn boxed(drawing: &Picture) -> Option<Boxed> {
    let drawing = grey(drawing);
    let ink = ink(&drawing)?;
    let [top, left, height, width] = ink;
    let cropped = crop(&drawing, top, left, height, width);
    let longer = height.max(width);
    // Rounded half up; a stroke keeps at least a point.
    let fit = |side: usize| ((2 * INK * side + longer) / (2 * longer)).max(1);
    let scaled = resize(&cropped, fit(height), fit(width));
    let centre = centre(&scaled)?;
    let corner = (start(centre.0, scaled.height), start(centre.1, scaled.width));
    let placed = place(&scaled, corner);
    Some(Boxed { ink, cropped, scaled, centre, corner, placed })
}

/// The smallest rectangle with all ink.
fn ink(drawing: &Picture) -> Option<[usize; 4]> {
    let (mut top, mut left, mut bottom, mut right) = (usize::MAX, usize::MAX, 0, 0);
    for (y, row) in drawing.values.chunks_exact(drawing.width.max(1)).take(drawing.height).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, value)| **value > FAINTEST) {
            (top, left) = (top.min(y), left.min(x));
            (bottom, right) = (bottom.max(y + 1), right.max(x + 1));
        }
    }
    (bottom > 0).then(|| [top, left, bottom - top, right - left])
}

fn centre(picture: &Picture) -> Option<(f32, f32)> {
    let (mut mass, mut rows, mut columns) = (0.0_f32, 0.0, 0.0);
    for (y, row) in picture.values.chunks_exact(picture.width.max(1)).enumerate() {
        for (x, value) in row.iter().enumerate() {
            mass += value;
            rows += value * y as f32;
            columns += value * x as f32;
        }
    }
    (mass > 0.0).then(|| (rows / mass, columns / mass))
}

/// Where ink of `length` begins, so that its centre lies at the point 14 and none of it leaves the box. Halfway between two
/// places (what is symmetric is) it is the first, whatever the last bits of the centre are.
fn start(centre: f32, length: usize) -> usize {
    let start = (SIDE as f32 / 2.0 - 0.5 - centre - 1e-4).ceil().max(0.0) as usize;
    start.min(SIDE.saturating_sub(length))
}

fn place(scaled: &Picture, (top, left): (usize, usize)) -> Picture {
    let mut placed = Picture::black(1, SIDE, SIDE);
    for (y, row) in scaled.values.chunks_exact(scaled.width).enumerate() {
        let at = (top + y) * SIDE + left;
        if let Some(slots) = placed.values.get_mut(at..at + row.len()) {
            slots.copy_from_slice(row);
        }
    }
    placed
}
