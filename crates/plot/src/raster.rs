//! A field as a picture of bytes, to lie under the lines: plotters would draw it pixel by pixel.

use crate::{Kind, PlotError, Theme, contour::Grid, range::range_of};

/// How the values of a field become colours. Large fields use the low part of a ramp, so that what lies on them stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shade {
    /// Logarithm of the height above `lo`; from `lo + knee` on it gets no darker.
    Magnitude {
        /// The least value, which is paper.
        lo: f64,
        /// Where the ramp ends.
        knee: f64,
    },
    /// Even from the least value, which is paper, to the greatest, or by its logarithm.
    Scaled(Scaled),
    /// Blue above `zero`, orange under it, full at a distance of `reach`.
    Sign {
        /// What is paper.
        zero: f64,
        /// What is darkest.
        reach: f64,
    },
}

/// A field's values from 0, the least, to 1, the greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaled {
    range: (f64, f64),
    /// `r` of `ln(1 + v/r)`, `v` being the value above the least; nothing where it is linear.
    bend: Option<f64>,
}

impl Scaled {
    fn at(&self, value: f64) -> f64 {
        let (above, most) = (value - self.range.0, self.range.1 - self.range.0);
        let part = match self.bend {
            Some(r) => (above / r).ln_1p() / (most / r).ln_1p(),
            None => above / most,
        };
        if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// How far up the magnitude ramp a field goes.
const MAGNITUDE_TOP: f64 = 0.16;
/// The same of a scale of its own.
const SCALED_TOP: f64 = 0.35;
/// How far out the sign ramp a field goes.
const SIGN_TOP: f64 = 0.5;
/// How steep the logarithm is; with a knee of 51 this is 0.03 · ln(1 + 4u), the shading of the design.
const STEEP: f64 = 206.0;

impl Shade {
    /// The shade for losses: from the least value, with its knee where three fifths of the field lie under it.
    pub fn of(values: &[f64]) -> Self {
        let every = (values.len() / 4096).max(1);
        let mut some: Vec<f64> = values.iter().copied().step_by(every).filter(|v| v.is_finite()).collect();
        some.sort_by(f64::total_cmp);
        let lo = values.iter().copied().filter(|v| v.is_finite()).fold(f64::INFINITY, f64::min);
        let knee = some.get(some.len() * 3 / 5).map_or(1.0, |v| v - lo);
        Self::Magnitude { lo: if lo.is_finite() { lo } else { 0.0 }, knee: if knee > 0.0 { knee } else { 1.0 } }
    }

    /// The shade of a scale of its own: linear over the whole range, or logarithmic, where a tenth of the field lies under the bend,
    /// over six decades at most.
    pub fn scaled(values: &[f64], kind: Kind) -> Self {
        let range = range_of(Kind::Linear, values.iter().copied()).unwrap_or((0.0, 1.0));
        let mut some: Vec<f64> =
            values.iter().copied().step_by((values.len() / 4096).max(1)).filter(|v| v.is_finite()).collect();
        some.sort_by(f64::total_cmp);
        let tenth = some.get(some.len() / 10).map_or(1.0, |v| v - range.0);
        let bend = (kind == Kind::Log).then(|| tenth.max(1e-6 * (range.1 - range.0)));
        Self::Scaled(Scaled { range, bend })
    }

    /// The colour of a value.
    pub fn color(&self, value: f64, theme: &Theme) -> crate::Rgb {
        match *self {
            Self::Magnitude { lo, knee } => {
                let u = ((value - lo) / knee).clamp(0.0, 1.0);
                theme.magnitude(MAGNITUDE_TOP * (1.0 + STEEP * u).ln() / (1.0 + STEEP).ln())
            }
            Self::Scaled(scaled) => theme.magnitude(SCALED_TOP * scaled.at(value)),
            Self::Sign { zero, reach } => theme.sign(SIGN_TOP * ((value - zero) / reach).clamp(-1.0, 1.0)),
        }
    }
}

/// A picture of a field: one pixel per node, upper row first.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green, blue, opacity.
    pub rgba: Vec<u8>,
    /// Data at the middle of the first and last column.
    pub x: (f64, f64),
    /// Data at the middle of the lowest and highest row.
    pub y: (f64, f64),
}

/// The picture of a field. What is not finite is transparent.
pub fn raster(grid: &Grid<'_>, shade: Shade, theme: &Theme) -> Result<Raster, PlotError> {
    grid.check()?;
    let mut rgba = Vec::with_capacity(4 * grid.values.len());
    for row in grid.values.chunks_exact(grid.nx).rev() {
        for value in row {
            let [r, g, b] = shade.color(*value, theme).0;
            rgba.extend([r, g, b, if value.is_finite() { 255 } else { 0 }]);
        }
    }
    Ok(Raster { width: grid.nx, height: grid.ny, rgba, x: grid.x, y: grid.y })
}

impl Raster {
    /// Where the picture goes in a layout: left, top, width, height. Nodes are middles of pixels, so it reaches half a
    /// pixel past the field on each side.
    pub fn place(&self, layout: &crate::Layout) -> (f64, f64, f64, f64) {
        let ((x0, y0), (x1, y1)) = (layout.to_px((self.x.0, self.y.1)), layout.to_px((self.x.1, self.y.0)));
        let (dx, dy) = ((x1 - x0) / (self.width - 1) as f64, (y1 - y0) / (self.height - 1) as f64);
        (x0 - dx / 2.0, y0 - dy / 2.0, x1 - x0 + dx, y1 - y0 + dy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layout, Rect, theme::test_theme, tokens::Scheme};

    #[test]
    fn upper_row_comes_first_and_holes_are_transparent() {
        let theme = test_theme(Scheme::Light);
        let values = [0.0, 1.0, f64::NAN, 50.0];
        let grid = Grid { nx: 2, ny: 2, x: (0.0, 1.0), y: (0.0, 1.0), values: &values };
        let r = raster(&grid, Shade::Magnitude { lo: 0.0, knee: 51.0 }, &theme).unwrap();
        assert_eq!(r.rgba[3], 0);
        assert_eq!(r.rgba[8..11], theme.seq[0].0);
        assert_eq!([r.rgba[7], r.rgba[11], r.rgba[15]], [255; 3]);
    }

    #[test]
    fn shading_is_that_of_the_design() {
        let theme = test_theme(Scheme::Light);
        let shade = Shade::Magnitude { lo: 0.0, knee: 51.5 };
        for v in [0.0, 0.3, 4.0, 40.0, 51.5, 900.0_f64] {
            assert_eq!(shade.color(v, &theme), theme.magnitude((0.03 * (1.0 + 4.0 * v).ln()).min(0.16)), "{v}");
        }
    }

    #[test]
    fn equal_steps_of_a_scale_are_equal_steps_of_colour() {
        let theme = test_theme(Scheme::Light);
        let values: Vec<f64> = (0..=1000).map(|i| f64::from(i) - 300.0).collect();
        let even = Shade::scaled(&values, Kind::Linear);
        for (value, part) in [(-300.0, 0.0), (-50.0, 0.25), (200.0, 0.5), (700.0, 1.0), (9e9, 1.0), (-9e9, 0.0)] {
            assert_eq!(even.color(value, &theme), theme.magnitude(SCALED_TOP * part), "{value}");
        }
        // Ten times as high above the least is as much darker each time, from the bend on.
        let values: Vec<f64> = (0..=6000).map(|i| 2.0 + 10_f64.powf(f64::from(i) / 1000.0 - 3.0)).collect();
        let Shade::Scaled(log) = Shade::scaled(&values, Kind::Log) else { panic!("another shade") };
        let steps: Vec<f64> = [1.0, 10.0, 100.0].map(|v| log.at(2.0 + 10.0 * v) - log.at(2.0 + v)).to_vec();
        assert!(steps.windows(2).all(|pair| (pair[1] / pair[0] - 1.0).abs() < 0.01) && steps[0] > 0.15, "{steps:?}");
        assert_eq!([log.at(2.0), log.at(1003.0)], [0.0, 1.0]);
        assert_eq!(Shade::scaled(&[3.0; 5], Kind::Log).color(3.0, &theme), theme.magnitude(0.0));
    }

    #[test]
    fn zero_of_a_signed_field_is_paper() {
        let theme = test_theme(Scheme::Dark);
        let shade = Shade::Sign { zero: 0.5, reach: 0.5 };
        assert_eq!(shade.color(0.5, &theme), theme.div[5]);
        assert_ne!(shade.color(0.0, &theme), shade.color(1.0, &theme));
        assert_eq!(shade.color(5.0, &theme), shade.color(1.0, &theme));
    }

    #[test]
    fn nodes_are_middles_of_pixels() {
        let r = Raster { width: 11, height: 6, rgba: vec![0; 264], x: (0.0, 10.0), y: (0.0, 5.0) };
        let plot = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 50.0 };
        let layout = Layout::new(plot, (Kind::Linear, (0.0, 10.0)), (Kind::Linear, (0.0, 5.0))).unwrap();
        assert_eq!(r.place(&layout), (-5.0, -5.0, 110.0, 60.0));
    }

    #[test]
    fn a_shade_can_be_made_of_anything() {
        assert!(matches!(Shade::of(&[3.0; 5]), Shade::Magnitude { lo: 3.0, knee: 1.0 }));
        assert!(matches!(Shade::of(&[f64::NAN]), Shade::Magnitude { lo: 0.0, knee: 1.0 }));
    }
}
