//! The stage of the lab.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod arrows;
mod chance;
mod curve;
mod drawn;
mod fit;
mod formula;
mod ground;
mod lanes;
mod losses;
mod overlay;
mod places;
mod relief;
mod surface;
mod table;
mod tools;

use super::params::TABLE;
use crate::stage::Bench;
use leptos::prelude::*;

/// The stage: what is descended on top, the surface in front, losses and numbers beside it.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task")));
    let by_hand = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "schedule") == "drawn"));
    let fixed = Memo::new(move |_| task.get() != "formula");
    let stage = move || match task.get() {
        "chance" => random::part(bench).into_any(),
        task => view! {
            <div class="stage__lead"><surface::Surface bench fixed/></div>
            <div class="stage__more" id=bench.id("plots")>
                <losses::Losses bench/>
                {(task == "table").then(|| fitted::part(bench))}
                <Show when=move || by_hand.get()>{sketched::part(bench)}</Show>
                <tools::Tool bench/>
            </div>
        }
        .into_any(),
    };
    view! {
        <formula::Head bench task/>
        {stage}
    }
    .into_any()
}

crate::part!(fitted, bench: Bench, view! { <fit::Fit bench/> });
crate::part!(sketched, bench: Bench, view! { <drawn::Drawn bench/> });
crate::part!(random, bench: Bench, view! { <chance::Stage bench/> });
