//! plotters' calls on a canvas, with parts of pixels.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, VPos},
};
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d as Context;

use super::{UNITS, refused};
use crate::PlotError;

/// plotters' backend on a [`Sheet`].
pub struct Backend {
    context: Context,
    size: (u32, u32),
    ratio: f64,
    // What the context was last told: telling it costs a string each time.
    stroke: Option<(BackendColor, u32)>,
    fill: Option<BackendColor>,
    font: Option<(f64, String)>,
}

type Drawn = Result<(), DrawingErrorKind<PlotError>>;

impl Backend {
    /// A backend of a size in units, on a context whose transform takes units to device pixels.
    pub(super) fn new(context: Context, size: (u32, u32), ratio: f64) -> Self {
        Self { context, size, ratio, stroke: None, fill: None, font: None }
    }

    fn stroke(&mut self, style: &impl BackendStyle) {
        let (color, width) = (style.color(), style.stroke_width());
        if !self.stroke.is_some_and(|(c, w)| same(c, color) && w == width) {
            self.context.set_stroke_style_str(&css(color));
            self.context.set_line_width(f64::from(width));
            self.stroke = Some((color, width));
        }
    }

    fn fill(&mut self, color: BackendColor) {
        if !self.fill.is_some_and(|c| same(c, color)) {
            self.context.set_fill_style_str(&css(color));
            self.fill = Some(color);
        }
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        for (i, (x, y)) in path.into_iter().enumerate() {
            if i == 0 {
                self.context.move_to(f64::from(x), f64::from(y));
            } else {
                self.context.line_to(f64::from(x), f64::from(y));
            }
        }
    }

    /// A hairline along an axis as a row of whole device pixels, which 1 CSS pixel is not at a ratio of 1.25 or 1.5.
    fn hairline(&mut self, a: BackendCoord, b: BackendCoord, color: BackendColor) {
        let unit = self.ratio / f64::from(UNITS);
        let wide = self.ratio.round().max(1.0);
        let across = |v: i32| ((f64::from(v) * unit - wide / 2.0).round() / unit, wide / unit);
        let along = |v: i32, w: i32| (f64::from(v.min(w)), f64::from((v - w).abs()));
        let ((x, w), (y, h)) = if a.0 == b.0 { (across(a.0), along(a.1, b.1)) } else { (along(a.0, b.0), across(a.1)) };
        self.fill(color);
        self.context.fill_rect(x, y, w, h);
    }
}

impl DrawingBackend for Backend {
    type ErrorType = PlotError;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.fill(color);
        self.context.fill_rect(f64::from(x), f64::from(y), 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let (x, y) = (f64::from(from.0), f64::from(from.1));
        let (w, h) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        if fill {
            self.fill(style.color());
            self.context.fill_rect(x, y, w, h);
        } else {
            self.stroke(style);
            self.context.stroke_rect(x, y, w, h);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let path: Vec<BackendCoord> = path.into_iter().collect();
        match path[..] {
            [a, b] if style.stroke_width() == UNITS && (a.0 == b.0 || a.1 == b.1) => self.hairline(a, b, style.color()),
            _ => {
                self.stroke(style);
                self.trace(path);
                self.context.stroke();
            }
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.context.begin_path();
        let round = std::f64::consts::TAU;
        self.context.arc(f64::from(x), f64::from(y), f64::from(radius), 0.0, round).map_err(failed)?;
        if fill {
            self.fill(style.color());
            self.context.fill();
        } else {
            self.stroke(style);
            self.context.stroke();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.fill(style.color());
        self.trace(path);
        self.context.fill();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let units = f64::from(UNITS);
        let (size, family) = (style.size() / units, style.family());
        let family = family.as_str();
        if self.font.as_ref().is_none_or(|f| (f.0, f.1.as_str()) != (size, family)) {
            self.context.set_font(&format!("{size}px {family}"));
            self.font = Some((size, family.to_owned()));
        }
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        // Middles are reckoned here, not by the browser: its "middle" is that of the em box, and digits stand above it.
        self.context.set_text_baseline("alphabetic");
        let lower = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.34,
            VPos::Bottom => -0.1,
        };
        self.fill(style.color());
        // Text drawn large and scaled down would get the letter forms of large text.
        let (ratio, unit) = (self.ratio, self.ratio / units);
        self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).map_err(failed)?;
        let drawn = self.context.fill_text(text, f64::from(x) / units, f64::from(y) / units + lower * size);
        self.context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).map_err(failed)?;
        drawn.map_err(failed)
    }
}

fn same(a: BackendColor, b: BackendColor) -> bool {
    a.rgb == b.rgb && a.alpha == b.alpha
}

fn css(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    format!("rgb({r} {g} {b} / {})", color.alpha)
}

fn failed(error: JsValue) -> DrawingErrorKind<PlotError> {
    DrawingErrorKind::DrawingError(refused(error))
}
