//! A prediction: a question, answers with what each claims of the end of a run, why, and the run.
//!
//! ````text
//! ```predict
//! The question, one line or more.
//! - [ ] a wrong answer {loss<0.1}
//! - [x] the right one {loss>0.1 & x<0}
//! > Why, with links.
//! run: ?key=value&… until 300
//! ```
//! ````
//!
//! On the page the lab decides: it runs up to that step (or the rule, `300;loss<0.1`), and the answer whose claim holds was
//! right. The mark `[x]` is what the author expects; a test runs every prediction and holds it to the mark. Without a script every
//! answer leads to the state that decides, and the expected answer stands behind a fold.

use super::{File, inline, link};
use pulldown_cmark::{Event, Tag, TagEnd};

/// The HTML of the block `text` that starts at byte `at`.
pub(super) fn html(file: File<'_>, at: usize, text: &str) -> Result<String, String> {
    let (mut question, mut why, mut run) = (String::new(), String::new(), None);
    let mut answers: Vec<(bool, String, &str)> = Vec::new();
    let (mut place, mut last) = (at, "");
    for line in text.split_inclusive('\n') {
        let start = place;
        place += line.len();
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if let Some(state) = line.strip_prefix("run:") {
            let Some((state, until)) = state.split_once(" until ") else {
                return file.wrong(start, "expected `run: ?state until STEP`");
            };
            run = Some((link::target(file, start, state.trim())?, until.trim()));
        } else if let Some(rest) = line.strip_prefix("- [") {
            let Some((mark @ ("x" | " "), answer)) = rest.split_once("] ") else {
                return file.wrong(start, "expected `- [ ] answer` or `- [x] answer`");
            };
            let Some((answer, claim)) = answer.strip_suffix('}').and_then(|answer| answer.split_once(" {")) else {
                return file.wrong(start, "an answer ends with what it claims of the metrics, as in `{loss<0.1}`");
            };
            let answer = words(file, start, answer)?;
            if answer.contains("<a ") {
                return file.wrong(start, "an answer is a link already, it holds none");
            }
            answers.push((mark == "x", answer, claim));
        } else if let Some(reason) = line.strip_prefix('>') {
            add(file, &mut why, last, reason, &words(file, start, reason.trim())?);
        } else if answers.is_empty() {
            add(file, &mut question, last, line, &words(file, start, line)?);
        } else {
            return file
                .wrong(start, "behind the answers of a prediction stand only `> why` and `run: ?state until STEP`");
        }
        last = line;
    }
    let Some((run, until)) = run else { return file.wrong(at, "a prediction needs `run: ?state until STEP`") };
    let right: Vec<&str> = answers.iter().filter(|(right, ..)| *right).map(|(_, answer, _)| answer.as_str()).collect();
    let (&[right], false, true) = (right.as_slice(), question.is_empty(), answers.len() >= 2) else {
        return file.wrong(at, "a prediction needs a question and two answers or more, one of them marked `[x]`");
    };
    let label = file.say("先判断，再看它跑", "Predict, then run");
    let until = attribute(until);
    let mut out = format!("<div class=\"predict\" data-until=\"{until}\"><p class=\"predict__label\">");
    out.push_str(&super::page::icon("flag"));
    out.push_str(&format!("{label}</p><p class=\"predict__q\">{question}</p><div class=\"predict__opts\">"));
    for (index, (right, answer, claim)) in answers.iter().enumerate() {
        let (right, claim) = (if *right { " data-right" } else { "" }, attribute(claim));
        let option = format!("data-option=\"{index}\" data-claim=\"{claim}\"{right}");
        let open = format!("<a class=\"predict__opt\" href=\"{}\" data-play {option}>", run.href);
        out.push_str(&format!("{open}<span>{answer}</span></a>"));
    }
    let (summary, stop) = (file.say("答案", "Answer"), file.say("。", ". "));
    out.push_str("</div><p class=\"predict__verdict\" role=\"status\"></p>");
    out.push_str(&format!("<details class=\"predict__answer\"><summary>{summary}</summary>"));
    out.push_str(&format!("<p class=\"predict__why\"><strong>{right}</strong>{stop}{why}</p></details></div>"));
    Ok(out)
}

/// Text between the quotes of an attribute.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
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
