//! Digits that the reader has drawn and named, as they stand in the address: `3Bq_.x…~7…`, a class and a picture of 28 × 28 each.
//!
//! A character holds three pixels of four levels each; `.` and a character stand for a run of white ones.

/// Side of a picture.
const SIDE: usize = 28;
const PIXELS: usize = SIDE * SIDE;
/// Pixels of a character.
const EACH: usize = 3;
const CODES: usize = PIXELS.div_ceil(EACH);
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Most digits, so that an address stays one that can be sent.
pub const MOST: usize = 12;
/// Characters that as many need at most.
pub const LONGEST: usize = MOST * (CODES + 2);

/// A picture of the reader's and what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Taught {
    /// 0 to 9.
    pub class: u8,
    /// 28 × 28 numbers from 0, paper, to 1, ink.
    pub picture: Vec<f32>,
}

/// The digits of a text; `None` where it is none.
pub fn read(text: &str) -> Option<Vec<Taught>> {
    text.split('~').filter(|one| !one.is_empty()).map(one).collect()
}

fn one(text: &str) -> Option<Taught> {
    let (class, rest) = text.split_at_checked(1)?;
    let class = class.parse::<u8>().ok()?;
    let mut codes = Vec::with_capacity(CODES);
    let mut letters = rest.bytes();
    let value = |letter: u8| LETTERS.iter().position(|known| *known == letter);
    while let Some(letter) = letters.next() {
        if letter == b'.' {
            codes.extend(std::iter::repeat_n(0, value(letters.next()?)?));
        } else {
            codes.push(value(letter)?);
        }
    }
    let level = |code: usize, at: usize| (code >> (2 * at) & 3) as f32 / 3.0;
    let mut picture: Vec<f32> = codes.iter().flat_map(|code| (0..EACH).map(|at| level(*code, at))).collect();
    picture.truncate(PIXELS);
    (codes.len() == CODES).then_some(Taught { class, picture })
}

/// A digit as text.
pub fn write(class: u8, picture: &[f32]) -> String {
    let level = |value: &f32| (value.clamp(0.0, 1.0) * 3.0).round() as usize;
    let codes: Vec<usize> = picture.chunks(EACH).map(|pixels| pixels.iter().rev().fold(0, |code, pixel| code << 2 | level(pixel))).collect();
    let mut text = class.to_string();
    let letter = |code: usize| char::from(LETTERS[code]);
    for run in codes.chunk_by(|a, b| *a == 0 && *b == 0) {
        if run.len() > 2 {
            run.chunks(LETTERS.len() - 1).for_each(|part| text.extend(['.', letter(part.len())]));
        } else {
            text.extend(run.iter().map(|code| letter(*code)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MOST, PIXELS, read, write};

    #[test]
    fn what_was_written_is_read() {
        for (class, picture) in (0..10_u8).map(|class| (class, (0..PIXELS).map(|i| (i * usize::from(class) % 4) as f32 / 3.0).collect::<Vec<_>>())) {
            let text = write(class, &picture);
            let read = read(&format!("{text}~{text}")).unwrap();
            assert_eq!(read.len(), 2);
            assert_eq!((read[0].class, &read[1].picture), (class, &picture), "{text}");
            assert!(vec![text; MOST].join("~").len() <= LONGEST);
        }
        assert_eq!(read(""), Some(Vec::new()));
        for broken in ["3", "x.A", "3A", "3.", "3.é", "é", &format!("3{}", "A".repeat(300))] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
