//! What every lab shares, on both sides of the thread border: the typed parameter table, frames, messages, the URL
//! codec, the pace of a run, formulas that a reader types. No page and no engine: only with the feature `engine`, for
//! those who drive a model, does it say what a model is.

pub mod error;
pub mod formula;
pub mod frame;
pub mod history;
pub mod inside;
pub mod math;
pub mod message;
#[cfg(feature = "engine")]
pub mod model;
pub mod number;
pub mod pace;
pub mod param;
#[cfg(feature = "engine")]
pub mod past;
#[cfg(feature = "engine")]
pub mod run_file;
pub mod stage;
pub mod stop;
pub mod sweep;
pub mod text;
pub mod url;

pub use error::LabError;
pub use frame::{Content, Floats, Frame, Panel, Pictures};
pub use history::History;
#[cfg(feature = "engine")]
pub use model::Model;
pub use number::{brief, short};
pub use param::{Acts, Kind, Param, Params, Preset, Value};
#[cfg(feature = "engine")]
pub use past::Past;
pub use text::{Lang, Sentence, Text};
