//! The frame of every figure: letter, title, tools, picture or table, caption.

mod solo;
mod tools;

pub use tools::SaveAs;

use crate::lang::{say, t};
use crate::web::unique;
use labkit::text::Text;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use solo::Solo;
use tools::Tools;
use wasm_bindgen::JsCast;

/// A figure. Tools appear for what is given: the table for `table`, the save menu for `saves`.
#[component]
pub fn FigureFrame(
    /// Bold letter: `a`.
    tag: &'static str,
    /// Short title.
    title: Text,
    /// Unit or kind of axis, in grey behind the title.
    #[prop(optional, into)]
    quiet: Option<TextProp>,
    /// Controls in its head, before the tools.
    #[prop(optional, into)]
    controls: Option<ViewFn>,
    /// One line below.
    #[prop(optional, into)]
    caption: Option<ViewFn>,
    /// The same numbers as a table.
    #[prop(optional, into)]
    table: Option<ViewFn>,
    /// Forms in which it can be saved.
    #[prop(optional)]
    saves: Vec<SaveAs>,
    /// Called with the form chosen.
    #[prop(optional, into)]
    on_save: Option<Callback<SaveAs>>,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
    /// The picture.
    children: Children,
) -> impl IntoView {
    let id = unique("fig");
    let (as_table, large) = (RwSignal::new(false), RwSignal::new(false));
    let frame = NodeRef::<html::Figure>::new();
    enlarge(frame, large);
    let has_table = table.is_some();
    let saves = if on_save.is_some() { saves } else { Vec::new() };
    let save = Callback::new(move |form| {
        if let Some(on_save) = on_save {
            on_save.run(form);
        }
    });
    // The picture stays in the page while the table is shown, so that it need not be built again.
    view! {
        <figure
            class=format!("fig {class}")
            class:fig--large=large
            node_ref=frame
            aria-labelledby=id
            role=move || large.get().then_some("dialog")
            tabindex="-1"
        >
            <div class="fig__head">
                <span class="fig__tag" aria-hidden="true">{tag}</span>
                <span class="fig__title" id=id.clone()>
                    {say(title)}
                    {quiet.map(|quiet| view! { " "<span class="quiet">{move || quiet.get()}</span> })}
                </span>
                {controls.map(|controls| controls.run())}
                <Tools title=title has_table=has_table as_table=as_table saves=saves on_save=save large=large/>
            </div>
            <div class="fig__body" class:fig__body--away=move || has_table && as_table.get()>{children()}</div>
            {table.map(|table| view! {
                <Show when=move || as_table.get()>
                    <div class="fig__table">{table.run()}</div>
                </Show>
            })}
            {caption.map(|caption| view! { <figcaption class="fig__cap">{caption.run()}</figcaption> })}
            {move || large.get().then(|| view! { <p class="sr" role="status">{t("按 Esc 缩回", "Escape makes it small again")}</p> })}
        </figure>
    }
}

// A large figure is alone: the rest of the page is inert until Escape or the button makes it small again.
fn enlarge(frame: NodeRef<html::Figure>, large: RwSignal<bool>) {
    let solo = StoredValue::new_local(None::<Solo>);
    Effect::new(move |_| {
        let alone =
            if large.get() { frame.get_untracked().map(|figure| Solo::new(figure.unchecked_ref())) } else { None };
        let _ = solo.try_update_value(|slot| *slot = alone);
    });
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && large.get_untracked() {
            event.prevent_default();
            large.set(false);
        }
    });
    on_cleanup(move || {
        listener.remove();
        let _ = solo.try_update_value(Option::take);
    });
}
