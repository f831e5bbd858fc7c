//! A prediction: a question, answers of which one is right, why, and the state that shows it.
//!
//! ````text
//! ```predict
//! The question, one line or more.
//! - [ ] a wrong answer
//! - [x] the right one
//! > Why, with links.
//! run: ?key=value&…
//! ```
//! ````
//!
//! It works without a script: every answer leads to the state that decides, and the answer stands behind a fold.

use super::{File, inline, link};
use pulldown_cmark::{Event, Tag, TagEnd};

/// The HTML of the block `text` that starts at byte `at`.
pub(super) fn html(file: File<'_>, at: usize, text: &str) -> Result<String, String> {
    let (mut question, mut why, mut run) = (String::new(), String::new(), None);
    let mut answers: Vec<(bool, String)> = Vec::new();
    let (mut place, mut last) = (at, "");
    for line in text.split_inclusive('\n') {
        let start = place;
        place += line.len();
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if let Some(state) = line.strip_prefix("run:") {
            run = Some(link::target(file, start, state.trim())?);
        } else if let Some(rest) = line.strip_prefix("- [") {
            let Some((mark @ ("x" | " "), answer)) = rest.split_once("] ") else {
                return file.wrong(start, "expected `- [ ] answer` or `- [x] answer`");
            };
            let answer = words(file, start, answer)?;
            if answer.contains("<a ") {
                return file.wrong(start, "an answer is a link already, it holds none");
            }
            answers.push((mark == "x", answer));
        } else if let Some(reason) = line.strip_prefix('>') {
            add(file, &mut why, last, reason, &words(file, start, reason.trim())?);
        } else if answers.is_empty() {
            add(file, &mut question, last, line, &words(file, start, line)?);
        } else {
            return file.wrong(start, "behind the answers of a prediction stand only `> why` and `run: ?state`");
        }
        last = line;
    }
    let Some(run) = run else { return file.wrong(at, "a prediction needs `run: ?state`") };
    let right: Vec<&str> = answers.iter().filter(|(right, _)| *right).map(|(_, answer)| answer.as_str()).collect();
    let (&[right], false, true) = (right.as_slice(), question.is_empty(), answers.len() >= 2) else {
        return file.wrong(at, "a prediction needs a question and two answers or more, one of them marked `[x]`");
    };
    let label = file.say("先判断，再看它跑", "Predict, then run");
    let mut out = String::from("<div class=\"predict\"><p class=\"predict__label\">");
    out.push_str(&super::page::icon("flag"));
    out.push_str(&format!("{label}</p><p class=\"predict__q\">{question}</p><div class=\"predict__opts\">"));
    for (index, (right, answer)) in answers.iter().enumerate() {
        let right = if *right { " data-right" } else { "" };
        let open = format!("<a class=\"predict__opt\" href=\"{}\" data-play data-option=\"{index}\"{right}>", run.href);
        out.push_str(&format!("{open}<span>{answer}</span></a>"));
    }
    let (summary, stop) = (file.say("答案", "Answer"), file.say("。", ". "));
    out.push_str(&format!("</div><details class=\"predict__answer\"><summary>{summary}</summary>"));
    out.push_str(&format!("<p class=\"predict__why\"><strong>{right}</strong>{stop}{why}</p></details></div>"));
    Ok(out)
}

/// Puts `more`, the HTML of `line`, behind what the line `last` has left.
fn add(file: File<'_>, html: &mut String, last: &str, line: &str, more: &str) {
    if !html.is_empty() {
        html.push_str(inline::joint(file, last, line));
    }
    html.push_str(more);
}

/// One line of Markdown.
fn words(file: File<'_>, at: usize, line: &str) -> Result<String, String> {
    let mut pieces = inline::markdown(line);
    for (_, range) in &mut pieces {
        *range = at..at;
    }
    match pieces.as_slice() {
        [(Event::Start(Tag::Paragraph), _), inside @ .., (Event::End(TagEnd::Paragraph), _)] => {
            inline::html(file, inside)
        }
        _ => file.wrong(at, "expected one line of text"),
    }
}
