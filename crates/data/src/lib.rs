//! Data sets made from a seed ([`made`]), and bounded parsers of the reader's files.
//!
//! A file that a reader drops is parsed once, behind limits on its size, into types that cannot be wrong; what cannot be
//! parsed becomes a [`DataError`] that says where, what was expected and what came, in two languages.

mod error;
pub mod idx;
pub mod made;
pub mod maths;
mod nearest;
pub mod picture;
pub mod random;
mod say;
pub mod table;
pub mod text;
pub mod weights;

pub use error::{DataError, Looks};
