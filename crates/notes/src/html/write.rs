//! Writes events as HTML.

use super::raw::{self, Raw};
use super::{attribute, escape_into, link};
use crate::math::{self, Marked, Piece};
use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

/// Longer lines of code than what fits a phone: such a block scrolls by itself, and so must be reached by the keyboard.
const WIDE: usize = 34;

/// Writes a section, or the words of a heading.
pub(crate) struct Writer<'t, 'a> {
    marked: &'t Marked<'a>,
    /// Whether the end of a line in the notes is one on the page.
    breaks: bool,
    /// Whether links may be links: within one there is none.
    links: bool,
    /// What is written.
    pub(crate) out: String,
    /// Formulas that were set.
    pub(crate) set: u32,
    /// Formulas that are shown as their source.
    pub(crate) plain: u32,
    raw: Raw,
    /// For each open link, whether it was written.
    open_links: Vec<bool>,
    /// The picture whose words are being read: where it leads, and the words.
    picture: Option<(String, String)>,
    code: Option<String>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl<'t, 'a> Writer<'t, 'a> {
    /// Writes what stands in `marked`.
    pub(crate) fn new(marked: &'t Marked<'a>, breaks: bool, links: bool) -> Self {
        Self {
            marked,
            breaks,
            links,
            out: String::new(),
            set: 0,
            plain: 0,
            raw: Raw::default(),
            open_links: Vec::new(),
            picture: None,
            code: None,
            columns: Vec::new(),
            column: 0,
            in_head: false,
        }
    }

    /// Writes events in a row.
    pub(crate) fn write(&mut self, events: &[Event<'_>]) {
        for event in events {
            self.event(event);
        }
        self.raw.end(&mut self.out);
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                let source = self.marked.source(text);
                self.add("<code>");
                self.words(&source);
                self.add("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            Event::SoftBreak => {
                let end = if self.breaks { "<br>" } else { "\n" };
                self.add(end);
            }
            Event::HardBreak => self.add("<br>"),
            Event::Rule => self.add("<hr>"),
            Event::TaskListMarker(done) => self.add(if *done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(name) => {
                let name = self.marked.source(name);
                self.add("<sup>");
                self.link(&format!("#fn-{name}"));
                self.words(&name);
                self.end_link();
                self.add("</sup>");
            }
            // Formulas are marks, so Markdown's own are off.
            Event::InlineMath(tex) | Event::DisplayMath(tex) => self.words(tex),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => self.add("<p>"),
            // Within a quotation or a list; the others begin sections.
            Tag::Heading { .. } => self.add("<p><strong>"),
            Tag::BlockQuote(_) => self.add("<blockquote>"),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::HtmlBlock => self.add("<div>"),
            Tag::List(None) => self.add("<ul>"),
            Tag::List(Some(1)) => self.add("<ol>"),
            Tag::List(Some(first)) => {
                let tag = format!("<ol start=\"{first}\">");
                self.add(&tag);
            }
            Tag::Item => self.add("<li>"),
            Tag::FootnoteDefinition(name) => {
                let id = attribute(&link::slug(&format!("fn-{}", self.marked.source(name))));
                let tag = format!("<div class=\"footnote\" id=\"s-{id}\">");
                self.add(&tag);
            }
            Tag::Table(columns) => {
                self.columns.clone_from(columns);
                self.add("<div class=\"tablewrap\" tabindex=\"0\"><table>");
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.add("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.add("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.add("<em>"),
            Tag::Strong => self.add("<strong>"),
            Tag::Strikethrough => self.add("<s>"),
            Tag::Link { dest_url, .. } => {
                let to = self.marked.source(dest_url);
                self.link(&to);
            }
            Tag::Image { dest_url, .. } => {
                let to = self.marked.source(dest_url);
                self.picture = Some((to, String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let name = match tag {
            TagEnd::Paragraph => "p",
            TagEnd::Heading(_) => "strong></p",
            TagEnd::BlockQuote(_) => "blockquote",
            TagEnd::CodeBlock => return self.end_code(),
            TagEnd::HtmlBlock | TagEnd::FootnoteDefinition => "div",
            TagEnd::List(true) => "ol",
            TagEnd::List(false) => "ul",
            TagEnd::Item => "li",
            TagEnd::Table => "tbody></table></div",
            TagEnd::TableHead => {
                self.in_head = false;
                "tr></thead><tbody"
            }
            TagEnd::TableRow => "tr",
            TagEnd::TableCell => {
                if self.in_head {
                    "th"
                } else {
                    "td"
                }
            }
            TagEnd::Emphasis => "em",
            TagEnd::Strong => "strong",
            TagEnd::Strikethrough => "s",
            TagEnd::Link => return self.end_link(),
            TagEnd::Image => return self.end_picture(),
            _ => return,
        };
        let ends_block = !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough);
        if ends_block {
            self.raw.end(&mut self.out);
        }
        self.add("</");
        self.add(name);
        self.add(">");
    }

    fn cell(&mut self) {
        let name = if self.in_head { "<th" } else { "<td" };
        let align = match self.columns.get(self.column) {
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            _ => ">",
        };
        self.column += 1;
        self.add(name);
        self.add(align);
    }

    fn text(&mut self, text: &CowStr<'_>) {
        if let Some(code) = &mut self.code {
            code.push_str(&self.marked.source(text));
            return;
        }
        if let Some((_, words)) = &mut self.picture {
            words.push_str(&self.marked.source(text));
            return;
        }
        if self.raw.is_silent() {
            return;
        }
        let marked = self.marked;
        for piece in marked.pieces(text) {
            match piece {
                Piece::Words(words) => escape_into(&mut self.out, words),
                Piece::Formula(formula) => self.formula(formula),
            }
        }
    }

    fn formula(&mut self, formula: math::Formula<'_>) {
        let (html, set) = math::formula(formula);
        *(if set { &mut self.set } else { &mut self.plain }) += 1;
        self.out.push_str(&html);
    }

    fn html(&mut self, html: &str) {
        let mut raw = std::mem::take(&mut self.raw);
        let mut out = std::mem::take(&mut self.out);
        let marked = self.marked;
        let mut counts = (0, 0);
        raw.take(html, &mut out, |out, piece| match piece {
            raw::Piece::Words(words) => {
                for piece in marked.pieces(words) {
                    match piece {
                        Piece::Words(words) => raw::words_into(out, words),
                        Piece::Formula(formula) => {
                            let (html, set) = math::formula(formula);
                            *(if set { &mut counts.0 } else { &mut counts.1 }) += 1;
                            out.push_str(&html);
                        }
                    }
                }
            }
            raw::Piece::Picture(attributes) => {
                let of = |name| marked.source(raw::value(attributes, name).unwrap_or_default());
                picture(out, &of("src"), &of("alt"));
            }
        });
        self.set += counts.0;
        self.plain += counts.1;
        (self.raw, self.out) = (raw, out);
    }

    fn link(&mut self, to: &str) {
        let tag = if self.links && self.open_links.is_empty() { link::opening(to) } else { None };
        if let Some(tag) = &tag {
            self.add(tag);
        }
        self.open_links.push(tag.is_some());
    }

    fn end_link(&mut self) {
        if self.open_links.pop() == Some(true) {
            self.add("</a>");
        }
    }

    fn end_picture(&mut self) {
        if let Some((to, words)) = self.picture.take() {
            picture(&mut self.out, &to, &words);
        }
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let wide = code.lines().any(|line| line.chars().count() > WIDE);
        self.out.push_str(if wide { "<pre tabindex=\"0\"><code>" } else { "<pre><code>" });
        escape_into(&mut self.out, &code);
        self.out.push_str("</code></pre>");
    }

    /// Text that holds no marks.
    fn words(&mut self, words: &str) {
        if let Some((_, alt)) = &mut self.picture {
            alt.push_str(words);
        } else if !self.raw.is_silent() {
            escape_into(&mut self.out, words);
        }
    }

    /// HTML of ours; within the words of a picture there is none.
    fn add(&mut self, html: &str) {
        if self.picture.is_none() {
            self.out.push_str(html);
        }
    }
}

/// A picture: the one that the file holds itself, else a quiet place with its name. None is ever asked for.
fn picture(out: &mut String, to: &str, words: &str) {
    if link::is_own_picture(to) {
        out.push_str(&format!("<img src=\"{to}\" alt=\"{}\" loading=\"lazy\">", attribute(words)));
        return;
    }
    let name = if words.trim().is_empty() { link::file_name(to) } else { words.trim().to_owned() };
    out.push_str(
        "<span class=\"nopic\"><svg class=\"icon icon--12\" aria-hidden=\"true\"><use href=\"#i-eye-off\"></use></svg>",
    );
    escape_into(out, if name.is_empty() { "…" } else { &name });
    out.push_str("</span>");
}
