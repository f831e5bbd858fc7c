//! The surface as contours, colour and heights, found once for each field that comes.

use super::super::params::TABLE;
use crate::stage::{Bench, doubles};
use labkit::Content;
use leptos::prelude::*;
use plot::Kind;
use plot::contour::{Contour, Grid, levels, levels_on, trace};
use plot::field::Window;
use plot::raster::{Shade, raster};
use plot::relief::Height;
use std::rc::Rc;

/// A field, ready to be painted.
pub(super) struct Ground {
    pub(super) window: Window,
    pub(super) contours: Vec<Contour>,
    pub(super) shade: Shade,
    pub(super) height: Height,
    nx: usize,
    ny: usize,
    values: Vec<f64>,
}

impl Ground {
    /// With the scale that the reader has chosen; else colours by a logarithm that suits losses, heights as they are.
    fn of(field: &labkit::frame::Field, scale: Option<Kind>) -> Option<Self> {
        let (nx, ny) = (field.nx as usize, field.ny as usize);
        let values = doubles(&field.values.0);
        let grid = Grid { nx, ny, x: field.x, y: field.y, values: &values };
        let contours = trace(&grid, &scale.map_or_else(|| levels(&values), |kind| levels_on(kind, &values))).ok()?;
        let window = Window { x: field.x, y: field.y };
        let shade = scale.map_or_else(|| Shade::of(&values), |kind| Shade::scaled(&values, kind));
        let height = Height::of(&values, scale.unwrap_or(Kind::Linear));
        Some(Self { window, contours, shade, height, nx, ny, values })
    }

    pub(super) fn grid(&self) -> Grid<'_> {
        Grid { nx: self.nx, ny: self.ny, x: self.window.x, y: self.window.y, values: &self.values }
    }

    /// The lowest row: all there is where the function does not ask for y.
    pub(super) fn row(&self) -> &[f64] {
        self.values.get(..self.nx).unwrap_or_default()
    }

    /// The colours of the field in a theme.
    pub(super) fn raster(&self, theme: &plot::Theme) -> Result<plot::raster::Raster, plot::PlotError> {
        raster(&self.grid(), self.shade, theme)
    }
}

/// Follows the field of the frames.
pub(super) fn ground(bench: Bench) -> RwSignal<Option<Rc<Ground>>, LocalStorage> {
    let (field, ground) = (bench.panel("field"), RwSignal::new_local(None));
    let scale = Memo::new(move |_| match bench.params.with(|params| params.choice(TABLE, "tone")) {
        "linear" => Some(Kind::Linear),
        "log" => Some(Kind::Log),
        _ => None,
    });
    Effect::new(move |_| {
        let scale = scale.get();
        if let Some(Content::Field(field)) = field.get().as_deref() {
            ground.set(Ground::of(field, scale).map(Rc::new));
        }
    });
    ground
}
