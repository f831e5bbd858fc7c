//! From the events of Markdown to HTML: every element and attribute is written here, everything else is escaped.

mod emphasis;
mod link;
mod raw;
mod write;

pub(crate) use emphasis::repair;
pub(crate) use link::slug;
pub(crate) use write::Writer;

/// Escapes text that stands between tags.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// Escapes text for an attribute in double quotes.
pub fn attribute(text: &str) -> String {
    escape(text).replace('"', "&quot;")
}

/// Appends escaped text.
pub(crate) fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}
