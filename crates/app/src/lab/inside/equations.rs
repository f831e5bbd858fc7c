//! The equations of the step that comes next: with symbols, and with the numbers of this moment.

use super::follow;
use labkit::inside::{Equation, Look};
use labs::stage::Bench;
use leptos::prelude::*;
use ui::lang::{lang, t};

#[component]
pub(super) fn Equations(bench: Bench) -> impl IntoView {
    follow(bench, || Some(Look::Equations));
    let words = lang();
    let equations = bench.inside.equations;
    // Signs change with the optimiser only; numbers with every look.
    let count = Memo::new(move |_| equations.with(Vec::len));
    let part = move |index: usize, pick: fn(&Equation) -> &str| {
        Memo::new(move |_| equations.with(|all| all.get(index).map_or_else(String::new, |one| pick(one).to_owned())))
    };
    let row = move |index: usize| {
        let (symbols, numbers) = (part(index, |one| &one.symbols), part(index, |one| &one.numbers));
        let name = move || {
            equations.with(|all| all.get(index).map_or_else(String::new, |one| one.name.get(words.get()).to_owned()))
        };
        view! {
            <div class="equation">
                <dt>{name}</dt>
                <dd inner_html=move || format!("<math>{}</math>", symbols.get())></dd>
                <dd class="equation__now" inner_html=move || format!("<math>{}</math>", numbers.get())></dd>
            </div>
        }
    };
    view! {
        <Show when=move || 0 < count.get() fallback=move || view! {
            <p class="compare__empty">{t("这个实验没有要写开的方程。", "This lab has no equation to write out.")}</p>
        }>
            <div class="equations" tabindex="0" role="group" aria-label=t("下一步的方程", "Equations of the next step")>
                <dl>{move || (0..count.get()).map(row).collect_view()}</dl>
            </div>
        </Show>
    }
}
