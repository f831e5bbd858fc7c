//! The stage of the lab: which exhibit, and its figures.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod belt;
mod ground;
mod points;

use super::params::{TABLE, TASKS};
use crate::stage::{Bench, Chart, Curves, Exhibits, Form, Group, Reads};
use labkit::Text;
use leptos::prelude::*;
use ui::lang::t;

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task")));
    let line = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "data") == "creatures"));
    let lead = move || match task.get() {
        "noise" => view! { <Noise bench/> }.into_any(),
        "speed" => view! { <Speed bench/> }.into_any(),
        "trap" => view! { <points::Trap bench/> }.into_any(),
        "sizes" => view! { <Sizes bench/> }.into_any(),
        _ if line.get() => view! { <ground::Ground bench/> }.into_any(),
        _ => view! { <Losses bench tag="a"/> }.into_any(),
    };
    let more = move || match task.get() {
        "noise" => view! { <points::Cloud bench/> }.into_any(),
        "speed" => view! { <Chart bench tag="b" curves=UPDATE/> }.into_any(),
        "trap" => view! { <Chart bench tag="b" curves=SHARES/> }.into_any(),
        "sizes" => view! { <Chart bench tag="b" curves=SIZE_LOSSES/> }.into_any(),
        _ if line.get() => view! { <Losses bench tag="b"/><belt::Belt bench/> }.into_any(),
        _ => view! { <Chart bench tag="b" curves=RIGHTS/><belt::Belt bench/> }.into_any(),
    };
    view! {
        <Exhibits bench tasks=TASKS/>
        <div class="stage__lead">{lead}</div>
        <div class="stage__more" id=bench.id("plots")>{more}</div>
    }
    .into_any()
}

const EPOCHS: Text = Text::new("轮", "epochs");
const SIZE: Text = Text::new("批大小 B", "batch size B");
const IN_BATCHES: Text = Text::new("分批", "in batches");
const FULL: Text = Text::new("整批", "full batch");

const LOSSES: Curves = Curves {
    panel: "losses",
    title: Text::new("损失", "Loss"),
    quiet: Text::new("对数轴；横轴是看过的样本，以轮计", "log axis; over examples read, in epochs"),
    x: EPOCHS,
    names: &[("batch", Text::new("每一批", "each batch")), ("full", FULL), ("sgd", IN_BATCHES)],
    focus: "sgd",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};
const RIGHTS: Curves = Curves {
    panel: "rights",
    title: Text::new("没见过的样本，答对", "Right on unseen"),
    quiet: Text::new("每轮末考一次", "at the end of each epoch"),
    x: EPOCHS,
    names: &[("full", FULL), ("sgd", IN_BATCHES)],
    focus: "sgd",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const NOISE: Curves = Curves {
    panel: "noise",
    title: Text::new("批梯度离整批梯度多远", "How far batch gradients are off"),
    quiet: Text::new("均方根，双对数轴", "root mean square, both axes log"),
    x: SIZE,
    names: &[("expected", Text::new("应有的", "expected")), ("measured", Text::new("量到的", "measured"))],
    focus: "measured",
    log: (true, true),
    range: None,
    mark: "",
    beside: &[],
};
const EPOCH: Curves = Curves {
    panel: "epoch",
    title: Text::new("看完五万个样本的秒数", "Seconds for 50,000 examples"),
    quiet: Text::new("双对数轴；竖线是拐点", "both axes log; the line is the knee"),
    x: SIZE,
    names: &[("cpu", Text::same("CPU")), ("gpu", Text::same("GPU"))],
    focus: "cpu",
    log: (true, true),
    range: None,
    mark: "knee",
    // The lecture's two points, on a graphics card of 2014.
    beside: &[(Text::same("GTX 980"), &[1.0, 10.0], &[166.0, 17.0])],
};
const UPDATE: Curves = Curves {
    panel: "update",
    title: Text::new("更新一次的毫秒数", "Milliseconds of one update"),
    quiet: Text::new("双对数轴；竖线是拐点", "both axes log; the line is the knee"),
    beside: &[],
    ..EPOCH
};
const SHARES: Curves = Curves {
    panel: "shares",
    title: Text::new("逃出去的比例", "Share that is out"),
    quiet: Text::new("每群一百个", "of a hundred each"),
    x: Text::new("步", "step"),
    names: &[("full", FULL), ("batch", IN_BATCHES)],
    focus: "batch",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const SIZES: Curves = Curves {
    panel: "sizes",
    title: Text::new("答对的比例", "Share of right answers"),
    quiet: Text::new("走过的轮数都一样；横轴对数", "after equally many epochs; log axis across"),
    x: SIZE,
    names: &[("train", Text::new("训练集", "training set")), ("unseen", Text::new("没见过的", "unseen"))],
    focus: "unseen",
    log: (true, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const SIZE_LOSSES: Curves = Curves {
    panel: "size_losses",
    title: Text::new("训练集的损失", "Loss of the training set"),
    quiet: Text::new("曲线旁是 B；对数轴", "B stands at each curve; log axis"),
    x: EPOCHS,
    names: &[],
    focus: "",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};

#[component]
fn Losses(bench: Bench, tag: &'static str) -> impl IntoView {
    const READS: Group = &[
        ("train_loss", Text::new("分批，全体的损失", "in batches, loss of all"), Form::Number),
        ("train_loss_full", Text::new("整批", "full batch"), Form::Number),
        ("updates_per_epoch", Text::new("每轮更新", "updates an epoch"), Form::Count),
        ("examples", Text::new("看过的样本", "examples read"), Form::Count),
    ];
    view! { <Chart bench tag curves=LOSSES>{view! { <Reads bench reads=READS/> }.into_any()}</Chart> }
}

#[component]
fn Noise(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("slope", Text::new("斜率", "slope"), Form::Number),
        ("noise", Text::new("噪声 / |g|", "noise / |g|"), Form::Number),
        ("bias", Text::new("偏差，以标准误差计", "bias, in standard errors"), Form::Number),
        ("batches", Text::new("每种批数", "batches of each"), Form::Count),
    ];
    view! { <Chart bench tag="a" curves=NOISE>{view! { <Reads bench reads=READS/> }.into_any()}</Chart> }
}

#[component]
fn Speed(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("speedup_10", Text::new("B = 10 比 1 快", "B = 10 against 1"), Form::Times),
        ("knee", Text::new("拐点", "knee at"), Form::Number),
        ("flat_slope", Text::new("平段的斜率", "slope of the flat part"), Form::Number),
        ("stacked_difference", Text::new("叠起来算，差", "stacked, differs by"), Form::Number),
    ];
    view! {
        <Chart bench tag="a" curves=EPOCH>
            {view! {
                <Reads bench reads=READS/>
                <p class="quiet">{t("时间是这台机器此刻的，同一个种子也不会重现；每走一步量一种批大小，留下最短的。", "Times are of this machine at this moment and no seed repeats them; each step measures one batch size, and the shortest counts.")}</p>
            }.into_any()}
        </Chart>
    }
}

#[component]
fn Sizes(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("small_accuracy", Text::new("最小的批，没见过的", "smallest batch, unseen"), Form::Percent),
        ("full_accuracy", Text::new("整批，没见过的", "full batch, unseen"), Form::Percent),
        ("small_train_accuracy", Text::new("最小的批，训练集", "smallest batch, training"), Form::Percent),
        ("full_train_accuracy", Text::new("整批，训练集", "full batch, training"), Form::Percent),
    ];
    view! { <Chart bench tag="a" curves=SIZES>{view! { <Reads bench reads=READS/> }.into_any()}</Chart> }
}
