//! From bytes to a table, in two passes over the text: the first counts and finds the types, the second keeps the values.

use super::column::{Builder, Census};
use super::lines::{Lines, ends};
use super::sniff::{blank, delimiter, is_header, names, reader};
use super::wide::first_too_wide;
use super::{Limits, Table};
use crate::error::DataError;
use crate::text;

/// Whether a file of `len` bytes is read at all. Asked before the first byte is: the size of a file is known from its name.
///
/// # Errors
/// [`DataError::TooLarge`] with both sizes.
pub fn check_size(len: u64, limits: &Limits) -> Result<(), DataError> {
    if len > limits.bytes {
        return Err(DataError::TooLarge { bytes: len, most: limits.bytes });
    }
    Ok(())
}

/// Reads a table. See [the module](super) for what is guessed.
///
/// # Errors
/// Too large in any of the ways of [`Limits`]; no text, or in no known encoding; empty, or a header only; a row with
/// another number of cells than the first ([`DataError::Ragged`]). Blank lines are skipped.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Table, DataError> {
    check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX), limits)?;
    if let Some(looks) = text::marked_up(bytes) {
        return Err(DataError::NotText(looks));
    }
    let text = text::decode(bytes)?;
    let delimiter = delimiter(&text);
    let too_wide = first_too_wide(&text, delimiter, limits.columns);
    let text = text.get(..too_wide.as_ref().map_or(text.len(), |row| row.start)).unwrap_or_default();
    let found = survey(text, delimiter, limits);
    // What is wrong before a row that is too wide counts before it.
    if let Some(row) = too_wide {
        let (line, found_cells) = (row.line, row.cells);
        return Err(match found {
            Ok(found) => DataError::Ragged { line, expected: found.columns.len(), found: found_cells },
            Err(DataError::Empty) => DataError::TooManyColumns { line, found: found_cells, most: limits.columns },
            Err(other) => other,
        });
    }
    let mut survey = found?;
    if survey.lines.is_empty() {
        return Err(DataError::HeaderOnly { columns: survey.names.len() });
    }

    let rows = survey.lines.len();
    let mut builders: Vec<Builder> = survey.columns.drain(..).map(|c| Builder::new(c, rows)).collect();
    for row in table_rows(text, delimiter, builders.len()).skip(usize::from(survey.header)) {
        let row = row?;
        builders.iter_mut().zip(&row).for_each(|(builder, cell)| builder.push(cell));
    }
    Ok(Table {
        columns: builders.into_iter().zip(survey.names).map(|(b, name)| b.finish(name)).collect(),
        lines: survey.lines,
        header: survey.header,
        delimiter: char::from(delimiter),
    })
}

/// What the first pass finds.
struct Survey {
    header: bool,
    names: Vec<String>,
    columns: Vec<Census>,
    lines: Vec<usize>,
}

/// How many rows below the first are looked at to tell whether it is a header.
const HEADER_ROWS: usize = 100;

fn survey(text: &str, delimiter: u8, limits: &Limits) -> Result<Survey, DataError> {
    let Some(first) = table_rows(text, delimiter, 1).next().transpose()? else {
        return Err(DataError::Empty);
    };
    let width = first.len();
    // Before anything is made of its cells, however long they are.
    check(&first, Lines::new(text).of_row(byte(&first)), width, limits)?;
    let below: Vec<_> = table_rows(text, delimiter, width).skip(1).take(HEADER_ROWS).collect::<Result<_, _>>()?;
    let header = is_header(&first, &below);

    let mut lines = Lines::new(text);
    let mut found = Survey {
        header,
        names: if header { names(&first) } else { names(&vec![""; width].into()) },
        columns: vec![Census::default(); width],
        lines: Vec::new(),
    };
    for (i, row) in table_rows(text, delimiter, width).enumerate() {
        let row = row?;
        let line = lines.of_row(byte(&row));
        check(&row, line, width, limits)?;
        if header && i == 0 {
            continue;
        }
        if found.lines.len() >= limits.rows {
            return Err(DataError::TooManyRows { most: limits.rows });
        }
        if (found.lines.len() + 1).saturating_mul(width) > limits.cells {
            return Err(DataError::TooManyCells { most: limits.cells });
        }
        for (i, (census, cell)) in found.columns.iter_mut().zip(&row).enumerate() {
            census.count(cell, || line_of_cell(&row, i, line));
        }
        found.lines.push(line);
    }
    Ok(found)
}

/// The rows of a table of `width` columns. Lines of white space are no rows, save in a single column, where they are
/// missing values once the table has begun.
fn table_rows(text: &str, delimiter: u8, width: usize) -> impl Iterator<Item = Result<csv::StringRecord, DataError>> {
    let blank = |row: &Result<csv::StringRecord, csv::Error>| row.as_ref().is_ok_and(blank);
    let rows = reader(text, delimiter).into_records().skip_while(blank);
    rows.filter(move |row| width == 1 || !blank(row)).map(|row| row.map_err(malformed))
}

/// Where the csv reader found the row.
fn byte(row: &csv::StringRecord) -> usize {
    row.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX))
}

fn check(row: &csv::StringRecord, line: usize, width: usize, limits: &Limits) -> Result<(), DataError> {
    if let Some(i) = row.iter().position(|cell| cell.len() > limits.cell) {
        return Err(DataError::CellTooLong { line: line_of_cell(row, i, line), column: i + 1, most: limits.cell });
    }
    if row.len() != width {
        return Err(DataError::Ragged { line, expected: width, found: row.len() });
    }
    Ok(())
}

/// A quoted cell may hold line ends, which move the cells after it down.
fn line_of_cell(row: &csv::StringRecord, cell: usize, line: usize) -> usize {
    line + row.iter().take(cell).map(|c| ends(c.as_bytes())).sum::<usize>()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn malformed(error: csv::Error) -> DataError {
    DataError::Malformed { reason: error.to_string() }
}
