//! Which labs serve a heading of the lecture notes. Generated from `headings.toml` when the crate is built; whoever does not
//! ask for it does not carry it.

/// A heading of the notes at which something begins that a lab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// The heading above it; empty where the title alone tells it from all others.
    pub above: &'static str,
    /// Its words.
    pub title: &'static str,
    /// The labs.
    pub labs: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/headings.rs"));

/// The words of a heading without what differs between two copies of the same notes: numbering, case, spaces, punctuation.
pub fn plain(title: &str) -> String {
    let kept =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let bare = kept(unnumbered(title));
    if bare.is_empty() { kept(title) } else { bare }
}

/// A title without the number before it: `1.2.3 GD`, `一、概念`, `(2) GD`, `第三章 GD`.
fn unnumbered(title: &str) -> &str {
    let han = |c: char| "一二三四五六七八九十".contains(c);
    let title = title.trim_start();
    if let Some(rest) = title.strip_prefix('第') {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || han(c));
        if after.len() < rest.len()
            && let Some(after) = after.strip_prefix(['章', '节', '讲', '课'])
        {
            return after;
        }
    }
    if let Some(rest) = title.strip_prefix(['(', '（']) {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || han(c));
        if after.len() < rest.len()
            && let Some(after) = after.strip_prefix([')', '）'])
        {
            return after;
        }
    }
    let after = title.trim_start_matches(han);
    if after.len() < title.len()
        && let Some(after) = after.strip_prefix(['、', '.', '．'])
    {
        return after;
    }
    let mut rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == title.len() {
        return title;
    }
    while let Some(more) = rest.strip_prefix(['.', '．']) {
        let after = more.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() == more.len() {
            break;
        }
        rest = after;
    }
    let after = rest.strip_prefix(['.', '．', '、', ':', '：', ')', '）']).unwrap_or(rest);
    // A number that is part of a word is none of the heading: `3D`, `2x2`.
    if after.starts_with(|c: char| c.is_whitespace() || !c.is_ascii()) { after } else { title }
}

#[cfg(test)]
mod tests {
    use super::{HEADINGS, SERVED, plain};
    use crate::syllabus;

    #[test]
    fn numbering_case_spaces_and_punctuation_do_not_count() {
        for (title, expected) in [
            ("0.3.1 GD", "gd"),
            ("一、机器学习、深度学习的基本概念", "机器学习深度学习的基本概念"),
            ("（3） Batch Norm", "batchnorm"),
            ("第三章 Adam", "adam"),
            ("3 Steps", "steps"),
            ("3D Convolution", "3dconvolution"),
            ("1.2.3、局部最小值", "局部最小值"),
            ("Step 1: Model", "step1model"),
            ("Why？", "why"),
            ("1.", "1"),
            ("", ""),
        ] {
            assert_eq!(plain(title), expected, "{title}");
        }
    }

    #[test]
    fn every_lab_of_the_table_is_in_the_syllabus_and_every_lab_has_a_heading() {
        assert!(HEADINGS.iter().flat_map(|heading| heading.labs).all(|lab| syllabus::find(lab).is_some()));
        for lab in syllabus::labs() {
            assert!(HEADINGS.iter().any(|heading| heading.labs.contains(&lab.id)), "{}", lab.id);
        }
    }

    #[test]
    fn what_is_built_is_served() {
        let built: Vec<_> = syllabus::labs().filter(|lab| lab.built).map(|lab| lab.id).collect();
        assert_eq!(SERVED.iter().map(|(lab, _)| *lab).collect::<Vec<_>>(), built);
        assert!(SERVED.iter().all(|(_, titles)| !titles.is_empty()));
    }
}
