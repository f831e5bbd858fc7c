//! What can be wrong with a reader's file, or with what is asked of it.

use crate::fault::{Fault, Format};

/// What a file looks like when it is no table of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// An Excel workbook (`.xlsx`).
    Excel,
    /// An Excel workbook of before 2007 (`.xls`), or another old Office file.
    OldExcel,
    /// An OpenDocument spreadsheet (`.ods`).
    OpenDocument,
    /// A Word document.
    Word,
    /// A ZIP archive.
    Zip,
    /// A file packed by gzip.
    Gzip,
    /// A picture: PNG, JPEG, GIF, WebP or BMP.
    Picture,
    /// A PDF document.
    Pdf,
    /// A NumPy array.
    Numpy,
    /// An IDX file, as MNIST comes in.
    Idx,
    /// An Apache Parquet file.
    Parquet,
    /// A SQLite database.
    Sqlite,
    /// A web page.
    Html,
    /// JSON.
    Json,
    /// Bytes that are no text.
    Unknown,
}

/// What can go wrong between a reader's file and what is made of it. Lines count from 1, as editors do; names and cells are quoted,
/// cut where they are long.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.en())]
pub enum DataError {
    /// The file is larger than what is read.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The largest size in bytes.
        most: u64,
    },
    /// The file is no text.
    NotText(Looks),
    /// The text is neither UTF-8, nor UTF-16 with a byte order mark, nor GB18030.
    Encoding {
        /// The line where UTF-8 ends.
        line: usize,
    },
    /// No cell in the whole file.
    Empty,
    /// A header and nothing below it.
    HeaderOnly {
        /// How many names the header has.
        columns: usize,
    },
    /// More rows than are read.
    TooManyRows {
        /// How many rows may be.
        most: usize,
    },
    /// More columns than are read.
    TooManyColumns {
        /// The line that has them.
        line: usize,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// More cells than are kept.
    TooManyCells {
        /// How many there may be.
        most: usize,
    },
    /// A cell longer than what a cell may hold; often a quotation mark that is never closed.
    CellTooLong {
        /// The line on which the cell begins.
        line: usize,
        /// The number of the column, from 1.
        column: usize,
        /// How many bytes a cell may have.
        most: usize,
    },
    /// A row with another number of cells than the first row.
    Ragged {
        /// The line of the row.
        line: usize,
        /// The number of cells of the first row.
        expected: usize,
        /// The number of cells of this row.
        found: usize,
    },
    /// The reader of the file stopped for a reason of its own.
    Malformed {
        /// The reason.
        reason: String,
    },
    /// A column that the table does not have.
    UnknownColumn {
        /// The name asked for.
        name: String,
        /// The name that was probably meant.
        nearest: Option<String>,
        /// The columns that hold numbers.
        numeric: Vec<String>,
    },
    /// The target is among the features.
    TargetAmongFeatures {
        /// Its name.
        name: String,
    },
    /// A feature was asked for twice.
    RepeatedFeature {
        /// Its name.
        name: String,
    },
    /// No feature was asked for.
    NoFeatures {
        /// The columns that hold numbers.
        numeric: Vec<String>,
    },
    /// A column of words where numbers are needed.
    TextColumn {
        /// The line of the first word.
        line: usize,
        /// The column.
        column: String,
        /// The first word.
        found: String,
        /// The columns that hold numbers.
        numeric: Vec<String>,
    },
    /// A cell that is no number in a column of numbers.
    NotANumber {
        /// The line of the cell.
        line: usize,
        /// The column.
        column: String,
        /// What stands there.
        found: String,
    },
    /// Fewer complete rows than a fit needs.
    TooFewRows {
        /// How many rows are complete.
        complete: usize,
        /// How many are needed: the number of features and 2.
        needed: usize,
        /// How many rows a missing value took away.
        dropped: usize,
    },
    /// A file of bytes (an array, a picture, an archive) that is not what it should be.
    File {
        /// What it should be.
        format: Format,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// `text` for a sentence: one line, at most 32 characters.
pub(crate) fn quote(text: &str) -> String {
    const MOST: usize = 32;
    let mut short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST + 1).collect();
    if let Some((last, _)) = short.char_indices().nth(MOST - 1).filter(|_| short.chars().count() > MOST) {
        short.truncate(last);
        short.push('…');
    }
    short
}
