//! Histograms: how many of many values lie where. Weights, gradients, activations, noise.

mod bins;
mod summary;

pub use bins::{Bins, Edges};
use plotters_backend::DrawingBackend;
pub use summary::Summary;

use crate::{
    Area, Axis, Figure, Kind, Layout, Pen, PlotError, Reading, Rect, Rgb, Stroke, Theme,
    axes::Frame,
    figure, format,
    line::Point,
    palette::Coat,
    text::{self, Align, Label},
};

/// One set of values.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Its name, at the upper right; may be empty.
    pub name: &'a str,
    /// How many of its values are where.
    pub bins: &'a Bins,
    /// Its colour; [`Coat::Each`] is the identity of its place in the list.
    pub coat: Coat,
}

/// A figure of one set of values, or of a few over each other: the first is filled, the others are outlines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Histogram<'a> {
    /// The sets; made with the same [`Edges`], they can be compared.
    pub parts: &'a [Part<'a>],
    /// Whether counts are on a logarithmic axis, where one value can be seen beside a million.
    pub log: bool,
    /// What the values are, if the figure's title does not say so.
    pub x_title: Option<&'a str>,
    /// What is counted, if the figure's title does not say so.
    pub y_title: Option<&'a str>,
}

/// Bins at least so wide stand apart, CSS pixels.
const APART: f64 = 5.0;
/// How much paper is in the bars below outlines.
const PALE: f64 = 0.5;

impl<'a> Histogram<'a> {
    /// Where everything goes in a figure of (width, height) CSS pixels.
    pub fn layout(&self, size: (f64, f64), theme: &Theme) -> Result<Layout, PlotError> {
        Ok(self.frame(size, theme)?.layout)
    }

    /// Draws the figure on an area with `scale` units per CSS pixel.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme, scale: f64) -> Result<Layout, PlotError> {
        self.marks(&Pen::new(area, theme, scale))
    }

    /// The bins under a column of pixels, one of each set.
    pub fn read(&self, layout: &Layout, (px, _): Point) -> Vec<Reading> {
        let value = layout.x.to_data(px);
        let bin = |part: &Part<'_>| {
            let k = part.bins.edges.find(value)?;
            let (lo, hi) = (part.bins.edges.at(k), part.bins.edges.at(k + 1));
            let range = format!("{} … {}", format::value(lo), format::value(hi));
            Some(Reading {
                label: if part.name.is_empty() { range } else { format!("{} {range}", part.name) },
                value: format::value(*part.bins.counts.get(k)? as f64),
                at: self.bar(layout, part.bins, k),
            })
        };
        self.parts.iter().filter_map(bin).collect()
    }

    fn frame(&self, size: (f64, f64), theme: &Theme) -> Result<Frame<'a>, PlotError> {
        figure::room(size, (1.0, 1.0))?;
        let ends = self.parts.iter().map(|p| (p.bins.edges.at(0), p.bins.edges.at(p.bins.edges.count)));
        let (lo, hi) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), e| (lo.min(e.0), hi.max(e.1)));
        let x = if lo < hi { (lo, hi) } else { (0.0, 1.0) };
        let most = self.parts.iter().flat_map(|p| &p.bins.counts).copied().max().unwrap_or(0).max(1) as f64;
        // One value is half a decade high on a logarithmic axis.
        let (kind, y) = if self.log { (Kind::Log, (0.3, most * 1.6)) } else { (Kind::Linear, (0.0, most * 1.05)) };
        let axis = |title, kind| Axis { kind, range: None, title };
        Frame::new(size, theme.text_px, (axis(self.x_title, Kind::Linear), x), (axis(self.y_title, kind), y), 8.0)
    }

    /// Where a bin's bar stands.
    fn bar(&self, layout: &Layout, bins: &Bins, k: usize) -> Rect {
        let at = |k| layout.x.to_px(bins.edges.at(k));
        let top = layout.y.to_px(bins.counts.get(k).copied().unwrap_or(0) as f64);
        Rect { left: at(k), right: at(k + 1), top: top.min(layout.plot.bottom), bottom: layout.plot.bottom }
    }

    fn marks(&self, pen: &Pen<'_>) -> Result<Layout, PlotError> {
        let frame = self.frame(pen.size(), pen.theme)?;
        let layout = frame.layout;
        frame.draw(pen)?;
        for (i, part) in self.parts.iter().enumerate() {
            if i == 0 { self.fill(pen, &layout, part)? } else { self.outline(pen, &layout, part, i)? }
        }
        let base = layout.plot.bottom;
        pen.hairline((layout.plot.left, base), (layout.plot.right, base), pen.theme.line2)?;
        if layout.x.data().0 < 0.0 && layout.x.data().1 > 0.0 {
            let zero = layout.x.to_px(0.0);
            pen.hairline((zero, layout.plot.top), (zero, base), pen.theme.line2)?;
        }
        self.names(pen, &layout)?;
        Ok(layout)
    }

    fn fill(&self, pen: &Pen<'_>, layout: &Layout, part: &Part<'_>) -> Result<(), PlotError> {
        for (k, _) in part.bins.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let bar = self.bar(layout, part.bins, k);
            // Whole pixels: a bar is as wide as its neighbours, and what is there is at least one pixel high.
            let gap = if bar.width() >= APART { 1.0 } else { 0.0 };
            let bar = Rect {
                left: bar.left.round(),
                right: (bar.right.round() - gap).max(bar.left.round() + 1.0),
                top: bar.top.min(bar.bottom - 1.0),
                ..bar
            };
            let middle = f64::midpoint(part.bins.edges.at(k), part.bins.edges.at(k + 1));
            let color = part.coat.color(0, middle, pen.theme);
            // Under outlines it is paler, so that they can be followed.
            pen.rect(&bar, if self.parts.len() > 1 { color.mix(pen.theme.paper, PALE) } else { color }, 1.0)?;
        }
        Ok(())
    }

    fn outline(&self, pen: &Pen<'_>, layout: &Layout, part: &Part<'_>, i: usize) -> Result<(), PlotError> {
        let mut steps: Vec<Point> = Vec::new();
        for k in 0..part.bins.counts.len() {
            let bar = self.bar(layout, part.bins, k);
            if k == 0 {
                steps.push((bar.left, bar.bottom));
            }
            steps.extend([(bar.left, bar.top), (bar.right, bar.top)]);
        }
        if let Some(last) = steps.last().copied() {
            steps.push((last.0, layout.plot.bottom));
        }
        let dash = self.dash(pen.theme, part, i);
        let color = part.coat.color(i, 1.0, pen.theme);
        pen.line_in(&layout.plot, &steps, Stroke { alpha: 0.8, ..Stroke::solid(pen.theme.paper, 4.0) })?;
        pen.line_in(&layout.plot, &steps, Stroke { dash, ..Stroke::solid(color, 1.75) })
    }

    fn dash<'t>(&self, theme: &'t Theme, part: &Part<'_>, i: usize) -> &'t [f64] {
        match part.coat {
            Coat::One(c) => theme.dash(c),
            Coat::Each => theme.dash((i % 8) as u8 + 1),
            _ => &[],
        }
    }

    /// The names of the sets, and how many values have no place.
    fn names(&self, pen: &Pen<'_>, layout: &Layout) -> Result<(), PlotError> {
        let (theme, size, plot) = (pen.theme, pen.theme.text_px, layout.plot);
        let mut y = plot.top + size * 0.7;
        let mut say = |words: &str, color: Rgb, sample: Option<usize>| -> Result<(), PlotError> {
            let words = text::fit(words, size, plot.width() - 24.0);
            pen.text(Label { text: &words, at: (plot.right - 2.0, y), align: Align::End, color, halo: true })?;
            if let Some((i, part)) = sample.and_then(|i| Some((i, self.parts.get(i)?))) {
                let right = plot.right - 2.0 - text::width(&words, size) - 5.0;
                let color = part.coat.color(i, 1.0, theme);
                if i == 0 {
                    let color = if self.parts.len() > 1 { color.mix(theme.paper, PALE) } else { color };
                    pen.rect(&Rect { left: right - 10.0, right, top: y - 4.0, bottom: y + 4.0 }, color, 1.0)?;
                } else {
                    let dash = self.dash(theme, part, i);
                    pen.line(&[(right - 16.0, y), (right, y)], Stroke { dash, ..Stroke::solid(color, 1.75) })?;
                }
            }
            y += size + 4.0;
            Ok(())
        };
        for (i, part) in self.parts.iter().enumerate().filter(|(_, p)| !p.name.is_empty()) {
            say(part.name, theme.ink2, Some(i))?;
        }
        let lost: u64 = self.parts.iter().map(|p| p.bins.not_finite).sum();
        if lost > 0 {
            say(&format!("NaN, ∞: {}", format::value(lost as f64)), theme.bad, None)?;
        }
        Ok(())
    }
}

impl Figure for Histogram<'_> {
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
