//! Points: data, predictions against truth, one quantity against another.

mod cloud;

use cloud::{Cloud, Shape};
use plotters_backend::DrawingBackend;

use crate::{
    Area, Axis, Figure, Kind, Layout, Pen, Picture, PlotError, Reading, Rect, Rgb, Theme,
    axes::Frame,
    figure, format,
    identity::Marker,
    line::Point,
    pen::Stroke,
    range::{padded, range_of},
    text::{self, Align, Label},
};

/// What the colour of a point says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tint<'a> {
    /// Nothing; all have one identity.
    One(u8),
    /// Its class, with the class's marker.
    Identity(&'a [u8]),
    /// How much, paper to plum.
    Magnitude(&'a [f64]),
    /// Which sign, and how much of it.
    Sign(&'a [f64]),
}

impl Tint<'_> {
    /// The name of its column in a table.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::One(_) | Self::Identity(_) => "class",
            Self::Magnitude(_) | Self::Sign(_) => "value",
        }
    }

    /// Its value in a table.
    pub(crate) fn cell(&self, i: usize) -> String {
        match self {
            Self::One(c) => Some(c.to_string()),
            Self::Identity(c) => c.get(i).map(ToString::to_string),
            Self::Magnitude(v) | Self::Sign(v) => v.get(i).map(ToString::to_string),
        }
        .unwrap_or_default()
    }

    fn len(&self) -> Option<usize> {
        match self {
            Self::One(_) => None,
            Self::Identity(c) => Some(c.len()),
            Self::Magnitude(v) | Self::Sign(v) => Some(v.len()),
        }
    }
}

/// A straight line through the points: y = slope · x + intercept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit<'a> {
    /// How steep.
    pub slope: f64,
    /// Where it meets x = 0.
    pub intercept: f64,
    /// What it is; may be empty.
    pub label: &'a str,
}

/// A figure of points.
#[derive(Debug, Clone, Copy)]
pub struct Scatter<'a> {
    /// Where.
    pub x: &'a [f64],
    /// And how high.
    pub y: &'a [f64],
    /// What colours say.
    pub shade: Tint<'a>,
    /// Radius of a point, CSS pixels.
    pub radius: f64,
    /// A line through them.
    pub fit: Option<Fit<'a>>,
    /// Whether y = x is drawn, to compare with.
    pub diagonal: bool,
    /// The horizontal axis.
    pub x_axis: Axis<'a>,
    /// The vertical axis.
    pub y_axis: Axis<'a>,
}

impl<'a> Scatter<'a> {
    /// Points of one identity over all their range.
    pub fn new(x: &'a [f64], y: &'a [f64]) -> Self {
        let axis = Axis::default();
        Self { x, y, shade: Tint::One(1), radius: 2.3, fit: None, diagonal: false, x_axis: axis, y_axis: axis }
    }

    /// Draws the figure on an area with `scale` units per CSS pixel, each point as a mark of its own.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme, scale: f64) -> Result<Layout, PlotError> {
        self.marks(&Pen::new(area, theme, scale), true)
    }

    /// Where everything goes in a figure of (width, height) CSS pixels.
    pub fn layout(&self, size: (f64, f64), theme: &Theme) -> Result<Layout, PlotError> {
        Ok(self.frame(size, theme)?.layout)
    }

    fn frame(&self, size: (f64, f64), theme: &Theme) -> Result<Frame<'a>, PlotError> {
        figure::check("y of points", self.x.len(), self.y.len())?;
        figure::check("colours of points", self.x.len(), self.shade.len().unwrap_or(self.x.len()))?;
        let range = |axis: &Axis<'_>, values: &[f64]| {
            let all = || range_of(axis.kind, values.iter().copied()).map(|r| padded(axis.kind, r, 0.05));
            axis.range.or_else(all).unwrap_or((0.1, 1.0))
        };
        let (x, y) = (range(&self.x_axis, self.x), range(&self.y_axis, self.y));
        Frame::new(size, theme.text_px, (self.x_axis, x), (self.y_axis, y), 8.0)
    }

    fn marks(&self, pen: &Pen<'_>, points: bool) -> Result<Layout, PlotError> {
        let (frame, theme) = (self.frame(pen.size(), pen.theme)?, pen.theme);
        let layout = frame.layout;
        frame.draw_over(pen, points)?;
        if self.diagonal {
            let stroke = Stroke { dash: &[3.0, 3.0], ..Stroke::solid(theme.ink3, 1.0) };
            pen.line_in(&layout.plot, &curve(&layout, |x| x), stroke)?;
        }
        if points {
            self.draw_points(pen, &layout)?;
        }
        if let Some(fit) = self.fit {
            self.draw_fit(pen, &layout, fit)?;
        }
        Ok(layout)
    }

    /// The points, stamped into a picture.
    fn cloud(&self, layout: &Layout, theme: &Theme, ratio: f64) -> Picture {
        let mut cloud = Cloud::new(&layout.plot, ratio);
        // More points than these share their room: each is smaller, as the ink on the paper stays the same.
        let crowd = (CROWD / self.x.len().max(1) as f64).sqrt().min(1.0);
        let size = self.radius * crowd / Marker::of(1).radius().unwrap_or(1.0) * ratio;
        let classes = if matches!(self.shade, Tint::Identity(_)) { 8 } else { 1 };
        let alpha = |class: u8| if class == 1 { ALPHA } else { 1.0 };
        let shapes: Vec<Shape> = (1..=classes).map(|c| Shape::new(Marker::of(c), size, alpha(c))).collect();
        let inks = self.inks(theme);
        // From the topmost down: what is hidden need not be mixed.
        for i in self.visible(layout).into_iter().rev() {
            let at = layout.to_px((self.x[i], self.y[i]));
            let class = if let Tint::Identity(c) = self.shade { usize::from(c[i].saturating_sub(1) % 8) } else { 0 };
            if let Some(shape) = shapes.get(class) {
                cloud.stamp(shape, inks(i), at);
            }
        }
        cloud.picture()
    }

    /// The colour of each point of a cloud. A value near zero has nearly the colour of paper: where points are too small for a
    /// rim of their own, the palest are as dark as a point with its rim is on the whole.
    fn inks<'t>(&'t self, theme: &'t Theme) -> impl Fn(usize) -> Rgb + 't {
        const SHADES: usize = 128;
        let rim = 1.0 - (self.radius / (self.radius + RIM)).powi(2);
        let shade = |k: usize| {
            let t = k as f64 / SHADES as f64 - 1.0;
            match self.shade {
                Tint::Sign(_) => theme.sign(t).mix(theme.ink3, rim * (1.0 - t.abs())),
                _ => magnitude(theme, t),
            }
        };
        let shades: Vec<Rgb> = (0..=2 * SHADES).map(shade).collect();
        let share = self.share();
        move |i| match self.shade {
            Tint::Sign(v) | Tint::Magnitude(v) => {
                let t = ((share(v[i]) + 1.0) * SHADES as f64).round() as usize;
                shades.get(t).copied().unwrap_or(theme.ink3)
            }
            _ => self.color(i, &share, theme),
        }
    }

    /// From a value to its share of the largest one.
    fn share(&self) -> impl Fn(f64) -> f64 + use<> {
        let largest = match self.shade {
            Tint::Magnitude(v) | Tint::Sign(v) => {
                v.iter().filter(|v| v.is_finite()).fold(0.0, |m: f64, v| m.max(v.abs()))
            }
            _ => 1.0,
        };
        move |v| if largest > 0.0 { v / largest } else { 0.0 }
    }

    fn color(&self, i: usize, share: &impl Fn(f64) -> f64, theme: &Theme) -> Rgb {
        match self.shade {
            Tint::One(c) => theme.identity(c),
            Tint::Identity(c) => theme.identity(c[i]),
            Tint::Magnitude(v) => magnitude(theme, share(v[i])),
            Tint::Sign(v) => theme.sign(share(v[i])),
        }
    }

    /// The point nearest to a place, at most `reach` CSS pixels away.
    pub fn hit(&self, layout: &Layout, (px, py): Point, reach: f64) -> Option<usize> {
        let away = |i: &usize| {
            let (x, y) = layout.to_px((self.x[*i], self.y[*i]));
            (x - px).hypot(y - py)
        };
        (0..self.x.len().min(self.y.len())).filter(|i| away(i) <= reach).min_by(|a, b| away(a).total_cmp(&away(b)))
    }

    /// The point nearest to a place: where it is, and what its colour says.
    pub fn read(&self, layout: &Layout, at: Point, reach: f64) -> Option<Reading> {
        let i = self.hit(layout, at, reach)?;
        let (x, y) = layout.to_px((self.x[i], self.y[i]));
        let value = match self.shade {
            Tint::One(_) => String::new(),
            Tint::Identity(c) => c.get(i).map(ToString::to_string).unwrap_or_default(),
            Tint::Magnitude(v) | Tint::Sign(v) => v.get(i).copied().map(format::value).unwrap_or_default(),
        };
        Some(Reading {
            label: self.describe(i)?,
            value,
            at: Rect { left: x, right: x, top: y, bottom: y }.grown(self.radius),
        })
    }

    fn draw_points(&self, pen: &Pen<'_>, layout: &Layout) -> Result<(), PlotError> {
        let (theme, share) = (pen.theme, self.share());
        for i in self.visible(layout) {
            let at = layout.to_px((self.x[i], self.y[i]));
            let color = self.color(i, &share, theme);
            if let Tint::Identity(c) = self.shade
                && Marker::of(c[i]) != Marker::Disc
            {
                pen.marker(at, c[i], self.radius / Marker::of(1).radius().unwrap_or(1.0) * 1.15)?;
                continue;
            }
            // A point near zero has nearly the colour of paper, and needs a rim to be seen.
            if matches!(self.shade, Tint::Sign(_)) {
                pen.disc(at, self.radius + RIM, theme.ink3, 1.0)?;
            }
            pen.disc(at, self.radius, color, ALPHA)?;
        }
        Ok(())
    }

    fn draw_fit(&self, pen: &Pen<'_>, layout: &Layout, fit: Fit<'_>) -> Result<(), PlotError> {
        let points = curve(layout, |x| fit.slope * x + fit.intercept);
        let pieces = crate::line::clip(&points, &layout.plot);
        for piece in &pieces {
            pen.line(piece, Stroke::solid(pen.theme.paper, 3.5))?;
            pen.line(piece, Stroke::solid(pen.theme.ink, 1.75))?;
        }
        let Some((x, y)) = pieces.last().and_then(|p| p.last()).copied() else { return Ok(()) };
        let size = pen.theme.text_px;
        // Above the line's end, but inside the plot.
        let y = if y - size > layout.plot.top { y - size } else { y + 1.5 * size };
        let x = x.max(layout.plot.left + text::width(fit.label, size));
        pen.text(Label { text: fit.label, at: (x, y), align: Align::End, color: pen.theme.ink, halo: true })
    }

    /// The points to be drawn, lowest first: of those of one class in one spot only the topmost, so that a cloud of any
    /// number costs no more than its area.
    fn visible(&self, layout: &Layout) -> Vec<usize> {
        const SPOT: f64 = 1.0;
        let plot = layout.plot;
        let (across, down) = ((plot.width() / SPOT) as usize + 1, (plot.height() / SPOT) as usize + 1);
        let mut taken = vec![0_u8; across * down];
        let mut out: Vec<usize> = (0..self.x.len())
            .rev()
            .filter(|i| {
                let (x, y) = layout.to_px((self.x[*i], self.y[*i]));
                if !plot.contains((x, y)) {
                    return false;
                }
                let spot = ((y - plot.top) / SPOT) as usize * across + ((x - plot.left) / SPOT) as usize;
                let class = match self.shade {
                    Tint::Identity(c) => 1 << (c[*i].saturating_sub(1) % 8),
                    _ => 1,
                };
                let free = taken[spot] & class == 0;
                taken[spot] |= class;
                free
            })
            .collect();
        out.reverse();
        out
    }

    /// What a point says in a read-out.
    pub fn describe(&self, i: usize) -> Option<String> {
        let (x, y) = self.x.get(i).zip(self.y.get(i))?;
        Some(format!("({}, {})", format::value(*x), format::value(*y)))
    }
}

impl Figure for Scatter<'_> {
    /// Points, if they are more than a canvas draws one by one in a frame.
    fn picture(&self, size: (f64, f64), theme: &Theme, ratio: f64) -> Result<Option<Picture>, PlotError> {
        if self.x.len() <= MANY {
            return Ok(None);
        }
        Ok(Some(self.cloud(&self.layout(size, theme)?, theme, ratio)))
    }

    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen, self.x.len() <= MANY).map(|_| ())
    }
}

/// Points from which on they become smaller.
const CROWD: f64 = 2500.0;
/// More points than this are stamped into a picture.
const MANY: usize = 3000;
/// How wide the rim of a point is whose colour is near that of paper, CSS pixels.
const RIM: f64 = 0.75;
/// Opacity of a point.
const ALPHA: f64 = 0.85;

/// The colour of a share of the largest magnitude: the pale end of the ramp is paper, where points would vanish.
fn magnitude(theme: &Theme, share: f64) -> Rgb {
    theme.magnitude(0.2 + 0.8 * share)
}

/// A function over the x axis, in pixels; straight on linear axes, bent where one of them is logarithmic.
fn curve(layout: &Layout, f: impl Fn(f64) -> f64) -> Vec<Point> {
    let straight = layout.x.kind() == Kind::Linear && layout.y.kind() == Kind::Linear;
    let pieces = if straight { 1 } else { 128 };
    let (from, to) = layout.x.px();
    (0..=pieces)
        .map(|k| {
            let px = from + (to - from) * f64::from(k) / f64::from(pieces);
            (px, layout.y.to_px(f(layout.x.to_data(px))))
        })
        .collect()
}

#[cfg(test)]
mod tests;
