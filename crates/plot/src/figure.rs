//! What all figures have in common: a picture below, marks above, and a reading for the pointer.

use crate::{Pen, PlotError, Rect, Theme};

/// A figure that can be drawn on any sheet: [`Sheet::paint`](crate::canvas::Sheet::paint) in the page,
/// [`svg::document`](crate::svg::document) for saving.
pub trait Figure {
    /// What is too many for single marks, as one picture to lie under them; for a figure of `size` (CSS pixels) on a screen
    /// with `ratio` device pixels per CSS pixel.
    fn picture(&self, _size: (f64, f64), _theme: &Theme, _ratio: f64) -> Result<Option<Picture>, PlotError> {
        Ok(None)
    }

    /// Draws everything that [`Figure::picture`] leaves.
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError>;
}

/// A picture of bytes and its place. Where it has a pixel for each device pixel it is shown as it is; where it has fewer they
/// become larger, with sharp edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green, blue, opacity; row by row from above.
    pub rgba: Vec<u8>,
    /// Where it lies, in CSS pixels.
    pub at: Rect,
}

/// What a figure says about a place under the pointer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What it is: the bar's name, the bin's range, row and column.
    pub label: String,
    /// How much it is.
    pub value: String,
    /// Where it is, CSS pixels.
    pub at: Rect,
}

/// Whether there are as many values as needed.
pub(crate) fn check(what: &str, expected: usize, got: usize) -> Result<(), PlotError> {
    if got == expected { Ok(()) } else { Err(PlotError::Length { what: what.to_owned(), expected, got }) }
}

/// Whether a figure of a size (CSS pixels) has at least so much room.
pub(crate) fn room((width, height): (f64, f64), least: (f64, f64)) -> Result<(), PlotError> {
    // Written so that NaN has no room either.
    if width >= least.0 && height >= least.1 { Ok(()) } else { Err(PlotError::NoRoom { width, height }) }
}

/// The mark of what has no room: how many, and the caller's word for "more".
pub(crate) fn elided(count: usize, more: &str) -> String {
    format!("⋯ {} {more}", crate::format::value(count as f64)).trim_end().to_owned()
}
