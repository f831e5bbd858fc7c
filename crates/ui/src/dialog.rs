//! A question in the way, or a sheet above the page: the native dialog keeps the focus inside and closes on Escape.

use crate::lang::say;
use crate::web::unique;
use labkit::text::Text;
use leptos::html;
use leptos::prelude::*;

/// A modal dialog.
#[component]
pub fn Dialog(
    /// Heading.
    title: Text,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when the reader closes it; set `open` to false there.
    #[prop(into)]
    on_close: Callback<()>,
    /// Buttons at the end. Give the harmless one first.
    #[prop(optional)]
    actions: Option<ViewFn>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let id = unique("dialog");
    let node = NodeRef::<html::Dialog>::new();
    // The element itself knows whether it is open; the effect only tells it.
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_| {
        if open.get_untracked() {
            on_close.run(());
        }
    };
    // A press on the backdrop arrives at the dialog itself, a press inside at something in it.
    let outside = move |event: leptos::ev::MouseEvent| {
        let on_backdrop = event.target().is_some() && event.target() == event.current_target();
        if on_backdrop && event.offset_y() < 0 {
            on_close.run(());
        }
    };
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby=id on:close=closed on:click=outside>
            <h2 class="dialog__title" id=id.clone()>{say(title)}</h2>
            {children()}
            {actions.map(|actions| view! { <div class="dialog__acts">{actions.run()}</div> })}
        </dialog>
    }
}
