//! How high a value stands.

use crate::{Kind, contour, range::range_of, ticks};

/// Heights of a field from 0, its least value, to 1, its greatest; `v` is the value above the least.
///
/// Linear: `v / ⁴√(1 + (v/r)⁴)`, which is straight up to about `r` and flat far above. Where eight tenths of the field reach
/// up to a good part of the greatest value, `r` lies beyond it; where corners or poles stand far out, they are pressed together.
///
/// Logarithmic: `ln(1 + v/r)` with `r` such that a tenth of the field lies under it, but six decades at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Height {
    kind: Kind,
    range: (f64, f64),
    /// r of the formulas.
    bend: f64,
}

/// How many times higher than eight tenths of the field the greatest may be without being pressed down, and how many times
/// higher it counts at most.
const STRAIGHT: (f64, f64) = (1.5, 12.0);
/// Decades of a logarithmic height.
const DECADES: f64 = 1e-6;

impl Height {
    /// The heights of a field. Values that are not finite do not count.
    pub fn of(values: &[f64], kind: Kind) -> Self {
        let range = range_of(Kind::Linear, values.iter().copied()).unwrap_or((0.0, 1.0));
        let every = (values.len() / 4096).max(1);
        let mut some: Vec<f64> = values.iter().copied().step_by(every).filter(|v| v.is_finite()).collect();
        some.sort_by(f64::total_cmp);
        let most = range.1 - range.0;
        let under = |tenths: usize| some.get(some.len() * tenths / 10).map_or(most, |v| v - range.0);
        let bend = match kind {
            Kind::Log => under(1).max(DECADES * most),
            Kind::Linear => {
                let far = most / under(8).max(most / STRAIGHT.1);
                most / ((far - STRAIGHT.0) / 1.5).max(0.3)
            }
        };
        Self { kind, range, bend: if bend > 0.0 { bend } else { 1.0 } }
    }

    /// The height of a value; NaN where there is none.
    pub fn at(&self, value: f64) -> f64 {
        let (lo, hi) = self.range;
        if !value.is_finite() {
            return f64::NAN;
        }
        let top = self.curve(hi - lo);
        if top > 0.0 { (self.curve(value - lo) / top).clamp(0.0, 1.0) } else { 0.0 }
    }

    fn curve(&self, above: f64) -> f64 {
        let u = (above / self.bend).max(0.0);
        match self.kind {
            Kind::Log => u.ln_1p(),
            Kind::Linear => u / (1.0 + u.powi(4)).sqrt().sqrt(),
        }
    }

    /// Whether equal differences are far from equally high.
    fn squashed(&self) -> bool {
        self.kind == Kind::Log || self.range.1 - self.range.0 > 1.2 * self.bend
    }

    /// Values for ticks, where heights are `px` pixels tall, and what they say.
    pub(super) fn ticks(&self, px: f64) -> Vec<ticks::Tick> {
        let (lo, hi) = self.range;
        let most = (px / 24.0).clamp(2.0, 5.0) as usize;
        let mut all = ticks::linear(lo, hi, most);
        if self.squashed() {
            // What is next to nothing is 0.
            let least = if lo >= 0.0 && lo < 1e-3 * hi { 0.0 } else { lo };
            let levels = contour::levels(&[lo, hi]).into_iter().map(|(value, _)| value);
            let tick = |value| ticks::Tick { value, label: crate::format::value(value) };
            all = std::iter::once(least).chain(levels).map(tick).collect();
        }
        let mut below = f64::NEG_INFINITY;
        all.retain(|tick| {
            let at = self.at(tick.value) * px;
            let keep = at - below >= 15.0;
            if keep {
                below = at;
            }
            keep
        });
        all
    }
}
