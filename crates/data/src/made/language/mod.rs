//! Sentences made of small grammars, each in English and Chinese from the same draw: with parts of speech and names
//! ([`tagged()`]), as aligned pairs ([`pair`]), opinions with negation ([`Opinion`]), worlds with questions ([`Scene`]),
//! and short tales ([`Tale`]).
//!
//! A grammar is a list of [templates](template) with slots and a [lexicon]: what is drawn are a template and an entry
//! for each slot, and these are the factors. How many different sentences that makes is said at each grammar.

mod bitext;
pub mod lexicon;
mod scene;
mod sentiment;
mod tagged;
mod tale;
pub mod template;
mod vocabulary;

pub use bitext::{Pair, pair};
pub use scene::Scene;
pub use sentiment::{Clause, Opinion};
pub use tagged::{TEMPLATES, tagged};
pub use tale::Tale;
pub use vocabulary::{BEGIN, END, Level, PAD, UNKNOWN, Vocabulary};

/// A language that the grammars speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Words between spaces, a capital at the beginning.
    English,
    /// 词 without spaces.
    Chinese,
}

/// Words and punctuation as one writes them: English with spaces and a capital at the beginning of each sentence,
/// Chinese without either.
#[must_use]
pub fn written<'a>(language: Language, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut begins = true;
    for word in words {
        let closes = matches!(word, "." | "," | ":" | "?" | "!" | "。" | "，" | "？" | "！");
        if language == Language::English {
            if !closes && !text.is_empty() {
                text.push(' ');
            }
            let mut letters = word.chars();
            if begins && let Some(first) = letters.next() {
                text.extend(first.to_uppercase());
            }
            text.push_str(letters.as_str());
        } else {
            text.push_str(word);
        }
        begins = matches!(word, "." | "?" | "!");
    }
    text
}
