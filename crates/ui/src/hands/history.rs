//! What can be undone: the states as they were before each change.

use std::collections::VecDeque;

/// Changes that can be undone; older ones are forgotten.
const MOST: usize = 100;

/// Earlier states, the newest last.
#[derive(Debug, Clone)]
pub(crate) struct History<T>(VecDeque<T>);

impl<T> History<T> {
    pub(crate) const fn new() -> Self {
        Self(VecDeque::new())
    }

    /// Keeps the state before a change.
    pub(crate) fn note(&mut self, before: T) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(before);
    }

    /// The state before the newest change; `None` where nothing is left to undo.
    pub(crate) fn back(&mut self) -> Option<T> {
        self.0.pop_back()
    }
}

#[cfg(test)]
mod tests {
    use super::{History, MOST};

    #[test]
    fn goes_back_in_order_and_forgets_the_oldest() {
        let mut history = History::new();
        assert_eq!(history.back(), None);
        (0..=MOST).for_each(|state| history.note(state));
        for state in (1..=MOST).rev() {
            assert_eq!(history.back(), Some(state));
        }
        assert_eq!(history.back(), None);
    }
}
