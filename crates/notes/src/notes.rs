//! A file of notes: its text, its headings, its sections.

use crate::error::NotesError;
use crate::html::{Writer, repair, slug};
use crate::index::Index;
use crate::math::{Marked, Piece, mark};
use crate::message::MOST_BYTES;
use crate::outline;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Characters on a line of the page, about.
const LINE: usize = 38;
/// A line longer than this, in bytes, is a paragraph: such notes are not wrapped by hand, and the end of a line means one.
const PARAGRAPH: usize = 300;

/// Sections in a group.
const GROUP: usize = 24;

/// The words and place of a heading.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heading {
    /// Its words, formulas as LaTeX.
    pub(crate) title: String,
    /// The words as HTML.
    pub(crate) html: String,
    /// The same without links.
    pub(crate) bare: String,
    /// How deep it stands: 1 at the top. Levels that the notes leave out do not count.
    pub(crate) depth: u8,
    /// The labs that serve it.
    pub(crate) labs: Vec<&'static str>,
}

/// From one heading to the next.
#[derive(Debug, Clone)]
pub struct Section<'t> {
    /// Its heading; none before the first.
    pub(crate) heading: Option<Heading>,
    /// Its place in the address.
    pub id: String,
    /// About how many lines it takes.
    pub(crate) lines: usize,
    events: Vec<Event<'t>>,
}

impl Section<'_> {
    /// Its title; empty before the first heading.
    pub fn title(&self) -> &str {
        self.heading.as_ref().map_or("", |heading| &heading.title)
    }

    /// How deep it stands; 0 before the first heading.
    pub fn depth(&self) -> u8 {
        self.heading.as_ref().map_or(0, |heading| heading.depth)
    }

    /// The labs that serve it.
    pub fn labs(&self) -> &[&'static str] {
        self.heading.as_ref().map_or(&[], |heading| &heading.labs)
    }
}

/// Notes, read and not yet set.
pub struct Notes<'t, 'a> {
    marked: &'t Marked<'a>,
    breaks: bool,
    /// Its sections.
    pub sections: Vec<Section<'t>>,
    /// Whether they are in Chinese.
    pub zh: bool,
}

/// The text of a file.
///
/// # Errors
/// Too large, empty, no text, or in no known encoding.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, NotesError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > MOST_BYTES {
        return Err(NotesError::TooLarge { bytes: size });
    }
    let text = data::text::decode(bytes)?;
    if text.trim().is_empty() { Err(NotesError::Empty) } else { Ok(text) }
}

/// The text with its formulas marked, which is what [`Notes::parse`] reads.
pub fn prepare(text: &str) -> Marked<'_> {
    mark(text)
}

impl<'t, 'a> Notes<'t, 'a> {
    /// Finds headings and sections.
    pub fn parse(marked: &'t Marked<'a>) -> Self {
        let text = marked.text.as_str();
        let breaks = text.lines().any(|line| line.len() > PARAGRAPH);
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let mut notes = Self { marked, breaks, sections: vec![], zh: is_chinese(text) };
        let mut above = Above::default();
        let mut events = Vec::new();
        let mut heading = None;
        let mut open = 0_usize;
        for event in TextMergeStream::new(Parser::new_ext(text, options)) {
            match event {
                Event::Start(Tag::Heading { level, .. }) if open == 0 => {
                    notes.close(heading.take(), std::mem::take(&mut events), &mut above);
                    open += 1;
                    heading = Some((level as u8, Vec::new(), true));
                }
                Event::End(TagEnd::Heading(_))
                    if open == 1 && heading.as_ref().is_some_and(|(.., reading)| *reading) =>
                {
                    open = 0;
                    if let Some((.., reading)) = &mut heading {
                        *reading = false;
                    }
                }
                event => {
                    match &event {
                        Event::Start(_) => open += 1,
                        Event::End(_) => open = open.saturating_sub(1),
                        _ => {}
                    }
                    match &mut heading {
                        Some((_, words, true)) => words.push(event),
                        _ => events.push(event),
                    }
                }
            }
        }
        notes.close(heading, events, &mut above);
        notes
    }

    /// A section ends.
    fn close(&mut self, heading: Option<(u8, Vec<Event<'t>>, bool)>, events: Vec<Event<'t>>, above: &mut Above) {
        let heading = heading.map(|(level, words, _)| {
            let words = repair(words);
            let title = self.title(&words);
            let html = |links| {
                let mut writer = Writer::new(self.marked, false, links);
                writer.write(&words);
                writer.out
            };
            let (depth, parent) = above.enter(level, &title);
            let labs = above.index.labs(&title, &parent);
            Heading { html: html(true), bare: html(false), depth, labs, title }
        });
        if heading.is_none() && events.is_empty() {
            return;
        }
        let id = above.id(heading.as_ref().map_or("", |heading| &heading.title));
        let lines = lines(&events);
        self.sections.push(Section { heading, id, lines, events });
    }

    fn title(&self, words: &[Event<'_>]) -> String {
        let mut title = String::new();
        for event in words {
            if let Event::Text(text) | Event::Code(text) = event {
                for piece in self.marked.pieces(text) {
                    title.push_str(match piece {
                        Piece::Words(words) => words,
                        Piece::Formula(formula) => formula.tex,
                    });
                }
            }
        }
        title.trim().to_owned()
    }

    /// The lines of the outline, as HTML.
    pub fn outline(&self) -> String {
        let deeper = |index: usize, depth: u8| self.sections.get(index + 1).is_some_and(|next| next.depth() > depth);
        let line = |(index, section): (usize, &Section<'_>)| outline::line(section, deeper(index, section.depth()));
        self.sections.iter().enumerate().map(line).collect()
    }

    /// All sections with empty bodies, as HTML, in groups: a browser that lays out what is seen looks at groups first.
    pub fn frames(&self) -> String {
        self.sections.chunks(GROUP).map(outline::group).collect()
    }

    /// The body of a section as HTML; how many formulas were set, and how many stand as their source.
    pub fn body(&mut self, index: usize) -> (String, u32, u32) {
        let events =
            self.sections.get_mut(index).map(|section| std::mem::take(&mut section.events)).unwrap_or_default();
        let mut writer = Writer::new(self.marked, self.breaks, true);
        writer.write(&repair(events));
        (writer.out, writer.set, writer.plain)
    }
}

/// What stands above a heading, and which ids are taken.
#[derive(Default)]
struct Above {
    index: Index,
    open: Vec<(u8, String)>,
    ids: BTreeMap<String, u32>,
}

impl Above {
    /// A heading begins: its depth, and the words of the one above it.
    fn enter(&mut self, level: u8, title: &str) -> (u8, String) {
        self.open.retain(|(above, _)| *above < level);
        let parent = self.open.last().map(|(_, title)| title.clone()).unwrap_or_default();
        self.open.push((level, title.to_owned()));
        // Six levels there are.
        (u8::try_from(self.open.len()).unwrap_or(6), parent)
    }

    /// An id that no other section has.
    fn id(&mut self, title: &str) -> String {
        let slug = slug(title);
        let slug = if slug.is_empty() { "0".to_owned() } else { slug };
        let times = self.ids.entry(slug.clone()).or_insert(0);
        *times += 1;
        if *times == 1 {
            return format!("s-{slug}");
        }
        // Another heading may be called so.
        let numbered = format!("{slug}-{times}");
        if self.ids.contains_key(&numbered) {
            self.id(&numbered)
        } else {
            self.ids.insert(numbered.clone(), 1);
            format!("s-{numbered}")
        }
    }
}

/// About how many lines events take on the page.
fn lines(events: &[Event<'_>]) -> usize {
    let (mut lines, mut chars) = (0, 0);
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => chars += text.chars().count(),
            Event::Start(Tag::Image { .. }) => lines += 1,
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock | TagEnd::TableRow | TagEnd::Heading(_),
            )
            | Event::SoftBreak => {
                lines += 1 + chars / LINE;
                chars = 0;
            }
            _ => {}
        }
    }
    lines + chars / LINE
}

/// Whether a text is in Chinese: where of its letters every tenth is.
fn is_chinese(text: &str) -> bool {
    let (mut han, mut letters) = (0_usize, 0_usize);
    for c in text.chars().take(20_000).filter(|c| c.is_alphabetic()) {
        letters += 1;
        han += usize::from(('\u{4e00}'..='\u{9fff}').contains(&c));
    }
    han * 10 > letters
}
