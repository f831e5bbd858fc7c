//! A formula that the reader types.

use super::Problem;
use crate::icon::Icon;
use crate::lang::{lang, say};
use crate::web::unique;
use labkit::LabError;
use labkit::text::{Sentence, Text};
use leptos::prelude::*;

/// A formula: checked with each key, with a caret under the place at fault; taken on Enter or on leaving. While it does
/// not hold, the last good one stays in force.
#[component]
pub fn FormulaField(
    /// Its name, read out: "formula".
    label: Text,
    /// What stands before it: `f (x, y) =`.
    #[prop(into)]
    lhs: TextProp,
    /// The formula in force.
    #[prop(into)]
    value: Signal<String>,
    /// Whether a text is a formula; cheap, it is asked with each key.
    #[prop(into)]
    check: Callback<String, Result<(), LabError>>,
    /// Called with a formula that passed the check.
    #[prop(into)]
    on_commit: Callback<String>,
    /// What holds of it now, on the right.
    #[prop(optional, into)]
    status: Signal<Sentence>,
) -> impl IntoView {
    let told = unique("told");
    let draft = RwSignal::new(None::<String>);
    let error = Memo::new(move |_| draft.with(|draft| draft.as_ref().and_then(|text| check.run(text.clone()).err())));
    let bad = move || error.with(Option::is_some);
    let commit = move || {
        if error.with_untracked(Option::is_none)
            && let Some(text) = draft.get_untracked()
        {
            on_commit.run(text);
            draft.set(None);
        }
    };
    let lang = lang();
    // Characters, not bytes: the caret stands under what the reader sees.
    let caret = move || {
        error
            .get()
            .and_then(|error| error.place)
            .map(|(first, len)| format!("{}{}", " ".repeat(first), "^".repeat(len.max(1))))
    };
    let lhs_again = lhs.clone();
    view! {
        <div class="formulabox">
            <label class="formula" class:formula--bad=bad>
                <span class="formula__lhs">{move || lhs.get()}</span>
                <input
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    aria-label=say(label)
                    aria-invalid=move || bad().to_string()
                    aria-describedby=told.clone()
                    prop:value=move || draft.get().unwrap_or_else(|| value.get())
                    on:input:target=move |event| draft.set(Some(event.target().value()))
                    on:change=move |_| commit()
                />
                <span class="formula__status">
                    {move || (!bad()).then(|| view! { <Icon name="check" size=12/> })}
                    {move || if bad() { String::new() } else { status.with(|status| status.get(lang.get()).to_owned()) }}
                </span>
            </label>
            {move || caret().map(|caret| view! {
                <span class="formula__under" aria-hidden="true">
                    <span class="formula__lhs">{lhs_again.get()}</span>
                    <span class="formula__caret">{caret}</span>
                </span>
            })}
            <Problem id=told problem=Signal::derive(move || error.get().map(|error| error.text))/>
        </div>
    }
}
