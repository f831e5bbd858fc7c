//! How far the reader has come in a lesson: the sections whose prediction was answered. It stays in this browser.

use leptos::prelude::*;
use ui::web;

/// The sections of a lesson that are done.
#[derive(Clone, Copy)]
pub(super) struct Done {
    pub(super) lab: &'static str,
    pub(super) sections: RwSignal<Vec<String>>,
}

impl Done {
    /// The prediction of a section was answered.
    pub(super) fn mark(&self, section: &str) {
        let new = self.sections.with_untracked(|done| done.iter().all(|other| other != section));
        if new {
            self.sections.update(|done| done.push(section.to_owned()));
            web::remember(&key(self.lab), &self.sections.with_untracked(|done| done.join(",")));
        }
    }
}

/// Those of a lab, as they were kept.
pub(super) fn done(lab: &str) -> Vec<String> {
    let kept = web::remembered(&key(lab)).unwrap_or_default();
    kept.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

fn key(lab: &str) -> String {
    format!("grasp.lesson.{lab}")
}
