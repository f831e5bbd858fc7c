//! From characters to tokens.

use super::FormulaErrorKind;
use super::error::quote;

/// A token and where it stands, in characters.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) tok: Tok,
    pub(super) at: usize,
    pub(super) len: usize,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tok {
    Num(f64),
    Name(String),
    /// A superscript number: whether it has a minus, and its size.
    Super(bool, f64),
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Open,
    Close,
    Comma,
    /// Nothing that a formula can hold. Told only when the parser gets there, so that the first mistake is told first.
    Bad(FormulaErrorKind),
}

/// The plain form of a character that has several: full-width forms, typographic operators.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '×' | '·' | '∙' | '⋅' | '∗' | '✕' => '*',
        '−' | '–' | '—' | '‒' | '﹣' => '-',
        '÷' | '∕' | '⁄' => '/',
        'ˆ' => '^',
        '。' | '｡' => '.',
        '、' => ',',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The digit that a superscript stands for; `-` for the superscript minus.
fn raised(c: char) -> Option<char> {
    match c {
        '⁰' => Some('0'),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁴'..='⁹' => char::from_u32(u32::from(c) - 0x2070 + 0x30),
        '⁻' => Some('-'),
        _ => None,
    }
}

fn starts_name(c: char) -> bool {
    (c.is_alphabetic() || c == '_') && c != 'π'
}

fn continues_name(c: char) -> bool {
    starts_name(c) || c.is_ascii_digit() || ('₀'..='₉').contains(&c)
}

/// All tokens of `src`. The list ends after the first [`Tok::Bad`].
pub(super) fn tokens(src: &[char]) -> Vec<Token> {
    let mut lexer = Lexer { src, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.take_while(|c| c == ' ');
        let at = lexer.at;
        let Some(tok) = lexer.next() else {
            return tokens;
        };
        let bad = matches!(tok, Tok::Bad(_));
        let len = lexer.at - at;
        tokens.push(Token { tok, at, len });
        if bad {
            return tokens;
        }
    }
}

struct Lexer<'a> {
    src: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.src.get(self.at + ahead).copied().map(plain)
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.peek(0).filter(|c| keep(*c)) {
            taken.push(c);
            self.at += 1;
        }
        taken
    }

    fn next(&mut self) -> Option<Tok> {
        let c = self.peek(0)?;
        if c.is_ascii_digit() || c == '.' {
            return Some(self.number());
        }
        if starts_name(c) {
            return Some(Tok::Name(self.take_while(continues_name)));
        }
        if raised(c).is_some() {
            return Some(self.superscript());
        }
        // `××` is a slip, `**` is a power: only the asterisk itself counts.
        let asterisk = |c: Option<&char>| matches!(c, Some('*' | '＊'));
        let double = asterisk(self.src.get(self.at)) && asterisk(self.src.get(self.at + 1));
        self.at += 1;
        Some(match c {
            '+' => Tok::Plus,
            '-' => Tok::Minus,
            '*' if double => {
                self.at += 1;
                Tok::Caret
            }
            '*' => Tok::Star,
            '/' => Tok::Slash,
            '^' => Tok::Caret,
            '(' => Tok::Open,
            ')' => Tok::Close,
            ',' => Tok::Comma,
            'π' => Tok::Name("pi".to_owned()),
            '√' => Tok::Name("sqrt".to_owned()),
            '|' => Tok::Bad(FormulaErrorKind::Bar),
            '[' | ']' | '{' | '}' => Tok::Bad(FormulaErrorKind::Bracket(c)),
            c => Tok::Bad(FormulaErrorKind::UnknownCharacter(c)),
        })
    }

    /// `12`, `.5`, `5.`, `1e-3`. An `e` without digits behind it is not part of the number: `2e` is 2·e.
    fn number(&mut self) -> Tok {
        let mut text = self.take_while(|c| c.is_ascii_digit() || c == '.');
        let sign = usize::from(matches!(self.peek(1), Some('+' | '-')));
        let exponent =
            matches!(self.peek(0), Some('e' | 'E')) && self.peek(1 + sign).is_some_and(|c| c.is_ascii_digit());
        if exponent {
            text.extend((0..=sign).filter_map(|i| self.peek(i)));
            self.at += 1 + sign;
            text += &self.take_while(|c| c.is_ascii_digit());
        }
        match text.parse::<f64>() {
            Ok(v) if v.is_finite() => Tok::Num(v),
            Ok(_) => Tok::Bad(FormulaErrorKind::NumberTooLarge(quote(&text))),
            Err(_) => Tok::Bad(FormulaErrorKind::BadNumber(quote(&text))),
        }
    }

    fn superscript(&mut self) -> Tok {
        let text: String = self.take_while(|c| raised(c).is_some()).chars().filter_map(raised).collect();
        let (minus, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.as_str()),
        };
        match digits.parse::<f64>() {
            Ok(v) if v.is_finite() => Tok::Super(minus, v),
            Ok(_) => Tok::Bad(FormulaErrorKind::NumberTooLarge(quote(&text))),
            Err(_) => Tok::Bad(FormulaErrorKind::BadNumber(quote(&text))),
        }
    }
}
