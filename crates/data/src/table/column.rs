//! Columns, and what their cells are.

use super::words::{Index, Words};

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    name: String,
    values: Values,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers only.
    Number {
        /// A value a row; NaN where it is missing.
        values: Vec<f64>,
        /// How many are missing.
        missing: usize,
    },
    /// Words, or words among numbers.
    Text {
        /// A value a row, as its place in `distinct`; `None` where it is missing.
        values: Vec<Option<u32>>,
        /// The different values, in the order in which they come first.
        distinct: Words,
        /// How many are missing.
        missing: usize,
        /// How many are numbers.
        numbers: usize,
        /// The first value that is no number.
        first_word: Cell,
    },
}

/// A cell and its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The line of the file on which the cell begins, from 1.
    pub line: usize,
    /// What stands in it.
    pub text: String,
}

impl Column {
    pub(super) fn new(name: String, values: Values) -> Self {
        Self { name, values }
    }

    /// The name; no other column of the table has it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the column holds.
    #[must_use]
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// The numbers of a column of numbers; NaN where one is missing.
    #[must_use]
    pub fn numbers(&self) -> Option<&[f64]> {
        match &self.values {
            Values::Number { values, .. } => Some(values),
            Values::Text { .. } => None,
        }
    }

    /// How many values are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        match &self.values {
            Values::Number { missing, .. } | Values::Text { missing, .. } => *missing,
        }
    }

    /// The value of a row of a text column; `None` where it is missing, where there is no such row, and for numbers.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        match &self.values {
            Values::Number { .. } => None,
            Values::Text { values, distinct, .. } => {
                let code = usize::try_from((*values.get(row)?)?).ok()?;
                distinct.get(code)
            }
        }
    }
}

/// What one cell is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Content {
    Missing,
    Number(f64),
    Word,
}

impl Content {
    pub(super) fn of(cell: &str) -> Self {
        const MISSING: [&str; 6] = ["na", "n/a", "nan", "null", "?", "-"];
        let cell = cell.trim();
        if cell.is_empty() || MISSING.iter().any(|m| cell.eq_ignore_ascii_case(m)) {
            return Self::Missing;
        }
        match cell.parse::<f64>() {
            Ok(v) if v.is_finite() => Self::Number(v),
            _ => Self::Word,
        }
    }
}

/// The first pass over a column: what its cells are.
#[derive(Debug, Clone, Default)]
pub(super) struct Census {
    pub(super) numbers: usize,
    pub(super) missing: usize,
    pub(super) first_word: Option<Cell>,
}

impl Census {
    pub(super) fn count(&mut self, cell: &str, line: impl FnOnce() -> usize) {
        match Content::of(cell) {
            Content::Missing => self.missing += 1,
            Content::Number(_) => self.numbers += 1,
            Content::Word if self.first_word.is_none() => {
                self.first_word = Some(Cell { line: line(), text: cell.trim().to_owned() });
            }
            Content::Word => {}
        }
    }
}

/// The second pass over a column: its values, of the type that the census found.
#[derive(Debug)]
pub(super) enum Builder {
    Number { values: Vec<f64>, missing: usize },
    Text { values: Vec<Option<u32>>, words: Index, missing: usize, numbers: usize, first_word: Cell },
}

impl Builder {
    pub(super) fn new(census: Census, rows: usize) -> Self {
        let Census { numbers, missing, first_word } = census;
        match first_word {
            None => Self::Number { values: Vec::with_capacity(rows), missing },
            Some(first_word) => {
                let values = Vec::with_capacity(rows);
                Self::Text { values, words: Index::default(), missing, numbers, first_word }
            }
        }
    }

    pub(super) fn push(&mut self, cell: &str) {
        let content = Content::of(cell);
        match self {
            Self::Number { values, .. } => values.push(match content {
                Content::Number(v) => v,
                Content::Missing | Content::Word => f64::NAN,
            }),
            Self::Text { values, words, .. } => {
                values.push((content != Content::Missing).then(|| words.place(cell.trim())));
            }
        }
    }

    pub(super) fn finish(self, name: String) -> Column {
        let values = match self {
            Self::Number { values, missing } => Values::Number { values, missing },
            Self::Text { values, words, missing, numbers, first_word } => {
                Values::Text { values, distinct: words.finish(), missing, numbers, first_word }
            }
        };
        Column::new(name, values)
    }
}
