//! Where each optimiser's first ball is, in numbers.

use super::super::params::{OPTIMISERS, TABLE};
use crate::stage::Bench;
use labkit::{Content, Text, Value, short};
use leptos::prelude::*;
use ui::control::Sample;
use ui::lang::{lang, t};
use ui::FigureFrame;

#[component]
pub(super) fn Places(bench: Bench) -> impl IntoView {
    let paths = bench.panel("paths");
    let words = lang();
    let place = move |key: &'static str| match paths.get().as_deref() {
        Some(Content::Lines(series)) => series
            .iter()
            .find(|series| series.key == key && series.index == 0)
            .and_then(|series| Some((*series.x.0.last()?, *series.y.0.last()?))),
        _ => None,
    };
    let focus = move || bench.params.with(|params| params.choice(TABLE, "optimiser"));
    let shown = move |index: usize| matches!(bench.params.with(|p| p.get(TABLE, "show")), Value::Set(bits) if bits & (1 << index) != 0);
    let row = move |(index, (key, name)): (usize, &'static (&'static str, Text))| {
        let cell = move |pick: fn((f32, f32)) -> f32| move || place(key).map_or_else(|| "—".to_owned(), |at| short(f64::from(pick(at))));
        let rate = move || short(bench.params.with(|params| params.number(TABLE, &format!("lr_{key}"))));
        let choose = move |_| bench.set("optimiser", Value::Choice(u32::try_from(index).unwrap_or(0)));
        view! {
            <tr class:is-focus=move || focus() == *key class:is-off=move || !shown(index)>
                <th scope="row">
                    <button type="button" class="gd-pick" aria-pressed=move || (focus() == *key).to_string() on:click=choose>
                        <Sample identity=u8::try_from(index + 1).unwrap_or(1)/>{move || name.get(words.get())}
                    </button>
                </th>
                <td class="num">{rate}</td>
                <td class="num">{cell(|at| at.0)}</td>
                <td class="num">{cell(|at| at.1)}</td>
                <td class="num">{move || short(bench.metric(&format!("loss_{key}")))}</td>
            </tr>
        }
    };
    view! {
        <FigureFrame tag="c" title=Text::new("各自走到哪里", "Where each is now") quiet=t("点名字，把它放到焦点", "choose a name to put it in focus") class="fig--places">
            <div class="tablewrap">
                <table class="table gd-places">
                    <thead><tr>
                        <th scope="col">{t("优化器", "optimiser")}</th><th scope="col">"η"</th><th scope="col">"x"</th><th scope="col">"y"</th>
                        <th scope="col">{t("损失", "loss")}</th>
                    </tr></thead>
                    <tbody>{OPTIMISERS.iter().enumerate().map(row).collect_view()}</tbody>
                </table>
            </div>
        </FigureFrame>
    }
}
