//! The stage of the lab: which exhibit, and its figures.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod boards;
mod cubes;
mod detector;
mod go;
mod matrix;
mod reading;
mod slide;
mod speech;
mod stack;
mod stn;
mod text;
mod why;

use super::params::{TABLE, TASKS};
use crate::stage::{Bench, Exhibits};
use leptos::prelude::*;

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task")));
    let test = why::test(bench);
    let lead = move || match task.get() {
        "matrix" => view! { <matrix::Matrix bench/> }.into_any(),
        "detector" => view! { <detector::Detector bench/> }.into_any(),
        "stack" => view! { <stack::Stack bench/> }.into_any(),
        "go" => view! { <go::Go bench/> }.into_any(),
        "speech" => view! { <speech::Speech bench/> }.into_any(),
        "text" => view! { <text::Sentence bench/> }.into_any(),
        "why" => view! { <why::Lead bench test=test.get()/> }.into_any(),
        "stn" => view! { <stn::Lead bench/> }.into_any(),
        _ => view! { <slide::Slide bench/> }.into_any(),
    };
    let more = move || match task.get() {
        "matrix" => view! { <matrix::Beside bench/> }.into_any(),
        "detector" => view! { <detector::Beside bench/> }.into_any(),
        "stack" => view! { <stack::Beside bench/> }.into_any(),
        "go" => view! { <go::More bench/> }.into_any(),
        "speech" => view! { <speech::More bench/> }.into_any(),
        "text" => view! { <text::More bench/> }.into_any(),
        "why" => view! { <why::More bench test=test.get()/> }.into_any(),
        "stn" => view! { <stn::More bench/> }.into_any(),
        _ => view! { <slide::Beside bench/> }.into_any(),
    };
    // Several boards side by side want the whole width.
    let wide = move || matches!(task.get(), "slide" | "matrix" | "detector" | "go" | "why");
    view! {
        <Exhibits bench tasks=TASKS/>
        <div class="stage__lead stage__lead--tall" class:stage__lead--wide=wide>{lead}</div>
        <div class="stage__more" id=bench.id("plots")>{more}</div>
    }
    .into_any()
}
