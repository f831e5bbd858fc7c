//! A line of text or a number that is typed.

use super::{Head, NONE, Problem, Was};
use crate::lang::lang;
use crate::web::unique;
use labkit::LabError;
use labkit::param::Acts;
use labkit::text::Text;
use leptos::prelude::*;

/// A field. What is typed goes to `on_commit` on Enter or on leaving; what it refuses is said beside the field, and the
/// last good value stays in force.
#[component]
pub fn Field(
    /// A noun.
    label: Text,
    /// The value in force, as text.
    #[prop(into)]
    value: Signal<String>,
    /// Takes the text, or says what is wrong with it.
    #[prop(into)]
    on_commit: Callback<String, Result<(), LabError>>,
    /// The value it starts with; no way back is offered without one.
    #[prop(optional, into)]
    default: Option<String>,
    /// Symbol in the formulas.
    #[prop(optional)]
    symbol: &'static str,
    /// Unit.
    #[prop(default = NONE)]
    unit: Text,
    /// One line of help.
    #[prop(default = NONE)]
    help: Text,
    /// What a change does.
    #[prop(optional_no_strip)]
    acts: Option<Acts>,
    /// Shows the number keys on touch.
    #[prop(optional)]
    number: bool,
) -> impl IntoView {
    let (id, told) = (unique("field"), unique("told"));
    let refused = RwSignal::new(None::<(String, LabError)>);
    let problem = Signal::derive(move || refused.get().map(|(_, error)| error.text));
    let commit = move |text: String| {
        let answer = on_commit.run(text.clone());
        refused.set(answer.err().map(|error| (text, error)));
    };
    let first = StoredValue::new(default);
    let changed = move || first.with_value(|first| first.as_ref().is_some_and(|first| *first != value.get()));
    let back = move |()| {
        if let Some(first) = first.get_value() {
            commit(first);
        }
    };
    let lang = lang();
    view! {
        <div class="ctl ctl--field" data-changed=move || changed().then_some("")>
            <Was label=label on_click=Callback::new(back)/>
            <div class="ctl--inline">
                <Head label=label symbol=symbol help=help acts=acts id=id.clone()/>
                <span class="field" class:field--bad=move || refused.with(Option::is_some)>
                    <input
                        id=id
                        inputmode=if number { "decimal" } else { "text" }
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || refused.get().map_or_else(|| value.get(), |(text, _)| text)
                        aria-invalid=move || refused.with(Option::is_some).to_string()
                        aria-describedby=told.clone()
                        on:change:target=move |event| commit(event.target().value())
                    />
                    {(!unit.en.is_empty()).then(|| view! { <span class="unit">{move || unit.get(lang.get())}</span> })}
                </span>
            </div>
            <Problem id=told problem=problem/>
        </div>
    }
}
