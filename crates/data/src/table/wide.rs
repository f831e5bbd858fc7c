//! Rows that are too wide, found before a reader makes room for each of their cells: a megabyte of commas would take 24.

use super::lines::ends;

/// A row that is too wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide {
    /// The byte where it begins.
    pub(super) start: usize,
    /// The line on which it begins.
    pub(super) line: usize,
    /// How many cells it has.
    pub(super) cells: usize,
}

/// Where a byte stands.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// At the beginning of a cell.
    Begin,
    /// In a cell, or behind the mark that closes one.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// At a quotation mark between quotation marks: the end, or half of a mark that is meant.
    Mark,
}

/// The first row with more than `most` cells, as RFC 4180 quotes them.
pub(super) fn first_too_wide(text: &str, delimiter: u8, most: usize) -> Option<Wide> {
    let (mut start, mut cells, mut state) = (0, 1, State::Begin);
    let wide = |start: usize, cells: usize| {
        let line = || 1 + ends(text.as_bytes().get(..start).unwrap_or_default());
        (cells > most).then(|| Wide { start, line: line(), cells })
    };
    for (at, byte) in text.bytes().enumerate() {
        state = match (state, byte) {
            (State::Begin | State::Mark, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::Mark,
            (State::Quoted, _) => State::Quoted,
            (_, b'\n' | b'\r') => {
                if let Some(wide) = wide(start, cells) {
                    return Some(wide);
                }
                (start, cells) = (at + 1, 1);
                State::Begin
            }
            (_, byte) if byte == delimiter => {
                cells += 1;
                State::Begin
            }
            _ => State::Plain,
        };
    }
    wide(start, cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_delimiters_make_no_cells() {
        let wide = |text| first_too_wide(text, b',', 2);
        assert_eq!(wide("a,b\n1,2\n"), None);
        assert_eq!(wide("a,b\r\n\"1,2,3\",\"x\"\",,\"\n"), None);
        assert_eq!(wide("a,b\n\"x\ny\",2\n1,2,3,4"), Some(Wide { start: 12, line: 4, cells: 4 }));
        assert_eq!(wide("a\"b,c\"\n"), None, "a mark within a cell opens nothing");
        assert_eq!(wide("a\"b,c,\"\n").map(|wide| wide.cells), Some(3));
    }
}
