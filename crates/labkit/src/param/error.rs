//! What is wrong with a parameter.

use crate::error::LabError;
use crate::text::Sentence;

/// A key or a value that the table does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParamError {
    /// No parameter of that name.
    #[error("no parameter is called “{key}”; this lab has {known}")]
    UnknownKey {
        /// What came.
        key: String,
        /// The names there are.
        known: String,
    },
    /// A value of the wrong kind or out of range.
    #[error("{key}: expected {}, got “{found}”", .expected.en)]
    BadValue {
        /// The parameter.
        key: String,
        /// What it takes.
        expected: Sentence,
        /// What came.
        found: String,
    },
}

impl From<ParamError> for LabError {
    fn from(error: ParamError) -> Self {
        let en = error.to_string();
        match error {
            ParamError::UnknownKey { key, known } => {
                Self::field(&key, format!("没有名为“{key}”的参数；这个实验有 {known}"), en)
            }
            ParamError::BadValue { key, expected, found } => {
                Self::field(&key, format!("{key}：应为{}，得到“{found}”", expected.zh), en)
            }
        }
    }
}
