//! The seed of the run.

use crate::button::IconButton;
use crate::lang::t;
use labkit::text::Text;
use leptos::prelude::*;

/// Seeds that dice give: short enough to read out in class.
const DICE: f64 = 10_000.0;

/// The seed, typed or thrown.
#[component]
pub fn Seed(
    /// Its value.
    #[prop(into)]
    seed: Signal<u64>,
    /// Called with a new one.
    #[prop(into)]
    on_seed: Callback<u64>,
) -> impl IntoView {
    // What cannot be a seed is put back; there is nothing to explain about a number without a sign.
    let typed = RwSignal::new(0_u32);
    let shown = move || {
        typed.track();
        seed.get().to_string()
    };
    view! {
        <span class="seed">
            <span class="seed__label" aria-hidden="true">{t("种子", "seed")}</span>
            <input
                inputmode="numeric"
                autocomplete="off"
                aria-label=t("种子", "Seed")
                prop:value=shown
                on:change:target=move |event| {
                    match event.target().value().trim().parse() {
                        Ok(seed) => on_seed.run(seed),
                        Err(_) => typed.update(|count| *count = count.wrapping_add(1)),
                    }
                }
            />
            <IconButton
                icon="dice"
                label=Text::new("换一个种子", "New seed")
                on_click=move || on_seed.run((js_sys::Math::random() * DICE) as u64)
            />
        </span>
    }
}
