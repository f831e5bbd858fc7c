//! Emphasis that CommonMark misses in Chinese: `**学习率：**它` stays two stars and two stars there, because the closing stars
//! stand between a punctuation mark and a letter. In Chinese no space parts them, so every second such note has them. What is
//! left over as text is paired here, within one paragraph or cell.

use pulldown_cmark::{Event, Tag, TagEnd};

const STARS: &str = "**";

/// Pairs the stars that were left over.
pub(crate) fn repair(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    if !events.iter().any(|event| matches!(event, Event::Text(text) if text.contains(STARS))) {
        return events;
    }
    let mut out = Vec::with_capacity(events.len() + 4);
    // Of each element that is open, whether it is code, and where stars wait for their partner.
    let mut open: Vec<(bool, Option<usize>)> = vec![(false, None)];
    for event in events {
        match event {
            Event::Text(text) if text.contains(STARS) && !open.last().is_some_and(|(code, _)| *code) => {
                let Some((_, waiting)) = open.last_mut() else { continue };
                split(&text, waiting, &mut out);
            }
            Event::Start(tag) => {
                open.push((matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }), None));
                out.push(Event::Start(tag));
            }
            Event::End(tag) => {
                open.pop();
                out.push(Event::End(tag));
            }
            other => out.push(other),
        }
    }
    out
}

fn split<'a>(text: &str, waiting: &mut Option<usize>, out: &mut Vec<Event<'a>>) {
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(at) = rest.find(STARS) {
        let (words, after) = (&rest[..at], &rest[at + STARS.len()..]);
        if !words.is_empty() {
            before = words.chars().next_back();
            out.push(Event::Text(words.to_owned().into()));
        }
        let opens = !after.starts_with(char::is_whitespace);
        let closes = !before.is_some_and(char::is_whitespace);
        match waiting.take() {
            Some(place) if closes && place + 1 < out.len() => {
                if let Some(stars) = out.get_mut(place) {
                    *stars = Event::Start(Tag::Strong);
                }
                out.push(Event::End(TagEnd::Strong));
            }
            earlier => {
                *waiting = if opens { Some(out.len()) } else { earlier };
                out.push(Event::Text(STARS.into()));
            }
        }
        before = Some('*');
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Event::Text(rest.to_owned().into()));
    }
}
