//! The stage of the lab: which exhibit, and its figures.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod arena;
mod challenge;
mod physical;
mod reprogram;
mod robustness;
mod sounds;
mod transfer;
mod universal;
mod words;

use super::params::{TABLE, TASKS};
use crate::stage::{Bench, Curves, Exhibits};
use labkit::{Lang, Text};
use leptos::prelude::*;
use plot::Palette;
use ui::lang::lang;

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task")));
    let lead = move || match task.get() {
        "robustness" => view! { <robustness::Lead bench/> }.into_any(),
        "transfer" => view! { <transfer::Lead bench/> }.into_any(),
        "universal" => view! { <universal::Lead bench/> }.into_any(),
        "physical" => view! { <physical::Lead bench/> }.into_any(),
        "reprogram" => view! { <reprogram::Lead bench/> }.into_any(),
        "words" => view! { <words::Lead bench/> }.into_any(),
        "sounds" => view! { <sounds::Lead bench/> }.into_any(),
        _ => view! { <arena::Lead bench/> }.into_any(),
    };
    let more = move || match task.get() {
        "robustness" => view! { <robustness::More bench/> }.into_any(),
        "transfer" => view! { <transfer::More bench/> }.into_any(),
        "universal" => view! { <universal::More bench/> }.into_any(),
        "physical" => view! { <physical::More bench/> }.into_any(),
        "reprogram" => view! { <reprogram::More bench/> }.into_any(),
        "words" => view! { <words::More bench/> }.into_any(),
        "sounds" => view! { <sounds::More bench/> }.into_any(),
        _ => view! { <arena::More bench/> }.into_any(),
    };
    view! {
        <Exhibits bench tasks=TASKS/>
        <div class="stage__lead stage__lead--tall">{lead}</div>
        <div class="stage__more" id=bench.id("plots")>{more}</div>
    }
    .into_any()
}

const STEP: Text = Text::new("攻击的步", "steps of the attack");
const SHARES: Option<(f64, f64)> = Some((0.0, 1.0));

const LOSSES: Curves = Curves {
    panel: "losses",
    title: Text::new("训练损失", "Training loss"),
    quiet: Text::new("对数轴", "log axis"),
    x: Text::new("步", "step"),
    names: &[("loss", Text::new("损失", "loss"))],
    focus: "loss",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};

/// While it trains: how much is left; else what was asked for.
fn practising(bench: Bench, else_: Text) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let words = lang();
    move || {
        let left = bench.metric("practice_left");
        match words.get() {
            Lang::Zh if left > 0.0 => format!("先训练分类器，还差 {left:.0} 批：按播放"),
            Lang::En if left > 0.0 => format!("first the classifier learns: {left:.0} batches to go; press play"),
            lang => else_.get(lang).to_owned(),
        }
    }
}

/// Noise: blue adds ink, orange takes it away; the same shade for the same number, whatever the picture.
fn signed(_: &[f32]) -> Palette {
    Palette::Sign { reach: 1.0 }
}

/// A picture's name, `key|words`, with what the key is called.
fn titled(keys: &[(&str, Text)], name: &str, lang: Lang) -> String {
    let (key, words) = name.split_once('|').unwrap_or((name, ""));
    let title = keys.iter().find(|(known, _)| *known == key).map_or(key, |(_, title)| title.get(lang));
    if words.is_empty() { title.to_owned() } else { format!("{title} · {words}") }
}
