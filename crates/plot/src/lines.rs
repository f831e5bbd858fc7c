//! Lines over steps: losses, norms, learning rates, any quantity against any other.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Axis, Figure, Layout, Pen, PlotError, Theme,
    axes::Frame,
    figure, format, labels,
    line::{self, Xs},
    pen::Stroke,
    range::{padded, range_of},
    text::{self, Align, Label},
};

/// How much a series asks to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emphasis {
    /// The one chosen.
    Focus,
    /// One of several.
    #[default]
    Normal,
    /// A run kept for comparison: thinner, paler, dashed.
    Pinned,
}

/// What a line may be as well: from a least to a greatest value, as a pale ground under it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band<'a> {
    /// Its lower edge, as many values as the line has.
    pub low: &'a [f64],
    /// Its upper edge.
    pub high: &'a [f64],
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// Its label, at its end.
    pub name: &'a str,
    /// Which identity it has, 1 to 8.
    pub identity: u8,
    /// Where its points stand.
    pub xs: Xs<'a>,
    /// Its values; one that is not finite leaves a gap.
    pub ys: &'a [f64],
    /// How far its values scatter, or may be off.
    pub band: Option<Band<'a>>,
    /// How much it asks for.
    pub emphasis: Emphasis,
    /// The point on view, after which the line has not happened yet and is faint.
    pub faint_after: Option<usize>,
}

impl<'a> Series<'a> {
    /// A series over steps 0, 1, 2, …
    pub fn new(name: &'a str, identity: u8, ys: &'a [f64]) -> Self {
        Self { name, identity, xs: Xs::STEPS, ys, band: None, emphasis: Emphasis::Normal, faint_after: None }
    }
}

/// A horizontal line at a value known in closed form.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// The value.
    pub value: f64,
    /// What it is.
    pub label: &'a str,
}

/// A figure of lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lines<'a> {
    /// The lines.
    pub series: &'a [Series<'a>],
    /// The horizontal axis.
    pub x: Axis<'a>,
    /// The vertical axis.
    pub y: Axis<'a>,
    /// Values to compare with.
    pub references: &'a [Reference<'a>],
    /// The step on view.
    pub now: Option<f64>,
}

/// Between a line's end and its label.
const LEAD: f64 = 6.0;
/// Width of the columns to which dense lines are thinned; half a pixel is one device pixel on most screens.
const COLUMN: f64 = 0.5;

impl<'a> Lines<'a> {
    /// Draws the figure on an area with `scale` units per CSS pixel.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme, scale: f64) -> Result<Layout, PlotError> {
        self.marks(&Pen::new(area, theme, scale))
    }

    /// The same data as comma-separated values.
    pub fn to_csv(&self) -> String {
        crate::table::rows(self).to_csv()
    }

    fn marks(&self, pen: &Pen<'_>) -> Result<Layout, PlotError> {
        let frame = self.frame(pen)?;
        let layout = frame.layout;
        frame.draw(pen)?;
        self.draw_references(pen, &layout, false)?;
        for series in self.series {
            draw_band(pen, &layout, series)?;
        }
        for emphasis in [Emphasis::Pinned, Emphasis::Normal, Emphasis::Focus] {
            for series in self.series.iter().filter(|s| s.emphasis == emphasis) {
                draw_series(pen, &layout, series)?;
            }
        }
        self.draw_references(pen, &layout, true)?;
        self.draw_now(pen, &layout)?;
        self.draw_labels(pen, &layout)?;
        Ok(layout)
    }

    fn frame(&self, pen: &Pen<'_>) -> Result<Frame<'a>, PlotError> {
        for s in self.series {
            if let Xs::Values(v) = s.xs
                && v.len() != s.ys.len()
            {
                return Err(PlotError::Length { what: format!("x of {}", s.name), expected: s.ys.len(), got: v.len() });
            }
            for edge in s.band.iter().flat_map(|b| [b.low, b.high]) {
                figure::check("edge of a band", s.ys.len(), edge.len())?;
            }
        }
        let xs = self.series.iter().flat_map(|s| {
            // Steps need not be walked to know their range.
            let (ends, all) = match s.xs {
                Xs::Steps { .. } if s.ys.is_empty() => (None, &[][..]),
                Xs::Steps { .. } => (Some([s.xs.at(0), s.xs.at(s.ys.len() - 1)]), &[][..]),
                Xs::Values(v) => (None, v),
            };
            ends.into_iter().flatten().chain(all.iter().copied())
        });
        let x = self.x.range.unwrap_or_else(|| match range_of(self.x.kind, xs) {
            Some((lo, hi)) if hi > lo => (lo, hi),
            Some(one) => padded(self.x.kind, one, 0.0),
            None => (1.0, 10.0),
        });
        let bands = self.series.iter().filter_map(|s| s.band).flat_map(|b| b.low.iter().chain(b.high)).copied();
        let ys =
            self.series.iter().flat_map(|s| s.ys).copied().chain(bands).chain(self.references.iter().map(|r| r.value));
        let y = self
            .y
            .range
            .or_else(|| range_of(self.y.kind, ys).map(|r| padded(self.y.kind, r, 0.05)))
            .unwrap_or((0.1, 1.0));
        let (width, _) = pen.size();
        let widest = self.series.iter().map(|s| text::width(s.name, pen.theme.text_px)).fold(0.0, f64::max);
        let right = if widest > 0.0 { (widest + LEAD + 2.0).min(width * 0.35) } else { 8.0 };
        Frame::new(pen.size(), pen.theme.text_px, (self.x, x), (self.y, y), right)
    }

    /// References: their lines under the data, their names over them.
    fn draw_references(&self, pen: &Pen<'_>, layout: &Layout, names: bool) -> Result<(), PlotError> {
        let (plot, color, size) = (layout.plot, pen.theme.ink3, pen.theme.text_px);
        for reference in self.references {
            let y = layout.y.to_px(reference.value).round() + 0.5;
            if !(y >= plot.top && y <= plot.bottom + 1.0) {
                continue;
            }
            if names {
                let above = y - size * 0.7;
                let at = if above - size / 2.0 > plot.top { above } else { y + size * 0.7 };
                pen.text(Label {
                    text: reference.label,
                    at: (plot.left + 4.0, at),
                    align: Align::Start,
                    color,
                    halo: true,
                })?;
            } else {
                pen.line(
                    &[(plot.left, y), (plot.right, y)],
                    Stroke { dash: &[3.0, 3.0], ..Stroke::solid(color, 1.0) },
                )?;
            }
        }
        Ok(())
    }

    fn draw_now(&self, pen: &Pen<'_>, layout: &Layout) -> Result<(), PlotError> {
        let (Some(now), plot, hand) = (self.now, layout.plot, pen.theme.hand) else { return Ok(()) };
        let x = layout.x.to_px(now);
        if !(x >= plot.left && x <= plot.right) {
            return Ok(());
        }
        pen.hairline((x, plot.top), (x, plot.bottom), hand)?;
        let step = format::value(now);
        let fits = x + 5.0 + text::width(&step, pen.theme.text_px) <= plot.right;
        let (x, align) = if fits { (x + 5.0, Align::Start) } else { (x - 4.0, Align::End) };
        pen.text(Label { text: &step, at: (x, plot.bottom - pen.theme.text_px * 0.9), align, color: hand, halo: true })
    }

    fn draw_labels(&self, pen: &Pen<'_>, layout: &Layout) -> Result<(), PlotError> {
        // First come those that must keep their label if room is short.
        let mut order: Vec<&Series<'_>> = self.series.iter().filter(|s| !s.name.is_empty()).collect();
        order.sort_by_key(|s| s.emphasis as u8);
        let (size, plot) = (pen.theme.text_px, layout.plot);
        let ends: Vec<f64> =
            order.iter().map(|s| end(s, layout).map_or(f64::NAN, |y| y.clamp(plot.top, plot.bottom))).collect();
        let places = labels::place(&ends, size + 2.0, plot.top, plot.bottom);
        let room = pen.size().0 - plot.right - LEAD;
        for ((series, end), place) in order.iter().zip(&ends).zip(&places) {
            let Some(y) = place else { continue };
            if (y - end).abs() > 3.0 {
                let lead = Stroke { alpha: 0.6, ..Stroke::solid(pen.theme.identity(series.identity), 0.75) };
                pen.line(&[(plot.right, *end), (plot.right + LEAD - 1.0, *y)], lead)?;
            }
            let text = text::fit(series.name, size, room);
            let color = pen.theme.label(series.identity);
            pen.text(Label { text: &text, at: (plot.right + LEAD, *y), align: Align::Start, color, halo: false })?;
        }
        Ok(())
    }
}

impl Figure for Lines<'_> {
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen).map(|_| ())
    }
}

/// The height of a series' last point inside the plot.
fn end(series: &Series<'_>, layout: &Layout) -> Option<f64> {
    let (lo, hi) = layout.x.data();
    (0..series.ys.len())
        .rev()
        .find(|i| series.ys[*i].is_finite() && (lo..=hi).contains(&series.xs.at(*i)))
        .map(|i| layout.y.to_px(series.ys[i]))
}

/// The pale ground of a series.
fn draw_band(pen: &Pen<'_>, layout: &Layout, series: &Series<'_>) -> Result<(), PlotError> {
    let Some(band) = series.band else { return Ok(()) };
    let alpha = if series.emphasis == Emphasis::Pinned { 0.08 } else { 0.16 };
    for outline in line::band(series.xs, (band.low, band.high), (&layout.x, &layout.y), COLUMN) {
        let inside = line::clip_polygon(&outline, &layout.plot);
        if inside.len() > 2 {
            pen.polygon(&inside, pen.theme.identity(series.identity), alpha)?;
        }
    }
    Ok(())
}

fn draw_series(pen: &Pen<'_>, layout: &Layout, series: &Series<'_>) -> Result<(), PlotError> {
    let color = pen.theme.identity(series.identity);
    let (width, alpha) = match series.emphasis {
        Emphasis::Focus => (2.25, 1.0),
        Emphasis::Normal => (1.75, 1.0),
        Emphasis::Pinned => (1.25, 0.55),
    };
    let dash = if series.emphasis == Emphasis::Pinned { &[3.0, 2.0][..] } else { pen.theme.dash(series.identity) };
    let count = series.ys.len();
    let seen = series.faint_after.map_or(count, |k| (k + 1).min(count));
    let maps = (&layout.x, &layout.y);
    if seen < count {
        let faint = Stroke { alpha: 0.22, ..Stroke::solid(color, 1.2) };
        for run in line::runs(series.xs, series.ys, seen.saturating_sub(1)..count, maps, COLUMN) {
            pen.line_in(&layout.plot, &run, faint)?;
        }
    }
    for run in line::runs(series.xs, series.ys, 0..seen, maps, COLUMN) {
        if let [only] = run[..] {
            // A point between two gaps has no line; it must not vanish.
            if layout.plot.contains(only) {
                pen.disc(only, width * 0.8, color, alpha)?;
            }
        } else {
            pen.line_in(&layout.plot, &run, Stroke { color, alpha, width, dash })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
