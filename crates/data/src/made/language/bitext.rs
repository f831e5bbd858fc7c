//! Sentences in two languages with which word says what: a translation corpus whose alignment is known.

use super::Language;
use super::tagged::draw;
use super::template::Word;

/// A sentence twice. Word order differs as the languages' does: time and place before the verb, relative clauses before
/// their noun, question words in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// English.
    pub english: Vec<Word>,
    /// 汉语.
    pub chinese: Vec<Word>,
    /// (i, j): English word i and Chinese word j say the same. Words of grammar alone have no partner.
    pub alignment: Vec<(usize, usize)>,
}

/// Pair `index`: [`super::tagged()`] in both languages.
#[must_use]
pub fn pair(seed: u64, index: u64) -> Pair {
    let (template, slots) = draw(seed, index);
    let english = slots.fill(Language::English, template.english);
    let chinese = slots.fill(Language::Chinese, template.chinese);
    let mut alignment = Vec::new();
    for (i, left) in english.iter().enumerate().filter(|(_, word)| !word.key.is_empty()) {
        let same = chinese.iter().enumerate().filter(|(_, right)| right.key == left.key);
        alignment.extend(same.map(|(j, _)| (i, j)));
    }
    Pair { english, chinese, alignment }
}
