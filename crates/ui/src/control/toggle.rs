//! On or off.

use super::{Head, NONE, Was};
use crate::web::unique;
use labkit::param::Acts;
use labkit::text::Text;
use leptos::prelude::*;

/// A switch. It acts when it is pressed.
#[component]
pub fn Toggle(
    /// A noun.
    label: Text,
    /// On or off now.
    #[prop(into)]
    value: Signal<bool>,
    /// Called with the new state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// The state it starts with.
    #[prop(optional)]
    default: bool,
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
    let id = unique("toggle");
    view! {
        <div class="ctl ctl--inline" data-changed=move || (value.get() != default).then_some("")>
            <Was label=label on_click=Callback::new(move |()| on_change.run(default))/>
            <Head label=label symbol=symbol help=help acts=acts id=id.clone()/>
            <label class="toggle">
                <input
                    type="checkbox"
                    role="switch"
                    id=id
                    prop:checked=value
                    on:change:target=move |event| on_change.run(event.target().checked())
                />
                <span class="toggle__box"></span>
            </label>
        </div>
    }
}
