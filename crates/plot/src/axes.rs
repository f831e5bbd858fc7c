//! The frame around data: axes with ticks, titles, and the margins they need.

use crate::{
    Kind, Layout, Pen, PlotError, Rect,
    text::{self, Align, Label},
    ticks::{self, Tick},
};

/// One axis as the caller wants it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Axis<'a> {
    /// How it counts.
    pub kind: Kind,
    /// What it shows; by default all the data.
    pub range: Option<(f64, f64)>,
    /// What it counts, if the figure's title does not say so.
    pub title: Option<&'a str>,
}

impl<'a> Axis<'a> {
    /// A logarithmic axis over all the data.
    pub fn log() -> Self {
        Self { kind: Kind::Log, ..Self::default() }
    }

    /// The same axis over a given range.
    pub fn over(self, lo: f64, hi: f64) -> Self {
        Self { range: Some((lo, hi)), ..self }
    }

    /// The same axis with a title.
    pub fn titled(self, title: &'a str) -> Self {
        Self { title: Some(title), ..self }
    }

    /// Its ticks, for so many pixels of length and about so many from tick to tick.
    fn ticks(&self, range: (f64, f64), length: f64, apart: f64) -> Vec<Tick> {
        let most = (length / apart).floor().clamp(2.0, 10.0) as usize;
        match self.kind {
            Kind::Linear => ticks::linear(range.0, range.1, most),
            Kind::Log => ticks::log(range.0, range.1, most),
        }
    }
}

/// Both axes with their ticks, ready to be drawn.
pub(crate) struct Frame<'a> {
    pub(crate) layout: Layout,
    x: (Axis<'a>, Vec<Tick>),
    y: (Axis<'a>, Vec<Tick>),
}

/// From ticks of the y axis to the plot.
const GUTTER: f64 = 6.0;
/// Length of ticks of the x axis.
const TICK: f64 = 4.0;

impl<'a> Frame<'a> {
    /// Finds room for the axes in a figure of (width, height) with text of a `size`, all CSS pixels; `right` is what the figure keeps for itself to the right of the plot.
    pub(crate) fn new(
        (width, height): (f64, f64),
        size: f64,
        x: (Axis<'a>, (f64, f64)),
        y: (Axis<'a>, (f64, f64)),
        right: f64,
    ) -> Result<Self, PlotError> {
        let top = if y.0.title.is_some() { size + 9.0 } else { 8.0 };
        let bottom = height - (size + 9.0) - if x.0.title.is_some() { size + 3.0 } else { 0.0 };
        let yticks = y.0.ticks(y.1, bottom - top, 42.0);
        let widest = yticks.iter().map(|t| text::width(&t.label, size)).fold(12.0, f64::max);
        let plot = Rect { left: (widest + GUTTER + 2.0).round(), top, right: width - right, bottom: bottom.round() };
        if plot.width() < 16.0 || plot.height() < 16.0 {
            return Err(PlotError::NoRoom { width, height });
        }
        // Room for the widest number decides how far ticks of the x axis are apart.
        let rough = x.0.ticks(x.1, plot.width(), 44.0);
        let widest = rough.iter().map(|t| text::width(&t.label, size)).fold(0.0, f64::max);
        let xticks = x.0.ticks(x.1, plot.width(), (widest + 20.0).max(44.0));
        let layout = Layout::new(plot, (x.0.kind, x.1), (y.0.kind, y.1))?;
        Ok(Self { layout, x: (x.0, xticks), y: (y.0, yticks) })
    }

    /// Draws grid, axis, ticks and titles.
    pub(crate) fn draw(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.draw_over(pen, true)
    }

    /// The same, with or without the grid: over a picture it would lie on the data.
    pub(crate) fn draw_over(&self, pen: &Pen<'_>, grid: bool) -> Result<(), PlotError> {
        let (theme, plot, size) = (pen.theme, self.layout.plot, pen.theme.text_px);
        let digits = |text, at, align| pen.text(Label { text, at, align, color: theme.ink3, halo: false });
        for tick in &self.y.1 {
            let y = self.layout.y.to_px(tick.value);
            if grid {
                pen.hairline((plot.left, y), (plot.right, y), theme.line)?;
            }
            digits(&tick.label, (plot.left - GUTTER, y.round() + 0.5), Align::End)?;
        }
        pen.hairline((plot.left, plot.bottom), (plot.right, plot.bottom), theme.line2)?;
        let (width, height) = pen.size();
        for tick in &self.x.1 {
            let x = self.layout.x.to_px(tick.value);
            pen.hairline((x, plot.bottom), (x, plot.bottom + TICK), theme.line2)?;
            let half = text::width(&tick.label, size) / 2.0;
            let at = x.clamp(half, (width - half).max(half));
            digits(&tick.label, (at, plot.bottom + TICK + 2.0 + size / 2.0), Align::Middle)?;
        }
        if let Some(title) = self.x.0.title {
            digits(title, (plot.right, height - size / 2.0 - 1.0), Align::End)?;
        }
        if let Some(title) = self.y.0.title {
            digits(title, (0.0, size / 2.0 + 1.0), Align::Start)?;
        }
        Ok(())
    }
}
