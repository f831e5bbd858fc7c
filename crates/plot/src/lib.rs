//! Data to figure: lines, fields with contours and as landscapes, curves with balls, points, histograms, bars, matrices, images, networks, tokens; on a canvas in the page, as SVG in tests and for export.
//!
//! A figure is a struct of borrowed data. Its `draw` takes a plotters drawing area, a [`Theme`] and a *scale* (units of the area
//! per CSS pixel), and answers with the [`Layout`] it used, so that the page can hit-test, hover, and place handles. Everything
//! inside is reckoned in CSS pixels; only the [`Pen`] knows units.
//!
//! ```text
//! data → scale (data ↔ px) → line (runs, clip, dash) → pen → plotters → svg | canvas
//! ```
//!
//! What all figures have in common is [`Figure`]: marks for the pen, and below them, where they would be too many, one picture.
//!
//! Colours come from the page's tokens alone: see [`Theme::from_lookup`].

mod axes;
pub mod bars;
#[cfg(target_arch = "wasm32")]
pub mod canvas;
pub mod color;
pub mod contour;
mod error;
pub mod field;
mod figure;
pub mod format;
pub mod histogram;
pub mod hover;
pub mod identity;
mod labels;
pub mod line;
pub mod lines;
pub mod matrix;
pub mod network;
pub mod palette;
mod pen;
pub mod plane;
mod png;
pub mod profile;
pub mod range;
pub mod raster;
pub mod relief;
pub mod scale;
pub mod scatter;
pub mod svg;
pub mod table;
pub mod text;
pub mod theme;
pub mod ticks;
pub mod token_line;
pub mod tokens;
pub mod wall;

pub use axes::Axis;
pub use bars::Bars;
pub use color::Rgb;
pub use error::PlotError;
pub use field::FieldFigure;
pub use figure::{Figure, Picture, Reading};
pub use histogram::Histogram;
pub use lines::Lines;
pub use matrix::Matrix;
pub use network::Network;
pub use palette::Palette;
pub use pen::{Pen, Stroke};
pub use plane::Plane;
pub use profile::Profile;
pub use relief::Relief;
pub use scale::{Kind, Layout, Map, Rect};
pub use scatter::Scatter;
pub use theme::Theme;
pub use token_line::TokenLine;
pub use wall::Wall;

/// An area to draw on, as plotters calls it.
pub type Area<DB> = plotters::drawing::DrawingArea<DB, plotters::coord::Shift>;
