//! Which columns: the target, and what it is predicted from.

use super::super::params::TABLE;
use crate::stage::Bench;
use labkit::{Text, Value};
use leptos::prelude::*;
use ui::lang::{lang, t};

#[component]
pub(super) fn Columns(bench: Bench) -> impl IntoView {
    let numeric = Memo::new(move |_| {
        let name = |column: &labkit::message::ColumnSummary| column.numeric.then(|| column.name.clone());
        bench.data.with(|data| data.iter().flat_map(|data| &data.columns).filter_map(name).collect::<Vec<_>>())
    });
    let target = Memo::new(move |_| bench.params.with(|params| params.text(TABLE, "target")));
    let features = Memo::new(move |_| match bench.params.with(|params| params.get(TABLE, "features")) {
        Value::Names(names) => names,
        _ => Vec::new(),
    });
    let words = lang();
    let problem = move || bench.trouble.get().filter(|error| error.field.is_some()).map(|error| error.text.get(words.get()).to_owned());
    // The new target cannot be its own feature.
    let aim = move |name: String| {
        let left: Vec<String> = features.get_untracked().into_iter().filter(|feature| *feature != name).collect();
        let pairs = [("target".to_owned(), name), ("features".to_owned(), labkit::param::join_names(&left))];
        let _set = bench.set_texts(&pairs);
    };
    let flip = move |name: &str| {
        let mut names = features.get_untracked();
        match names.iter().position(|feature| feature == name) {
            Some(at) => {
                names.remove(at);
            }
            None => names.push(name.to_owned()),
        }
        bench.set("features", Value::Names(names));
    };
    let options = move || {
        let one = |name: String| {
            let (value, chosen) = (name.clone(), name.clone());
            view! { <option value=value selected=move || target.get() == chosen>{name}</option> }
        };
        numeric.get().into_iter().map(one).collect_view()
    };
    let boxes = move || {
        let aim = target.get();
        let one = |name: String| {
            let (shown, asked) = (name.clone(), name.clone());
            view! {
                <button type="button" class="key gd-column" aria-pressed=move || features.with(|on| on.contains(&asked)).to_string()
                    on:click=move |_| flip(&name)>{shown}</button>
            }
        };
        numeric.get().into_iter().filter(|name| *name != aim).map(one).collect_view()
    };
    const TARGET: Text = Text::new("目标列", "Target");
    view! {
        <div class="gd-columns">
            <label class="gd-columns__target">
                <span class="ctl__label">{ui::say(TARGET)}</span>
                <span class="select">
                    <select on:change:target=move |event| aim(event.target().value())>{options}</select>
                    <ui::Icon name="chevron-down" size=12/>
                </span>
            </label>
            <div class="fig__keys" role="group" aria-label=t("特征列", "Features")>
                <span class="ctl__label" aria-hidden="true">{t("特征列", "Features")}</span>
                {boxes}
            </div>
            <p class="gd-columns__problem" aria-live="polite">
                {move || problem().map(|problem| view! { <span class="ctl__error">{problem}</span> })}
            </p>
        </div>
    }
}
