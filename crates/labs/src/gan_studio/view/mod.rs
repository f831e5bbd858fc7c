//! The stage of the lab: which exhibit, and its figures.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod alone;
mod exams;
mod parts;
mod rivals;
mod spins;
mod studio;

use super::params::{TABLE, TASKS};
use crate::stage::{Bench, Exhibits};
use leptos::prelude::*;

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = choice(bench, "task");
    let lead = move || match task.get() {
        "rivals" => view! { <rivals::Lead bench/> }.into_any(),
        "parts" => view! { <parts::Lead bench/> }.into_any(),
        "alone" => view! { <alone::Lead bench/> }.into_any(),
        "spins" => view! { <spins::Lead bench/> }.into_any(),
        _ => view! { <studio::Lead bench/> }.into_any(),
    };
    let more = move || match task.get() {
        "rivals" => view! { <rivals::More bench/> }.into_any(),
        "parts" => view! { <parts::More bench/> }.into_any(),
        "alone" => view! { <alone::More bench/> }.into_any(),
        "spins" => view! { <spins::More bench/> }.into_any(),
        _ => view! { <studio::More bench/> }.into_any(),
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
