//! A field seen from above: contours, the paths of runs across it, and where they start and should end.
//!
//! The colours of the field are a [`raster`](crate::raster) below; everything here is lines and marks above it.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Figure, Kind, Layout, Pen, PlotError, Rect, Rgb, Theme,
    contour::Contour,
    line::{self, Point},
    lines::Emphasis,
    pen::Stroke,
    text::{Align, Label},
    ticks,
};

/// What of the plane is shown. Equal units on both axes are the caller's business: see [`Window::around`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Left to right.
    pub x: (f64, f64),
    /// Bottom to top.
    pub y: (f64, f64),
}

impl Window {
    /// The least window with the sides of a picture (width, height) that holds a box and measures both axes alike.
    pub fn around(center: (f64, f64), least: (f64, f64), picture: (f64, f64)) -> Self {
        let per_unit = (picture.0 / least.0).min(picture.1 / least.1);
        let (w, h) = (picture.0 / per_unit / 2.0, picture.1 / per_unit / 2.0);
        Self { x: (center.0 - w, center.0 + w), y: (center.1 - h, center.1 + h) }
    }
}

/// The way of one run.
#[derive(Debug, Clone, Copy)]
pub struct Path<'a> {
    /// Its name, for tables.
    pub name: &'a str,
    /// Which identity it has, 1 to 8.
    pub identity: u8,
    /// Where it was.
    pub x: &'a [f64],
    /// And how high.
    pub y: &'a [f64],
    /// The step on view; what comes after it is faint.
    pub now: usize,
    /// How much it asks for; the focused one lies on top.
    pub emphasis: Emphasis,
}

/// A place with a name.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    /// Where.
    pub at: (f64, f64),
    /// What it is; may be empty.
    pub label: &'a str,
}

/// A figure of a field.
#[derive(Debug, Clone, Copy)]
pub struct FieldFigure<'a> {
    /// What is shown.
    pub window: Window,
    /// Contours, from [`contour::trace`](crate::contour::trace).
    pub contours: &'a [Contour],
    /// Runs.
    pub paths: &'a [Path<'a>],
    /// Where runs should end: a cross.
    pub minima: &'a [Spot<'a>],
    /// Where runs begin: a ring of jade, since it can be dragged.
    pub starts: &'a [Spot<'a>],
}

impl FieldFigure<'_> {
    /// The layout for a picture of a size in CSS pixels, known before anything is drawn.
    pub fn layout(&self, (width, height): (f64, f64)) -> Result<Layout, PlotError> {
        let plot = Rect { left: 0.0, top: 0.0, right: width, bottom: height };
        Layout::new(plot, (Kind::Linear, self.window.x), (Kind::Linear, self.window.y))
    }

    /// Draws everything.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme, scale: f64) -> Result<Layout, PlotError> {
        self.draw_ground(area, theme, scale)?;
        self.draw_runs(area, theme, scale)
    }

    /// Draws what stays while a run goes on: contours and ticks. On the page this may have a canvas of its own.
    pub fn draw_ground<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<Layout, PlotError> {
        self.ground(&Pen::new(area, theme, scale))
    }

    fn ground(&self, pen: &Pen<'_>) -> Result<Layout, PlotError> {
        let theme = pen.theme;
        let layout = self.layout(pen.size())?;
        for contour in self.contours {
            let (alpha, width) = if contour.major { (0.38, 1.0) } else { (0.2, 0.75) };
            let stroke = Stroke { alpha, ..Stroke::solid(theme.ink, width) };
            for line in &contour.lines {
                let points: Vec<Point> = line.iter().map(|p| layout.to_px(*p)).collect();
                pen.line_in(&layout.plot, &line::thin(&points, 0.5), stroke)?;
            }
        }
        draw_ticks(pen, &layout)?;
        Ok(layout)
    }

    /// Draws what moves: paths with their futures, the current points, minima and starts.
    pub fn draw_runs<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<Layout, PlotError> {
        self.runs(&Pen::new(area, theme, scale))
    }

    fn runs(&self, pen: &Pen<'_>) -> Result<Layout, PlotError> {
        let theme = pen.theme;
        let layout = self.layout(pen.size())?;
        let mut order: Vec<&Path<'_>> = self.paths.iter().collect();
        order.sort_by_key(|p| [2, 1, 0][p.emphasis as usize]);
        for path in &order {
            if path.x.len() != path.y.len() {
                let (expected, got) = (path.x.len(), path.y.len());
                return Err(PlotError::Length { what: format!("y of path {}", path.name), expected, got });
            }
            draw_way(pen, &layout, path, path.now..path.x.len(), true)?;
        }
        for path in &order {
            draw_way(pen, &layout, path, 0..path.now.saturating_add(1).min(path.x.len()), false)?;
        }
        for spot in self.minima {
            let (x, y) = layout.to_px(spot.at);
            let stroke = Stroke::solid(theme.ink, 1.25);
            pen.line(&[(x - 5.0, y), (x + 5.0, y)], stroke)?;
            pen.line(&[(x, y - 5.0), (x, y + 5.0)], stroke)?;
            beside(pen, spot, (x, y), 9.0, theme.ink3)?;
        }
        for path in &order {
            let last = path.now.min(path.x.len().saturating_sub(1));
            let at = path.x.get(last).zip(path.y.get(last)).map(|(x, y)| layout.to_px((*x, *y)));
            if let Some(at) = at.filter(|p| layout.plot.contains(*p)) {
                pen.marker(at, path.identity, 1.0)?;
            }
        }
        for spot in self.starts {
            let at = layout.to_px(spot.at);
            pen.disc(at, 10.5, theme.paper, 1.0)?;
            pen.ring(at, 6.5, Stroke::solid(theme.hand, 3.0))?;
            beside(pen, spot, at, 15.0, theme.ink)?;
        }
        Ok(layout)
    }
}

impl Figure for FieldFigure<'_> {
    /// Draws everything but the colours of the field, which are a raster of their own.
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.ground(pen)?;
        self.runs(pen).map(|_| ())
    }
}

/// A label to the right of a spot, or to the left where the picture ends.
fn beside(pen: &Pen<'_>, spot: &Spot<'_>, (x, y): Point, away: f64, color: Rgb) -> Result<(), PlotError> {
    let fits = x + away + crate::text::width(spot.label, pen.theme.text_px) <= pen.size().0;
    let (at, align) = if fits { ((x + away, y), Align::Start) } else { ((x - away, y), Align::End) };
    pen.text(Label { text: spot.label, at, align, color, halo: true })
}

/// Digits inside the picture, along its lower and left edges.
pub(crate) fn draw_ticks(pen: &Pen<'_>, layout: &Layout) -> Result<(), PlotError> {
    let (plot, size, color) = (layout.plot, pen.theme.text_px, pen.theme.ink3);
    let most = |length: f64| (length / 75.0).clamp(2.0, 6.0) as usize;
    for tick in ticks::linear(layout.x.data().0, layout.x.data().1, most(plot.width())) {
        let at = (layout.x.to_px(tick.value), plot.bottom - size * 0.9);
        let half = crate::text::width(&tick.label, size) / 2.0;
        // The corner belongs to the other axis.
        if at.0 > plot.left + 2.5 * size && at.0 + half < plot.right - 2.0 {
            pen.text(Label { text: &tick.label, at, align: Align::Middle, color, halo: true })?;
        }
    }
    for tick in ticks::linear(layout.y.data().0, layout.y.data().1, most(plot.height())) {
        let at = (plot.left + 6.0, layout.y.to_px(tick.value));
        if at.1 > plot.top + size && at.1 < plot.bottom - 1.6 * size {
            pen.text(Label { text: &tick.label, at, align: Align::Start, color, halo: true })?;
        }
    }
    Ok(())
}

/// A part of a path: what was, in its dash, or what will be, faint.
fn draw_way(
    pen: &Pen<'_>,
    layout: &Layout,
    path: &Path<'_>,
    span: std::ops::Range<usize>,
    future: bool,
) -> Result<(), PlotError> {
    let color = pen.theme.identity(path.identity);
    let (alpha, width) = match (future, path.emphasis) {
        (true, Emphasis::Pinned) => (0.12, 1.0),
        (true, _) => (0.22, 1.2),
        (false, Emphasis::Pinned) => (0.55, 1.25),
        (false, Emphasis::Normal) => (1.0, 1.75),
        (false, Emphasis::Focus) => (1.0, 2.25),
    };
    let dash = match (future, path.emphasis) {
        (true, _) => &[][..],
        (false, Emphasis::Pinned) => &[3.0, 2.0][..],
        (false, _) => pen.theme.dash(path.identity),
    };
    let points: Vec<Point> =
        span.filter_map(|i| path.x.get(i).zip(path.y.get(i))).map(|(x, y)| layout.to_px((*x, *y))).collect();
    // A run that diverged ends where it left the numbers.
    for run in points.split(|p| !(p.0.is_finite() && p.1.is_finite())) {
        pen.line_in(&layout.plot, &line::thin(run, 0.3), Stroke { color, alpha, width, dash })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
