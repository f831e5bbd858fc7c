//! The inside of a run: the equations of a step with their numbers, its tensors, its kernels.

mod drawing;
mod equations;
mod kernels;
mod tensors;

use equations::Equations;
use kernels::Kernels;
use labkit::Text;
use labkit::inside::Look;
use labs::stage::Bench;
use leptos::prelude::*;
use std::time::Duration;
use tensors::Tensors;
use ui::Segmented;
use ui::lang::t;

/// Time between two looks at the same thing while the run goes on, in ms.
const AGAIN_MS: u64 = 200;

/// What can be looked at.
const PARTS: [Text; 3] = [Text::new("方程", "Equations"), Text::new("张量", "Tensors"), Text::new("内核", "Kernels")];

#[component]
pub fn Inside(bench: Bench) -> impl IntoView {
    let part = RwSignal::new(0_usize);
    // Whether there is anything to look at: a lab that waits for a file computes nothing.
    Effect::new(move |_| {
        bench.run.track();
        bench.look(Look::Plan);
    });
    let none = Memo::new(move |_| bench.inside.plan.with(Vec::is_empty));
    let shown = move || match part.get() {
        0 => view! { <Equations bench/> }.into_any(),
        1 => view! { <Tensors bench/> }.into_any(),
        _ => view! { <Kernels bench/> }.into_any(),
    };
    view! {
        <Show when=move || none.get()>
            <p class="compare__empty">{t("现在没有可看的：还没有东西在算。", "Nothing to look at yet: nothing computes.")}</p>
        </Show>
        <Show when=move || !none.get()>
            <div class="insides">
                <Segmented label=Text::new("看内部的什么", "Part of the inside") options=PARTS.to_vec() value=part on_change=move |index| part.set(index)/>
                {shown}
            </div>
        </Show>
    }
}

/// Looks at once, and again as the run goes on.
fn follow(bench: Bench, look: impl Fn() -> Option<Look> + Copy + 'static) {
    let timer = ui::web::use_timer();
    let waiting = StoredValue::new(false);
    let ask = move || {
        if let Some(look) = untrack(look) {
            bench.look(look);
        }
    };
    Effect::new(move |before: Option<Option<Look>>| {
        bench.step.track();
        bench.run.track();
        bench.params.track();
        let now = look();
        if before.as_ref() != Some(&now) {
            ask();
        } else if !waiting.get_value() {
            waiting.set_value(true);
            timer.set(Duration::from_millis(AGAIN_MS), move || {
                waiting.set_value(false);
                ask();
            });
        }
        now
    });
}
