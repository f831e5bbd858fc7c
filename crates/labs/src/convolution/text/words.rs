//! Sentences as rows of word numbers.

use data::made::language::{Language, Opinion, Vocabulary};

/// Words of a sentence at most, with its punctuation; shorter ones are filled up.
pub(crate) const LENGTH: usize = 18;
/// Sentences that the vocabulary is made of: all words come up in them.
const READ: u64 = 2000;
/// What stands for adjectives in the vocabulary: the words that carry the opinion.
const FEELING: [(&str, &str); 12] = [
    ("good", "好"),
    ("funny", "有趣"),
    ("moving", "感人"),
    ("clever", "巧妙"),
    ("brilliant", "出色"),
    ("exciting", "精彩"),
    ("bad", "差"),
    ("boring", "无聊"),
    ("dull", "沉闷"),
    ("silly", "幼稚"),
    ("awful", "糟糕"),
    ("annoying", "讨厌"),
];

/// All words of the set in a language.
pub(super) fn vocabulary(language: Language) -> Vocabulary {
    let opinions = (0..READ).flat_map(|index| Opinion::draw(language, 0, index).words);
    Vocabulary::of(opinions.map(str::to_owned), usize::MAX)
}

/// Whether a word carries the opinion.
pub(super) fn feels(word: &str) -> bool {
    FEELING.iter().any(|(english, chinese)| word == *english || word == *chinese)
}

/// What the reader typed, in words: English between spaces, in small letters, punctuation apart; Chinese by the longest word of the
/// vocabulary that fits, or by single signs.
pub(super) fn cut(language: Language, text: &str, words: &Vocabulary) -> Vec<String> {
    let text = text.to_lowercase();
    if language == Language::English {
        let apart: String = text.chars().flat_map(|c| if c.is_alphanumeric() || c == '\'' { vec![c] } else { vec![' ', c, ' '] }).collect();
        return apart.split_whitespace().map(str::to_owned).collect();
    }
    let signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (mut cut, mut at) = (Vec::new(), 0);
    while at < signs.len() {
        let word = |len: usize| signs[at..(at + len).min(signs.len())].iter().collect::<String>();
        let len = (2..=4).rev().find(|len| at + len <= signs.len() && known(words, &word(*len))).unwrap_or(1);
        cut.push(word(len));
        at += len;
    }
    cut
}

pub(super) fn known(words: &Vocabulary, word: &str) -> bool {
    words.token(words.number(word)) == word
}

/// A row of numbers for the networks, filled up; what is longer is cut off.
pub(super) fn row<'a>(words: &Vocabulary, sentence: impl IntoIterator<Item = &'a str>) -> Vec<f32> {
    let numbers = sentence.into_iter().map(|word| words.number(word) as f32);
    numbers.chain(std::iter::repeat(data::made::language::PAD as f32)).take(LENGTH).collect()
}
