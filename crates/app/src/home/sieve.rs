//! What the reader looks for on the map.

use super::opened::was_opened;
use labs::syllabus::{Entry, LabEntry, labs};
use leptos::prelude::*;

/// Which labs are let through before the words are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// All.
    All,
    /// Those that can be opened.
    Built,
    /// Those that can be opened and were not.
    New,
}

impl Mode {
    pub(super) const ALL: [Self; 3] = [Self::All, Self::Built, Self::New];

    fn lets(self, lab: &LabEntry) -> bool {
        match self {
            Self::All => true,
            Self::Built => lab.built,
            Self::New => lab.built && !was_opened(lab.id),
        }
    }
}

/// Words and mode, and what passes.
#[derive(Clone, Copy)]
pub(super) struct Sieve {
    pub(super) words: RwSignal<String>,
    pub(super) mode: RwSignal<Mode>,
    hits: Memo<Vec<&'static str>>,
}

impl Sieve {
    pub(super) fn new() -> Self {
        let (words, mode) = (RwSignal::new(String::new()), RwSignal::new(Mode::All));
        let hits = Memo::new(move |_| {
            let (words, mode) = (words.get(), mode.get());
            labs().filter(|lab| mode.lets(lab) && lab_matches(lab, &words)).map(|lab| lab.id).collect()
        });
        Self { words, mode, hits }
    }

    /// Whether anything is held back.
    pub(super) fn on(self) -> bool {
        self.mode.get() != Mode::All || self.words.with(|words| !words.trim().is_empty())
    }

    /// Whether the lab `id` passes.
    pub(super) fn hit(self, id: &str) -> bool {
        self.hits.with(|hits| hits.contains(&id))
    }

    /// Passages that the words occur in, with their labs; none before two letters (or one Chinese character).
    pub(super) fn passages(self) -> Vec<(&'static LabEntry, Entry)> {
        let (words, mode) = (self.words.get(), self.mode.get());
        if words.trim().len() < 2 {
            return Vec::new();
        }
        let of = |lab: &'static LabEntry| lab.entries().map(move |entry| (lab, entry));
        labs().filter(|lab| mode.lets(lab)).flat_map(of).filter(|(_, entry)| holds(entry.title, &words)).collect()
    }
}

fn lab_matches(lab: &LabEntry, words: &str) -> bool {
    [lab.id, lab.title.zh, lab.title.en].iter().any(|text| holds(text, words))
        || (words.trim().len() >= 2 && lab.entries().any(|entry| holds(entry.title, words)))
}

// Every word somewhere in the text, in any order, in any case.
fn holds(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Mode, holds, lab_matches};
    use labs::syllabus::labs;

    #[test]
    fn finds_in_both_languages_and_any_order() {
        assert!(holds("Momentum (动量)", "动量"));
        assert!(holds("Learning-rate warm-up", "warm learning"));
        assert!(!holds("Adam", "adagrad"));
    }

    #[test]
    fn a_lab_is_found_by_its_passages() {
        let found: Vec<_> = labs().filter(|lab| lab_matches(lab, "RMSProp")).map(|lab| lab.id).collect();
        assert!(found.contains(&"gradient-descent"), "{found:?}");
    }

    #[test]
    fn what_is_not_built_is_not_offered_as_new() {
        assert!(labs().filter(|lab| Mode::Built.lets(lab)).all(|lab| lab.built));
        assert_eq!(labs().filter(|lab| Mode::All.lets(lab)).count(), 65);
    }
}
