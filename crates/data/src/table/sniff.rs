//! What a table does not say about itself: its delimiter, and whether its first row holds names.

use super::column::Content;

/// The delimiters that are known, in the order in which a tie is decided.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much of the file is looked at: bytes, and rows.
const SAMPLE: usize = 65_536;
const ROWS: usize = 100;

/// A csv reader with the settings that all passes share.
pub(super) fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Whether a row is a line of white space.
pub(super) fn blank(row: &csv::StringRecord) -> bool {
    row.len() == 1 && row.iter().all(|cell| cell.trim().is_empty())
}

/// The delimiter that cuts the largest share of the first rows into the same number of cells, two or more; of equals the
/// one that makes more cells.
pub(super) fn delimiter(text: &str) -> u8 {
    let end = text.char_indices().map(|(i, _)| i).find(|i| *i >= SAMPLE).unwrap_or(text.len());
    let sample = text.get(..end).unwrap_or(text);
    let mut best = (0.0, 0, b',');
    for delimiter in DELIMITERS {
        let widths: Vec<usize> = reader(sample, delimiter)
            .into_records()
            .take(ROWS)
            .map_while(Result::ok)
            .filter(|row| !blank(row))
            .map(|row| row.len())
            .collect();
        let (share, width) = commonest(widths);
        if width > 1 && (share, width) > (best.0, best.1) {
            best = (share, width, delimiter);
        }
    }
    best.2
}

/// Whether the first rows are those of a table: nine in ten have the same number of cells, two or more, or a number alone.
pub(crate) fn looks_like_one(text: &str) -> bool {
    let rows = |delimiter| {
        let rows = reader(text, delimiter).into_records().take(ROWS).map_while(Result::ok);
        rows.filter(|row| !blank(row)).collect::<Vec<_>>()
    };
    let rows = rows(delimiter(text));
    // The last row may be cut, where these are the first bytes of a file.
    let whole = rows.get(..rows.len().saturating_sub(1)).filter(|whole| !whole.is_empty()).unwrap_or(&rows);
    let (share, width) = commonest(whole.iter().map(csv::StringRecord::len).collect());
    let number = |row: &csv::StringRecord| row.iter().all(|cell| matches!(Content::of(cell), Content::Number(_)));
    match width {
        0 => false,
        // A header, then numbers.
        1 => rows.len() > 1 && rows.iter().skip(1).all(number),
        _ => rows.len() > 1 && share >= 0.9,
    }
}

/// The commonest number of cells and the share of rows that have it.
#[expect(clippy::cast_precision_loss, reason = "at most a hundred rows")]
fn commonest(mut widths: Vec<usize>) -> (f64, usize) {
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b);
    let best = runs.max_by_key(|run| run.len()).unwrap_or_default();
    (best.len() as f64 / widths.len().max(1) as f64, best.first().copied().unwrap_or(0))
}

/// Whether `first` holds the names of the columns: words and no number, while a number stands in some row below, or,
/// in a table of words, while no word of it comes again in its column.
pub(super) fn is_header(first: &csv::StringRecord, below: &[csv::StringRecord]) -> bool {
    let contents = || first.iter().map(Content::of);
    let numbers = |row: &csv::StringRecord| row.iter().any(|cell| matches!(Content::of(cell), Content::Number(_)));
    if numbers(first) || !contents().any(|c| c == Content::Word) {
        return false;
    }
    let again =
        || below.iter().any(|row| row.iter().zip(first).any(|(a, b)| !a.trim().is_empty() && a.trim() == b.trim()));
    below.iter().any(numbers) || !again()
}

/// The names in `header`: one line each, none empty, none twice.
pub(super) fn names(header: &csv::StringRecord) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let mut names: Vec<String> =
        header.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    // Names that are given come before names that are made up.
    let given: Vec<bool> = names.iter().map(|name| !name.is_empty() && taken.insert(name.clone())).collect();
    for (i, (name, given)) in names.iter_mut().zip(given).enumerate() {
        if given {
            continue;
        }
        let base = if name.is_empty() { format!("column_{}", i + 1) } else { name.clone() };
        let tries = (2..).map(|k| format!("{base}_{k}"));
        let start = if name.is_empty() { Some(base.clone()) } else { None };
        *name = start.into_iter().chain(tries).find(|n| !taken.contains(n)).unwrap_or(base);
        taken.insert(name.clone());
    }
    names
}
