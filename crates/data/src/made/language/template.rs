//! Templates: a sentence with slots, written as one writes it down.
//!
//! Its pieces stand between spaces. `word/PART` or `word/PART/key` is a word with its part of speech (the universal
//! tags of Petrov, Das, McDonald 2012 as Universal Dependencies has them); `PERSON`, `CITY1`, `CITY2` are slots of the
//! [lexicon](super::lexicon), no two of which get the same entry. Pieces of two languages with the same key, or the
//! same slot, say the same.

use super::Language;
use super::lexicon::{Entry, slot};
use crate::random::Random;

/// The same sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Pieces.
    pub english: &'static str,
    /// Pieces with the same slots.
    pub chinese: &'static str,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// Somebody.
    Person,
    /// A city, in no particular role.
    City,
    /// The city where a journey begins.
    Origin,
    /// The city where it ends.
    Destination,
    /// A day of the week.
    Day,
}

/// A word of a sentence and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written within a sentence.
    pub text: String,
    /// Universal part of speech, such as `NOUN`.
    pub part: &'static str,
    /// Whether it is (part of) a name.
    pub entity: Option<Entity>,
    /// Whether it is the first word of that name: B of B, I, O (Ramshaw and Marcus 1995).
    pub begins: bool,
    /// Key or slot; empty where the other language has nothing like it.
    pub key: &'static str,
}

/// The entries that were drawn for the slots of a template: its factors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slots(Vec<(&'static str, Entry)>);

impl Slots {
    /// Draws an entry for each slot of `template` that has none yet.
    pub fn draw(&mut self, template: &'static str, random: &mut Random) {
        for name in template.split_whitespace() {
            let (Some(slot), None) = (slot(name), self.get(name)) else { continue };
            let taken = |entry: &Entry| self.0.iter().any(|(_, drawn)| drawn == entry);
            let free: Vec<Entry> = slot.entries.iter().copied().filter(|entry| !taken(entry)).collect();
            if let Some(&entry) = random.pick(&free) {
                self.0.push((name, entry));
            }
        }
    }

    /// What was drawn for a slot.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Entry> {
        self.0.iter().find(|(slot, _)| *slot == name).map(|(_, entry)| *entry)
    }

    /// All slots and what was drawn for them.
    #[must_use]
    pub fn all(&self) -> &[(&'static str, Entry)] {
        &self.0
    }

    /// The words of `template`, which is written in `language`. In English *a* becomes *an* before a vowel.
    #[must_use]
    pub fn fill(&self, language: Language, template: &'static str) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for piece in template.split_whitespace() {
            if let (Some(slot), Some(entry)) = (slot(piece), self.get(piece)) {
                let text = if language == Language::English { entry.english } else { entry.chinese };
                for (place, text) in text.split(' ').enumerate() {
                    let begins = slot.entity.is_some() && place == 0;
                    words.push(Word { text: text.into(), part: slot.part, entity: slot.entity, begins, key: piece });
                }
            } else {
                let mut parts = piece.split('/');
                let text = parts.next().unwrap_or_default().into();
                let (part, key) = (parts.next().unwrap_or("X"), parts.next().unwrap_or_default());
                words.push(Word { text, part, entity: None, begins: false, key });
            }
        }
        for next in 1..words.len() {
            if words[next - 1].text == "a" && words[next].text.starts_with(['a', 'e', 'i', 'o', 'u']) {
                words[next - 1].text = "an".into();
            }
        }
        words
    }
}

/// A slot's name without its number.
pub(super) fn kind(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}
