//! The stages of one step: forward, loss, backward, update.

use crate::frame::Panel;
use crate::text::Sentence;
use serde::{Deserialize, Serialize};

/// A stage that was just done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Staged {
    /// Its place among the lab's stages; some may come several times in a step.
    pub index: u32,
    /// Whether the step ends with it.
    pub last: bool,
    /// What it did, with its numbers.
    pub happened: Sentence,
    /// What shows it on the stage.
    pub panels: Vec<Panel>,
}
