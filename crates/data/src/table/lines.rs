//! Lines of the file, as an editor counts them.

/// Finds the line of a place in a text, for places that only go forward.
///
/// `\n`, `\r\n` and a lone `\r` each end a line. The csv reader's own count stands before blank lines and knows `\n` only.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of the row that the csv reader found at `byte`: behind the line ends that it skipped to get there.
    pub(super) fn of_row(&mut self, byte: usize) -> usize {
        let rest = self.text.get(byte..).unwrap_or_default();
        let skipped = rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        let to = (byte + skipped).max(self.at);
        self.line += ends(self.text.get(self.at..to).unwrap_or_default());
        self.at = to;
        self.line
    }
}

/// How many lines end in `text`. A `\r` at its very end counts.
pub(crate) fn ends(text: &[u8]) -> usize {
    let next = text.iter().skip(1).map(Some).chain([None]);
    text.iter().zip(next).filter(|(b, next)| **b == b'\n' || (**b == b'\r' && *next != Some(&b'\n'))).count()
}
