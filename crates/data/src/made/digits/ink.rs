//! A round pen along polylines, and its picture.

use super::spline::Point;
use crate::maths::hypot;
use crate::random::Random;

/// Pixels of a row of the full picture.
pub(super) const SIDE: usize = 28;

/// Pixels of the longer side of a glyph.
const BOX: f32 = 20.0;

/// Depth of a pixel that no stroke comes near.
const FAR: f32 = -1e9;

/// A piece of a stroke: from `a` to `b`, the pen's radius as a share of its usual one at both ends.
#[derive(Debug, Clone, Copy)]
struct Piece {
    a: Point,
    b: Point,
    press: [f32; 2],
}

/// Strokes on their way to a picture. Its buffers serve one glyph after the other.
#[derive(Debug)]
pub(super) struct Ink {
    pieces: Vec<Piece>,
    radius: f32,
    /// Of each pixel: how deep inside of the nearest stroke its middle lies, in pixels; negative outside.
    depth: [f32; SIDE * SIDE],
}

impl Default for Ink {
    fn default() -> Self {
        Self { pieces: Vec::new(), radius: 0.0, depth: [FAR; SIDE * SIDE] }
    }
}

impl Ink {
    pub(super) fn clear(&mut self) {
        self.pieces.clear();
        self.depth.fill(FAR);
    }

    /// One stroke; `press(t)` is the pen's radius as a share of its usual one, `t` from 0 to 1 along the stroke.
    pub(super) fn stroke(&mut self, line: &[Point], press: impl Fn(f32) -> f32) {
        let last = line.len().saturating_sub(1).max(1) as f32;
        for (i, pair) in line.windows(2).enumerate() {
            let press = [i, i + 1].map(|i| press(i as f32 / last));
            self.pieces.push(Piece { a: pair[0], b: pair[1], press });
        }
    }

    /// Scales the glyph, with a pen `width` pixels wide, into the box, and moves its centre of mass to the middle of the
    /// picture and by `shift` from there.
    pub(super) fn place(&mut self, width: f32, shift: [f32; 2]) {
        self.radius = width / 2.0;
        let (mut low, mut high) = ([f32::MAX; 2], [f32::MIN; 2]);
        let (mut mass, mut moment) = (1e-6_f32, [0.0_f32; 2]);
        for Piece { a, b, press } in &self.pieces {
            let weight = hypot(a[0] - b[0], a[1] - b[1]) * (press[0] + press[1]);
            mass += weight;
            for axis in 0..2 {
                low[axis] = low[axis].min(a[axis]).min(b[axis]);
                high[axis] = high[axis].max(a[axis]).max(b[axis]);
                moment[axis] += weight * (a[axis] + b[axis]) / 2.0;
            }
        }
        let extent = (high[0] - low[0]).max(high[1] - low[1]).max(1e-3);
        let scale = (BOX - width) / extent;
        // The picture has no room beyond its edges: a glyph whose mass lies far off its middle moves back.
        let middle = SIDE as f32 / 2.0;
        let offset = [0, 1].map(|axis| {
            let offset = middle + shift[axis] - scale * moment[axis] / mass;
            let (least, most) = (self.radius - scale * low[axis], SIDE as f32 - self.radius - scale * high[axis]);
            offset.max(least).min(most)
        });
        for Piece { a, b, .. } in &mut self.pieces {
            for point in [a, b] {
                *point = [0, 1].map(|axis| offset[axis] + scale * point[axis]);
            }
        }
    }

    /// Inks the pixels: `½ + depth/blur` held between 0 and 1, with `grain` of noise where that is grey.
    pub(super) fn render(&mut self, blur: f32, grain: f32, random: &mut Random, picture: &mut [f32]) {
        for index in 0..self.pieces.len() {
            let piece = self.pieces[index];
            self.sink(&piece, blur);
        }
        let mut value = |depth: f32| {
            let share = 0.5 + depth / blur;
            if share <= 0.0 {
                return 0.0;
            }
            if share >= 1.0 {
                return 1.0;
            }
            (share + grain * (random.unit() - 0.5)).clamp(0.0, 1.0)
        };
        if picture.len() == SIDE * SIDE {
            for (pixel, depth) in picture.iter_mut().zip(&self.depth) {
                *pixel = value(*depth);
            }
            return;
        }
        picture.fill(0.0);
        for (index, depth) in self.depth.iter().enumerate() {
            let (row, column) = (index / SIDE / 2, index % SIDE / 2);
            picture[row * (SIDE / 2) + column] += value(*depth) / 4.0;
        }
    }

    /// Deepens the pixels near a piece: a pixel's depth is `r − d` with the distance `d` of its middle from the piece and the
    /// radius `r` at the nearest point, and of all pieces the greatest counts.
    fn sink(&mut self, &Piece { a, b, press }: &Piece, blur: f32) {
        let reach = self.radius * press[0].max(press[1]) + blur / 2.0;
        let span = |axis: usize| {
            let (low, high) = (a[axis].min(b[axis]) - reach - 0.5, a[axis].max(b[axis]) + reach - 0.5);
            (low.ceil().max(0.0) as usize, ((high + 1.0).max(0.0) as usize).min(SIDE))
        };
        let ((left, right), (top, bottom)) = (span(0), span(1));
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let per_square = 1.0 / (dx * dx + dy * dy).max(1e-12);
        let (r, slope) = (self.radius * press[0], self.radius * (press[1] - press[0]));
        for row in top..bottom {
            let y = row as f32 + 0.5 - a[1];
            for (column, depth) in self.depth[row * SIDE..][..SIDE].iter_mut().enumerate().take(right).skip(left) {
                let x = column as f32 + 0.5 - a[0];
                let t = ((x * dx + y * dy) * per_square).clamp(0.0, 1.0);
                let (x, y) = (x - t * dx, y - t * dy);
                *depth = depth.max(r + t * slope - (x * x + y * y).sqrt());
            }
        }
    }
}
