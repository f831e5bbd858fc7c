//! Figures on a canvas of the page, sharp on every screen.
//!
//! plotters-canvas has neither device pixels nor parts of pixels: its lines are ragged where plotters' whole units are pixels.
//! Here a unit is an eighth of a CSS pixel, the canvas has as many pixels as the screen has, and text is set at its true size.

mod backend;

pub use backend::Backend;
use plotters::drawing::IntoDrawingArea;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d as Context, Element, HtmlCanvasElement, ImageData};

use crate::{Area, Figure, Layout, Pen, Picture, PlotError, Theme, raster::Raster};

/// Units per CSS pixel.
const UNITS: u32 = 8;
/// More pixels than this per CSS pixel cost time and cannot be seen.
const MOST: f64 = 3.0;

/// The theme that holds where an element is.
pub fn theme(element: &Element) -> Result<Theme, PlotError> {
    let style = web_sys::window().and_then(|w| w.get_computed_style(element).ok().flatten());
    Theme::from_lookup(|name| style.as_ref().and_then(|s| s.get_property_value(name).ok()))
}

/// A canvas to draw figures on.
pub struct Sheet {
    canvas: HtmlCanvasElement,
    context: Context,
    /// Where a field's bytes become a picture that can be scaled.
    stamp: HtmlCanvasElement,
    size: (u32, u32),
    ratio: f64,
}

impl Sheet {
    /// Takes a canvas of the page, whose size the style sheet gives.
    pub fn new(canvas: HtmlCanvasElement) -> Result<Self, PlotError> {
        let document =
            canvas.owner_document().ok_or_else(|| PlotError::Backend("canvas without a document".to_owned()))?;
        let stamp = document.create_element("canvas").map_err(refused)?.unchecked_into();
        let context = context(&canvas)?;
        let mut sheet = Self { canvas, context, stamp, size: (0, 0), ratio: 0.0 };
        sheet.fit();
        Ok(sheet)
    }

    /// Takes on the size that the canvas has on the page and the resolution of the screen; says whether either is new.
    /// A new size empties the canvas, so draw again.
    pub fn fit(&mut self) -> bool {
        let side = |px: i32| u32::try_from(px).unwrap_or(0);
        let size = (side(self.canvas.client_width()), side(self.canvas.client_height()));
        let ratio = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, MOST);
        let new = size != self.size || ratio != self.ratio;
        if new {
            (self.size, self.ratio) = (size, ratio);
            self.canvas.set_width((f64::from(size.0) * ratio).round() as u32);
            self.canvas.set_height((f64::from(size.1) * ratio).round() as u32);
        }
        new
    }

    /// Its size in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        (f64::from(self.size.0), f64::from(self.size.1))
    }

    /// Empties it; what lies under the canvas shows through.
    pub fn clear(&self) -> Result<(), PlotError> {
        self.scale(1.0)?;
        self.context.clear_rect(0.0, 0.0, f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        Ok(())
    }

    /// Device pixels per CSS pixel.
    pub fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Lays a field's picture where a layout says; do it before the lines.
    pub fn put(&self, raster: &Raster, layout: &Layout) -> Result<(), PlotError> {
        self.lay((raster.width, raster.height), &raster.rgba, raster.place(layout), true)
    }

    /// Lays a figure's picture; do it before its marks.
    pub fn put_picture(&self, picture: &Picture) -> Result<(), PlotError> {
        let at = picture.at;
        let place = (at.left, at.top, at.width(), at.height());
        self.lay((picture.width, picture.height), &picture.rgba, place, false)
    }

    /// Draws a whole figure, picture and marks.
    pub fn paint(&self, figure: &dyn Figure, theme: &Theme) -> Result<(), PlotError> {
        if let Some(picture) = figure.picture(self.size(), theme, self.ratio)? {
            self.put_picture(&picture)?;
        }
        self.draw(|area, scale| figure.paint(&Pen::new(area, theme, scale).over(self.ratio)))
    }

    fn lay(
        &self,
        (w, h): (usize, usize),
        rgba: &[u8],
        (x, y, width, height): (f64, f64, f64, f64),
        smooth: bool,
    ) -> Result<(), PlotError> {
        let (w, h) = (w as u32, h as u32);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), w, h).map_err(refused)?;
        self.stamp.set_width(w);
        self.stamp.set_height(h);
        context(&self.stamp)?.put_image_data(&image, 0.0, 0.0).map_err(refused)?;
        self.scale(self.ratio)?;
        self.context.set_image_smoothing_enabled(smooth);
        self.context
            .draw_image_with_html_canvas_element_and_dw_and_dh(&self.stamp, x, y, width, height)
            .map_err(refused)
    }

    /// Draws, giving the area and the scale that figures ask for.
    pub fn draw<T>(&self, draw: impl FnOnce(&Area<Backend>, f64) -> Result<T, PlotError>) -> Result<T, PlotError> {
        self.scale(self.ratio / f64::from(UNITS))?;
        self.context.set_line_join("round");
        self.context.set_line_cap("round");
        let size = (self.size.0 * UNITS, self.size.1 * UNITS);
        let backend = Backend::new(self.context.clone(), size, self.ratio);
        draw(&backend.into_drawing_area(), f64::from(UNITS))
    }

    fn scale(&self, scale: f64) -> Result<(), PlotError> {
        self.context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).map_err(refused)
    }
}

fn context(canvas: &HtmlCanvasElement) -> Result<Context, PlotError> {
    let found = canvas.get_context("2d").map_err(refused)?.map(JsCast::dyn_into::<Context>);
    found.and_then(Result::ok).ok_or_else(|| PlotError::Backend("no 2d context".to_owned()))
}

/// What the browser said, as `map_err` hands it over.
#[allow(clippy::needless_pass_by_value, reason = "map_err gives the error away")]
fn refused(error: JsValue) -> PlotError {
    PlotError::Backend(format!("{error:?}"))
}
