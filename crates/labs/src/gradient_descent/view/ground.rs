//! The surface as contours and colour, traced once for each field that comes.

use crate::stage::{Bench, doubles};
use labkit::Content;
use leptos::prelude::*;
use plot::contour::{Contour, Grid, levels, trace};
use plot::field::Window;
use plot::raster::{Shade, raster};
use std::rc::Rc;

/// A field, ready to be painted.
pub(super) struct Ground {
    pub(super) window: Window,
    pub(super) contours: Vec<Contour>,
    nx: usize,
    ny: usize,
    values: Vec<f64>,
}

impl Ground {
    fn of(field: &labkit::frame::Field) -> Option<Self> {
        let (nx, ny) = (field.nx as usize, field.ny as usize);
        let values = doubles(&field.values.0);
        let grid = Grid { nx, ny, x: field.x, y: field.y, values: &values };
        let contours = trace(&grid, &levels(&values)).ok()?;
        let window = Window { x: field.x, y: field.y };
        Some(Self { window, contours, nx, ny, values })
    }

    /// The colours of the field in a theme.
    pub(super) fn raster(&self, theme: &plot::Theme) -> Result<plot::raster::Raster, plot::PlotError> {
        let grid = Grid { nx: self.nx, ny: self.ny, x: self.window.x, y: self.window.y, values: &self.values };
        raster(&grid, Shade::of(&self.values), theme)
    }
}

/// Follows the field of the frames.
pub(super) fn ground(bench: Bench) -> RwSignal<Option<Rc<Ground>>, LocalStorage> {
    let (field, ground) = (bench.panel("field"), RwSignal::new_local(None));
    Effect::new(move |_| {
        if let Some(Content::Field(field)) = field.get().as_deref() {
            ground.set(Ground::of(field).map(Rc::new));
        }
    });
    ground
}
