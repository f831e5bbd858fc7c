//! Many points as one picture: a stamp of each shape, blended where points are.

use crate::{Picture, Rect, Rgb, identity::Marker, line::Point};

/// Parts of a pixel in each direction that a stamp tells apart.
const PARTS: usize = 4;
/// Samples in each direction of a pixel of a stamp.
const SAMPLES: usize = 4;

/// A shape's share of the pixels around its middle: for each row that it has, how far down it is and to the right it begins (from
/// the pixel with the middle), and the shares, 0 to 255, with the opacity in them.
type Stamp = Vec<(isize, isize, Vec<u8>)>;

/// The stamps of a shape, for each part of a pixel where its middle may be.
pub(super) struct Shape(Vec<Stamp>);

impl Shape {
    /// The shape of a marker with `size` device pixels per pixel of its own.
    pub(super) fn new(marker: Marker, size: f64, alpha: f64) -> Self {
        let inside = |(x, y): Point| match marker.radius() {
            Some(r) if marker == Marker::Ring => (x.hypot(y) - r * size).abs() <= 0.9 * size,
            Some(r) => x.hypot(y) <= r * size,
            None => within(marker.corners(), (x / size, y / size)),
        };
        let reach = (6.0 * size).ceil() as isize;
        let stamp = |part: usize| {
            let middle = |p: usize| (p as f64 + 0.5) / PARTS as f64;
            let share = |row: isize, column: isize| {
                let hit = (0..SAMPLES * SAMPLES).filter(|s| {
                    let at = |k: usize| (k as f64 + 0.5) / SAMPLES as f64;
                    let x = column as f64 + at(s % SAMPLES) - middle(part % PARTS);
                    inside((x, row as f64 + at(s / SAMPLES) - middle(part / PARTS)))
                });
                (hit.count() as f64 / (SAMPLES * SAMPLES) as f64 * alpha * 255.0).round() as u8
            };
            let row = |row: isize| {
                let shares: Vec<u8> = (-reach..=reach).map(|column| share(row, column)).collect();
                let first = shares.iter().position(|v| *v > 0)?;
                let last = shares.iter().rposition(|v| *v > 0)?;
                Some((row, first as isize - reach, shares[first..=last].to_vec()))
            };
            (-reach..=reach).filter_map(row).collect()
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

    /// Stamps a shape with its middle at a place, behind what is there, cut off where the picture ends.
    pub(super) fn stamp(&mut self, shape: &Shape, color: Rgb, (x, y): Point) {
        let Picture { width, height, rgba, at } = &mut self.picture;
        let (x, y) = ((x - at.left) * self.ratio, (y - at.top) * self.ratio);
        let part = |v: f64| ((v - v.floor()) * PARTS as f64) as usize % PARTS;
        let Some(stamp) = shape.0.get(part(y) * PARTS + part(x)) else { return };
        let (x, y) = (x.floor() as isize, y.floor() as isize);
        let color = Paint::new(color);
        for (down, right, shares) in stamp {
            let (row, from) = (y.saturating_add(*down), x.saturating_add(*right));
            let Some(row) = usize::try_from(row).ok().filter(|r| r < height) else { continue };
            // What lies left of the picture is left out; what lies right of it the two lists do not share.
            let (skip, from) = if from < 0 { (from.unsigned_abs(), 0) } else { (0, from.unsigned_abs()) };
            let (row, _) = rgba[4 * row * *width..4 * (row + 1) * *width].as_chunks_mut();
            for (pixel, share) in row.iter_mut().skip(from).zip(shares.iter().skip(skip)) {
                blend(pixel, color, u32::from(*share));
            }
        }
    }

    /// What came of it.
    pub(super) fn picture(mut self) -> Picture {
        for pixel in self.picture.rgba.chunks_exact_mut(4) {
            let [r, g, b, opacity] = pixel else { continue };
            let opacity = u32::from(*opacity);
            if opacity > 0 && opacity < 255 {
                for c in [r, g, b] {
                    *c = ((u32::from(*c) * 255 + opacity / 2) / opacity).min(255) as u8;
                }
            }
        }
        self.picture
    }
}

/// A colour as the channels of two halves of a number, each with room above it: red and blue, green and opacity.
#[derive(Clone, Copy)]
struct Paint {
    red_blue: u32,
    green_opacity: u32,
}

impl Paint {
    fn new(Rgb([r, g, b]): Rgb) -> Self {
        Self { red_blue: u32::from(r) | u32::from(b) << 16, green_opacity: u32::from(g) | 255 << 16 }
    }
}

/// Lays a colour with an opacity (0 to 255) under a pixel, whose colours are times its opacity.
fn blend(pixel: &mut [u8; 4], paint: Paint, share: u32) {
    let opacity = pixel[3];
    // What lies under opaque ones costs a look; in a dense cloud that is most of it.
    if opacity >= OPAQUE {
        return;
    }
    // Both channels of a half times `share` / 255, rounded: t / 255 = (t + t / 256) / 256 for t < 2¹⁶.
    let part = |channels: u32, share: u32| {
        let t = channels * share + 0x0080_0080;
        (t + (t >> 8 & 0x00ff_00ff)) >> 8 & 0x00ff_00ff
    };
    let seen = part(255 - u32::from(opacity), share);
    // No channel runs over: a colour is at most its opacity, and opacities come to 255 at most.
    let added = part(paint.red_blue, seen) | part(paint.green_opacity, seen) << 8;
    *pixel = u32::from_le_bytes(*pixel).wrapping_add(added).to_le_bytes();
}

/// An opacity through which nothing can be seen.
const OPAQUE: u8 = 251;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_as_large_as_their_shape() {
        for k in 1..=8 {
            let marker = Marker::of(k);
            let shape = Shape::new(marker, 2.0, 1.0);
            let sum = |s: &Stamp| s.iter().flat_map(|r| &r.2).map(|v| f64::from(*v)).sum::<f64>() / 255.0;
            let areas: Vec<f64> = shape.0.iter().map(sum).collect();
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
            let shape = Shape::new(Marker::Disc, 0.5 * ratio, 1.0);
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
    fn half_a_disc_is_left_at_the_edge() {
        let over = Rect { left: 0.0, top: 0.0, right: 40.0, bottom: 40.0 };
        let shape = Shape::new(Marker::Disc, 1.0, 1.0);
        let covered = |at: Point| {
            let mut cloud = Cloud::new(&over, 1.0);
            cloud.stamp(&shape, Rgb([0; 3]), at);
            cloud.picture().rgba.chunks(4).map(|p| u32::from(p[3])).sum::<u32>()
        };
        let whole = f64::from(covered((20.0, 20.0)));
        for at in [(0.0, 20.0), (20.0, 0.0), (40.0, 20.0), (20.0, 40.0)] {
            let half = f64::from(covered(at)) / whole;
            assert!((half - 0.5).abs() < 0.08, "{at:?}: {half}");
        }
    }

    #[test]
    fn colours_mix_as_paint_does() {
        let mut pixel = [0; 4];
        blend(&mut pixel, Paint::new(Rgb([200, 100, 0])), 128);
        blend(&mut pixel, Paint::new(Rgb([0, 100, 200])), 255);
        assert!(pixel[0].abs_diff(100) <= 1 && pixel[1].abs_diff(100) <= 1 && pixel[2].abs_diff(100) <= 1);
        assert_eq!(pixel[3], 255);
        let before = pixel;
        blend(&mut pixel, Paint::new(Rgb([255; 3])), 255);
        assert_eq!(pixel, before, "what is behind is not seen");
        let mut pixel = [0; 4];
        blend(&mut pixel, Paint::new(Rgb([50, 60, 70])), 51);
        assert_eq!(pixel, [10, 12, 14, 51]);
    }
}
