//! One of many.

use super::{Head, NONE, Was};
use crate::icon::Icon;
use crate::lang::say;
use crate::web::unique;
use labkit::param::Acts;
use labkit::text::Text;
use leptos::prelude::*;

/// A native select in a row of its own.
#[component]
pub fn Select(
    /// A noun.
    label: Text,
    /// What can be chosen.
    options: Vec<Text>,
    /// Which one is.
    #[prop(into)]
    value: Signal<usize>,
    /// Called with the new one.
    #[prop(into)]
    on_change: Callback<usize>,
    /// The one it starts with.
    #[prop(optional)]
    default: usize,
    /// Symbol in the formulas.
    #[prop(optional)]
    symbol: &'static str,
    /// One line of help.
    #[prop(default = NONE)]
    help: Text,
    /// What a change does.
    #[prop(optional_no_strip)]
    acts: Option<Acts>,
) -> impl IntoView {
    let id = unique("select");
    view! {
        <div class="ctl ctl--inline" data-changed=move || (value.get() != default).then_some("")>
            <Was label=label on_click=Callback::new(move |()| on_change.run(default))/>
            <Head label=label symbol=symbol help=help acts=acts id=id.clone()/>
            <BareSelect id=Some(id) options=options value=value on_change=on_change/>
        </div>
    }
}

/// The select alone; its name comes from a label of its id, or from `label`.
#[component]
pub(crate) fn BareSelect(
    #[prop(optional_no_strip)] id: Option<String>,
    #[prop(optional)] label: Option<Text>,
    options: Vec<Text>,
    #[prop(into)] value: Signal<usize>,
    on_change: Callback<usize>,
) -> impl IntoView {
    let name = label.map(say);
    let options = options.into_iter().enumerate();
    view! {
        <span class="select">
            <select
                id=id
                aria-label=move || name.map(|name| name())
                prop:value=move || value.get().to_string()
                on:change:target=move |event| {
                    if let Ok(index) = event.target().value().parse() {
                        on_change.run(index);
                    }
                }
            >
                {options.map(|(index, text)| view! {
                    <option value=index.to_string() selected=move || value.get() == index>{say(text)}</option>
                }).collect_view()}
            </select>
            <Icon name="chevron-down" size=12/>
        </span>
    }
}
