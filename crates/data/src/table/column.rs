//! Columns, and what their cells are.

use std::collections::HashMap;

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
        distinct: Vec<String>,
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
                distinct.get(code).map(String::as_str)
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
pub(super) struct Builder {
    values: Values,
    /// Where each value stands in `distinct`. Looked up only, never walked, so its order shows nowhere.
    codes: HashMap<String, u32>,
}

impl Builder {
    pub(super) fn new(census: Census, rows: usize) -> Self {
        let Census { numbers, missing, first_word } = census;
        let values = match first_word {
            None => Values::Number { values: Vec::with_capacity(rows), missing },
            Some(first_word) => {
                let values = Vec::with_capacity(rows);
                Values::Text { values, distinct: Vec::new(), missing, numbers, first_word }
            }
        };
        Self { values, codes: HashMap::new() }
    }

    pub(super) fn push(&mut self, cell: &str) {
        let content = Content::of(cell);
        match &mut self.values {
            Values::Number { values, .. } => values.push(match content {
                Content::Number(v) => v,
                Content::Missing | Content::Word => f64::NAN,
            }),
            Values::Text { values, distinct, .. } => {
                let word = (content != Content::Missing).then_some(cell.trim());
                values.push(word.map(|word| {
                    if let Some(code) = self.codes.get(word) {
                        return *code;
                    }
                    // Limits keep the number of cells far below u32::MAX.
                    let code = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
                    distinct.push(word.to_owned());
                    self.codes.insert(word.to_owned(), code);
                    code
                }));
            }
        }
    }

    pub(super) fn finish(self, name: String) -> Column {
        Column::new(name, self.values)
    }
}
