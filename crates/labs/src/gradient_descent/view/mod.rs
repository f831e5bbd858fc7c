//! The stage of the lab.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod arrows;
mod fit;
mod formula;
mod ground;
mod lanes;
mod losses;
mod places;
mod surface;
mod table;

use super::params::TABLE;
use crate::stage::Bench;
use leptos::prelude::*;

/// The stage: what is descended on top, the surface in front, losses and numbers beside it.
pub(super) fn view(bench: Bench) -> AnyView {
    let on_table = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task") == "table"));
    view! {
        <formula::Head bench on_table/>
        <div class="stage__lead"><surface::Surface bench on_table/></div>
        <div class="stage__more" id=bench.id("plots")>
            <losses::Losses bench/>
            <Show when=move || on_table.get() fallback=move || view! { <places::Places bench/> }>
                <fit::Fit bench/>
            </Show>
        </div>
    }
    .into_any()
}
