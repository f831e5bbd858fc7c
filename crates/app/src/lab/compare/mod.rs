//! Runs beside the one that runs: those that were pinned, and those of a sweep.

mod sweep;

use labkit::{Lang, Sentence, Text, short};
use labs::stage::{Bench, Pin};
use leptos::prelude::*;
use std::sync::Arc;
use sweep::Sweep;
use ui::lang::{lang, say, t, tf};
use ui::number::format_count;
use ui::{Toast, Tone, use_toasts};

/// Metrics that are compared; the table must fit beside the controls.
const METRICS: usize = 4;

#[component]
pub fn Compare(bench: Bench) -> impl IntoView {
    view! {
        <Pins bench/>
        <Sweep bench/>
    }
}

#[component]
pub(super) fn Unpin(bench: Bench, letter: char) -> impl IntoView {
    let name = Signal::derive(tf(move |lang| match lang {
        Lang::Zh => format!("取消固定 {letter}"),
        Lang::En => format!("Unpin {letter}"),
    }));
    let toasts = use_toasts();
    let unpin = move |_| {
        let Some(gone) = bench.unpin(letter) else { return };
        let words = Sentence::new(format!("{letter} 不再固定"), format!("{letter} is no longer pinned"));
        // The row with this button is gone by then.
        let back = bench.own(|| Callback::new(move |()| bench.repin(gone.clone())));
        toasts.push(Toast::new(Tone::Good, words).with(Text::new("撤销", "Undo"), back));
    };
    view! {
        <button type="button" class="iconbtn" aria-label=name title=name on:click=unpin>
            <ui::Icon name="close" size=12/>
        </button>
    }
}

/// The pinned runs and the present one, in numbers.
#[component]
fn Pins(bench: Bench) -> impl IntoView {
    let words = lang();
    let metrics = move || bench.lab.metrics.iter().take(METRICS);
    let heads =
        move || metrics().map(|(_, meaning)| view! { <th scope="col" class="num">{say(*meaning)}</th> }).collect_view();
    let now = move || {
        metrics().map(|(key, _)| view! { <td class="num">{move || short(bench.metric(key))}</td> }).collect_view()
    };
    let row = move |pin: Arc<Pin>| {
        let letter = pin.letter;
        let cells = bench
            .lab
            .metrics
            .iter()
            .take(METRICS)
            .map(|(key, _)| view! { <td class="num">{short(pin.metric(key))}</td> });
        let cells = cells.collect_view();
        let step = format_count(pin.step);
        let (named, taken) = (Arc::clone(&pin), pin);
        let name = move || bench.difference(&named).get(words.get()).to_owned();
        let take_up = tf(move |lang| match lang {
            Lang::Zh => format!("把实验设成 {letter}"),
            Lang::En => format!("Set the lab to {letter}"),
        });
        view! {
            <tr>
                <th scope="row"><b>{letter.to_string()}</b>" "{name}</th>
                <td class="num">{step}</td>
                {cells}
                <td class="compare__acts">
                    <button type="button" class="btn btn--quiet btn--s" on:click=move |_| bench.take_up(&taken)>{take_up}</button>
                    <Unpin bench letter/>
                </td>
            </tr>
        }
    };
    let none = move || bench.pins.with(Vec::is_empty);
    view! {
        <Show when=none>
            <p class="compare__empty">
                {t(
                    "固定一次运行，再改一个参数：它的曲线会以细虚线留在图里，这里写着两次差在哪里。",
                    "Pin a run, then change one parameter: its curves stay in the pictures, thin and dashed, and here it says what differs.",
                )}
            </p>
        </Show>
        <Show when=move || !none()>
            <div class="tablewrap" tabindex="0" role="region" aria-label=t("各次运行", "Runs")>
                <table class="table compare">
                    <thead>
                        <tr>
                            <th scope="col">{t("运行", "run")}</th>
                            <th scope="col" class="num">{t("步", "step")}</th>
                            {heads}
                            <th scope="col"><span class="sr">{t("操作", "actions")}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <tr>
                            <th scope="row">{t("现在", "now")}</th>
                            <td class="num">{move || format_count(bench.step.get())}</td>
                            {now}
                            <td></td>
                        </tr>
                        {move || bench.pins.get().into_iter().map(row).collect_view()}
                    </tbody>
                </table>
            </div>
        </Show>
    }
}
