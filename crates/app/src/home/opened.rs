//! Which labs this reader has opened: the only progress that the map shows, and it stays in this browser.

use labs::syllabus::{self, LabEntry};
use ui::web;

const KEY: &str = "grasp.opened";

/// Labs opened, the latest last. Keys that the course no longer has are passed over.
pub(super) fn opened() -> Vec<&'static LabEntry> {
    let list = web::remembered(KEY).unwrap_or_default();
    list.split(',').filter_map(|id| syllabus::find(id).map(|(_, lab)| lab)).collect()
}

/// Whether the lab `id` was opened.
pub(super) fn was_opened(id: &str) -> bool {
    opened().iter().any(|lab| lab.id == id)
}

/// Notes that the lab `id` was opened just now. For the lab page, on arrival.
pub fn mark_opened(id: &str) {
    if syllabus::find(id).is_none() {
        return;
    }
    let mut list: Vec<&str> = opened().iter().map(|lab| lab.id).filter(|other| *other != id).collect();
    list.push(id);
    web::remember(KEY, &list.join(","));
}
