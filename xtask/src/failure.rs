//! The one error of this crate: a sentence, and where there is one, the command to run by hand.

use std::fmt;

/// Why a command stopped. Shown to the person at the terminal as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    sentence: String,
    by_hand: Option<String>,
}

/// What every command returns.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure told in one sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), by_hand: None }
    }

    /// Adds the command that does by hand what could not be done.
    #[must_use]
    pub(crate) fn by_hand(mut self, command: impl Into<String>) -> Self {
        self.by_hand = Some(command.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        if let Some(command) = &self.by_hand {
            write!(f, "\nBy hand: {command}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// Names what was being read or written when the system said no.
pub(crate) fn io(what: impl fmt::Display) -> impl FnOnce(std::io::Error) -> Failure {
    move |error| Failure::new(format!("{what}: {error}."))
}
