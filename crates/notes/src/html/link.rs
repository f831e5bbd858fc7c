//! Where links and pictures may lead.

use super::attribute;

/// The opening tag of a link, if it may be one: to the web, in a tab of its own that learns nothing of this page, or to a
/// heading of the notes.
pub(super) fn opening(to: &str) -> Option<String> {
    let to = to.trim();
    if let Some(fragment) = to.strip_prefix('#') {
        return Some(format!("<a href=\"#{}\">", attribute(&target(fragment))));
    }
    let scheme = to.get(..8).unwrap_or(to).to_ascii_lowercase();
    let to_the_web = scheme.starts_with("http://") || scheme == "https://";
    (to_the_web && !to.contains(|c: char| c.is_control() || c.is_whitespace()))
        .then(|| format!("<a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">", attribute(to)))
}

/// The id of the section that a fragment of the notes means.
fn target(fragment: &str) -> String {
    format!("s-{}", slug(&decoded(fragment)))
}

/// A picture that the file holds itself, as `data:`; the formats that are pictures and nothing else.
pub(super) fn is_own_picture(url: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    ["png", "jpeg", "gif", "webp"].iter().any(|kind| {
        let data = url
            .strip_prefix("data:image/")
            .and_then(|rest| rest.strip_prefix(kind))
            .and_then(|rest| rest.strip_prefix(";base64,"));
        data.is_some_and(|data| data.chars().all(plain))
    })
}

/// The last part of a path, as its name is read.
pub(super) fn file_name(path: &str) -> String {
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    let name = bare.rsplit(['/', '\\']).next().unwrap_or_default();
    // What is no path (`data:` of another kind) has no name.
    if bare.starts_with("data:") { String::new() } else { decoded(name) }
}

/// What a heading's id is made of: its letters and digits, with hyphens between.
pub(crate) fn slug(title: &str) -> String {
    const MOST: usize = 60;
    let mut out = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.chars().count() >= MOST {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// `%E4%B8%80` as what it means; as it stands where it means nothing.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{file_name, is_own_picture, opening, slug};

    #[test]
    fn links_lead_to_the_web_or_into_the_notes() {
        assert!(opening("https://arxiv.org/abs/1508.06576").is_some_and(|tag| tag.contains("noopener noreferrer")));
        assert_eq!(opening("#%E4%B8%80 二").as_deref(), Some("<a href=\"#s-一-二\">"));
        for bad in [
            "javascript:alert(1)",
            " JavaScript:x",
            "data:text/html,x",
            "file:///x",
            "a.md",
            "//host/x",
            "http:x",
            "java\nscript:x",
        ] {
            assert_eq!(opening(bad), None, "{bad}");
        }
        assert!(opening("https://x/\"onmouseover=\"y").is_some_and(|tag| tag.matches('"').count() == 6));
    }

    #[test]
    fn only_pictures_that_are_in_the_file_are_shown() {
        assert!(is_own_picture("data:image/png;base64,iVBORw0KGgo="));
        for bad in
            ["data:image/svg+xml;base64,AAAA", "data:image/png;base64,\"x", "https://x/a.png", "data:text/html,x"]
        {
            assert!(!is_own_picture(bad), "{bad}");
        }
        assert_eq!(file_name("ML2020.assets/image-2021.png"), "image-2021.png");
        assert_eq!(file_name(".\\Resource\\1.png"), "1.png");
    }

    #[test]
    fn ids_are_made_of_words() {
        assert_eq!(slug("1.2 关于 *Loss*！"), "1-2-关于-loss");
        assert_eq!(slug("！？"), "");
    }
}
