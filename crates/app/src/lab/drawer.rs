//! The drawer under the stage: pinned runs beside the one that runs, and its inside.

use super::desk::Desk;
use super::inside::Inside;
use labkit::{Lang, Text, short};
use labs::stage::{Bench, Pin};
use leptos::prelude::*;
use std::sync::Arc;
use ui::lang::{lang, say, t, tf};
use ui::number::format_count;
use ui::{Button, IconButton, Look, Size, TabItem, Tabs};

/// Metrics that are compared; the table must fit beside the controls.
const METRICS: usize = 4;

const PIN: Text = Text::new("固定本次", "Pin this run");

#[component]
pub(super) fn Drawer(desk: Desk) -> impl IntoView {
    let bench = desk.bench;
    let open = RwSignal::new(false);
    let narrow = ui::use_media("(max-width: 1119px)");
    let shown = Memo::new(move |_| narrow.get() || open.get());
    let tabs = vec![
        TabItem { panel: "compare", label: Text::new("对照", "Compare"), icon: "compare" },
        TabItem { panel: "kernels", label: Text::new("内部", "Inside"), icon: "inside" },
    ];
    let tab = RwSignal::new(0_usize);
    let counts = Signal::derive(move || vec![bench.pins.with(|pins| u32::try_from(pins.len()).unwrap_or(0))]);
    let sees = move |index: usize| shown.get() && tab.get() == index;
    let icon = Signal::derive(move || if open.get() { "chevron-down" } else { "chevron-up" });
    let label = Signal::derive(move || match open.get() {
        true => Text::new("收起抽屉", "Close the drawer"),
        false => Text::new("打开抽屉", "Open the drawer"),
    });
    // A pin is seen at once where it went.
    let pin = move || {
        bench.pin();
        tab.set(0);
        open.set(true);
    };
    let chips = move || {
        let chip = |pin: Arc<Pin>| view! { <Chip bench pin/> };
        bench.pins.get().into_iter().map(chip).collect_view()
    };
    view! {
        <section class="drawer" id="inside" data-open=move || shown.get().then_some("") aria-label=t("对照与内部", "Compare and inside")>
            <div class="drawer__bar">
                <Tabs
                    label=Text::new("抽屉", "Drawer")
                    items=tabs
                    counts
                    value=tab
                    on_change=move |index| {
                        tab.set(index);
                        open.set(true);
                    }
                />
                <div class="drawer__end">
                    <Show when=move || !shown.get()>{chips()}</Show>
                    <Button label=PIN icon="pin" look=Look::Quiet size=Size::Small on_click=move |()| pin()/>
                    <Show when=move || !narrow.get()>
                        <IconButton icon=icon label=label on_click=move |()| open.update(|open| *open = !*open)/>
                    </Show>
                </div>
            </div>
            // Both panels are always there for their tabs to point at; what is in them only while it is seen.
            <div class="drawer__body" id="compare" role="tabpanel" aria-labelledby="tab-compare" tabindex="0" hidden=move || !sees(0)>
                <Show when=move || sees(0)><Compare bench/></Show>
            </div>
            <div class="drawer__body" id="kernels" role="tabpanel" aria-labelledby="tab-kernels" tabindex="0" hidden=move || !sees(1)>
                <Show when=move || sees(1)><Inside bench/></Show>
            </div>
        </section>
    }
    .into_any()
}

/// A pinned run in the bar: what differs, and the way to let it go.
#[component]
fn Chip(bench: Bench, pin: Arc<Pin>) -> impl IntoView {
    let letter = pin.letter;
    let words = lang();
    let name = move || bench.difference(&pin).get(words.get()).to_owned();
    view! {
        <span class="pinrun hide-s">
            <b>{letter.to_string()}</b>
            <span class="pinrun__name num">{name}</span>
            <Unpin bench letter/>
        </span>
    }
}

#[component]
fn Unpin(bench: Bench, letter: char) -> impl IntoView {
    let name = Signal::derive(tf(move |lang| match lang {
        Lang::Zh => format!("取消固定 {letter}"),
        Lang::En => format!("Unpin {letter}"),
    }));
    view! {
        <button type="button" class="iconbtn" aria-label=name title=name on:click=move |_| bench.unpin(letter)>
            <ui::Icon name="close" size=12/>
        </button>
    }
}

/// The pinned runs and the present one, in numbers.
#[component]
fn Compare(bench: Bench) -> impl IntoView {
    let words = lang();
    let metrics = move || bench.lab.metrics.iter().take(METRICS);
    let heads =
        move || metrics().map(|(_, meaning)| view! { <th scope="col" class="num">{say(*meaning)}</th> }).collect_view();
    let now =
        move || metrics().map(|(key, _)| view! { <td class="num">{move || short(bench.metric(key))}</td> }).collect_view();
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
