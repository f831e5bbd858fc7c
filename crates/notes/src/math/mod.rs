//! Formulas: found in the text, LaTeX to MathML, and looked over before they go into the page.

mod safe;
mod spans;
mod typeset;

pub use safe::is_safe;
pub use spans::{Formula, Marked, Piece, mark};
pub use typeset::{formula, typeset};
