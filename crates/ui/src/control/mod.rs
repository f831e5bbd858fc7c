//! The controls of a lab: one row each, with a label, what a change does, and a way back to the default.

mod chips;
mod field;
mod formula;
mod row;
mod segmented;
mod select;
mod slider;
mod toggle;

pub use chips::{Chip, Chips, Sample};
pub use field::Field;
pub use formula::FormulaField;
pub use segmented::Segmented;
pub(crate) use select::BareSelect;
pub use select::Select;
pub use slider::Slider;
pub use toggle::Toggle;

pub(crate) use row::{Head, Problem, Was};

use labkit::text::Text;

/// No help, no unit: the default of optional words.
pub const NONE: Text = Text::same("");
