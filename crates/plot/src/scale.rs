//! Data to pixels and back: one map per axis, and the layout of a figure.

use crate::PlotError;

/// How an axis counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Equal differences are equally far apart.
    #[default]
    Linear,
    /// Equal ratios are equally far apart; zero and less lie at the lower end.
    Log,
}

/// One axis: a range of data against a range of CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Map {
    kind: Kind,
    data: (f64, f64),
    px: (f64, f64),
    // The map as offset and slope of the (logarithm of the) datum, since it runs for every point of every frame.
    from: f64,
    slope: f64,
}

impl Map {
    /// A map of `data` onto `px`; either may run backwards in pixels, data must rise.
    pub fn new(kind: Kind, data: (f64, f64), px: (f64, f64)) -> Result<Self, PlotError> {
        let (lo, hi) = data;
        let fine = lo.is_finite() && hi.is_finite() && hi > lo && (kind == Kind::Linear || lo > 0.0);
        if !fine {
            return Err(PlotError::Range { what: "axis", lo, hi });
        }
        let (a, b) = match kind {
            Kind::Linear => (lo, hi),
            Kind::Log => (lo.log10(), hi.log10()),
        };
        Ok(Self { kind, data, px, from: a, slope: (px.1 - px.0) / (b - a) })
    }

    /// Data to pixels. On a log axis what lies under the range stands at its lower end; NaN stays NaN.
    pub fn to_px(&self, value: f64) -> f64 {
        match self.kind {
            Kind::Linear => self.px.0 + (value - self.from) * self.slope,
            Kind::Log if value <= self.data.0 => self.px.0,
            Kind::Log => self.px.0 + (value.log10() - self.from) * self.slope,
        }
    }

    /// Pixels to data.
    pub fn to_data(&self, px: f64) -> f64 {
        let v = self.from + (px - self.px.0) / self.slope;
        match self.kind {
            Kind::Linear => v,
            Kind::Log => 10_f64.powf(v),
        }
    }

    /// How it counts.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The range of data.
    pub fn data(&self) -> (f64, f64) {
        self.data
    }

    /// The range of pixels, in the order of the data.
    pub fn px(&self) -> (f64, f64) {
        self.px
    }
}

/// A rectangle in CSS pixels, y down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// Its width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Its height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Its middle.
    pub fn center(&self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }

    /// The rectangle that reaches so much farther on each side.
    pub fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Whether a point is in it, edges included.
    pub fn contains(&self, (x, y): (f64, f64)) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }
}

/// Where a figure put its data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// The rectangle of the data, in CSS pixels from the upper left corner of the area.
    pub plot: Rect,
    /// The horizontal axis.
    pub x: Map,
    /// The vertical axis.
    pub y: Map,
}

impl Layout {
    /// A layout with data rising to the right and upwards.
    pub(crate) fn new(plot: Rect, x: (Kind, (f64, f64)), y: (Kind, (f64, f64))) -> Result<Self, PlotError> {
        Ok(Self {
            plot,
            x: Map::new(x.0, x.1, (plot.left, plot.right))?,
            y: Map::new(y.0, y.1, (plot.bottom, plot.top))?,
        })
    }

    /// A datum's place in CSS pixels.
    pub fn to_px(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.to_px(x), self.y.to_px(y))
    }

    /// The datum under a place.
    pub fn to_data(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.to_data(x), self.y.to_data(y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_axis_maps_a_thousandth_and_clamps() {
        let m = Map::new(Kind::Log, (1e-6, 1.0), (300.0, 0.0)).unwrap();
        assert!((m.to_px(1e-3) - 150.0).abs() < 1e-9);
        assert!((m.to_data(150.0) - 1e-3).abs() < 1e-12);
        for low in [1e-9, 0.0, -5.0, f64::NEG_INFINITY] {
            assert_eq!(m.to_px(low), 300.0);
        }
        assert!(m.to_px(f64::NAN).is_nan());
    }

    #[test]
    fn maps_invert() {
        for kind in [Kind::Linear, Kind::Log] {
            let m = Map::new(kind, (0.2, 70.0), (10.0, 510.0)).unwrap();
            for px in [10.0, 77.5, 300.0, 510.0] {
                assert!((m.to_px(m.to_data(px)) - px).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn refuses_ranges_that_hold_nothing() {
        assert!(Map::new(Kind::Linear, (1.0, 1.0), (0.0, 1.0)).is_err());
        assert!(Map::new(Kind::Linear, (f64::NAN, 1.0), (0.0, 1.0)).is_err());
        assert!(Map::new(Kind::Log, (0.0, 1.0), (0.0, 1.0)).is_err());
    }
}
