//! Scripts and style sheets without what only their authors read.

use std::path::Path;

use crate::failure::{Outcome, io};
use crate::process;
use crate::world::World;

/// Makes a script smaller, in place.
pub(super) fn script(world: &World, path: &Path) -> Outcome {
    let mut node = world.command("node");
    node.arg(world.root.join("tests/node_modules/terser/bin/terser")).arg(path).args(["--module", "-c", "-m", "-o"]);
    process::run(node.arg(path)).map(|_| ())
}

/// Makes a style sheet smaller, in place.
pub(super) fn style(path: &Path) -> Outcome {
    let text = std::fs::read_to_string(path).map_err(io(path.display()))?;
    std::fs::write(path, css(&text)).map_err(io(path.display()))
}

/// Without comments, and with no more white space than separates words; texts in quotation marks stay as they are.
fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if sign == '"' || sign == '\'' {
            let end = closing(rest, sign);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if sign.is_whitespace() {
            rest = rest.trim_start();
            if !out.ends_with([' ', '{', '}', ';', ',']) && !rest.starts_with(['{', '}', ';', ',']) {
                out.push(' ');
            }
        } else {
            if "{};,".contains(sign) && out.ends_with(' ') {
                out.pop();
            }
            out.push(sign);
            rest = &rest[sign.len_utf8()..];
        }
    }
    out
}

/// Behind the text in quotation marks at the start.
fn closing(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            sign if sign == mark => return at + sign.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::css;

    #[test]
    fn style_sheets_say_the_same_in_less() {
        let cases = [
            ("a { b : c ; }\n", "a{b : c;}"),
            ("/* x */ a > b ,\n c { --d:  1px  2px }", "a > b,c{--d: 1px 2px}"),
            ("a::before { content: \" ;  { /* no */ \" }", "a::before{content: \" ;  { /* no */ \"}"),
            ("a{content:'\\'  ;'}", "a{content:'\\'  ;'}"),
            (
                "@media (min-width: 1px) and (x) { :root :is(a, b) {} }",
                "@media (min-width: 1px) and (x){:root :is(a,b){}}",
            ),
            ("a /* one */ b{}", "a b{}"),
        ];
        for (long, short) in cases {
            assert_eq!(css(long).trim(), short);
        }
    }
}
