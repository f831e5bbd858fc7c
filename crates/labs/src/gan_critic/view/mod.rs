//! The stage of the lab: which exhibit, and its figures.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod critic;
mod earth;
mod kernels;
mod plane;

use super::params::{TABLE, TASKS};
use crate::stage::{Bench, Exhibits, keep_table};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::table::Table;
use ui::DataTable;
use ui::lang::{lang, tf};

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = choice(bench, "task");
    let lead = move || match task.get() {
        "earth" => view! { <earth::Lead bench/> }.into_any(),
        "kernels" => view! { <kernels::Lead bench/> }.into_any(),
        _ => view! { <plane::Lead bench/> }.into_any(),
    };
    let more = move || match task.get() {
        "earth" => view! { <earth::More bench/> }.into_any(),
        "kernels" => view! { <kernels::More bench/> }.into_any(),
        _ => view! { <critic::More bench/> }.into_any(),
    };
    view! {
        <Exhibits bench tasks=TASKS/>
        <div class="stage__lead stage__lead--tall">{lead}</div>
        <div class="stage__more" id=bench.id("plots")>{more}</div>
    }
    .into_any()
}

fn choice(bench: Bench, key: &'static str) -> Memo<&'static str> {
    Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, key)))
}

/// A panel's sentence.
#[component]
fn Told(bench: Bench, panel: &'static str) -> impl IntoView {
    let panel = bench.panel(panel);
    let text = tf(move |lang: Lang| match panel.get().as_deref() {
        Some(Content::Text(text)) => text.get(lang).to_owned(),
        _ => String::new(),
    });
    view! { <p class="told" role="status">{text}</p> }
}

/// A panel's table.
#[component]
fn Rows(bench: Bench, panel: &'static str, caption: Text) -> impl IntoView {
    let (panel, words) = (bench.panel(panel), lang());
    let table = move || match panel.get().as_deref() {
        Some(Content::Table(table)) => table.clone(),
        _ => labkit::frame::TableData::default(),
    };
    let head =
        Signal::derive(move || table().head.iter().map(|head| head.get(words.get()).to_owned()).collect::<Vec<_>>());
    let rows = Signal::derive(move || table().rows);
    keep_table(tf(move |lang| caption.get(lang)).into(), move |_| Table { header: head.get(), rows: rows.get() });
    view! { <DataTable caption head rows/> }
}
