//! The run bar of a lab.

use super::desk::{Desk, SPEEDS, first_speed};
use labkit::message::{Prefer, ToWorker};
use labkit::stop::Stop;
use labkit::{Content, LabError, Sentence, Text};
use labs::stage::{Bench, Change};
use leptos::prelude::*;
use ui::lang::say;
use ui::run::{BackendBadge, RunEvent, RunMark, SPEEDS as SPEED_NAMES, Seed};
use ui::{Backend, Field, Icon, Popover, RunBar, Select, Tone};

/// Points of the curve in the strip.
const POINTS: usize = 200;

#[component]
pub(super) fn Run(desk: Desk) -> impl IntoView {
    let bench = desk.bench;
    let backend = backend(desk);
    let history = history(bench);
    let table = bench.lab.table;
    let events = Signal::derive(move || {
        let event = |change: &Change| {
            let text = change.before.change(&change.after, table);
            RunEvent { step: change.step, mark: RunMark::Change, text }
        };
        bench.changes.with(|changes| changes.iter().map(event).collect::<Vec<_>>())
    });
    let happened = Signal::derive(move || {
        if let Some(error) = bench.trouble.get() {
            return error.text;
        }
        if let Some(halted) = bench.halted.get() {
            return halted;
        }
        if let Some(staged) = bench.staged.get() {
            return staged.happened;
        }
        bench.stopped.get().unwrap_or_default()
    });
    let names = move || bench.params.with(bench.lab.stages);
    let stages = Memo::new(move |_| names().iter().map(|name| (*name).into()).collect::<Vec<Sentence>>());
    let on_stage = Callback::new(move |()| {
        if stages.with_untracked(Vec::is_empty) {
            return;
        }
        bench.playing.set(false);
        bench.send(ToWorker::Stage);
    });
    let stage = Signal::derive(move || bench.staged.with(|staged| staged.as_ref().map(|staged| staged.index as usize)));
    // Half-way: numbers that left all bounds had begun to grow long before.
    let way_back = Signal::derive(move || {
        let broken = bench.halted.with(Option::is_some) && bench.step.get() > 1;
        broken.then(|| bench.step.get() / 2)
    });
    view! {
        <RunBar
            playing=bench.playing
            on_play=move |on| bench.play(on)
            on_step=move || {
                bench.playing.set(false);
                bench.send(ToWorker::Step(1));
            }
            on_reset=move || bench.restart(bench.seed.get_untracked())
            step=bench.step
            ran=bench.end
            rate=bench.rate
            speed=desk.speed
            on_speed=move |index| set_speed(desk, index)
            history=history
            events=events
            on_scrub=move |step| bench.seek(step)
            seed=bench.seed
            on_seed=move |seed| bench.restart(seed)
            backend=backend
            on_backend=move |wish| prefer(desk, wish)
            stages=stages
            stage=stage
            on_stage=Some(on_stage)
            extra=move || view! { <Stopping bench/> }
            happened=happened
            way_back=way_back
        />
    }
}

/// The curve of the whole run: where the reader looks back, it stays as it was at its end.
fn history(bench: Bench) -> Signal<Vec<f32>> {
    let losses = bench.panel("losses");
    let whole = Memo::new(move |before: Option<&Vec<f32>>| {
        let panel = losses.get();
        let back = bench.step.get() < bench.end.get();
        match (panel.as_deref(), before) {
            (_, Some(before)) if back => before.clone(),
            (Some(Content::Lines(series)), _) => series.first().map(|series| strip(&series.y.0)).unwrap_or_default(),
            _ => Vec::new(),
        }
    });
    whole.into()
}

/// The curve on a logarithmic scale, at most so many points.
fn strip(losses: &[f32]) -> Vec<f32> {
    let every = losses.len().div_ceil(POINTS).max(1);
    let least = f32::MIN_POSITIVE;
    losses.iter().step_by(every).map(|loss| loss.max(least).ln()).collect()
}

/// What the run bar has no room for on a narrow screen, at the top of the controls.
#[component]
pub(super) fn Extra(desk: Desk) -> impl IntoView {
    let bench = desk.bench;
    let narrow = ui::use_media("(max-width: 719px)");
    let rows = move || {
        view! {
            <div class="ctls__run">
                <Select label=Text::new("速度", "Speed") options=SPEED_NAMES.to_vec() value=desk.speed default=first_speed(bench.lab)
                    on_change=move |index| set_speed(desk, index)/>
                <div class="ctls__runend">
                    <Seed seed=bench.seed on_seed=move |seed| bench.restart(seed)/>
                    <Stopping bench/>
                    <BackendBadge backend=backend(desk) on_wish=move |wish| prefer(desk, wish)/>
                </div>
            </div>
        }
    };
    view! { <Show when=move || narrow.get()>{rows()}</Show> }
}

/// When the run stops by itself.
#[component]
fn Stopping(bench: Bench) -> impl IntoView {
    let metrics = bench.lab.metrics;
    let text = Signal::derive(move || bench.stop.with(Stop::to_string));
    let commit = move |text: String| match Stop::read(&text, metrics) {
        Ok(stop) => {
            bench.stop_when(stop);
            Ok(())
        }
        Err(error) => {
            let Sentence { zh, en } = error.sentence();
            Err(LabError::general(zh, en))
        }
    };
    let face = move || {
        let set = move || (!bench.stop.with(Stop::is_none)).then(|| view! { <span class="num">{text.get()}</span> });
        view! { <Icon name="flag"/>{set} }
    };
    let names = move || {
        metrics.iter().map(|(key, meaning)| view! { <li><code>{*key}</code>" "{say(*meaning)}</li> }).collect_view()
    };
    view! {
        <Popover label=Text::new("停止条件", "Stop when") class="iconbtn iconbtn--s iconbtn--wide" face=face.into()>
            <Field label=Text::new("停在", "Stop at") value=text on_commit=commit default=""
                help=Text::new("步数，如 1000；或指标过界，如 loss<0.001；两者之间用 ;", "a step: 1000; or a bound: loss<0.001; both with ; between")/>
            <ul class="popover__list">{names}</ul>
        </Popover>
    }
}

fn backend(desk: Desk) -> Signal<Backend> {
    Signal::derive(move || {
        let report = desk.backend.get();
        let wish = WISHES.iter().position(|wish| *wish == desk.prefer.get()).unwrap_or(0);
        Backend { gpu: report.gpu, why: report.reason, wish, tone: Tone::default() }
    })
}

/// In the order of the badge's choice.
const WISHES: [Prefer; 3] = [Prefer::Auto, Prefer::Gpu, Prefer::Cpu];

fn prefer(desk: Desk, wish: usize) {
    let prefer = WISHES.get(wish).copied().unwrap_or_default();
    desk.prefer.set(prefer);
    desk.bench.send(ToWorker::Prefer(prefer));
}

fn set_speed(desk: Desk, index: usize) {
    desk.speed.set(index);
    desk.bench.send(ToWorker::Speed(SPEEDS.get(index).copied().unwrap_or(0)));
}
