//! Two stages of one lab, side by side: the same seed, the same steps, what differs is named. The second has a worker of its own,
//! and what the run bar says is said to both.

use super::desk::{Desk, SPEEDS};
use super::drop;
use super::wire::Wire;
use crate::files;
use labkit::message::{Export, FromWorker, ToWorker};
use labkit::{Params, Sentence, Text, url};
use labs::stage::Bench;
use leptos::prelude::*;
use std::time::Duration;
use ui::lang::{lang, t};
use ui::{Button, Look, Segmented, Size, use_toasts};
use wasm_bindgen_futures::spawn_local;

/// How long both rest before one is brought to the other's step, in ms.
const REST_MS: u64 = 120;

/// What a page with two stages knows of the second.
#[derive(Clone, Copy)]
pub(super) struct Second {
    /// The parameters with which it was opened; `None` where there is one stage.
    pub(super) opened: RwSignal<Option<Params>>,
    /// Its bench, once it stands.
    pub(super) bench: RwSignal<Option<Bench>>,
    /// Whether the controls set it.
    pub(super) set: RwSignal<bool>,
}

impl Second {
    /// As the address has it.
    pub(super) fn of_address(table: &'static [labkit::Param]) -> Self {
        let params = ui::web::query("beside").map(|query| url::read(table, &query).0);
        Self { opened: RwSignal::new(params), bench: RwSignal::new(None), set: RwSignal::new(false) }
    }

    /// Its part of the address.
    pub(super) fn query(&self, first: Bench) -> String {
        let query = |params: &Params| {
            let query = url::query("", first.lab.table, params, url::SEED);
            let pairs = query.split('&').filter(|pair| !pair.starts_with("lab="));
            pairs.collect::<Vec<_>>().join("&")
        };
        let Some(opened) = self.opened.get() else { return String::new() };
        let now = self.bench.get().map_or(opened, |bench| bench.params.get());
        format!("&beside={}", url::escape(&query(&now)))
    }
}

impl Desk {
    /// Opens a second stage as the first is now, or closes it.
    pub(super) fn toggle_second(&self) {
        let now = self.bench.params.get_untracked();
        self.second.opened.update(|opened| *opened = opened.is_none().then_some(now));
    }

    /// The bench that the controls set.
    pub(super) fn set_bench(&self) -> Bench {
        self.second.bench.get().filter(|_| self.second.set.get()).unwrap_or(self.bench)
    }
}

/// Opens and closes the second stage.
#[component]
pub(super) fn Switch(desk: Desk) -> impl IntoView {
    let on = Signal::derive(move || desk.second.opened.with(Option::is_some));
    let label = Text::new("两个舞台", "Two stages");
    view! { <Button label icon="panel-right" look=Look::Quiet size=Size::Small pressed=on on_click=move |()| desk.toggle_second()/> }
}

/// Which stage the controls set.
#[component]
pub(super) fn Side(desk: Desk) -> impl IntoView {
    let second = desk.second;
    let options = vec![Text::new("舞台 A", "Stage A"), Text::new("舞台 B", "Stage B")];
    let value = Signal::derive(move || usize::from(second.set.get()));
    view! {
        <Show when=move || second.bench.with(Option::is_some)>
            <Segmented label=Text::new("参数属于", "The controls set") options=options.clone() value fill=true on_change=move |at| second.set.set(at == 1)/>
        </Show>
    }
}

/// The second stage.
#[component]
pub(super) fn Stage(desk: Desk) -> impl IntoView {
    let (second, toasts) = (desk.second, use_toasts());
    let first = desk.bench;
    let lab = first.lab;
    let params = second.opened.get_untracked().unwrap_or_else(|| first.params.get_untracked());
    let offered = RwSignal::new(Vec::new());
    let seed = first.seed.get_untracked();
    let wire =
        Wire::start(lab, params.clone(), seed, move |file, send| drop::take(file, send, offered, toasts), toasts);
    let (bench, link) = (wire.bench, wire.link);
    bench.second.set_value(true);
    wire.on_heard(move |message| {
        // A network leaves from the stage that it learnt on.
        if let Some(FromWorker::Exported(Export::Network, bytes)) = bench.hear(message) {
            desk.hand_over(bytes);
        }
    });
    let speed = SPEEDS.get(desk.speed.get_untracked()).copied().unwrap_or(0);
    link.send(ToWorker::Speed(speed));
    link.send(ToWorker::Stop(first.stop.get_untracked()));
    link.send(ToWorker::Open { lab: lab.id.to_owned(), params, seed, prefer: desk.prefer.get_untracked() });
    let marks = desk.open_files.get_untracked();
    spawn_local(async move {
        for mark in marks {
            if let Some(bytes) = files::find(&mark).await {
                link.send(ToWorker::File { name: files::name(&mark).to_owned(), bytes, presets: false });
            }
        }
    });
    first.lead(Some(bench));
    second.bench.set(Some(bench));
    on_cleanup(move || {
        first.lead(None);
        let _gone = second.bench.try_set(None);
        let _gone = second.set.try_set(false);
    });
    keep_step(first, bench);
    let words = lang();
    let differs = move || {
        let change = first.params.with(|a| bench.params.with(|b| a.change(&b.shown_as(a, lab.table), lab.table)));
        let same = Sentence::new("设置相同；用“舞台 B”改它的参数", "the same settings; change them under “Stage B”");
        let change = if change == Sentence::default() { same } else { change };
        change.get(words.get()).to_owned()
    };
    let step = move || match first.step.get() == bench.step.get() {
        true => String::new(),
        false => ui::number::format_count(bench.step.get()),
    };
    let trouble = move || {
        let said =
            bench.trouble.get().map(|error| error.text).or_else(|| bench.halted.get()).or_else(|| bench.stopped.get());
        said.map(|said| said.get(words.get()).to_owned())
    };
    view! {
        <section class="stage stage--beside" aria-label=t("舞台 B", "Stage B")>
            <div class="beside">
                <p><b>"B"</b>" "<span class="num">{differs}</span>" "<span class="num quiet">{step}</span></p>
                <Button label=Text::new("关掉舞台 B", "Close stage B") icon="close" look=Look::Quiet size=Size::Small on_click=move |()| desk.toggle_second()/>
            </div>
            <p class="happened" role="status">{trouble}</p>
            {(lab.view)(bench)}
        </section>
    }
    .into_any()
}

/// At rest both stand at one step: the second is brought to the first's.
fn keep_step(first: Bench, second: Bench) {
    let timer = ui::web::use_timer();
    Effect::new(move |_| {
        let (a, b) = (first.step.get(), second.step.get());
        let rests = !first.playing.get() && !second.playing.get();
        let broken = first.halted.with(Option::is_some) || second.halted.with(Option::is_some);
        if !rests || broken || a == b || first.staged.with(Option::is_some) {
            return;
        }
        timer.set(Duration::from_millis(REST_MS), move || {
            if b < a && second.end.get_untracked() < a {
                second.send(ToWorker::Step(u32::try_from(a - b).unwrap_or(u32::MAX)));
            } else {
                second.send(ToWorker::Seek(a));
            }
        });
    });
}
