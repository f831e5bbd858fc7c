//! The stage of the lab: which exhibit, and its figures.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod arena;
mod duel;
mod line;
mod many;
mod often;
mod plane;

use super::params::{TABLE, TASKS};
use crate::stage::{Bench, Exhibits};
use leptos::prelude::*;

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task")));
    let lead = move || match task.get() {
        "line" => view! { <line::Lead bench/> }.into_any(),
        "duel" => view! { <duel::Lead bench/> }.into_any(),
        "many" => view! { <many::Lead bench/> }.into_any(),
        _ => view! { <arena::Lead bench/> }.into_any(),
    };
    let more = move || match task.get() {
        "line" => view! { <line::More bench/> }.into_any(),
        "duel" => view! { <duel::More bench/> }.into_any(),
        "many" => view! { <many::More bench/> }.into_any(),
        _ => view! { <arena::More bench/> }.into_any(),
    };
    view! {
        <Exhibits bench tasks=TASKS/>
        <div class="stage__lead stage__lead--tall">{lead}</div>
        <div class="stage__more" id=bench.id("plots")>{more}</div>
    }
    .into_any()
}
