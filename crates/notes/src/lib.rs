//! The reader's own copy of the lecture notes: Markdown to what the page shows, formulas to MathML, and from headings to the
//! labs that make them move.
//!
//! What comes out is put into the page as it is, so nothing of the notes passes that is not on a list: elements and
//! attributes are written here, text is escaped, links lead to `http(s)` or into the notes, pictures come from nowhere but the
//! file itself. The text stays on the reader's machine.

pub mod message;

#[cfg(feature = "reader")]
mod error;
#[cfg(feature = "reader")]
pub mod html;
#[cfg(feature = "reader")]
pub mod index;
#[cfg(feature = "reader")]
pub mod math;
#[cfg(feature = "reader")]
mod notes;
#[cfg(feature = "reader")]
pub mod outline;
#[cfg(feature = "reader")]
mod slices;

#[cfg(feature = "reader")]
pub use error::NotesError;
#[cfg(feature = "reader")]
pub use notes::{Notes, Section, prepare, text};
#[cfg(feature = "reader")]
pub use slices::read;
