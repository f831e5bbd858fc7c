//! What the course has: chapters, labs, and the passages of the notes that each lab serves. Generated from
//! `syllabus.toml` when the crate is built.

use labkit::text::Text;

/// A chapter: a region of the course map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chapter {
    /// Key.
    pub id: &'static str,
    /// Title.
    pub title: Text,
    /// Its labs, in the order of the notes.
    pub labs: &'static [LabEntry],
}

/// A lab as the syllabus has it, whether built or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabEntry {
    /// Key, as in `?lab=`.
    pub id: &'static str,
    /// Title.
    pub title: Text,
    /// Whether its folder is there, so that it can be opened.
    pub built: bool,
    /// How many passages it serves.
    pub passages: usize,
}

impl LabEntry {
    /// The passages it serves, in the order of the notes.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + 'static {
        // Apart from the labs, so that only pages that list passages carry their titles. (As a text they take half the room of a
        // table.)
        let text = PASSAGES.iter().find(|(id, _)| *id == self.id).map_or("", |(_, text)| *text);
        text.lines().filter_map(|line| {
            let mut fields = line.splitn(4, '\t');
            let (id, part) = (fields.next()?, fields.next()?.parse().ok()?);
            let weight = match fields.next()? {
                "h" => Weight::Headline,
                "c" => Weight::Core,
                _ => Weight::Nice,
            };
            Some(Entry { id, part, weight, title: fields.next()? })
        })
    }
}

/// A passage of the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Key.
    pub id: &'static str,
    /// What it is called in the notes: English, or with the Chinese term in brackets.
    pub title: &'static str,
    /// Part of the notes, 1…5.
    pub part: u8,
    /// How much the notes dwell on it.
    pub weight: Weight,
}

/// How much the notes dwell on a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// At length.
    Headline,
    /// In passing, but needed.
    Core,
    /// Mentioned.
    Nice,
}

include!(concat!(env!("OUT_DIR"), "/syllabus.rs"));

/// All labs, in the order of the chapters.
pub fn labs() -> impl Iterator<Item = &'static LabEntry> {
    CHAPTERS.iter().flat_map(|chapter| chapter.labs)
}

/// The lab `id` and its chapter.
pub fn find(id: &str) -> Option<(&'static Chapter, &'static LabEntry)> {
    CHAPTERS.iter().find_map(|chapter| chapter.labs.iter().find(|lab| lab.id == id).map(|lab| (chapter, lab)))
}

#[cfg(test)]
mod tests {
    use super::{CHAPTERS, LabEntry, find, labs};
    use std::collections::BTreeSet;

    #[test]
    fn holds_the_whole_course() {
        assert_eq!(CHAPTERS.len(), 9);
        assert_eq!(labs().count(), 65);
        assert_eq!(labs().map(|lab| lab.entries().count()).sum::<usize>(), 750);
        assert!(labs().all(|lab| lab.passages == lab.entries().count()));
    }

    #[test]
    fn keys_and_titles_are_whole() {
        let ids: BTreeSet<_> = labs().map(|lab| lab.id).collect();
        assert_eq!(ids.len(), 65);
        assert!(labs().all(|lab| !lab.title.zh.is_empty() && !lab.title.en.is_empty()));
        assert!(labs().flat_map(LabEntry::entries).all(|entry| (1..=5).contains(&entry.part) && entry.title.len() > 2));
    }

    /// The map draws the chapters' labs, those that are built alive.
    #[test]
    fn every_built_lab_stands_on_the_map() {
        assert!(!crate::IDS.is_empty());
        for id in crate::IDS {
            let lab = find(id).unwrap_or_else(|| panic!("{id} is in no chapter")).1;
            assert!(lab.built, "{id}");
        }
        let alive = CHAPTERS.iter().flat_map(|chapter| chapter.labs).filter(|lab| lab.built).count();
        assert_eq!(alive, crate::IDS.len());
    }

    #[test]
    fn finds_a_lab() {
        assert_eq!(
            find("gradient-descent").map(|(chapter, lab)| (chapter.id, lab.passages)),
            Some(("foundations", 23))
        );
        assert!(find("no-such-lab").is_none());
    }
}
