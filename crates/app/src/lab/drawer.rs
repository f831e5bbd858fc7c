//! The drawer under the stage: runs beside the one that runs, its inside, and what can be taken away.

use super::beside::Switch;
use super::compare::Unpin;
use super::desk::Desk;
use crate::parts;
use labkit::Text;
use labs::stage::{Bench, Pin};
use leptos::prelude::*;
use std::sync::Arc;
use ui::lang::{lang, t};
use ui::{Button, IconButton, Look, Size, TabItem, Tabs};

const PIN: Text = Text::new("固定本次", "Pin this run");

#[component]
pub(super) fn Drawer(desk: Desk) -> impl IntoView {
    let bench = desk.bench;
    let open = RwSignal::new(false);
    let narrow = ui::use_media("(max-width: 1119px)");
    let shown = Memo::new(move |_| narrow.get() || open.get());
    let tabs = vec![
        TabItem { panel: "compare", label: Text::new("对照", "Compare"), icon: "compare" },
        TabItem { panel: "insides", label: Text::new("内部", "Inside"), icon: "inside" },
        TabItem { panel: "takeaway", label: Text::new("带走", "Take away"), icon: "takeaway" },
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
                    <Switch desk/>
                    <Button label=PIN icon="pin" look=Look::Quiet size=Size::Small on_click=move |()| pin()/>
                    <Show when=move || !narrow.get()>
                        <IconButton icon=icon label=label on_click=move |()| open.update(|open| *open = !*open)/>
                    </Show>
                </div>
            </div>
            // The panels are always there for their tabs to point at; what is in them only while it is seen.
            <div class="drawer__body" id="compare" role="tabpanel" aria-labelledby="tab-compare" tabindex="0" hidden=move || !sees(0)>
                <Show when=move || sees(0)>{parts::compare::part(bench)}</Show>
            </div>
            <div class="drawer__body" id="insides" role="tabpanel" aria-labelledby="tab-insides" tabindex="0" hidden=move || !sees(1)>
                <Show when=move || sees(1)>{parts::inside::part(bench)}</Show>
            </div>
            <div class="drawer__body" id="takeaway" role="tabpanel" aria-labelledby="tab-takeaway" tabindex="0" hidden=move || !sees(2)>
                <Show when=move || sees(2)>{parts::takeaway::part(desk)}</Show>
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
