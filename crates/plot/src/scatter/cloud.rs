//! Many points as one picture: a stamp of each shape, blended where points are.

use crate::{Picture, Rect, Rgb, identity::Marker, line::Point};

/// Parts of a pixel in each direction that a stamp tells apart.
const PARTS: usize = 4;
/// Samples in each direction of a pixel of a stamp.
const SAMPLES: usize = 4;

/// A shape's share of the pixels around its middle.
struct Stamp {
    /// Pixels to each side of the one with the middle.
    reach: isize,
    /// Row by row, 0 to 255, with the opacity in it.
    shares: Vec<u8>,
}

/// The stamps of a shape, for each part of a pixel where its middle may be.
pub(super) struct Shape(Vec<Stamp>);

impl Shape {
    /// The shape of a marker with `size` device pixels per pixel of its own; `rim` is added around it.
    pub(super) fn new(marker: Marker, size: f64, rim: f64, alpha: f64) -> Self {
        let inside = |(x, y): Point| match marker.radius() {
            Some(r) if marker == Marker::Ring => (x.hypot(y) - r * size).abs() <= 0.9 * size,
            Some(r) => x.hypot(y) <= r * size + rim,
            None => within(marker.corners(), (x / size, y / size)),
        };
        let reach = (6.0 * size + rim).ceil() as isize;
        let stamp = |part: usize| {
            let (px, py) = ((part % PARTS) as f64, (part / PARTS) as f64);
            let middle = |p: f64| (p + 0.5) / PARTS as f64;
            let mut shares = Vec::new();
            for (row, column) in (-reach..=reach).flat_map(|r| (-reach..=reach).map(move |c| (r, c))) {
                let hit = (0..SAMPLES * SAMPLES).filter(|s| {
                    let at = |k: usize| (k as f64 + 0.5) / SAMPLES as f64;
                    let x = column as f64 + at(s % SAMPLES) - middle(px);
                    inside((x, row as f64 + at(s / SAMPLES) - middle(py)))
                });
                shares.push((hit.count() as f64 / (SAMPLES * SAMPLES) as f64 * alpha * 255.0).round() as u8);
            }
            Stamp { reach, shares }
        };
        Self((0..PARTS * PARTS).map(stamp).collect())
    }
}

/// Whether a point is in a polygon: a ray from it crosses an odd number of sides.
fn within(corners: &[Point], (x, y): Point) -> bool {
    let sides = corners.iter().zip(corners.iter().cycle().skip(1));
    sides.filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1)).count() % 2 == 1
}

/// A picture to stamp on.
pub(super) struct Cloud {
    picture: Picture,
    ratio: f64,
}

impl Cloud {
    /// An empty one over a rectangle of CSS pixels.
    pub(super) fn new(over: &Rect, ratio: f64) -> Self {
        // From whole device pixels to whole ones.
        let whole = |v: f64| (v * ratio).ceil() / ratio;
        let (left, top) = (whole(over.left), whole(over.top));
        let side = |v: f64| ((v * ratio).floor() as usize).max(1);
        let (width, height) = (side(over.right - left), side(over.bottom - top));
        let at = Rect { left, top, right: left + width as f64 / ratio, bottom: top + height as f64 / ratio };
        Self { picture: Picture { width, height, rgba: vec![0; 4 * width * height], at }, ratio }
    }

    /// Stamps a shape with its middle at a place, cut off where the picture ends.
    pub(super) fn stamp(&mut self, shape: &Shape, color: Rgb, (x, y): Point) {
        let Picture { width, height, rgba, at } = &mut self.picture;
        let (x, y) = ((x - at.left) * self.ratio, (y - at.top) * self.ratio);
        let part = |v: f64| ((v - v.floor()) * PARTS as f64) as usize % PARTS;
        let Some(stamp) = shape.0.get(part(y) * PARTS + part(x)) else { return };
        let side = 2 * stamp.reach + 1;
        let (left, top) = (x.floor() as isize - stamp.reach, y.floor() as isize - stamp.reach);
        let kept = |from: isize, most: usize| (-from).clamp(0, side)..(most as isize - from).clamp(0, side);
        for row in kept(top, *height) {
            let (from, columns) = ((top + row) as usize * *width, kept(left, *width));
            let shares = &stamp.shares[(row * side) as usize..][..side as usize];
            for column in columns {
                let share = u32::from(shares[column as usize]);
                if share > 0 {
                    let i = 4 * (from + (left + column) as usize);
                    blend(&mut rgba[i..i + 4], color, share);
                }
            }
        }
    }

    pub(super) fn picture(self) -> Picture {
        self.picture
    }
}

/// Lays a colour with an opacity (0 to 255) over a pixel that is itself opaque to some degree.
fn blend(pixel: &mut [u8], color: Rgb, share: u32) {
    let below = u32::from(pixel[3]) * (255 - share) / 255;
    let opacity = share + below;
    for (slot, c) in pixel.iter_mut().zip(color.0) {
        *slot = ((u32::from(c) * share + u32::from(*slot) * below + opacity / 2) / opacity) as u8;
    }
    pixel[3] = opacity as u8;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_as_large_as_their_shape() {
        for k in 1..=8 {
            let marker = Marker::of(k);
            let shape = Shape::new(marker, 2.0, 0.0, 1.0);
            let areas: Vec<f64> =
                shape.0.iter().map(|s| s.shares.iter().map(|v| f64::from(*v)).sum::<f64>() / 255.0).collect();
            let pi = std::f64::consts::PI;
            let expected = match (marker, marker.radius()) {
                (Marker::Ring, Some(r)) => 4.0 * pi * ((r + 0.9).powi(2) - (r - 0.9).powi(2)),
                (_, Some(r)) => 4.0 * pi * r * r,
                _ => {
                    let c = marker.corners();
                    let sum: f64 = c.iter().zip(c.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
                    4.0 * sum.abs() / 2.0
                }
            };
            assert!(areas.iter().all(|a| (a / expected - 1.0).abs() < 0.06), "{marker:?} {expected} {areas:?}");
        }
    }

    #[test]
    fn a_stamp_lies_where_it_is_put_and_is_cut_at_the_edge() {
        let over = Rect { left: 10.3, top: 20.0, right: 30.0, bottom: 40.0 };
        for ratio in [1.0, 1.5, 2.0] {
            let shape = Shape::new(Marker::Disc, 0.5 * ratio, 0.0, 1.0);
            let mut cloud = Cloud::new(&over, ratio);
            for at in [(20.0, 30.0), (10.3, 20.0), (30.0, 40.0), (-100.0, 5.0), (1e9, 30.0), (f64::NAN, 30.0)] {
                cloud.stamp(&shape, Rgb([9, 8, 7]), at);
            }
            let p = cloud.picture();
            assert!((p.at.left * ratio).fract().abs() < 1e-9);
            let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
            for (i, pixel) in p.rgba.chunks(4).enumerate() {
                let (px, py) = ((i % p.width) as f64 + 0.5, (i / p.width) as f64 + 0.5);
                let at = (p.at.left + px / ratio, p.at.top + py / ratio);
                if (at.0 - 20.0).hypot(at.1 - 30.0) < 5.0 {
                    let a = f64::from(pixel[3]);
                    (sum, x, y) = (sum + a, x + a * at.0, y + a * at.1);
                }
            }
            assert!((x / sum - 20.0).abs() < 0.15 && (y / sum - 30.0).abs() < 0.15);
            let last = &p.rgba[p.rgba.len() - 4..];
            assert!(last[3] > 0 && last[..3] == [9, 8, 7]);
        }
    }

    #[test]
    fn colours_mix_as_paint_does() {
        let mut pixel = [0; 4];
        blend(&mut pixel, Rgb([200, 100, 0]), 255);
        assert_eq!(pixel, [200, 100, 0, 255]);
        blend(&mut pixel, Rgb([0, 100, 200]), 128);
        assert!(pixel[0].abs_diff(100) <= 1 && pixel[1] == 100 && pixel[2].abs_diff(100) <= 1 && pixel[3] == 255);
        let mut pixel = [0; 4];
        blend(&mut pixel, Rgb([50, 60, 70]), 10);
        assert_eq!(pixel, [50, 60, 70, 10]);
    }
}
