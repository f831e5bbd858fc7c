//! Bars: one number for each of some names. Probabilities of classes, norms of layers, coefficients.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Figure, Kind, Map, Pen, PlotError, Reading, Rect, Stroke, Theme, figure, format,
    line::Point,
    palette::Coat,
    range::{padded, range_of},
    text::{self, Align, Label},
    ticks::{self, Tick},
};

/// One bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar<'a> {
    /// Its name.
    pub name: &'a str,
    /// How long it is; one that is not finite has a mark instead.
    pub value: f64,
    /// How uncertain: a whisker from value − spread to value + spread; 0 has none.
    pub spread: f64,
    /// Where a whisker goes that is not as long on both sides; it takes the place of the other.
    pub range: Option<(f64, f64)>,
}

impl<'a> Bar<'a> {
    /// A bar without a whisker.
    pub fn new(name: &'a str, value: f64) -> Self {
        Self { name, value, spread: 0.0, range: None }
    }

    /// From where to where its whisker goes; none where it has none.
    fn ends(&self) -> Option<(f64, f64)> {
        let even = (self.spread.is_finite() && self.spread != 0.0).then(|| self.spread.abs());
        self.range.or_else(|| even.map(|spread| (self.value - spread, self.value + spread)))
    }
}

/// A figure of bars from zero.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bars<'a> {
    /// The bars, from the left, or from above where their names are long.
    pub bars: &'a [Bar<'a>],
    /// What their colour says.
    pub coat: Coat,
    /// Whether values are written beside bars, where there is room, instead of an axis.
    pub values: bool,
    /// The range of values; by default zero and all of them.
    pub range: Option<(f64, f64)>,
    /// What the values are, if the figure's title does not say so.
    pub title: Option<&'a str>,
    /// The bar that is chosen.
    pub chosen: Option<usize>,
}

/// Where bars stand.
#[derive(Debug, Clone, PartialEq)]
pub struct BarsLayout {
    /// The rectangle of the bars, CSS pixels.
    pub plot: Rect,
    /// Values against CSS pixels.
    pub value: Map,
    /// Whether bars lie, one below the other.
    pub lying: bool,
    /// How many there are.
    pub count: usize,
    /// Whether values are written; if not, there is an axis.
    written: bool,
    ticks: Vec<Tick>,
}

impl BarsLayout {
    /// The place of a bar, across its whole direction.
    pub fn slot(&self, i: usize) -> Rect {
        let (plot, i) = (self.plot, i as f64);
        if self.lying {
            let each = plot.height() / self.count.max(1) as f64;
            Rect { top: plot.top + each * i, bottom: plot.top + each * (i + 1.0), ..plot }
        } else {
            let each = plot.width() / self.count.max(1) as f64;
            Rect { left: plot.left + each * i, right: plot.left + each * (i + 1.0), ..plot }
        }
    }

    /// The bar at a place: also beside it, on its name or its number.
    pub fn hit(&self, (x, y): Point) -> Option<usize> {
        let (at, from, to) =
            if self.lying { (y, self.plot.top, self.plot.bottom) } else { (x, self.plot.left, self.plot.right) };
        let i = (at - from) / (to - from) * self.count as f64;
        (i >= 0.0 && i < self.count as f64).then_some(i as usize)
    }

    /// The bar itself within its slot: whole pixels, and at least one of them.
    fn body(&self, i: usize, value: f64) -> Rect {
        let slot = self.slot(i);
        let (zero, end) = (self.value.to_px(0.0), self.value.to_px(value));
        let hold = |v: f64, (a, b): (f64, f64)| v.clamp(a.min(b), a.max(b));
        let (a, b) = (hold(zero, self.value.px()), hold(end, self.value.px()));
        let side = |lo: f64, hi: f64| {
            let gap = if hi - lo < 3.0 { 0.0 } else { ((hi - lo) * 0.28).max(1.0).max(hi - lo - BREADTH) };
            let lo = (lo + gap / 2.0).round();
            (lo, (hi - gap / 2.0).round().max(lo + 1.0))
        };
        if self.lying {
            let (top, bottom) = side(slot.top, slot.bottom);
            Rect { left: a.min(b), right: a.max(b).max(a.min(b) + 1.0), top, bottom }
        } else {
            let (left, right) = side(slot.left, slot.right);
            Rect { left, right, top: a.min(b).min(a.max(b) - 1.0), bottom: a.max(b) }
        }
    }
}

/// A bar is at most so broad, CSS pixels.
const BREADTH: f64 = 36.0;
/// Between a bar and its name or number.
const LEAD: f64 = 6.0;

impl Bars<'_> {
    /// Where everything goes in a figure of (width, height) CSS pixels.
    pub fn layout(&self, (width, height): (f64, f64), theme: &Theme) -> Result<BarsLayout, PlotError> {
        figure::room((width, height), (48.0, 48.0))?;
        let (size, count) = (theme.text_px, self.bars.len());
        let name = self.bars.iter().map(|b| text::width(b.name, size)).fold(0.0, f64::max);
        let number = self.bars.iter().map(|b| text::width(&format::value(b.value), size)).fold(0.0, f64::max);
        // Names that do not fit side by side are written one below the other, if that many lines fit.
        let many = count.max(1) as f64;
        let (beside, below) = ((width - 40.0) / many, (height - 24.0) / many);
        let lying = name + 6.0 > beside && below >= size + 1.0;
        let written = self.values && if lying { below >= size + 1.0 } else { number + 4.0 <= beside };
        let ends = self
            .bars
            .iter()
            .flat_map(|b| b.ends().map_or([b.value; 2], |(low, high)| [low.min(b.value), high.max(b.value)]));
        let all = range_of(Kind::Linear, ends.chain([0.0])).unwrap_or((0.0, 1.0));
        let all = if all.0 < all.1 { padded(Kind::Linear, all, 0.04) } else { (0.0, 1.0) };
        let range = self.range.unwrap_or(all);
        let head = if self.title.is_some() { size + 9.0 } else { 6.0 };
        let foot = size + 9.0;
        if lying {
            let top = if written { head } else { 4.0 };
            let bottom = if written {
                height - 4.0
            } else {
                height - foot - if self.title.is_some() { size + 3.0 } else { 0.0 }
            };
            let left = (name.min(width * 0.45) + LEAD + 2.0).round();
            let right = if written { width - number - LEAD - 2.0 } else { width - 8.0 };
            let plot = Rect { left, top, right: right.round(), bottom: bottom.round() };
            figure::room((plot.width(), plot.height()), (16.0, 16.0))?;
            let value = Map::new(Kind::Linear, range, (plot.left, plot.right))?;
            let ticks =
                if written { Vec::new() } else { ticks::linear(range.0, range.1, (plot.width() / 60.0) as usize) };
            return Ok(BarsLayout { plot, value, lying, count, written, ticks });
        }
        let (top, bottom) = (if written { head + size } else { head }, height - foot);
        let ticks = if written {
            Vec::new()
        } else {
            ticks::linear(range.0, range.1, ((bottom - top) / 42.0).max(2.0) as usize)
        };
        let digits = ticks.iter().map(|t| text::width(&t.label, size)).fold(0.0, f64::max);
        let left = if written { 4.0 } else { (digits + 8.0).round() };
        let plot = Rect { left, top, right: width - 4.0, bottom: bottom.round() };
        figure::room((plot.width(), plot.height()), (16.0, 16.0))?;
        // Numbers below the bars of negative values stay above the names.
        let low = if written && range.0 < 0.0 { plot.bottom - size - 2.0 } else { plot.bottom };
        let value = Map::new(Kind::Linear, range, (low, plot.top))?;
        Ok(BarsLayout { plot, value, lying, count, written, ticks })
    }

    /// Draws the figure on an area with `scale` units per CSS pixel.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<BarsLayout, PlotError> {
        self.marks(&Pen::new(area, theme, scale))
    }

    /// The bar at a place.
    pub fn read(&self, layout: &BarsLayout, at: Point) -> Option<Reading> {
        let i = layout.hit(at)?;
        let bar = self.bars.get(i)?;
        let value = format::value(bar.value);
        let value = match bar.range {
            Some((low, high)) => format!("{value} ({} – {})", format::value(low), format::value(high)),
            None if bar.spread == 0.0 => value,
            None => format!("{value} ± {}", format::value(bar.spread)),
        };
        let at = layout.body(i, if bar.value.is_finite() { bar.value } else { 0.0 });
        Some(Reading { label: bar.name.to_owned(), value, at })
    }

    fn marks(&self, pen: &Pen<'_>) -> Result<BarsLayout, PlotError> {
        let layout = self.layout(pen.size(), pen.theme)?;
        self.axis(pen, &layout)?;
        for (i, bar) in self.bars.iter().enumerate() {
            if bar.value.is_finite() {
                pen.rect(&layout.body(i, bar.value), self.coat.color(i, bar.value, pen.theme), 1.0)?;
                whisker(pen, &layout, i, bar)?;
            }
        }
        let zero = layout.value.to_px(0.0);
        let (plot, color) = (layout.plot, pen.theme.line2);
        if layout.lying && (plot.left..=plot.right).contains(&zero) {
            pen.hairline((zero, plot.top), (zero, plot.bottom), color)?;
        } else if !layout.lying && (plot.top..=plot.bottom).contains(&zero) {
            pen.hairline((plot.left, zero), (plot.right, zero), color)?;
        }
        self.names(pen, &layout)?;
        Ok(layout)
    }

    fn axis(&self, pen: &Pen<'_>, layout: &BarsLayout) -> Result<(), PlotError> {
        let (theme, size, plot) = (pen.theme, pen.theme.text_px, layout.plot);
        let grey = |text, at, align| pen.text(Label { text, at, align, color: theme.ink3, halo: false });
        for tick in &layout.ticks {
            let at = layout.value.to_px(tick.value);
            if layout.lying {
                pen.hairline((at, plot.top), (at, plot.bottom), theme.line)?;
                let half = text::width(&tick.label, size) / 2.0;
                let at = at.min(pen.size().0 - half);
                grey(&tick.label, (at, plot.bottom + size / 2.0 + 5.0), Align::Middle)?;
            } else {
                pen.hairline((plot.left, at), (plot.right, at), theme.line)?;
                grey(&tick.label, (plot.left - LEAD, at.round() + 0.5), Align::End)?;
            }
        }
        let Some(title) = self.title else { return Ok(()) };
        if layout.lying && !layout.written {
            grey(title, (plot.right, pen.size().1 - size / 2.0 - 1.0), Align::End)
        } else {
            grey(title, (0.0, size / 2.0 + 1.0), Align::Start)
        }
    }

    /// Names and numbers: of all bars, or evenly of as many as there is room for.
    fn names(&self, pen: &Pen<'_>, layout: &BarsLayout) -> Result<(), PlotError> {
        let (theme, size, plot) = (pen.theme, pen.theme.text_px, layout.plot);
        let slot = layout.slot(0);
        let widest = self.bars.iter().map(|b| text::width(b.name, size)).fold(0.0, f64::max);
        let (each, needs) =
            if layout.lying { (slot.height(), size + 1.0) } else { (slot.width(), widest.min(64.0) + 6.0) };
        let every = (needs / each).ceil().max(1.0) as usize;
        let mut free = 0.0;
        for (i, bar) in self.bars.iter().enumerate() {
            let chosen = self.chosen == Some(i);
            let ((x, y), body) =
                (layout.slot(i).center(), layout.body(i, if bar.value.is_finite() { bar.value } else { 0.0 }));
            if i.is_multiple_of(every) {
                let room = if layout.lying { plot.left - LEAD } else { each * every as f64 - 2.0 };
                let text = text::fit(bar.name, size, room);
                let half = text::width(&text, size) / 2.0;
                let (at, align) = if layout.lying {
                    ((plot.left - LEAD, y), Align::End)
                } else {
                    let most = (pen.size().0 - half).max(half);
                    ((x.clamp(half.min(most), most), plot.bottom + size / 2.0 + 5.0), Align::Middle)
                };
                // The last name is moved inwards, and must not come over the one before it.
                let start = if layout.lying { f64::INFINITY } else { at.0 - half };
                if start >= free {
                    let color = if chosen { theme.hand } else { theme.ink2 };
                    pen.text(Label { text: &text, at, align, color, halo: false })?;
                    free = if layout.lying { 0.0 } else { at.0 + half + 3.0 };
                }
            }
            if !bar.value.is_finite() || layout.written {
                let wrong = !bar.value.is_finite();
                let color = if wrong {
                    theme.bad
                } else if chosen {
                    theme.ink
                } else {
                    theme.ink2
                };
                let (low, high) = bar.ends().unwrap_or((bar.value, bar.value));
                let end = |v: f64| layout.value.to_px(v);
                let (at, align) = match (layout.lying, bar.value < 0.0) {
                    (true, _) if layout.written => ((pen.size().0 - 2.0, y), Align::End),
                    (true, _) => ((body.right + LEAD, y), Align::Start),
                    (false, true) if !wrong => ((x, end(low) + size / 2.0 + 3.0), Align::Middle),
                    (false, _) if wrong => ((x, body.top - size / 2.0 - 2.0), Align::Middle),
                    (false, _) => ((x, end(high) - size / 2.0 - 2.0), Align::Middle),
                };
                pen.text(Label { text: &format::value(bar.value), at, align, color, halo: false })?;
            }
        }
        Ok(())
    }
}

fn whisker(pen: &Pen<'_>, layout: &BarsLayout, i: usize, bar: &Bar<'_>) -> Result<(), PlotError> {
    let Some((low, high)) = bar.ends() else { return Ok(()) };
    let (a, b) = (layout.value.to_px(low), layout.value.to_px(high));
    let ((x, y), slot) = (layout.slot(i).center(), layout.slot(i));
    // Ends at a right angle, small where bars are.
    let breadth = if layout.lying { slot.height() } else { slot.width() };
    let half = (breadth * 0.2).min(4.0);
    let turn = |along: f64, across: f64| if layout.lying { (along, y + across) } else { (x + across, along) };
    let lines = [[turn(a, 0.0), turn(b, 0.0)], [turn(a, -half), turn(a, half)], [turn(b, -half), turn(b, half)]];
    for stroke in [Stroke::solid(pen.theme.paper, 3.0), Stroke::solid(pen.theme.ink, 1.0)] {
        lines.iter().try_for_each(|line| pen.line_in(&layout.plot, line, stroke))?;
    }
    Ok(())
}

impl Figure for Bars<'_> {
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
