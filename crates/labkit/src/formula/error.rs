//! What can be wrong with a typed formula, said so that the reader can mend it.

/// A formula that cannot be read: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.en())]
pub struct FormulaError {
    /// What is wrong.
    pub kind: FormulaErrorKind,
    /// The first character it concerns, counted from 0; the number of characters where the end is what is wrong.
    pub at: usize,
    /// How many characters it concerns; 0 at the end.
    pub len: usize,
}

/// The ways in which a formula can be wrong. Texts are quoted from the source, cut where they are long.
#[derive(Debug, Clone, PartialEq)]
pub enum FormulaErrorKind {
    /// Nothing was typed.
    Empty,
    /// More characters than [`MOST_CHARACTERS`](super::MOST_CHARACTERS).
    TooLong {
        /// How many there are.
        chars: usize,
        /// How many there may be.
        most: usize,
    },
    /// More levels than [`MOST_DEPTH`](super::MOST_DEPTH).
    TooDeep {
        /// How many there may be.
        most: usize,
    },
    /// More nodes than [`MOST_NODES`](super::MOST_NODES).
    TooManyNodes {
        /// How many there may be.
        most: usize,
    },
    /// A name that is no variable, constant or function.
    UnknownName {
        /// The name.
        name: String,
        /// What was probably meant.
        suggestion: Option<String>,
        /// The variables that there are.
        variables: Vec<String>,
    },
    /// A function without its parenthesis.
    ExpectedOpen {
        /// The function.
        name: String,
        /// What came; `None` at the end.
        found: Option<String>,
    },
    /// `repeat` with more or fewer than its three parts.
    RepeatParts {
        /// What came; `None` at the end.
        found: Option<String>,
    },
    /// `repeat` with rounds that are no whole number from 1 to [`MOST_ROUNDS`](super::MOST_ROUNDS).
    Rounds {
        /// What came.
        found: String,
        /// How many there may be.
        most: u32,
    },
    /// `repeat` in a part of another one.
    RepeatInside,
    /// The h of `repeat` anywhere but in its third part.
    StateOutside,
    /// A number, variable, function or parenthesis is missing.
    ExpectedValue {
        /// What stands before; `None` at the beginning.
        after: Option<String>,
        /// What came; `None` at the end.
        found: Option<String>,
    },
    /// An operator is missing.
    ExpectedOperator {
        /// What stands before.
        after: Option<String>,
        /// What came; `None` at the end.
        found: Option<String>,
    },
    /// `(` without `)`.
    Unclosed,
    /// `)` without `(`.
    Unopened,
    /// Digits and points that make no number.
    BadNumber(String),
    /// A number beyond 1.8e308.
    NumberTooLarge(String),
    /// An equals sign.
    Equation,
    /// A comma that separates nothing.
    Comma,
    /// The bar of an absolute value.
    Bar,
    /// A square or curly bracket.
    Bracket(char),
    /// A character that no formula holds.
    UnknownCharacter(char),
}

/// `text` for a sentence: at most 24 characters.
pub(super) fn quote(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

impl FormulaError {
    pub(super) fn new(kind: FormulaErrorKind, at: usize, len: usize) -> Self {
        Self { kind, at, len }
    }

    /// The formula on one line and `^` marks under the place on the next.
    ///
    /// Full-width characters are padded with the full-width space, so the marks stand right both where such a character
    /// takes two columns (a terminal) and where it takes one em (a page).
    #[must_use]
    pub fn caret(&self, src: &str) -> String {
        let line: String = src.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut marks = String::new();
        for c in line.chars().take(self.at) {
            match columns(c) {
                0 => {}
                1 => marks.push(' '),
                _ => marks.push('\u{3000}'),
            }
        }
        let under: usize = line.chars().skip(self.at).take(self.len).map(columns).sum();
        marks.push_str(&"^".repeat(under.max(1)));
        format!("{line}\n{marks}")
    }
}

/// How many columns of a monospaced line a character takes (the wide ranges of Unicode's East Asian Width, roughly).
fn columns(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x20D0..=0x20FF | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F680..=0x1F6FF
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}
