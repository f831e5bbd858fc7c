//! LaTeX to presentation MathML.

use super::is_safe;
use super::spans::Formula;
use crate::html::{attribute, escape};
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Event, Parser, ParserError, RenderConfig, Storage, push_mathml};

/// Braces and brackets within each other; the typesetter calls itself once for each.
const MOST_NESTED: usize = 60;
/// Commands that make commands.
const DEFINING: &[&str] = &["\\def", "\\let", "\\futurelet", "\\newcommand", "\\renewcommand", "\\providecommand"];
/// Longer than what fits a phone: such a formula scrolls by itself, and so must be reached by the keyboard.
const WIDE: usize = 34;

/// A formula as MathML.
///
/// # Errors
/// Why it cannot be typeset.
pub fn typeset(formula: Formula<'_>) -> Result<String, String> {
    if nested(formula.tex) > MOST_NESTED {
        return Err(format!("nested more than {MOST_NESTED} deep"));
    }
    // A command that names itself would be put in for itself without end; and none outlives its formula anyway.
    if DEFINING.iter().any(|command| formula.tex.contains(command)) {
        return Err("defines a command of its own".to_owned());
    }
    let first = attempt(formula.tex, formula.block);
    if first.is_ok() {
        return first;
    }
    // What other typesetters of Markdown overlook.
    mended(formula.tex).iter().find_map(|tex| attempt(tex, formula.block).ok()).map_or(first, Ok)
}

/// Forms of a formula that may be taken where it is not: lines without an environment, columns that an array did not announce,
/// and an old name.
fn mended(tex: &str) -> Vec<String> {
    let named = tex.replace("\\bold ", "\\mathbf ").replace("\\bold{", "\\mathbf{");
    let wide =
        named.replace("\\begin{array}{l}", "\\begin{array}{llll}").replace("\\begin{array}{c}", "\\begin{array}{cccc}");
    let mut forms = Vec::new();
    if named.contains("\\\\") {
        let environment = if named.contains('&') { "aligned" } else { "gathered" };
        forms.push(format!("\\begin{{{environment}}}{named}\\end{{{environment}}}"));
    }
    forms.extend([named, wide]);
    forms.retain(|form| form != tex);
    forms
}

fn attempt(tex: &str, block: bool) -> Result<String, String> {
    let storage = Storage::new();
    // Errors would otherwise be drawn into the formula.
    let parsed: Result<Vec<Event<'_>>, _> = Parser::new(tex, &storage).collect();
    let events = parsed.map_err(|error| first_line(&error.to_string()))?;
    let display_mode = if block { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut out = String::new();
    push_mathml(&mut out, events.into_iter().map(Ok::<_, ParserError>), config).map_err(|error| error.to_string())?;
    // The renderer leaves relations as they are: `<mo><</mo>`.
    let out = out.replace("><</", ">&lt;</").replace(">></", ">&gt;</").replace(">&</", ">&amp;</");
    // It escapes the spaces, too, that it makes itself of `\\ `.
    let out = out.replace("&amp;nbsp;", "\u{a0}");
    if is_safe(&out) { Ok(out) } else { Err("what came out is not plain MathML".to_owned()) }
}

/// A formula for the page, and whether it could be typeset; where not, its source, with a title that says why.
pub fn formula(formula: Formula<'_>) -> (String, bool) {
    match typeset(formula) {
        Ok(mathml) if formula.block => {
            let reach = if width(&mathml) > WIDE { " tabindex=\"0\"" } else { "" };
            (format!("<span class=\"eq\"{reach}>{mathml}</span>"), true)
        }
        Ok(mathml) => (mathml, true),
        Err(why) => {
            let class = if formula.block { "tex tex--block" } else { "tex" };
            let title = attribute(&format!("未能排版 · not typeset: {why}"));
            (format!("<code class=\"{class}\" title=\"{title}\">{}</code>", escape(formula.tex)), false)
        }
    }
}

/// How deep braces, environments and `\left` stand within each other.
fn nested(tex: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    let mut rest = tex;
    while let Some(at) = rest.find(['{', '}', '\\']) {
        let here = &rest[at..];
        if here.starts_with("\\left") || here.starts_with("\\begin") || here.starts_with('{') {
            depth += 1;
        } else if here.starts_with("\\right") || here.starts_with("\\end") || here.starts_with('}') {
            depth = depth.saturating_sub(1);
        }
        most = most.max(depth);
        rest = &here[1..];
    }
    most
}

/// About how many characters wide a formula is: those that are shown, spread over its rows.
fn width(mathml: &str) -> usize {
    let shown: usize =
        mathml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.chars().count()).sum();
    shown / mathml.matches("<mtr").count().max(1)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
