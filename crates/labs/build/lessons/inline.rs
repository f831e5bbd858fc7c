//! What stands inside a paragraph: words, emphasis, code, formulas, links to states.

use super::{File, link, math};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// An event and its bytes in the file.
pub(super) type Piece<'a> = (Event<'a>, Range<usize>);

/// The Markdown that lessons are written in.
pub(super) fn markdown(text: &str) -> Vec<Piece<'_>> {
    let options = Options::ENABLE_MATH | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    Parser::new_ext(text, options).into_offset_iter().collect()
}

/// Escapes text for an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The HTML of inline pieces.
pub(super) fn html(file: File<'_>, pieces: &[Piece<'_>]) -> Result<String, String> {
    let mut out = String::new();
    for (event, range) in pieces {
        match event {
            Event::Text(text) => out.push_str(&escape(text)),
            Event::Code(text) => out.push_str(&format!("<code>{}</code>", escape(text))),
            Event::InlineMath(tex) => out.push_str(&math::mathml(file, range.start, tex, false)?),
            Event::SoftBreak => {
                let text = |part: Range<usize>| file.text.get(part).unwrap_or_default();
                out.push_str(joint(file, text(0..range.start), text(range.end..file.text.len())));
            }
            Event::Start(Tag::Link { dest_url, .. }) => out.push_str(&link_start(file, range.start, dest_url)?),
            Event::End(TagEnd::Link) => out.push_str("</a>"),
            Event::Start(tag) => out.push_str(&format!("<{}>", element(file, range.start, tag.to_end(), event)?)),
            Event::End(end) => out.push_str(&format!("</{}>", element(file, range.start, *end, event)?)),
            Event::DisplayMath(_) => return file.wrong(range.start, "a formula in `$$` is a paragraph of its own"),
            Event::Html(_) | Event::InlineHtml(_) => return file.wrong(range.start, "HTML is refused in a lesson"),
            other => return file.wrong(range.start, format_args!("a lesson has no place for {other:?}")),
        }
    }
    Ok(out)
}

/// What stands for the end of a line between `before` and `after`. Chinese has no spaces, so that a line that ends inside
/// a sentence leaves none behind, but where Chinese meets Latin or a formula.
pub(super) fn joint(file: File<'_>, before: &str, after: &str) -> &'static str {
    let (before, after) =
        (before.trim_end().chars().next_back(), after.trim_start_matches(['\r', '\n', ' ', '>']).chars().next());
    let (Some(before), Some(after), true) = (before, after, file.zh) else { return " " };
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '$';
    let apart = (han(before) || latin(before)) && (han(after) || latin(after)) && !(han(before) && han(after));
    if apart { " " } else { "" }
}

fn link_start(file: File<'_>, at: usize, to: &CowStr<'_>) -> Result<String, String> {
    let link::Target { href, play } = link::target(file, at, to)?;
    Ok(format!("<a class=\"try\" href=\"{href}\"{}>", if play { " data-play" } else { "" }))
}

fn element(file: File<'_>, at: usize, end: TagEnd, event: &Event<'_>) -> Result<&'static str, String> {
    match end {
        TagEnd::Emphasis => Ok("em"),
        TagEnd::Strong => Ok("strong"),
        TagEnd::Strikethrough => Ok("s"),
        _ => file.wrong(at, format_args!("a lesson has no place for {event:?}")),
    }
}
