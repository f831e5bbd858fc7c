//! From a heading to the labs that serve it.

use labs::headings::{HEADINGS, plain};
use std::collections::BTreeMap;

/// The table of headings, by their plain words.
pub struct Index {
    /// Plain words: the plain words of the heading above, where they count, and the labs.
    rows: BTreeMap<String, Vec<(String, &'static [&'static str])>>,
}

impl Default for Index {
    fn default() -> Self {
        let mut rows: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for heading in HEADINGS {
            rows.entry(plain(heading.title)).or_default().push((plain(heading.above), heading.labs));
        }
        Self { rows }
    }
}

impl Index {
    /// The labs that serve a heading of these words below another of those.
    pub fn labs(&self, title: &str, above: &str) -> Vec<&'static str> {
        let above = plain(above);
        let rows = self.rows.get(&plain(title)).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<&'static str> = Vec::new();
        for (needed, labs) in rows {
            if needed.is_empty() || *needed == above {
                found.extend_from_slice(labs);
            }
        }
        let mut seen = Vec::new();
        found.retain(|lab| {
            !seen.contains(lab) && {
                seen.push(*lab);
                true
            }
        });
        found
    }
}
