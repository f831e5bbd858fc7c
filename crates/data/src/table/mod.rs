//! Tables as text: comma, semicolon, tab or bar between the cells.
//!
//! [`read`] turns bytes into a [`Table`] of typed columns; [`design`] picks columns of it for a fit.
//!
//! - **Encoding**: UTF-8, UTF-16 with a byte order mark, else GB18030.
//! - **Delimiter**: the one of `, ; tab |` that cuts most rows into the same number of cells.
//! - **Header**: the first row, where it holds words and no numbers.
//! - **Missing**: an empty cell, `NA`, `N/A`, `nan`, `null`, `?` or `-`, in any case.
//! - **Numbers**: as in `-1.5e3`, with a point; `inf` and numbers beyond 1.8e308 count as words.

mod column;
mod design;
pub(crate) mod lines;
mod read;
mod sniff;
mod suggest;
#[cfg(test)]
mod tests;
mod wide;
mod words;

pub use column::{Cell, Column, Values};
pub use design::{Design, Scaling, design, standardise};
pub use read::{check_size, read};
pub(crate) use sniff::looks_like_one;
pub use suggest::suggest;
pub use words::Words;

/// What bounds a table, and with it the memory that reading one takes: at most 4 × (text + 8 × (cells +
/// rows)) bytes and 3 MiB, the table included; the text is the file or the file in UTF-8, whichever is longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: u64,
    /// The most rows below the header.
    pub rows: usize,
    /// The most columns.
    pub columns: usize,
    /// The most cells: rows times columns. A number takes 8 bytes of memory, a word 12 and itself once.
    pub cells: usize,
    /// The longest cell, in bytes of UTF-8.
    pub cell: usize,
}

impl Default for Limits {
    /// 32 MB, a million rows, a thousand columns, 8 million cells, 10,000 bytes a cell.
    fn default() -> Self {
        Self { bytes: 32_000_000, rows: 1_000_000, columns: 1_000, cells: 8_000_000, cell: 10_000 }
    }
}

/// A table: columns of equal length with unique names, at least one row, at least one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    lines: Vec<usize>,
    header: bool,
    delimiter: char,
}

impl Table {
    /// The columns, as in the file.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column with this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name() == name)
    }

    /// The columns that hold numbers only.
    pub fn numeric(&self) -> impl Iterator<Item = (&Column, &[f64])> {
        self.columns.iter().filter_map(|c| Some((c, c.numbers()?)))
    }

    /// The number of rows, the header not counted.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The line of the file on which each row begins, from 1.
    #[must_use]
    pub fn lines(&self) -> &[usize] {
        &self.lines
    }

    /// Whether the first row was read as names. Where not, the columns are `column_1`, `column_2` …
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.header
    }

    /// What stands between the cells.
    #[must_use]
    pub fn delimiter(&self) -> char {
        self.delimiter
    }
}
