//! Whatever a file holds: nothing panics, and nothing comes out that a browser would run or fetch.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

use notes::message::{FromReader, ToReader};
use notes::{math, prepare};
use proptest::prelude::*;

/// All HTML that comes of a file.
fn all(bytes: &[u8]) -> String {
    let mut out = String::new();
    notes::read(&ToReader { run: 0, bytes: bytes.to_vec(), at: String::new() }, |answer| match answer {
        FromReader::Outline { outline, sections, .. } => out.extend([outline, sections]),
        FromReader::Slice { bodies, .. } => bodies.iter().for_each(|body| out.push_str(body)),
        _ => {}
    });
    out
}

/// Every tag with its attributes, read as a browser does.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let inside = &rest[at + 1..];
        let name: String = inside.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        let mut after = &inside[name.len()..];
        let mut attributes = Vec::new();
        loop {
            after = after.trim_start();
            if let Some(end) = after.strip_prefix('>') {
                rest = end;
                break;
            }
            if let Some(end) = after.strip_prefix("/>") {
                rest = end;
                break;
            }
            let word: String = after.chars().take_while(|c| !c.is_whitespace() && !"=>".contains(*c)).collect();
            assert!(!word.is_empty(), "a broken tag: <{}", inside.chars().take(80).collect::<String>());
            after = &after[word.len()..];
            let mut value = String::new();
            if let Some(quoted) = after.strip_prefix("=\"") {
                let end = quoted.find('"').unwrap();
                quoted[..end].clone_into(&mut value);
                after = &quoted[end + 1..];
            }
            attributes.push((word, value));
        }
        found.push((name, attributes));
    }
    found
}

/// Fails if anything came out that a browser would run or fetch.
fn harmless(html: &str) {
    const NAMES: &str = "a b blockquote br button code div em h1 h2 h3 h4 h5 h6 hr i img kbd li mark ol p pre s section small span \
        strong sub sup svg table tbody td th thead tr u ul use math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom \
        mprescripts mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover";
    for (name, attributes) in tags(html) {
        assert!(NAMES.split_whitespace().any(|known| known == name.trim_start_matches('/')), "<{name}>");
        for (key, value) in attributes {
            assert!(!key.starts_with("on"), "{key}={value}");
            match (name.as_str(), key.as_str()) {
                (_, "src") => assert!(value.starts_with("data:image/") && !value.contains("svg"), "{value}"),
                ("a", "href") => {
                    let fine = ["#s-", "http://", "https://", "HTTP", "?lab="];
                    assert!(
                        fine.iter().any(|start| value.to_lowercase().starts_with(&start.to_lowercase())),
                        "{value}"
                    );
                }
                ("use", "href") => assert!(value.starts_with("#i-"), "{value}"),
                (_, "href" | "action" | "formaction" | "srcdoc" | "data" | "poster" | "srcset") => {
                    panic!("<{name} {key}={value}>")
                }
                (_, "style") => assert!(!value.contains("url"), "{value}"),
                _ => {}
            }
        }
    }
}

/// Pieces of which notes, and attacks on them, are made.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "# ",
        "## 一、梯度下降\n",
        "\n\n",
        "\n",
        "$",
        "$$",
        "$$\n",
        "`",
        "```\n",
        "**",
        "*",
        "_",
        "> ",
        "- ",
        "1. ",
        "| a | b |\n|---|:-:|\n",
        "|",
        "[x](",
        ")",
        "![",
        "](",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "</",
        "<",
        ">",
        "\"",
        "'",
        "javascript:alert(1)",
        "[a](javascript:alert(1))",
        "[a](https://x/\"onclick=\"y)",
        "<a href=\"javascript:x\">",
        "</section>",
        "<u>",
        "</u>",
        "<!--",
        "-->",
        "<style>",
        "&lt;",
        "&#60;script&#62;",
        "\\frac{",
        "}",
        "{",
        "\\text{<b onclick=x>}",
        "\\color{red\"x}",
        "^",
        "_",
        "\\begin{array}{l}",
        "\\end{array}",
        "\\left(",
        "\\right",
        "\\\\",
        "&",
        "\\href{javascript:x}{y}",
        "[^1]",
        "[^1]: 注\n",
        "~~",
        "\u{E000}0\u{E001}",
        "中文，标点：",
        "<https://example.org>",
        "data:image/png;base64,AAAA",
        "data:text/html,<script>",
        "\t",
        "    ",
        "\u{0}",
        "=\n",
        "---\n",
        "\r\n",
    ];
    prop_oneof![
        prop::sample::select(fixed.to_vec()).prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[ -~]{0,12}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        harmless(&all(&bytes));
    }

    #[test]
    fn any_markdown_comes_out_harmless(pieces in prop::collection::vec(piece(), 0..40)) {
        harmless(&all(pieces.concat().as_bytes()));
    }

    #[test]
    fn any_formula_is_set_or_refused(pieces in prop::collection::vec(piece(), 0..25), block: bool) {
        let tex = pieces.concat();
        let (html, _) = math::formula(math::Formula { tex: &tex, block });
        harmless(&html);
    }

    #[test]
    fn the_text_comes_back_without_its_marks(text in "[a-z$`\\\\\n 中，]{0,80}") {
        let marked = prepare(&text);
        let same = |text: &str| text.chars().filter(|c| !c.is_whitespace() ).collect::<String>();
        prop_assert_eq!(same(&marked.source(&marked.text)), same(&text));
    }
}

#[test]
fn formulas_nested_without_end_are_refused() {
    for tex in [
        "{".repeat(10_000),
        "\\frac".repeat(10_000),
        "^{".repeat(5_000),
        "\\sqrt".repeat(5_000),
        "\\left(".repeat(3_000),
        "a^".repeat(3_000),
    ] {
        let text = format!("$${tex}$$");
        harmless(&all(text.as_bytes()));
    }
}

#[test]
fn commands_that_name_themselves_are_refused() {
    for tex in ["\\def\\x{\\x\\x}\\x", "\\newcommand{\\x}{\\x\\x}\\x", "\\let\\x\\y\\def\\y{\\x\\y}\\y"] {
        let (html, set) = math::formula(math::Formula { tex, block: true });
        assert!(!set && html.contains("not typeset"), "{html}");
    }
}

#[test]
fn quotations_nested_without_end_are_read() {
    harmless(&all("> ".repeat(5_000).as_bytes()));
    harmless(&all("[".repeat(20_000).as_bytes()));
    harmless(&all("- ".repeat(3_000).as_bytes()));
}
