//! The loss of a line over its two parameters.

use super::sets::Items;
use labkit::frame::Field;

/// Grid points across and up.
const GRID: (u32, u32) = (97, 73);
/// Middle of the picture: between the start and the minimum.
const MIDDLE: (f64, f64) = (0.2, 0.1);
/// Half its height.
const HALF: f64 = 1.5;

/// `L(w, b) = mean (y − w x − b)²`, from its moments.
pub(super) struct Ground {
    /// Means of x, y, x², x y, y².
    means: [f64; 5],
}

impl Ground {
    pub(super) fn of(items: &Items) -> Self {
        let pairs = items.x.iter().zip(&items.y).map(|(x, y)| (f64::from(*x), f64::from(*y)));
        let mut means = [0.0; 5];
        for (x, y) in pairs {
            for (mean, value) in means.iter_mut().zip([x, y, x * x, x * y, y * y]) {
                *mean += value / items.len() as f64;
            }
        }
        Self { means }
    }

    /// `L(w, b)`.
    pub(super) fn loss(&self, w: f64, b: f64) -> f64 {
        let [x, y, xx, xy, yy] = self.means;
        yy - 2.0 * w * xy - 2.0 * b * y + w * w * xx + 2.0 * w * b * x + b * b
    }

    /// The loss over a picture with both axes alike, `aspect` times as wide as high.
    pub(super) fn field(&self, aspect: f64) -> Field {
        let ((nx, ny), (w, b)) = (GRID, MIDDLE);
        let (x, y) = ((w - HALF * aspect, w + HALF * aspect), (b - HALF, b + HALF));
        let at = |i: u32, n: u32, (low, high): (f64, f64)| low + (high - low) * f64::from(i) / f64::from(n - 1);
        let values = (0..ny).flat_map(|j| (0..nx).map(move |i| (i, j))).map(|(i, j)| self.loss(at(i, nx, x), at(j, ny, y)) as f32);
        Field { nx, ny, x, y, values: values.collect::<Vec<_>>().into() }
    }
}
