//! HTML that the notes hold. A few elements without attributes pass; pictures become what pictures become; of what HTML knows
//! otherwise only the words are left, and what it does not know (`<BOS>`, `a<b`) is words.

use super::escape_into;

/// Pass, bare.
const KEPT: &[&str] = &["b", "br", "em", "i", "kbd", "mark", "s", "small", "strong", "sub", "sup", "u"];

/// Go, with everything inside.
const SILENCED: &[&str] =
    &["iframe", "math", "noscript", "object", "script", "style", "svg", "template", "textarea", "title", "xmp"];

/// Go, and leave their words. Where one of the second list ends, so do the words.
const OPENED: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "audio",
    "body",
    "button",
    "canvas",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "input",
    "ins",
    "label",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "section",
    "select",
    "source",
    "span",
    "strike",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "ul",
    "video",
];

/// A piece of raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words, entities as they stand.
    Words(&'a str),
    /// A picture with its attributes.
    Picture(&'a str),
}

/// Where the notes' own HTML stands: what is open, and what is being passed over.
#[derive(Debug, Default)]
pub(super) struct Raw {
    open: Vec<&'static str>,
    silent: Option<&'static str>,
}

impl Raw {
    /// Whether words are passed over.
    pub(super) fn is_silent(&self) -> bool {
        self.silent.is_some()
    }

    /// Takes in some HTML; `each` gets what is left of it, and tags that pass are written to it as well.
    pub(super) fn take(&mut self, html: &str, out: &mut String, mut each: impl FnMut(&mut String, Piece<'_>)) {
        let mut rest = html;
        while !rest.is_empty() {
            let Some(at) = rest.find('<') else {
                self.words(rest, out, &mut each);
                return;
            };
            self.words(&rest[..at], out, &mut each);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.find("-->").map_or("", |end| &after[end + 3..]);
                continue;
            }
            let Some(end) = rest.find('>') else {
                self.words(rest, out, &mut each);
                return;
            };
            self.tag(&rest[..=end], out, &mut each);
            rest = &rest[end + 1..];
        }
    }

    fn words(&self, words: &str, out: &mut String, each: &mut impl FnMut(&mut String, Piece<'_>)) {
        if !words.is_empty() && self.silent.is_none() {
            each(out, Piece::Words(words));
        }
    }

    fn tag(&mut self, tag: &str, out: &mut String, each: &mut impl FnMut(&mut String, Piece<'_>)) {
        let inside = tag.trim_start_matches('<').trim_end_matches('>');
        let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let attributes = inside.get(name.len()..).unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        let known = |list: &'static [&'static str]| list.iter().copied().find(|known| *known == lower);
        if let Some(silent) = self.silent {
            if closes && lower == silent {
                self.silent = None;
            }
        } else if let Some(name) = known(SILENCED) {
            let alone = attributes.trim_end().ends_with('/');
            self.silent = (!closes && !alone).then_some(name);
        } else if lower == "br" {
            out.push_str("<br>");
        } else if let Some(name) = known(KEPT) {
            if !closes {
                self.open.push(name);
                out.extend(["<", name, ">"]);
            } else if self.open.last() == Some(&name) {
                self.open.pop();
                out.extend(["</", name, ">"]);
            }
        } else if lower == "img" {
            each(out, Piece::Picture(attributes));
        } else if known(OPENED).is_some() {
            // Cells and lines that stood apart stay apart.
            if closes {
                out.push(' ');
            }
        } else if !tag.starts_with("<!") && !tag.starts_with("<?") {
            escape_into(out, tag);
        }
    }

    /// The paragraph ends: whatever is open is closed.
    pub(super) fn end(&mut self, out: &mut String) {
        self.silent = None;
        while let Some(name) = self.open.pop() {
            out.extend(["</", name, ">"]);
        }
    }
}

/// The value of an attribute of a picture.
pub(super) fn value<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let found = attributes.to_ascii_lowercase().find(&format!(" {name}="))?;
    let after = attributes.get(found + name.len() + 2..)?;
    match after.as_bytes().first()? {
        quote @ (b'"' | b'\'') => after.get(1..)?.split(char::from(*quote)).next(),
        _ => after.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next(),
    }
}

/// Appends words in which entities keep their meaning.
pub(super) fn words_into(out: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        escape_into(out, &rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| (2..=10).contains(end)).and_then(|end| rest.get(1..end));
        if entity.is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')) {
            out.push('&');
        } else {
            out.push_str("&amp;");
        }
        rest = &rest[1..];
    }
    escape_into(out, rest);
}

#[cfg(test)]
mod tests {
    use super::{Piece, Raw, value, words_into};

    fn shown(html: &str) -> String {
        let (mut raw, mut out) = (Raw::default(), String::new());
        raw.take(html, &mut out, |out, piece| match piece {
            Piece::Words(words) => words_into(out, words),
            Piece::Picture(attributes) => out.push_str(value(attributes, "src").unwrap_or("?")),
        });
        raw.end(&mut out);
        out
    }

    #[test]
    fn a_few_elements_pass_bare() {
        assert_eq!(
            shown("<U onclick=\"x()\">a</u> x<sub>1</sub><br/>&nbsp;&copy; & <b>b"),
            "<u>a</u> x<sub>1</sub><br>&nbsp;&copy; &amp; <b>b</b>"
        );
        assert_eq!(shown("a</b></u>"), "a");
    }

    #[test]
    fn the_rest_leaves_words_or_nothing() {
        assert_eq!(shown("<center><img src=\"a/b.png\" width=\"60%\"/></center>"), "a/b.png ");
        assert_eq!(shown("x<script>alert(1)</script>y<!-- z --><font color=red>r</font>"), "xyr ");
        assert_eq!(shown("<BOS> and <t})="), "&lt;BOS&gt; and &lt;t})=");
        assert_eq!(shown("<svg/onload=alert(1)>a"), "");
    }
}
