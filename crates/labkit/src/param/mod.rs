//! The parameter table of a lab. From this one table come the controls, the URL, the command line, the defaults and the
//! names of runs.

mod error;
mod params;
#[cfg(test)]
mod tests;
mod words;

pub use error::ParamError;
pub use params::{Params, join_names};

use crate::text::Text;
use serde::{Deserialize, Serialize};

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Param {
    /// Key in URL and command line.
    pub key: &'static str,
    /// Label, a noun.
    pub label: Text,
    /// Symbol in the formulas (`η`); empty where there is none.
    pub symbol: &'static str,
    /// One line of help.
    pub help: Text,
    /// Heading under which the control stands.
    pub group: Text,
    /// What values it takes.
    pub kind: Kind,
    /// What a change does.
    pub acts: Acts,
    /// Shown only while another parameter has this value: key and option.
    pub when: Option<(&'static str, &'static str)>,
}

/// What a change of a parameter does to the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// The next step uses it.
    AtOnce,
    /// The run starts again from step 0.
    Restarts,
    /// The run goes on as it was: only what is shown of it is another.
    Shows,
}

/// What values a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A number on a slider.
    Number {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Default.
        default: f64,
        /// Logarithmic slider (then `min > 0`).
        log: bool,
    },
    /// A number typed into a field.
    Typed {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Default.
        default: f64,
    },
    /// One of several.
    Choice {
        /// Key and label of each.
        options: &'static [(&'static str, Text)],
        /// Index of the default.
        default: usize,
    },
    /// Any of several (at most 32).
    Set {
        /// Key and label of each.
        options: &'static [(&'static str, Text)],
        /// Bit `i` set: option `i` is on by default.
        default: u32,
    },
    /// On or off.
    Switch {
        /// Default.
        default: bool,
    },
    /// A line of text.
    Text {
        /// Default.
        default: &'static str,
        /// Most characters.
        max_len: usize,
    },
    /// The name of one column of the dropped file; empty where none is chosen.
    Column,
    /// Names of columns of the dropped file.
    Columns,
    /// Points in the plane, `x,y;x,y`.
    Points {
        /// Most points.
        max: usize,
    },
    /// Another name for the parameter `prefix` + the current option of the choice `of`.
    Alias {
        /// Key of the choice.
        of: &'static str,
        /// What stands before the option in the key meant.
        prefix: &'static str,
    },
}

/// A value of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Of a number.
    Number(f64),
    /// Index of the option chosen.
    Choice(u32),
    /// Bits of the options that are on.
    Set(u32),
    /// On or off.
    Switch(bool),
    /// Text, or a column's name.
    Text(String),
    /// Several names.
    Names(Vec<String>),
    /// Points.
    Points(Vec<(f64, f64)>),
}

/// A named state of a lab: some parameters, the rest as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preset {
    /// Label, the middle of a sentence.
    pub label: Text,
    /// Keys and values as in the URL.
    pub sets: &'static [(&'static str, &'static str)],
}
