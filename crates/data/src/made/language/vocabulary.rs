//! Tokens to numbers and back.

use std::collections::BTreeMap;

/// Fills a row up.
pub const PAD: usize = 0;
/// A token that is not in the vocabulary.
pub const UNKNOWN: usize = 1;
/// Before the first token.
pub const BEGIN: usize = 2;
/// After the last.
pub const END: usize = 3;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Words and punctuation marks as the grammars give them.
    Word,
    /// Characters of the written text.
    Character,
}

impl Level {
    /// The tokens of a text of words: the words, or its characters with a space between words that are of Latin
    /// letters.
    #[must_use]
    pub fn tokens<'a>(self, words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        match self {
            Self::Word => words.into_iter().map(str::to_owned).collect(),
            Self::Character => {
                let mut tokens = Vec::new();
                for word in words {
                    if !tokens.is_empty() && word.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                        tokens.push(" ".to_owned());
                    }
                    tokens.extend(word.chars().map(String::from));
                }
                tokens
            }
        }
    }
}

/// Numbers of tokens: four that stand for no token ([`PAD`], [`UNKNOWN`], [`BEGIN`], [`END`]), then the most frequent
/// first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    tokens: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Vocabulary {
    /// Of all `tokens`, the `most` frequent; of equally frequent ones the alphabet's first.
    #[must_use]
    pub fn of(tokens: impl IntoIterator<Item = String>, most: usize) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for token in tokens {
            *counts.entry(token).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let marks = ["<pad>", "<unk>", "<s>", "</s>"].map(str::to_owned);
        let tokens: Vec<String> =
            marks.into_iter().chain(counts.into_iter().take(most).map(|(token, _)| token)).collect();
        let numbers = tokens.iter().enumerate().map(|(number, token)| (token.clone(), number)).collect();
        Self { tokens, numbers }
    }

    /// Tokens with the four marks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Never: the marks are always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The number of a token, or [`UNKNOWN`].
    #[must_use]
    pub fn number(&self, token: &str) -> usize {
        self.numbers.get(token).copied().unwrap_or(UNKNOWN)
    }

    /// The token of a number, or that of [`UNKNOWN`].
    #[must_use]
    pub fn token(&self, number: usize) -> &str {
        self.tokens.get(number).map_or("<unk>", String::as_str)
    }
}
