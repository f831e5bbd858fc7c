//! A whole file. A lesson is Markdown with:
//!
//! - `## Title {#id}`: a section;
//! - `> notes: 000 · Heading · 2849`: the passage of the notes that it serves;
//! - `[words](<?key=value&…>)`: a state of the lab, all else at its default, with `#play` behind it to run as well;
//! - `$…$`, and `$$…$$` as a paragraph of its own: formulas;
//! - `> [!wrong]` and below it what the notes print and what holds;
//! - a fenced block `predict`: see `predict.rs`.
//!
//! HTML, links to elsewhere and everything that is not named here are refused.

use super::{File, Section, inline, math, predict};
use inline::Piece;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

/// Elements that may come out.
const ELEMENTS: &[&str] = &[
    "a",
    "code",
    "details",
    "div",
    "em",
    "li",
    "ol",
    "p",
    "s",
    "span",
    "strong",
    "summary",
    "svg",
    "ul",
    "use",
    "math",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// The sections of a file.
pub(super) fn read(file: File<'_>) -> Result<Vec<Section>, String> {
    let pieces = inline::markdown(file.text);
    let mut sections: Vec<Section> = Vec::new();
    let mut rest = pieces.as_slice();
    let mut open = false;
    while let Some(((first, range), _)) = rest.split_first() {
        let at = range.start;
        let (inside, after) = block(rest);
        rest = after;
        if let Some(section) = sections.last_mut() {
            let plain = !matches!(first, Event::Start(Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::CodeBlock(_)));
            prose(&mut section.html, &mut open, plain);
        }
        if let Event::Start(Tag::Heading { level, id, .. }) = first {
            let section = heading(file, at, *level, id.as_deref(), inside)?;
            if sections.iter().any(|other| other.id == section.id) {
                return file.wrong(at, format_args!("the id {:?} is there twice", section.id));
            }
            sections.push(section);
            continue;
        }
        let Some(section) = sections.last_mut() else {
            return file.wrong(at, "a lesson begins with a section, `## Title {#id}`");
        };
        match first {
            Event::Start(Tag::BlockQuote(_)) => quote(file, range.clone(), inside, section)?,
            Event::Start(Tag::CodeBlock(kind)) => {
                if !matches!(kind, CodeBlockKind::Fenced(name) if &**name == "predict") {
                    return file.wrong(at, "the only block of code in a lesson is `predict`");
                }
                let start = inside.first().map_or(at, |(_, range)| range.start);
                let text: String =
                    inside.iter().map(|(event, _)| if let Event::Text(t) = event { t } else { "" }).collect();
                section.html.push_str(&predict::html(file, start, &text)?);
            }
            _ => section.html.push_str(&body(file, first, at, inside)?),
        }
    }
    if let Some(section) = sections.last_mut() {
        prose(&mut section.html, &mut open, false);
    }
    for section in &sections {
        if let Some(name) = unknown_element(&section.html) {
            return Err(format!(
                "{}: section {:?}: the element <{name}> came out, which is not allowed",
                file.path, section.id
            ));
        }
    }
    Ok(sections)
}

/// The inside of the block that `pieces` begin with, and what follows it.
fn block<'p, 'a>(pieces: &'p [Piece<'a>]) -> (&'p [Piece<'a>], &'p [Piece<'a>]) {
    let mut depth = 0_usize;
    for (index, (event, _)) in pieces.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (pieces.get(1..index).unwrap_or_default(), &pieces[index + 1..]);
        }
    }
    (pieces.get(1..).unwrap_or_default(), &[])
}

fn heading(
    file: File<'_>,
    at: usize,
    level: HeadingLevel,
    id: Option<&str>,
    inside: &[Piece<'_>],
) -> Result<Section, String> {
    let plain =
        |id: &&str| !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let (HeadingLevel::H2, Some(id)) = (level, id.filter(plain)) else {
        return file.wrong(at, "a section is headed `## Title {#id}`; the id has small letters, digits, hyphens");
    };
    let mut title = String::new();
    for (event, range) in inside {
        match event {
            Event::Text(text) => title.push_str(text),
            _ => return file.wrong(range.start, "a title is plain text"),
        }
    }
    Ok(Section { id: id.to_owned(), title, html: String::new(), source: None })
}

/// A paragraph, a formula or a list.
fn body(file: File<'_>, first: &Event<'_>, at: usize, inside: &[Piece<'_>]) -> Result<String, String> {
    match first {
        Event::Start(Tag::Paragraph) => match inside {
            [(Event::DisplayMath(tex), range)] => {
                Ok(format!("<div class=\"eq\" tabindex=\"0\">{}</div>", math::mathml(file, range.start, tex, true)?))
            }
            _ => Ok(format!("<p>{}</p>", inline::html(file, inside)?)),
        },
        Event::Start(Tag::List(first)) => {
            let name = if first.is_some() { "ol" } else { "ul" };
            let mut out = format!("<{name}>");
            let mut rest = inside;
            while let Some(((Event::Start(Tag::Item), _), _)) = rest.split_first() {
                let (item, after) = block(rest);
                out.push_str(&format!("<li>{}</li>", inline::html(file, item)?));
                rest = after;
            }
            Ok(format!("{out}</{name}>"))
        }
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
            file.wrong(at, "HTML is refused in a lesson")
        }
        other => file.wrong(at, format_args!("a lesson has no place for {other:?}")),
    }
}

/// A quotation: the passage of the notes, or what they print wrong.
fn quote(
    file: File<'_>,
    range: std::ops::Range<usize>,
    inside: &[Piece<'_>],
    section: &mut Section,
) -> Result<(), String> {
    let at = range.start;
    let raw = file.text.get(range).unwrap_or_default();
    let text = raw.trim_start_matches('>').trim();
    if let Some(source) = text.strip_prefix("notes:") {
        let fields: Vec<&str> = source.split(" · ").map(str::trim).collect();
        let line = fields.last().and_then(|line| line.parse().ok());
        let (&[name, heading, _], Some(line), true) = (fields.as_slice(), line, section.source.is_none()) else {
            return file.wrong(at, "expected, once a section, `> notes: file · heading · line`");
        };
        section.source = Some((name.to_owned(), heading.to_owned(), line));
        return Ok(());
    }
    // `[!wrong]` and the end of its line come before the words.
    let words = inside.iter().position(|(event, _)| matches!(event, Event::SoftBreak));
    let (true, Some(words)) = (text.starts_with("[!wrong]\n"), words) else {
        return file.wrong(at, "a quotation is `> notes: …`, or begins with the line `> [!wrong]`");
    };
    let label = file.say("讲义写法有误", "The notes print another form");
    section.html.push_str("<div class=\"callout callout--wrong\"><p class=\"callout__label\">");
    section.html.push_str(&format!("{}{label}</p><div class=\"prose\">", icon("warn")));
    let mut rest = &inside[words + 1..];
    let end = rest.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph))).unwrap_or(rest.len());
    section.html.push_str(&format!("<p>{}</p>", inline::html(file, &rest[..end])?));
    rest = rest.get(end + 1..).unwrap_or_default();
    while let Some(((first, range), _)) = rest.split_first() {
        let (inside, after) = block(rest);
        section.html.push_str(&body(file, first, range.start, inside)?);
        rest = after;
    }
    section.html.push_str("</div></div>");
    Ok(())
}

/// Opens or closes the prose of a section, where it is not so already.
fn prose(html: &mut String, is_open: &mut bool, open: bool) {
    if *is_open != open {
        html.push_str(if open { "<div class=\"prose\">" } else { "</div>" });
        *is_open = open;
    }
}

/// An icon of the page's sprite.
pub(super) fn icon(name: &str) -> String {
    format!("<svg class=\"icon icon--12\" aria-hidden=\"true\"><use href=\"#i-{name}\"></use></svg>")
}

/// An element that is not on the list.
fn unknown_element(html: &str) -> Option<&str> {
    let names = html.split('<').skip(1).map(|tag| {
        let tag = tag.trim_start_matches('/');
        tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
    });
    names.into_iter().find(|name| !ELEMENTS.contains(name))
}
