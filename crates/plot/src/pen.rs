//! The pen: CSS pixels in, plotters' whole units out. The only place that knows of both.

use plotters::{
    element::{Circle, PathElement, Polygon, Rectangle},
    style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle},
};
use plotters_backend::{
    DrawingBackend,
    text_anchor::{HPos, Pos, VPos},
};

use crate::{
    Area, PlotError, Rect, Rgb, Theme,
    identity::Marker,
    line::{self, Point},
    text::{self, Align, Label},
};

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Stroke<'a> {
    /// Its colour.
    pub color: Rgb,
    /// Its opacity.
    pub alpha: f64,
    /// Its width, CSS pixels.
    pub width: f64,
    /// On, off, on, …; empty is solid.
    pub dash: &'a [f64],
}

impl Stroke<'_> {
    /// A solid, opaque line.
    pub fn solid(color: Rgb, width: f64) -> Self {
        Self { color, alpha: 1.0, width, dash: &[] }
    }
}

/// Radius of the paper around halo text, CSS pixels.
const HALO: f64 = 1.5;

/// A place in units.
type Spot = (i32, i32);

/// What a pen draws on, whichever backend that is: so figures are compiled once, not once per backend.
trait Surface {
    fn size(&self) -> (u32, u32);
    fn path(&self, points: Vec<Spot>, style: ShapeStyle) -> Result<(), PlotError>;
    fn polygon(&self, points: Vec<Spot>, color: RGBAColor) -> Result<(), PlotError>;
    fn rect(&self, corners: [Spot; 2], color: RGBAColor) -> Result<(), PlotError>;
    fn circle(&self, center: Spot, radius: u32, style: ShapeStyle) -> Result<(), PlotError>;
    fn text(&self, text: &str, style: &TextStyle<'_>, at: Spot) -> Result<(), PlotError>;
}

impl<DB: DrawingBackend> Surface for Area<DB> {
    fn size(&self) -> (u32, u32) {
        self.dim_in_pixel()
    }

    fn path(&self, points: Vec<Spot>, style: ShapeStyle) -> Result<(), PlotError> {
        self.draw(&PathElement::new(points, style)).map_err(backend)
    }

    fn polygon(&self, points: Vec<Spot>, color: RGBAColor) -> Result<(), PlotError> {
        self.draw(&Polygon::new(points, color)).map_err(backend)
    }

    fn rect(&self, corners: [Spot; 2], color: RGBAColor) -> Result<(), PlotError> {
        self.draw(&Rectangle::new(corners, color.filled())).map_err(backend)
    }

    fn circle(&self, center: Spot, radius: u32, style: ShapeStyle) -> Result<(), PlotError> {
        self.draw(&Circle::new(center, radius, style)).map_err(backend)
    }

    fn text(&self, text: &str, style: &TextStyle<'_>, at: Spot) -> Result<(), PlotError> {
        self.draw_text(text, style, at).map_err(backend)
    }
}

/// A pen on an area. Labs that need more than the figures offer (arrows, ellipses) draw with it over a figure's layout.
pub struct Pen<'a> {
    surface: &'a dyn Surface,
    /// What it draws with.
    pub theme: &'a Theme,
    scale: f64,
    ratio: f64,
}

impl<'a> Pen<'a> {
    /// A pen for an area with `scale` units per CSS pixel.
    pub fn new<DB: DrawingBackend>(area: &'a Area<DB>, theme: &'a Theme, scale: f64) -> Self {
        Self { surface: area, theme, scale, ratio: 1.0 }
    }

    /// The same pen over a picture with so many device pixels per CSS pixel.
    pub fn over(self, ratio: f64) -> Self {
        Self { ratio, ..self }
    }

    /// Device pixels per CSS pixel of the picture below.
    pub fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Width and height of the area in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        let (w, h) = self.surface.size();
        (f64::from(w) / self.scale, f64::from(h) / self.scale)
    }

    /// A line through points.
    pub fn line(&self, points: &[Point], stroke: Stroke<'_>) -> Result<(), PlotError> {
        if points.len() < 2 {
            return Ok(());
        }
        let style = self.style(stroke);
        if stroke.dash.is_empty() {
            return self.path(points, style);
        }
        line::dash(points, stroke.dash).iter().try_for_each(|piece| self.path(piece, style))
    }

    /// A line, cut to a rectangle.
    pub fn line_in(&self, rect: &Rect, points: &[Point], stroke: Stroke<'_>) -> Result<(), PlotError> {
        line::clip(points, rect).iter().try_for_each(|piece| self.line(piece, stroke))
    }

    /// A hairline between two points of one row or column, on whole pixels so that it is sharp.
    pub fn hairline(&self, a: Point, b: Point, color: Rgb) -> Result<(), PlotError> {
        let sharp = |v: f64| v.round() + 0.5;
        let (a, b) =
            if a.0 == b.0 { ((sharp(a.0), a.1), (sharp(b.0), b.1)) } else { ((a.0, sharp(a.1)), (b.0, sharp(b.1))) };
        self.line(&[a, b], Stroke::solid(color, 1.0))
    }

    /// A filled polygon.
    pub fn polygon(&self, points: &[Point], color: Rgb, alpha: f64) -> Result<(), PlotError> {
        let points: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
        self.surface.polygon(points, color.alpha(alpha))
    }

    /// A filled rectangle.
    pub fn rect(&self, rect: &Rect, color: Rgb, alpha: f64) -> Result<(), PlotError> {
        let corners = [self.at((rect.left, rect.top)), self.at((rect.right, rect.bottom))];
        if corners[0].0 >= corners[1].0 || corners[0].1 >= corners[1].1 {
            return Ok(());
        }
        self.surface.rect(corners, color.alpha(alpha))
    }

    /// The outline of a rectangle.
    pub fn frame(&self, rect: &Rect, stroke: Stroke<'_>) -> Result<(), PlotError> {
        let Rect { left, top, right, bottom } = *rect;
        // One piece more than a round, so that the last corner is joined as well.
        self.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)], stroke)
    }

    /// What is chosen: a frame of jade around it, with paper between.
    pub fn chosen(&self, rect: &Rect) -> Result<(), PlotError> {
        self.frame(&rect.grown(1.0), Stroke::solid(self.theme.paper, 4.0))?;
        self.frame(&rect.grown(1.5), Stroke::solid(self.theme.hand, 2.0))
    }

    /// A disc.
    pub fn disc(&self, center: Point, radius: f64, color: Rgb, alpha: f64) -> Result<(), PlotError> {
        let style = ShapeStyle::from(color.alpha(alpha)).filled();
        self.surface.circle(self.at(center), self.units(radius).max(1), style)
    }

    /// A ring.
    pub fn ring(&self, center: Point, radius: f64, stroke: Stroke<'_>) -> Result<(), PlotError> {
        self.surface.circle(self.at(center), self.units(radius).max(1), self.style(stroke))
    }

    /// The marker of an identity, with a rim of paper; `size` 1 is the size for the current point of a path.
    pub fn marker(&self, center: Point, identity: u8, size: f64) -> Result<(), PlotError> {
        let (marker, color, paper) = (Marker::of(identity), self.theme.identity(identity), self.theme.paper);
        match (marker, marker.radius()) {
            (Marker::Ring, Some(r)) => {
                self.disc(center, r * size + 2.0, paper, 1.0)?;
                self.ring(center, r * size, Stroke::solid(color, 1.8 * size))
            }
            (_, Some(r)) => {
                self.disc(center, r * size + 1.0, paper, 1.0)?;
                self.disc(center, r * size, color, 1.0)
            }
            _ => {
                let mut points: Vec<Point> =
                    marker.corners().iter().map(|(x, y)| (center.0 + x * size, center.1 + y * size)).collect();
                self.polygon(&points, color, 1.0)?;
                // The rim goes round and past its start, so that the joint has no notch.
                points.extend_from_within(..2);
                self.line(&points, Stroke::solid(paper, 1.0))
            }
        }
    }

    /// A text; with a halo it is written in paper around itself first.
    pub fn text(&self, label: Label<'_>) -> Result<(), PlotError> {
        if label.text.is_empty() {
            return Ok(());
        }
        let clean: String;
        let words = if label.text.chars().all(text::printable) {
            label.text
        } else {
            clean = label.text.chars().map(|c| if text::printable(c) { c } else { '\u{fffd}' }).collect();
            &clean
        };
        let h_pos = match label.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let font =
            FontDesc::new(FontFamily::Name(&self.theme.font_ui), self.theme.text_px * self.scale, FontStyle::Normal);
        let pos = Pos::new(h_pos, VPos::Center);
        let style = |color: Rgb| TextStyle { font: font.clone(), color: color.alpha(1.0).to_backend_color(), pos };
        let (x, y) = label.at;
        if label.halo {
            let around = style(self.theme.paper);
            for k in 0..8 {
                let (sin, cos) = (f64::from(k) * std::f64::consts::FRAC_PI_4).sin_cos();
                self.surface.text(words, &around, self.at((x + HALO * cos, y + HALO * sin)))?;
            }
        }
        self.surface.text(words, &style(label.color), self.at((x, y)))
    }

    fn path(&self, points: &[Point], style: ShapeStyle) -> Result<(), PlotError> {
        let points: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
        self.surface.path(points, style)
    }

    fn style(&self, stroke: Stroke<'_>) -> ShapeStyle {
        let color: RGBAColor = stroke.color.alpha(stroke.alpha);
        ShapeStyle { color, filled: false, stroke_width: self.units(stroke.width).max(1) }
    }

    fn units(&self, px: f64) -> u32 {
        (px * self.scale).round() as u32
    }

    fn at(&self, (x, y): Point) -> (i32, i32) {
        ((x * self.scale).round() as i32, (y * self.scale).round() as i32)
    }
}

fn backend(error: impl std::fmt::Display) -> PlotError {
    PlotError::Backend(error.to_string())
}
