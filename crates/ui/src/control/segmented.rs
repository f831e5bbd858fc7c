//! One of few, all in view.

use crate::lang::say;
use crate::web::unique;
use labkit::text::Text;
use leptos::prelude::*;

/// Radio buttons side by side.
#[component]
pub fn Segmented(
    /// What is chosen here; read out, not shown.
    label: Text,
    /// The choices.
    options: Vec<Text>,
    /// Which one.
    #[prop(into)]
    value: Signal<usize>,
    /// Called with the new one.
    #[prop(into)]
    on_change: Callback<usize>,
    /// Medium height, for tool rows; else small.
    #[prop(optional)]
    medium: bool,
    /// As wide as there is room.
    #[prop(optional)]
    fill: bool,
) -> impl IntoView {
    let name = unique("seg");
    let class = match (medium, fill) {
        (true, true) => "seg seg--m seg--fill",
        (true, false) => "seg seg--m",
        (false, true) => "seg seg--fill",
        (false, false) => "seg",
    };
    let options = options.into_iter().enumerate().map(move |(index, text)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || value.get() == index
                    on:change=move |_| on_change.run(index)
                />
                {say(text)}
            </label>
        }
    });
    view! { <div class=class role="radiogroup" aria-label=say(label)>{options.collect_view()}</div> }
}
