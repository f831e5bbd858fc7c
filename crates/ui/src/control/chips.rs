//! Layers that can be switched off: the legend of a figure is the switch.

use crate::lang::{lang, say};
use labkit::text::{Sentence, Text};
use leptos::prelude::*;

/// One layer: a name and an identity.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// Name.
    pub label: Sentence,
    /// Identity 1…11: colour, dash and marker together.
    pub identity: u8,
}

/// Keys, each a sample of its line and marker. Bit `i` of `on` is the state of item `i`.
#[component]
pub fn Chips(
    /// What is switched here; read out.
    label: Text,
    /// The layers.
    #[prop(into)]
    items: Signal<Vec<Chip>>,
    /// Which are on.
    #[prop(into)]
    on: Signal<u32>,
    /// Called with the new set.
    #[prop(into)]
    on_change: Callback<u32>,
) -> impl IntoView {
    let lang = lang();
    let keys = move || {
        let one = move |(index, chip): (usize, Chip)| {
            let bit = 1_u32.checked_shl(index as u32).unwrap_or(0);
            view! {
                <button
                    type="button"
                    class="key"
                    aria-pressed=move || (on.get() & bit != 0).to_string()
                    on:click=move |_| on_change.run(on.get_untracked() ^ bit)
                >
                    <Sample identity=chip.identity/>
                    <span>{move || chip.label.get(lang.get()).to_owned()}</span>
                </button>
            }
        };
        items.get().into_iter().enumerate().map(one).collect_view()
    };
    view! { <div class="fig__keys" role="group" aria-label=say(label)>{keys}</div> }
}

/// A piece of the line of an identity with its marker, as in a legend.
#[component]
pub fn Sample(
    /// Identity 1…11; beyond, they begin again.
    identity: u8,
) -> impl IntoView {
    let identity = identity.saturating_sub(1) % 11 + 1;
    let marker = match identity {
        1 => "M4.4 6a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z",
        2 => "M8 1.8l4.2 7.2H3.8z",
        3 => "M4.8 2.8h6.4v6.4H4.8z",
        4 => "M8 1.6 12.4 6 8 10.4 3.6 6z",
        5 => "M8 10.2l4.2-7.2H3.8z",
        6 => "M6.7 2h2.6v2.7H12v2.6H9.3V10H6.7V7.3H4V4.7h2.7z",
        7 => "M4.5 4.1l1.6-1.6L8 4.4l1.9-1.9 1.6 1.6L9.6 6l1.9 1.9-1.6 1.6L8 7.6 6.1 9.5 4.5 7.9 6.4 6z",
        8 => "M4.9 6a3.1 3.1 0 1 0 6.2 0a3.1 3.1 0 1 0-6.2 0z",
        10 => "M3.8 6l7.2-4.2v8.4z",
        11 => "M12.2 6L5 1.8v8.4z",
        _ => "M8 1.6L9.1 4.6L12.4 4.8L9.9 6.8L10.7 9.9L8 8.2L5.3 9.9L6.1 6.8L3.6 4.8L6.9 4.6z",
    };
    view! {
        <svg viewBox="0 0 16 12" class=format!("sample s{identity}") aria-hidden="true">
            <path class=format!("line s{identity}") d="M0 6h16"></path>
            <path class=format!("mark s{identity}") d=marker></path>
        </svg>
    }
}
