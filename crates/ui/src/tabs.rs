//! Several panels in one place.

use crate::icon::Icon;
use crate::lang::say;
use labkit::text::Text;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// One tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TabItem {
    /// Id of the panel that it shows; the tab itself gets `tab-<panel>`, for `aria-labelledby` of the panel.
    pub panel: &'static str,
    /// Name.
    pub label: Text,
    /// Icon before it; empty for none.
    pub icon: &'static str,
}

/// A row of tabs: arrow keys, Home and End move, and what is moved to is shown.
#[component]
pub fn Tabs(
    /// What they are tabs of; read out.
    label: Text,
    /// The tabs.
    items: Vec<TabItem>,
    /// Which one is shown.
    #[prop(into)]
    value: Signal<usize>,
    /// Called with the new one.
    #[prop(into)]
    on_change: Callback<usize>,
    /// `tabs`, or `panes` for the row under the lead figure on narrow screens.
    #[prop(default = "tabs")]
    class: &'static str,
    /// A small number after a label, for tabs that count something.
    #[prop(optional, into)]
    counts: Signal<Vec<u32>>,
) -> impl IntoView {
    let last = items.len().saturating_sub(1);
    let keys = move |event: KeyboardEvent| {
        let now = value.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => {
                if now >= last {
                    0
                } else {
                    now + 1
                }
            }
            "ArrowLeft" => now.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        on_change.run(next);
        let row = event.current_target().and_then(|row| row.dyn_into::<HtmlElement>().ok());
        let tab =
            row.and_then(|row| row.children().item(next as u32)).and_then(|tab| tab.dyn_into::<HtmlElement>().ok());
        if let Some(tab) = tab {
            let _ = tab.focus();
        }
    };
    let tabs = items.into_iter().enumerate().map(move |(index, item)| {
        let on = move || value.get() == index;
        let count = move || counts.with(|counts| counts.get(index).copied().filter(|count| *count > 0));
        view! {
            <button
                type="button"
                role="tab"
                id=format!("tab-{}", item.panel)
                aria-controls=item.panel
                aria-selected=move || on().to_string()
                tabindex=move || if on() { "0" } else { "-1" }
                on:click=move |_| on_change.run(index)
            >
                {(!item.icon.is_empty()).then(|| view! { <Icon name=item.icon/> })}
                {say(item.label)}
                {move || count().map(|count| view! { <span class="tabs__count">{count}</span> })}
            </button>
        }
    });
    view! { <div class=class role="tablist" aria-label=say(label) on:keydown=keys>{tabs.collect_view()}</div> }
}
