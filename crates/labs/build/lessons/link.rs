//! Links of a lesson: states of its lab.

use super::File;

/// Where a link goes.
pub(super) struct Target {
    /// The address, escaped for an attribute.
    pub(super) href: String,
    /// Whether the lab also runs.
    pub(super) play: bool,
}

/// The address of `?key=value&…`, with `#play` behind it where the lab is to run. It is written plainly; here its values
/// are percent-encoded as `labkit::url` does it.
pub(super) fn target(file: File<'_>, at: usize, written: &str) -> Result<Target, String> {
    let Some(query) = written.strip_prefix('?') else {
        return file.wrong(at, format_args!("a link goes to a state of the lab, `?key=value&…`, not to {written:?}"));
    };
    let (query, play) = match query.split_once('#') {
        None => (query, false),
        Some((query, "play")) => (query, true),
        Some((_, other)) => return file.wrong(at, format_args!("expected `#play` behind the state, got `#{other}`")),
    };
    let mut href = format!("?lab={}", file.lab);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let Some((key, value)) = pair.split_once('=') else {
            return file.wrong(at, format_args!("expected `key=value`, got {pair:?}"));
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if key.is_empty() || key == "lab" || !key.chars().all(plain) {
            return file.wrong(at, format_args!("{key:?} is no key of a state"));
        }
        if value.contains('%') {
            return file.wrong(at, "states are written plainly, without percent signs");
        }
        href.push_str("&amp;");
        href.push_str(key);
        href.push('=');
        href.push_str(&escape(value));
    }
    Ok(Target { href, play })
}

/// `labkit::url::escape`; a test of this crate holds the two together.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-_.~()*/,;".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
