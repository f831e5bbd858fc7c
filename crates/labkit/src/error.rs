//! What can go wrong in a lab, said to the reader.

use crate::text::Sentence;
use serde::{Deserialize, Serialize};

/// An error that a reader can act on: where it is, and what was expected and came, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", .text.en)]
pub struct LabError {
    /// Key of the parameter at fault; `None` where it is the file or the machine.
    pub field: Option<String>,
    /// The sentence.
    pub text: Sentence,
    /// Characters of the parameter's text at fault: first, length.
    pub place: Option<(usize, usize)>,
    /// The device is gone: the lab must be opened anew.
    pub fatal: bool,
}

impl LabError {
    /// An error that belongs to no single field.
    pub fn general(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: None, text: Sentence::new(zh, en), place: None, fatal: false }
    }

    /// An error of the parameter `field`.
    pub fn field(field: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), text: Sentence::new(zh, en), place: None, fatal: false }
    }

    /// The same error, as one after which the device cannot go on.
    pub fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }

    /// The same error with its place: `len` characters from `first`.
    pub fn at(mut self, first: usize, len: usize) -> Self {
        self.place = Some((first, len));
        self
    }
}
