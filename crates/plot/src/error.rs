//! What can go wrong between data and picture.

use thiserror::Error;

/// Every failure of this crate.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PlotError {
    /// The style sheet lacks a token.
    #[error("design token {0} is missing")]
    MissingToken(String),
    /// A token is there, but is not what it must be.
    #[error("design token {name} is {value:?}, expected {expected}")]
    BadToken {
        /// Name of the token, with its dashes.
        name: String,
        /// What it says.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
    /// Two things that must be equally long are not.
    #[error("{what}: expected {expected} values, got {got}")]
    Length {
        /// Which data.
        what: String,
        /// How many were needed.
        expected: usize,
        /// How many came.
        got: usize,
    },
    /// A range that holds nothing, or no finite number.
    #[error("{what}: no finite range from {lo} to {hi}")]
    Range {
        /// Which axis.
        what: &'static str,
        /// Lower end.
        lo: f64,
        /// Upper end.
        hi: f64,
    },
    /// The area is too small for the frame of the figure.
    #[error("no room for a figure in {width} × {height} px")]
    NoRoom {
        /// Width in CSS pixels.
        width: f64,
        /// Height in CSS pixels.
        height: f64,
    },
    /// What we draw on refused.
    #[error("drawing failed: {0}")]
    Backend(String),
}
