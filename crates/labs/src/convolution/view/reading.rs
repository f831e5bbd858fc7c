//! Panels of words and numbers.

use crate::stage::{Bench, keep_table};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::table::Table;
use ui::DataTable;
use ui::lang::{lang, tf};

/// A panel's sentence.
#[component]
pub(super) fn Told(bench: Bench, panel: &'static str) -> impl IntoView {
    let panel = bench.panel(panel);
    let text = tf(move |lang: Lang| match panel.get().as_deref() {
        Some(Content::Text(text)) => text.get(lang).to_owned(),
        _ => String::new(),
    });
    view! { <p class="quiet told" role="status">{text}</p> }
}

/// What is wrong with what the reader put into the parameter `field`.
#[component]
pub(super) fn Refused(bench: Bench, field: &'static str) -> impl IntoView {
    let words = lang();
    let problem = move || bench.trouble.get().filter(|error| error.field.as_deref() == Some(field));
    let said = move || problem().map(|error| view! { <span class="ctl__error">{error.text.get(words.get()).to_owned()}</span> });
    view! { <p class="told" aria-live="polite">{said}</p> }
}

/// A panel's table.
#[component]
pub(super) fn Rows(bench: Bench, panel: &'static str, caption: Text) -> impl IntoView {
    let (panel, words) = (bench.panel(panel), lang());
    let table = move || match panel.get().as_deref() {
        Some(Content::Table(table)) => table.clone(),
        _ => labkit::frame::TableData::default(),
    };
    let head = Signal::derive(move || table().head.iter().map(|head| head.get(words.get()).to_owned()).collect::<Vec<_>>());
    let rows = Signal::derive(move || table().rows);
    keep_table(tf(move |lang| caption.get(lang)).into(), move |_| Table { header: head.get(), rows: rows.get() });
    view! { <DataTable caption head rows/> }
}
