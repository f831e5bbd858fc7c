//! Where the formulas are.
//!
//! They are taken out before Markdown is read and leave a mark behind, a word that Markdown has no opinion on: so a `*`, an
//! `_`, a `|` or a line that begins with `=` inside a formula means what it means in LaTeX. What this pass takes for a formula
//! though Markdown knows better (in code that is indented, say) is put back as it stood.

/// A formula and how it stood in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formula<'a> {
    /// LaTeX, without the dollars.
    pub tex: &'a str,
    /// Whether it stands by itself.
    pub block: bool,
}

/// A text whose formulas are marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked<'a> {
    /// The text.
    pub text: String,
    /// The formulas, in order: the mark of the n-th is `OPEN`, n, `CLOSE`.
    pub formulas: Vec<Formula<'a>>,
}

/// Begins a mark: of the characters that no text may use.
pub(super) const OPEN: char = '\u{E000}';
/// Ends a mark.
pub(super) const CLOSE: char = '\u{E001}';

/// Longest formula, in bytes; what is longer is a dollar that was never closed.
const MOST_BLOCK: usize = 20_000;
/// Longest formula within a line.
const MOST_INLINE: usize = 2_000;

/// A piece of a text with marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t, 'a> {
    /// Words.
    Words(&'t str),
    /// A formula.
    Formula(Formula<'a>),
}

impl<'a> Marked<'a> {
    /// Words and formulas of a part of the text.
    pub fn pieces<'t>(&'t self, part: &'t str) -> impl Iterator<Item = Piece<'t, 'a>> {
        let mut rest = part;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let found = rest.find(OPEN).unwrap_or(rest.len());
            if found > 0 {
                let (words, after) = rest.split_at(found);
                rest = after;
                return Some(Piece::Words(words));
            }
            let inside = &rest[OPEN.len_utf8()..];
            let (number, after) = inside.split_once(CLOSE).unwrap_or((inside, ""));
            rest = after;
            // A mark that was cut is no mark.
            let formula = number.parse::<usize>().ok().and_then(|index| self.formulas.get(index));
            Some(formula.map_or(Piece::Words(number), |formula| Piece::Formula(*formula)))
        })
    }

    /// A part of the text as it stood, with the dollars.
    pub fn source(&self, part: &str) -> String {
        let mut out = String::with_capacity(part.len());
        for piece in self.pieces(part) {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Formula(formula) => {
                    let dollars = if formula.block { "$$" } else { "$" };
                    out.extend([dollars, formula.tex, dollars]);
                }
            }
        }
        out
    }
}

/// Takes the formulas out of a text.
pub fn mark(text: &str) -> Marked<'_> {
    let mut out = Marked { text: String::with_capacity(text.len()), formulas: Vec::new() };
    let mut fence: Option<(u8, usize)> = None;
    let (mut at, mut line_start) = (0, true);
    while at < text.len() {
        let rest = &text[at..];
        if line_start {
            let line = &rest[..rest.find('\n').map_or(rest.len(), |end| end + 1)];
            let run = fence_of(line);
            let inside = fence.is_some();
            match (fence, run) {
                (None, Some(opened)) => fence = Some(opened),
                (Some((kind, least)), Some((same, length))) if kind == same && length >= least => fence = None,
                _ => {}
            }
            if inside || run.is_some() {
                copy(&mut out.text, line);
                at += line.len();
                continue;
            }
            line_start = false;
        }
        let taken = match rest.as_bytes()[0] {
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' => code(rest),
            b'$' => {
                if let Some((formula, length)) = block(text, at).or_else(|| inline(rest)) {
                    out.text.extend([OPEN.to_string(), out.formulas.len().to_string(), CLOSE.to_string()]);
                    out.formulas.push(formula);
                    at += length;
                    continue;
                }
                rest.bytes().take_while(|byte| *byte == b'$').count()
            }
            b'\n' => {
                line_start = true;
                1
            }
            _ => rest.find(['\\', '`', '$', '\n']).unwrap_or(rest.len()),
        };
        copy(&mut out.text, &rest[..taken]);
        // An escaped end of a line is one, too.
        line_start |= rest[..taken].ends_with('\n');
        at += taken;
    }
    out
}

/// Copies words; who writes our marks into a text does not get at our formulas.
fn copy(out: &mut String, words: &str) {
    if words.contains([OPEN, CLOSE]) {
        out.push_str(&words.replace([OPEN, CLOSE], "\u{FFFD}"));
    } else {
        out.push_str(words);
    }
}

/// The fence that a line is, if it is one: its character and how many of them.
fn fence_of(line: &str) -> Option<(u8, usize)> {
    let start = line.trim_start_matches([' ', '\t', '>']);
    let kind = *start.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = start.bytes().take_while(|byte| *byte == kind).count();
    // Three backticks may also hold code within a line.
    (length >= 3 && (kind == b'~' || !start[length..].contains('`'))).then_some((kind, length))
}

/// How long the code is that begins here, or the run of backticks if none does.
fn code(rest: &str) -> usize {
    let run = rest.bytes().take_while(|byte| *byte == b'`').count();
    let end = paragraph(rest);
    let mut at = run;
    while let Some(found) = rest[at..end.max(at)].find('`') {
        let start = at + found;
        let length = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        if length == run {
            return start + length;
        }
        at = start + length;
    }
    run
}

/// Where the paragraph ends: at a blank line.
fn paragraph(rest: &str) -> usize {
    let mut from = 0;
    while let Some(end) = rest[from..].find('\n') {
        let next = from + end + 1;
        let line = &rest[next..next + rest[next..].find('\n').unwrap_or(rest.len() - next)];
        if line.trim().is_empty() {
            return next;
        }
        from = next;
    }
    rest.len()
}

/// The byte `most` or the nearest one before it where a character begins.
fn bound(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `$$…$$`, and its length with the dollars. One that begins a line may hold blank lines; headings and fences end it.
fn block(text: &str, at: usize) -> Option<(Formula<'_>, usize)> {
    let inside = bound(text[at..].strip_prefix("$$")?, MOST_BLOCK);
    let before = text[..at].rsplit('\n').next().unwrap_or_default();
    let own_line = before.trim_matches([' ', '\t', '>']).is_empty();
    let limit = if own_line {
        ["\n#", "\n```"].iter().filter_map(|stop| inside.find(stop)).min().unwrap_or(inside.len())
    } else {
        paragraph(inside)
    };
    let end = inside[..limit].find("$$")?;
    let tex = inside[..end].trim();
    (!tex.is_empty()).then_some((Formula { tex, block: true }, end + 4))
}

/// `$…$`, and its length with the dollars.
fn inline(rest: &str) -> Option<(Formula<'_>, usize)> {
    let inside = bound(rest.strip_prefix('$')?, MOST_INLINE);
    let inside = &inside[..paragraph(inside)];
    let mut escaped = false;
    let end = inside.bytes().position(|byte| {
        let ends = byte == b'$' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    let tex = inside[..end].trim();
    let has_command = tex.contains(['\\', '_', '^']);
    // "$5 and $10" are prices.
    let price = inside[end + 1..].starts_with(|c: char| c.is_ascii_digit()) && !has_command;
    // Between the end of one formula and the beginning of the next there are words.
    let words = tex.contains(['，', '。', '；', '、', '！', '？']) && !has_command;
    (!tex.is_empty() && !price && !words).then_some((Formula { tex, block: false }, end + 2))
}

#[cfg(test)]
mod tests {
    use super::{CLOSE, OPEN, mark};

    fn shown(text: &str) -> (String, Vec<(String, bool)>) {
        let marked = mark(text);
        let formulas = marked.formulas.iter().map(|formula| (formula.tex.to_owned(), formula.block)).collect();
        (marked.text.replace(OPEN, "<").replace(CLOSE, ">"), formulas)
    }

    #[test]
    fn formulas_are_taken_out() {
        let (text, formulas) = shown("设 $w^*$ 与 $ b $，\n$$\na_1\n- b\n= c\n$$\n完");
        assert_eq!(text, "设 <0> 与 <1>，\n<2>\n完");
        assert_eq!(formulas, [("w^*".into(), false), ("b".into(), false), ("a_1\n- b\n= c".into(), true)]);
    }

    #[test]
    fn code_prices_and_escapes_are_left() {
        for text in
            ["`$a$` 与 ``b`$c$``", "```\n$a$\n```\n", "$5 and $10", "\\$a$ b", "a $ b", "$$ $$", "~~~\n```\n$a$\n~~~\n"]
        {
            assert_eq!(shown(text), (text.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn a_dollar_too_many_spoils_only_its_own_paragraph() {
        let (text, formulas) = shown("一个 $ 没有关，然后\n\n$$x$$ 好");
        assert_eq!(text, "一个 $ 没有关，然后\n\n<0> 好");
        assert_eq!(formulas.len(), 1);
        assert_eq!(shown("$$\nopen\n# 标题 $a$\n").1, [("a".into(), false)]);
    }

    #[test]
    fn marks_of_others_are_no_marks_and_the_source_comes_back() {
        let text = format!("{OPEN}0{CLOSE} $a|b$");
        let marked = mark(&text);
        assert_eq!(marked.text, format!("\u{FFFD}0\u{FFFD} {OPEN}0{CLOSE}"));
        assert_eq!(marked.source(&marked.text), "\u{FFFD}0\u{FFFD} $a|b$");
    }
}
