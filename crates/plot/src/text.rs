//! Text in figures: what to write where, and how wide it will be.

use crate::Rgb;

/// On which side of its place a text lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// The place is at its left end.
    #[default]
    Start,
    /// The place is in its middle.
    Middle,
    /// The place is at its right end.
    End,
}

/// A text to be drawn; `at` is the middle of its height, in CSS pixels.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// What it says.
    pub text: &'a str,
    /// Where.
    pub at: (f64, f64),
    /// On which side of that.
    pub align: Align,
    /// Its colour.
    pub color: Rgb,
    /// Whether paper surrounds it, to be read over lines and fields.
    pub halo: bool,
}

/// About how wide a text is. Estimated per character: measuring would need the page, and a frame must not wait for layout.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// A text that fits, shortened by an ellipsis if it must be.
pub fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = em('…') * size;
    for c in text.chars() {
        used += em(c) * size;
        if used > room {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// Whether a character can stand in a document: XML has no place for control characters, not even escaped.
pub(crate) fn printable(c: char) -> bool {
    !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

fn em(c: char) -> f64 {
    match c {
        '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁻' => 0.45,
        '\u{202f}' | '\u{2009}' => 0.2,
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | 'I' | '(' | ')' | '[' | ']' => 0.31,
        'f' | 'r' | 't' | '-' | '/' => 0.38,
        'm' | 'w' | 'M' | 'W' | '…' => 0.95,
        'A'..='Z' => 0.68,
        '−' | '+' | '=' | '×' | '∞' | '→' => 0.8,
        c if c >= '\u{2e80}' => 1.0,
        _ => 0.6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_nearly_those_of_wide_faces() {
        // Pixels at 11 px as Chromium measures them: in DejaVu Sans, as wide as faces get, and in Noto Sans CJK.
        for (text, wide, usual) in [
            ("10⁻⁸", 24.2, 22.4),
            ("momentum", 63.9, 60.9),
            ("Nesterov", 49.3, 45.5),
            ("RMSProp", 48.5, 47.1),
            ("4\u{202f}000", 30.2, 25.7),
            ("−0.25", 33.7, 27.5),
            ("Hessian at the ball", 102.7, 93.9),
            ("test 测试", 46.6, 43.6),
            ("η 0.1 → 0.01", 68.7, 61.7),
            ("y = 0.8 x + 0.4", 83.9, 66.3),
        ] {
            let got = width(text, 11.0);
            assert!(got > 0.93 * wide && got > 0.99 * usual && got < 1.25 * usual, "{text}: {got}");
        }
        assert_eq!(width("梯度", 12.0), 24.0);
        assert_eq!(width("", 12.0), 0.0);
    }

    #[test]
    fn long_names_are_cut_to_fit() {
        assert_eq!(fit("Adam", 11.0, 100.0), "Adam");
        let cut = fit("a very long name of a run", 11.0, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 11.0) <= 60.0, "{cut}");
    }
}
