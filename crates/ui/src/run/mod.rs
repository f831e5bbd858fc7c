//! The run bar: the same under every stage.

mod backend;
mod keys;
mod seed;
mod stages;
mod strip;
mod transport;

pub use backend::{Backend, BackendBadge};
pub use seed::Seed;
pub use strip::{RunEvent, RunMark};

use crate::control::BareSelect;
use crate::lang::{lang, t, tf};
use crate::number::{format_count, format_number};
use labkit::text::{Lang, Sentence, Text};
use leptos::prelude::*;
use stages::Stages;
use strip::Strip;
use transport::Transport;

/// Speeds offered where a lab does not say otherwise: steps a second, and as fast as it goes.
pub const SPEEDS: [Text; 4] = [Text::same("1×"), Text::same("10×"), Text::same("100×"), Text::new("最快", "max")];

/// Reset, play, step, speed; the history as the run's own curve; count, stages, seed, backend, what just happened.
///
/// Space plays and pauses, → takes one step, ← goes one back and . does a stage, wherever the focus is not in something that uses these keys itself.
#[component]
pub fn RunBar(
    /// Whether it runs.
    #[prop(into)]
    playing: Signal<bool>,
    /// Asks to run or to pause.
    #[prop(into)]
    on_play: Callback<bool>,
    /// Asks for one step.
    #[prop(into)]
    on_step: Callback<()>,
    /// Asks to start again from step 0.
    #[prop(into)]
    on_reset: Callback<()>,
    /// The step on view.
    #[prop(into)]
    step: Signal<u64>,
    /// The farthest step of the run; later than `step` where the reader looks back.
    #[prop(into)]
    ran: Signal<u64>,
    /// Steps a second, measured; 0 while it does not run.
    #[prop(optional, into)]
    rate: Signal<f64>,
    /// Steps after which the run ends by itself; 0 where it does not.
    #[prop(optional, into)]
    limit: Signal<u64>,
    /// Why play and step are off; `None` while they are on.
    #[prop(optional, into)]
    blocked: Signal<Option<Sentence>>,
    /// Speeds on offer.
    #[prop(default = SPEEDS.to_vec())]
    speeds: Vec<Text>,
    /// Index of the speed.
    #[prop(into)]
    speed: Signal<usize>,
    /// Called with the new speed.
    #[prop(into)]
    on_speed: Callback<usize>,
    /// The run's own curve since step 0, evenly spaced in steps.
    #[prop(optional, into)]
    history: Signal<Vec<f32>>,
    /// What happened on the way.
    #[prop(optional, into)]
    events: Signal<Vec<RunEvent>>,
    /// Asks for another step of the run to be shown; without it the strip only shows.
    #[prop(optional, into)]
    on_scrub: Option<Callback<u64>>,
    /// Seed.
    #[prop(into)]
    seed: Signal<u64>,
    /// Called with a new seed.
    #[prop(into)]
    on_seed: Callback<u64>,
    /// What computes, and why.
    #[prop(into)]
    backend: Signal<Backend>,
    /// Called with another wish for what computes.
    #[prop(into)]
    on_backend: Callback<usize>,
    /// Names of the stages of one step; none where a step has no stages.
    #[prop(optional, into)]
    stages: Signal<Vec<Sentence>>,
    /// Index of the stage done last.
    #[prop(optional, into)]
    stage: Signal<Option<usize>>,
    /// Asks for one stage.
    #[prop(optional_no_strip)]
    on_stage: Option<Callback<()>>,
    /// What the lab has beside seed and backend.
    #[prop(optional, into)]
    extra: Option<ViewFn>,
    /// One sentence on what just happened; changed at a pace at which it can be read.
    #[prop(optional, into)]
    happened: Signal<Sentence>,
    /// The step to go back to where the run cannot go on.
    #[prop(optional, into)]
    way_back: Signal<Option<u64>>,
) -> impl IntoView {
    let lang = lang();
    let back = move || {
        if let (Some(on_scrub), step @ 1..) = (on_scrub, step.get_untracked()) {
            on_scrub.run(step - 1);
        }
    };
    keys::listen(playing, on_play, on_step, back.into(), on_stage);
    let end = Signal::derive(move || limit.get().max(ran.get()).max(1));
    let staged = Signal::derive(move || stages.with(|stages| !stages.is_empty()));
    let looking_back = Memo::new(move |_| step.get() < ran.get());
    let state = tf(move |lang| {
        if let Some(why) = blocked.get() {
            return why.get(lang).to_owned();
        }
        match (playing.get(), lang) {
            (true, Lang::Zh) => format!("每秒 {} 步", pace(rate.get())),
            (true, Lang::En) => format!("{} steps/s", pace(rate.get())),
            (false, Lang::Zh) if looking_back.get() => format!("回看中，共 {} 步", format_count(ran.get())),
            (false, Lang::En) if looking_back.get() => format!("looking back, of {}", format_count(ran.get())),
            (false, Lang::Zh) => "已暂停".to_owned(),
            (false, Lang::En) => "paused".to_owned(),
        }
    });
    view! {
        <section class="runbar" aria-label=t("运行", "Run")>
            <div class="runbar__row runbar__main">
                <Transport playing on_play on_step on_reset on_stage staged blocked=Signal::derive(move || blocked.get().is_some())/>
                <span class="hide-s">
                    <BareSelect label=Text::new("速度", "Speed") options=speeds value=speed on_change=on_speed/>
                </span>
                <Strip history events step ran end on_scrub/>
                <div class="runbar__count">
                    <b class="num">
                        <span class="sr">{t("步数 ", "step ")}</span>
                        {move || format_count(step.get())}
                        {move || (limit.get() > 0).then(|| view! { <span class="quiet runbar__limit">" / "{format_count(limit.get())}</span> })}
                    </b>
                    <small>{state}</small>
                </div>
            </div>
            <div class="runbar__stages"><Stages stages stage/></div>
            <div class="runbar__end hide-s">
                {extra.map(|extra| extra.run())}
                <Seed seed on_seed/>
                <BackendBadge backend on_wish=on_backend/>
            </div>
            <p class="happened" aria-live="polite">
                {move || happened.with(|words| words.get(lang.get()).to_owned())}
                {move || way_back.get().zip(on_scrub).map(|(step, on_scrub)| {
                    let words = tf(move |lang| match lang {
                        Lang::Zh => format!("退回第 {step} 步"),
                        Lang::En => format!("Go back to step {step}"),
                    });
                    view! { " "<button class="btn btn--s" type="button" on:click=move |_| on_scrub.run(step)>{words}</button> }
                })}
            </p>
        </section>
    }
}

// Two digits are enough for something that trembles.
fn pace(rate: f64) -> String {
    if rate >= 100.0 {
        format_count((rate / 10.0).round() as u64 * 10)
    } else {
        format_number((rate * 10.0).round() / 10.0, 0)
    }
}
