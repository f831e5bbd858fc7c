//! What a long run leaves behind: at most so many rows, thinned as the run grows.

/// Rows by step; every so many steps one is kept, and the first always.
#[derive(Debug, Clone)]
pub(super) struct Thinned<T> {
    rows: Vec<(u64, T)>,
    stride: u64,
    most: usize,
}

impl<T> Thinned<T> {
    /// Keeps at most `most` rows.
    pub(super) fn new(most: usize) -> Self {
        Self { rows: Vec::new(), stride: 1, most }
    }

    /// Keeps the row of a step, if it is one of those that are kept.
    pub(super) fn push(&mut self, step: u64, row: impl FnOnce() -> T) {
        if !step.is_multiple_of(self.stride) && !self.rows.is_empty() {
            return;
        }
        self.rows.push((step, row()));
        if self.rows.len() > self.most {
            self.stride *= 2;
            let (first, stride) = (self.rows.first().map(|(step, _)| *step), self.stride);
            self.rows.retain(|(step, _)| step.is_multiple_of(stride) || Some(*step) == first);
        }
    }

    /// The rows with their steps, in order.
    pub(super) fn rows(&self) -> &[(u64, T)] {
        &self.rows
    }
}
