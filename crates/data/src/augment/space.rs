//! Changes of place: each new point asks where in the old picture it comes from.

use super::Kind;
use crate::maths::{cos, exp, sin};
use crate::picture::Picture;

/// The picture whose point (x, y) is the old one's at `from(x, y)`, between points by bilinear interpolation, in points from
/// the centre of the upper left one.
pub(super) fn warp(picture: &Picture, from: impl Fn(usize, usize) -> (f32, f32)) -> Picture {
    let mut new = Picture::black(picture.channels, picture.height, picture.width);
    let plane = picture.height * picture.width;
    for y in 0..picture.height {
        for x in 0..picture.width {
            let (from_x, from_y) = from(x, y);
            for channel in 0..picture.channels {
                if let Some(slot) = new.values.get_mut(channel * plane + y * picture.width + x) {
                    *slot = between(picture, channel, from_x, from_y);
                }
            }
        }
    }
    new
}

/// (1−u)(1−v) a + u(1−v) b + (1−u)v c + uv d of the four points around (x, y), u and v the parts behind the point.
fn between(picture: &Picture, channel: usize, x: f32, y: f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (u, v) = (x - left, y - top);
    let at = |x: f32, y: f32| {
        let inside = x >= 0.0 && y >= 0.0 && x < picture.width as f32 && y < picture.height as f32;
        let place = || (channel * picture.height + y as usize) * picture.width + x as usize;
        if inside { picture.values.get(place()).copied().unwrap_or(0.0) } else { 0.0 }
    };
    let above = (1.0 - u) * at(left, top) + u * at(left + 1.0, top);
    let below = (1.0 - u) * at(left, top + 1.0) + u * at(left + 1.0, top + 1.0);
    ((1.0 - v) * above + v * below).clamp(0.0, 1.0)
}

/// The middle, in points from the centre of the upper left one.
fn middle(picture: &Picture) -> (f32, f32) {
    ((picture.width as f32 - 1.0) / 2.0, (picture.height as f32 - 1.0) / 2.0)
}

/// Moved by (dx, dy), each a whole number of points, all from −`most` to `most` alike: new(x, y) = old(x − dx, y − dy).
#[must_use]
pub fn shift(picture: &Picture, most: usize, seed: u64, index: u64) -> Picture {
    let mut random = Kind::Shift.stream(seed, index);
    let mut draw = || random.below(2 * most + 1) as f32 - most as f32;
    let (dx, dy) = (draw(), draw());
    warp(picture, |x, y| (x as f32 - dx, y as f32 - dy))
}

/// Turned around its middle by an angle θ uniform in [−`most`, `most`) radians: new(c + r) = old(c + R(−θ) r), R the rotation.
#[must_use]
pub fn turn(picture: &Picture, most: f32, seed: u64, index: u64) -> Picture {
    let angle = Kind::Turn.stream(seed, index).between(-most, most);
    let (sin, cos) = (sin(angle), cos(angle));
    let (cx, cy) = middle(picture);
    warp(picture, |x, y| {
        let (dx, dy) = (x as f32 - cx, y as f32 - cy);
        (cx + (cos * dx + sin * dy), cy + (cos * dy - sin * dx))
    })
}

/// Made larger or smaller around its middle by a factor s = eᵗ, t uniform in [−`most`, `most`), so that a factor and its inverse
/// are alike: new(c + r) = old(c + r / s).
#[must_use]
pub fn scale(picture: &Picture, most: f32, seed: u64, index: u64) -> Picture {
    let factor = exp(Kind::Scale.stream(seed, index).between(-most, most));
    let (cx, cy) = middle(picture);
    warp(picture, |x, y| (cx + (x as f32 - cx) / factor, cy + (y as f32 - cy) / factor))
}
