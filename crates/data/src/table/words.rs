//! The different words of a column. A million of them as strings, and again as keys, would take a hundred bytes a cell.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Different words, each once, in the order in which they came first: one text, and where each of them ends in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    text: String,
    ends: Vec<u32>,
}

impl Words {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word at this place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&str> {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        let start = at.checked_sub(1).map_or(Some(0), end)?;
        self.text.get(start..end(at)?)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    fn push(&mut self, word: &str) {
        self.text.push_str(word);
        // Limits keep a file, and so its words, far below 4 GB.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }
}

/// Words, and the place of each by what it is: open addressing, at most three quarters full.
#[derive(Debug, Default)]
pub(super) struct Index {
    words: Words,
    /// 0, or 1 + the place of a word: 2ᵏ of them, a word at the first free one from its hash on.
    slots: Vec<u32>,
}

impl Index {
    /// The place of `word`, which is put at the end where it is new.
    pub(super) fn place(&mut self, word: &str) -> u32 {
        if 4 * (self.words.len() + 1) > 3 * self.slots.len() {
            self.grow();
        }
        let mut at = hash(word);
        loop {
            // There is a free one.
            let mask = self.slots.len() - 1;
            let Some(slot) = self.slots.get_mut(at & mask) else { return 0 };
            if *slot == 0 {
                self.words.push(word);
                *slot = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                return *slot - 1;
            }
            if self.words.get(*slot as usize - 1) == Some(word) {
                return *slot - 1;
            }
            at += 1;
        }
    }

    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(8);
        let mut slots = vec![0_u32; size];
        for (place, word) in (1..).zip(self.words.iter()) {
            let free = (hash(word)..).map(|at| at & (size - 1)).find(|at| slots.get(*at) == Some(&0));
            if let Some(slot) = free.and_then(|at| slots.get_mut(at)) {
                *slot = place;
            }
        }
        self.slots = slots;
    }

    pub(super) fn finish(mut self) -> Words {
        self.words.text.shrink_to_fit();
        self.words.ends.shrink_to_fit();
        self.words
    }
}

fn hash(word: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    // Half of the bits, so that counting on from it cannot overflow.
    (hasher.finish() as u32 >> 1) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_place() {
        let mut index = Index::default();
        let word = |i: usize| format!("w{}", "x".repeat(i % 7)) + &i.to_string();
        for turn in 0..2 {
            for i in 0..5000 {
                assert_eq!(index.place(&word(i)) as usize, i, "{turn}");
            }
        }
        assert_eq!(index.place(""), 5000);
        assert_eq!(index.place(""), 5000);
        let words = index.finish();
        assert_eq!(
            (words.len(), words.get(4999), words.get(5000), words.get(5001)),
            (5001, Some(&*word(4999)), Some(""), None)
        );
        assert_eq!(words.iter().nth(17), Some(&*word(17)));
    }
}
