//! A reader of `tokens.css` for where no browser computes styles: tests, export, the command line.
//!
//! It knows as much CSS as that file uses: comments, blocks, `--name: value;`. At-rules are left alone.

use std::collections::BTreeMap;

/// Which of the two themes to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Ink on paper.
    Light,
    /// Paper in the dark.
    Dark,
}

/// All custom properties that hold at the root, by name.
pub fn parse(css: &str, scheme: Scheme) -> BTreeMap<String, String> {
    let css = strip_comments(css);
    let mut found = BTreeMap::new();
    for (selector, body) in blocks(&css) {
        let dark = selector.contains("dark");
        let root = selector.split(',').any(|s| s.trim() == ":root");
        if !(root || dark && scheme == Scheme::Dark) || selector.starts_with('@') {
            continue;
        }
        for declaration in body.split(';') {
            if let Some((name, value)) = declaration.split_once(':')
                && name.trim().starts_with("--")
            {
                found.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
    found
}

fn strip_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out + rest
}

/// Top-level blocks: what stands before the brace, and what stands in it.
fn blocks(css: &str) -> Vec<(&str, &str)> {
    let (mut out, mut depth, mut from, mut open) = (Vec::new(), 0_usize, 0, 0);
    for (i, c) in css.char_indices() {
        match c {
            '{' => {
                if depth == 0 {
                    open = i;
                }
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    out.push((css[from..open].trim(), &css[open + 1..i]));
                    from = i + 1;
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str =
        "/* :root { --no: 1; } */ :root { --a: 1; --b: x,\n y; }\n:root, [data-theme=\"light\"] { --c: #ffffff; }
        [data-theme=\"dark\"] { --c: #000000; } @media (x) { :root { --a: 2; } } :lang(zh) { --a: 3; }";

    #[test]
    fn reads_roots_and_the_theme_asked_for() {
        let light = parse(CSS, Scheme::Light);
        assert_eq!(light.get("--a").map(String::as_str), Some("1"));
        assert_eq!(light.get("--b").map(String::as_str), Some("x,\n y"));
        assert_eq!(light.get("--c").map(String::as_str), Some("#ffffff"));
        assert_eq!(light.len(), 3);
        assert_eq!(parse(CSS, Scheme::Dark).get("--c").map(String::as_str), Some("#000000"));
    }
}
