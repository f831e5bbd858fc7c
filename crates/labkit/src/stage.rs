//! The stages of one step: forward, loss, backward, update.

use crate::frame::Panel;
use crate::text::Sentence;
use serde::{Deserialize, Serialize};

/// A stage that was just done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Staged {
    /// Its place among the lab's stages.
    pub index: u32,
    /// What it did, with its numbers.
    pub happened: Sentence,
    /// What shows it on the stage.
    pub panels: Vec<Panel>,
}
