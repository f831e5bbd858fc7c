//! A function of one variable with balls on it: where each is, how the ground slopes there, and how far it steps.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Axis, Figure, Layout, Pen, PlotError, Theme,
    axes::Frame,
    figure,
    line::{self, Point, Xs},
    lines::Emphasis,
    pen::Stroke,
    range::{padded, range_of},
};

/// A ball on the curve.
#[derive(Debug, Clone, Copy)]
pub struct Ball<'a> {
    /// Its name, for tables.
    pub name: &'a str,
    /// Which identity it has, 1 to 8.
    pub identity: u8,
    /// Where it was, on the x axis; last, where it is.
    pub places: &'a [f64],
    /// A step, from where to where: an arrow along x from the curve, and the fall onto the curve at its end.
    pub step: Option<(f64, f64)>,
    /// How much it asks for: one in focus has a tangent.
    pub emphasis: Emphasis,
}

/// A figure of `f(x)` over x.
#[derive(Debug, Clone, Copy)]
pub struct Profile<'a> {
    /// From the place of the first value to that of the last.
    pub x: (f64, f64),
    /// `f`, at places evenly apart; what is not finite is a gap.
    pub values: &'a [f64],
    /// What lies on it.
    pub balls: &'a [Ball<'a>],
    /// Titles of both axes.
    pub titles: [&'a str; 2],
}

/// How many times higher than the middle of its values a curve is shown: steep ends would press the rest flat.
const HIGH: f64 = 2.0;
/// Half the length of a tangent, CSS pixels.
const TANGENT: f64 = 56.0;
/// Earlier places that are seen.
const TRAIL: usize = 40;
/// Places closer than this to each other are one, CSS pixels.
const APART: f64 = 2.5;
/// Length and half the width of an arrow's head, CSS pixels.
const HEAD: (f64, f64) = (8.0, 4.0);

impl Profile<'_> {
    /// `f(x)` between the values, on straight lines; none outside and in gaps.
    pub fn at(&self, x: f64) -> Option<f64> {
        self.between(x, |k| self.values.get(k).copied())
    }

    /// `f′(x)`: central differences `(f₊ − f₋) / 2h` at the values, and straight between them; to one side at the ends.
    pub fn slope(&self, x: f64) -> Option<f64> {
        let apart = (self.x.1 - self.x.0) / (self.values.len().max(2) - 1) as f64;
        let value = |k: usize| self.values.get(k).copied().filter(|v| v.is_finite());
        self.between(x, |k| {
            let here = value(k)?;
            let (before, after) = (k.checked_sub(1).and_then(value), value(k + 1));
            let cells = f64::from(u8::from(before.is_some()) + u8::from(after.is_some()));
            Some((after.unwrap_or(here) - before.unwrap_or(here)) / (cells * apart))
        })
    }

    /// What `of` says between the two values around a place.
    fn between(&self, x: f64, of: impl Fn(usize) -> Option<f64>) -> Option<f64> {
        let t = (x - self.x.0) / (self.x.1 - self.x.0) * (self.values.len().max(2) - 1) as f64;
        if !(t >= 0.0 && t <= (self.values.len().max(1) - 1) as f64) {
            return None;
        }
        let (k, t) = (t as usize, t.fract());
        let (a, b) = (of(k)?, if t > 0.0 { of(k + 1)? } else { 0.0 });
        Some(a + (b - a) * t).filter(|v| v.is_finite())
    }

    /// Draws the figure on an area with `scale` units per CSS pixel.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme, scale: f64) -> Result<Layout, PlotError> {
        self.marks(&Pen::new(area, theme, scale))
    }

    /// From the least value to the greatest, but no higher than a few times the middle one; balls are always in it.
    fn heights(&self) -> (f64, f64) {
        let kind = crate::Kind::Linear;
        let Some((lo, hi)) = range_of(kind, self.values.iter().copied()) else { return (0.0, 1.0) };
        let mut some: Vec<f64> = self.values.iter().copied().filter(|v| v.is_finite()).collect();
        some.sort_by(f64::total_cmp);
        let middle = some.get(some.len() / 2).map_or(hi, |v| v - lo);
        let enough = if middle > 0.0 { hi.min(lo + HIGH * middle) } else { hi };
        let highest = self.balls.iter().flat_map(|ball| ball.places).filter_map(|x| self.at(*x)).fold(enough, f64::max);
        let (low, high) = padded(kind, (lo, highest), 0.06);
        // Padding never crosses zero; a curve that touches it would lie on the frame.
        (if low == 0.0 { -0.04 * high } else { low }, high)
    }

    fn marks(&self, pen: &Pen<'_>) -> Result<Layout, PlotError> {
        figure::room(pen.size(), (120.0, 80.0))?;
        let [x, y] = self.titles.map(|title| Axis { title: (!title.is_empty()).then_some(title), ..Axis::default() });
        let frame = Frame::new(pen.size(), pen.theme.text_px, (x, self.x), (y, self.heights()), 8.0)?;
        let layout = frame.layout;
        frame.draw(pen)?;
        let stride = (self.x.1 - self.x.0) / (self.values.len().max(2) - 1) as f64;
        let xs = Xs::Steps { first: self.x.0, stride };
        for run in line::runs(xs, self.values, 0..self.values.len(), (&layout.x, &layout.y), 0.5) {
            pen.line_in(&layout.plot, &run, Stroke::solid(pen.theme.ink3, 1.5))?;
        }
        let mut order: Vec<&Ball<'_>> = self.balls.iter().collect();
        order.sort_by_key(|ball| [2, 1, 0][ball.emphasis as usize]);
        for ball in &order {
            self.draw_trail(pen, &layout, ball)?;
        }
        for ball in &order {
            if ball.emphasis == Emphasis::Focus {
                self.draw_tangent(pen, &layout, ball)?;
            }
            self.draw_step(pen, &layout, ball)?;
        }
        for ball in &order {
            if let Some(at) = ball.places.last().and_then(|x| self.on(&layout, *x)) {
                pen.marker(at, ball.identity, if ball.emphasis == Emphasis::Focus { 1.2 } else { 1.0 })?;
            }
        }
        Ok(layout)
    }

    /// Where a place of the x axis is on the curve, if that is inside the figure.
    fn on(&self, layout: &Layout, x: f64) -> Option<Point> {
        self.at(x).map(|y| layout.to_px((x, y))).filter(|at| layout.plot.contains(*at))
    }

    /// Earlier places as dots, the older the fainter.
    fn draw_trail(&self, pen: &Pen<'_>, layout: &Layout, ball: &Ball<'_>) -> Result<(), PlotError> {
        let strength = if ball.emphasis == Emphasis::Focus { 0.85 } else { 0.6 };
        let mut before: Option<Point> = None;
        let mut age = 0;
        for at in ball.places.iter().rev().filter_map(|x| self.on(layout, *x)) {
            if before.is_some_and(|b| (at.0 - b.0).hypot(at.1 - b.1) < APART) {
                continue;
            }
            // The first is the ball itself.
            if before.replace(at).is_some() {
                age += 1;
                let left = 1.0 - age as f64 / TRAIL as f64;
                if left <= 0.0 {
                    break;
                }
                pen.disc(at, 3.2, pen.theme.identity(ball.identity), strength * (0.15 + 0.85 * left * left))?;
            }
        }
        Ok(())
    }

    fn draw_tangent(&self, pen: &Pen<'_>, layout: &Layout, ball: &Ball<'_>) -> Result<(), PlotError> {
        let here = ball.places.last().and_then(|x| Some((*x, self.on(layout, *x)?, self.slope(*x)?)));
        let Some((x, (px, py), slope)) = here else { return Ok(()) };
        let ahead = layout.to_px((x + 1.0, self.at(x).unwrap_or_default() + slope));
        let (dx, dy) = (ahead.0 - px, ahead.1 - py);
        let by = TANGENT / dx.hypot(dy).max(1e-9);
        let ends = [(px - dx * by, py - dy * by), (px + dx * by, py + dy * by)];
        let stroke = Stroke { alpha: 0.85, ..Stroke::solid(pen.theme.identity(ball.identity), 1.25) };
        pen.line_in(&layout.plot, &ends, stroke)
    }

    fn draw_step(&self, pen: &Pen<'_>, layout: &Layout, ball: &Ball<'_>) -> Result<(), PlotError> {
        let ends = ball.step.and_then(|(from, to)| Some((self.on(layout, from)?, layout.x.to_px(to), to)));
        let Some(((x0, y), x1, to)) = ends.filter(|((x0, _), x1, _)| (x1 - x0).abs() >= 3.0) else { return Ok(()) };
        let color = pen.theme.identity(ball.identity);
        let width = if ball.emphasis == Emphasis::Focus { 2.0 } else { 1.25 };
        pen.line_in(&layout.plot, &[(x0, y), (x1, y)], Stroke::solid(color, width))?;
        if !layout.plot.contains((x1, y)) {
            return Ok(());
        }
        let back = HEAD.0.min((x1 - x0).abs()) * (x0 - x1).signum();
        pen.line(&[(x1 + back, y - HEAD.1), (x1, y), (x1 + back, y + HEAD.1)], Stroke::solid(color, width))?;
        if let Some(fallen) = self.on(layout, to) {
            let fall = Stroke { alpha: 0.7, dash: &[2.0, 3.0], ..Stroke::solid(color, 1.0) };
            pen.line(&[(x1, y), fallen], fall)?;
        }
        Ok(())
    }
}

impl Figure for Profile<'_> {
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
