//! The stages of one step.

use crate::lang::{lang, t};
use labkit::text::Sentence;
use leptos::prelude::*;

#[component]
pub(super) fn Stages(stages: Signal<Vec<Sentence>>, stage: Signal<Option<usize>>) -> impl IntoView {
    let lang = lang();
    let list = move || {
        let one = |(index, name): (usize, Sentence)| {
            let now = move || stage.get() == Some(index);
            let done = move || stage.get().is_some_and(|stage| index < stage);
            view! {
                <li class:is-now=now class:is-done=done aria-current=move || now().then_some("step")>
                    {move || name.get(lang.get()).to_owned()}
                </li>
            }
        };
        stages.get().into_iter().enumerate().map(one).collect_view()
    };
    view! {
        <Show when=move || stages.with(|stages| !stages.is_empty())>
            <ol class="stages" aria-label=t("一步的各阶段", "Stages of one step")>{list}</ol>
        </Show>
    }
}
