//! What the page and the reader of notes say to each other: `postcard` buffers, as between page and engine.

use labkit::Sentence;
use serde::{Deserialize, Serialize};

/// Largest file that is read, in bytes; the page asks for the size before it reads anything.
pub const MOST_BYTES: u64 = labkit::message::MOST_FILE_BYTES;

/// From the page: notes to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToReader {
    /// Which reading this is; every answer names it, so that one that comes late is not taken for another's.
    pub run: u32,
    /// The file.
    pub bytes: Vec<u8>,
    /// The section where the reader is: what stands there comes first. Empty: from the beginning.
    pub at: String,
}

/// From the reader of notes to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FromReader {
    /// The reader listens.
    Ready,
    /// What there is, before any of it is set.
    Outline {
        /// Which reading.
        run: u32,
        /// Whether the notes are in Chinese.
        zh: bool,
        /// The lines of the outline, as HTML.
        outline: String,
        /// All sections with headings and labs, their bodies empty, as HTML.
        sections: String,
    },
    /// The bodies of sections in a row.
    Slice {
        /// Which reading.
        run: u32,
        /// The section of the first of them.
        first: u32,
        /// One a section, as HTML.
        bodies: Vec<String>,
        /// The share of the notes that is set so far.
        done: f32,
    },
    /// Everything has come.
    End {
        /// Which reading.
        run: u32,
        /// Formulas that were set.
        set: u32,
        /// Formulas that are shown as their source.
        plain: u32,
    },
    /// The file is no notes.
    Trouble {
        /// Which reading.
        run: u32,
        /// Why.
        why: Sentence,
    },
}
