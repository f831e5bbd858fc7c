//! Which notes this browser keeps: their marks, the newest first. The files lie in the cache of the reader's files.

use crate::files;

/// Key of the list in local storage: a mark a line.
const KEY: &str = "grasp.notes";
/// Key of the section where the reader was, behind it the mark.
const AT: &str = "grasp.notes.at ";
/// More than this is a library; the oldest goes.
const MOST: usize = 6;

/// The marks, the one opened last first.
pub(super) fn list() -> Vec<String> {
    let kept = ui::web::remembered(KEY).unwrap_or_default();
    kept.lines().filter(|mark| !mark.is_empty()).map(str::to_owned).collect()
}

/// Keeps notes, in front of the others.
pub(super) async fn keep(mark: String, bytes: Vec<u8>) {
    let mut marks = list();
    marks.retain(|other| *other != mark);
    marks.insert(0, mark.clone());
    let old = marks.split_off(marks.len().min(MOST));
    write(&marks);
    files::keep(&mark, &bytes).await;
    for mark in old {
        files::forget(&mark).await;
    }
}

/// Forgets notes.
pub(super) async fn forget(mark: String) {
    let mut marks = list();
    marks.retain(|other| *other != mark);
    write(&marks);
    ui::web::remember(&format!("{AT}{mark}"), "");
    files::forget(&mark).await;
}

/// The section where the reader was in these notes; empty at the beginning.
pub(super) fn place(mark: &str) -> String {
    ui::web::remembered(&format!("{AT}{mark}")).unwrap_or_default()
}

/// Notes where the reader is.
pub(super) fn set_place(mark: &str, id: &str) {
    ui::web::remember(&format!("{AT}{mark}"), id);
}

fn write(marks: &[String]) {
    ui::web::remember(KEY, &marks.join("\n"));
}
