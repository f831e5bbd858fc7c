//! The frame that the text is set into: outline and sections, as HTML. Words of ours stand in it in both languages, each marked
//! with its own; the style sheet shows the one that the page is in.

use crate::html::{attribute, escape};
use crate::notes::Section;
use labkit::text::{Lang, Text};
use labs::syllabus;

const NOT_BUILT: Text = Text::new("尚未建成", "not built yet");

/// A line of the outline. `parent` says whether deeper ones follow.
pub(crate) fn line(section: &Section<'_>, parent: bool) -> String {
    let Some(heading) = &section.heading else { return String::new() };
    let fold = if parent {
        format!(
            "<button type=\"button\" class=\"fold\" aria-expanded=\"true\" aria-label=\"{}\"></button>",
            attribute(&heading.title)
        )
    } else {
        String::new()
    };
    format!(
        "<li data-depth=\"{}\">{fold}<a href=\"#{}\">{}</a></li>",
        heading.depth,
        attribute(&section.id),
        heading.bare
    )
}

/// Sections in a row.
pub(crate) fn group(sections: &[Section<'_>]) -> String {
    let lines: usize = sections.iter().map(|section| section.lines).sum();
    let frames: String = sections.iter().map(frame).collect();
    format!("<div class=\"notes__group\" style=\"--lines:{lines};--sections:{}\">{frames}</div>", sections.len())
}

/// A section with an empty body.
fn frame(section: &Section<'_>) -> String {
    let mut out =
        format!("<section class=\"note\" id=\"{}\" style=\"--lines:{}\">", attribute(&section.id), section.lines);
    if let Some(heading) = &section.heading {
        let level = (heading.depth + 1).min(6);
        out.push_str(&format!(
            "<h{level} class=\"note__head note__head--{}\">{}</h{level}>",
            heading.depth.min(4),
            heading.html
        ));
        if !heading.labs.is_empty() {
            out.push_str("<ul class=\"note__labs\">");
            heading.labs.iter().for_each(|lab| out.push_str(&chip(lab)));
            out.push_str("</ul>");
        }
    }
    out.push_str("<div class=\"note__body prose\"></div></section>");
    out
}

/// A lab beside a heading: a link where it is built.
fn chip(id: &str) -> String {
    let Some((_, lab)) = syllabus::find(id) else { return String::new() };
    if lab.built {
        let icon = "<svg class=\"icon icon--12 icon--solid\" aria-hidden=\"true\"><use href=\"#i-play\"></use></svg>";
        format!(
            "<li><a class=\"labchip\" href=\"?lab={id}\">{icon}{}</a></li>",
            both(|lang| escape(lab.title.get(lang)))
        )
    } else {
        let words = both(|lang| format!("{} <small>{}</small>", escape(lab.title.get(lang)), NOT_BUILT.get(lang)));
        format!("<li class=\"labchip labchip--none\">{words}</li>")
    }
}

fn both(words: impl Fn(Lang) -> String) -> String {
    format!("<span lang=\"zh-Hans\">{}</span><span lang=\"en\">{}</span>", words(Lang::Zh), words(Lang::En))
}
