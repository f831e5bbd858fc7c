//! The field that is learnt beside the hidden one, the gradient by samples beside the exact one, and what both fields look like.

use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, doubles, pictures};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::scatter::{Scatter, Tint};
use plot::{Axis, Palette};
use ui::lang::{t, tf};

const KLS: Curves = Curves {
    panel: "s_kls",
    title: Text::new("离隐藏的场多远", "How far from the hidden field"),
    quiet: Text::new("KL 散度，走遍所有状态算出；对数轴", "KL divergence, over all states; log axis"),
    x: Text::new("步", "step"),
    names: &[("kl", Text::same("KL"))],
    focus: "kl",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};
const COSINES: Curves = Curves {
    panel: "s_cosines",
    title: Text::new("采样梯度与精确梯度", "The sampled gradient and the exact one"),
    quiet: Text::new(
        "夹角的余弦；快到最优时梯度近于零，剩下的是采样的噪声",
        "cosine of their angle; near the optimum the gradient is next to zero, and the rest is noise",
    ),
    names: &[("cosine", Text::new("余弦", "cosine"))],
    focus: "cosine",
    log: (false, false),
    ..KLS
};
const ERRORS: Curves = Curves {
    panel: "s_errors",
    title: Text::new("耦合的误差", "Error of the couplings"),
    quiet: Text::new("均方根", "root mean square"),
    names: &[("error", Text::new("误差", "error"))],
    focus: "error",
    log: (false, false),
    ..KLS
};
const READS: Group = &[
    ("coupling_error", Text::new("耦合的误差", "error of couplings"), Form::Number),
    ("kl", Text::new("KL，精确", "KL, exact"), Form::Number),
    ("cosine", Text::new("两个梯度的余弦", "cosine of gradients"), Form::Number),
    ("cosine_first", Text::new("头十步最小", "least of ten steps"), Form::Number),
    ("states", Text::new("状态数", "states"), Form::Number),
];

/// Which points of a panel are drawn, and how its axes are called.
#[component]
fn Against(bench: Bench, panel: &'static str, label: Text, x: Text, y: Text) -> impl IntoView {
    let panel = bench.panel(panel);
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let held = panel.get();
        let Some(Content::Points(all)) = held.as_deref() else { return };
        let (mut across, mut up, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
        for one in all.iter().filter(|one| one.x.0.len() == one.y.0.len()) {
            across.extend(doubles(&one.x.0));
            up.extend(doubles(&one.y.0));
            kinds.extend(vec![one.identity; one.x.0.len()]);
        }
        if across.is_empty() {
            return;
        }
        let axes = [x, y].map(|title| Axis::default().titled(title.get(lang)));
        done(&Scatter {
            shade: Tint::Identity(&kinds),
            radius: 3.0,
            diagonal: true,
            x_axis: axes[0],
            y_axis: axes[1],
            ..Scatter::new(&across, &up)
        });
    };
    view! { <Sketch label=tf(move |lang| label.get(lang)) show/> }
}

fn named(key: &str, lang: Lang) -> String {
    match key {
        "true" => Text::new("隐藏的", "hidden").get(lang),
        "learnt" => Text::new("学到的", "learnt").get(lang),
        other => other,
    }
    .to_owned()
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    view! {
        <Plate bench name="fields" tag="a" title=Text::new("隐藏的场与学到的场", "The hidden field and the learnt one") quiet=t("● 耦合，▲ 偏置；虚线上两者一样", "● couplings, ▲ biases; on the dashed line they agree")>
            <Against bench panel="s_fields" label=Text::new("学到的参数对真实的参数", "Learnt numbers over the true ones") x=Text::new("隐藏的", "hidden") y=Text::new("学到的", "learnt")/>
            <Pictured panel=bench.panel("s_matrices") ink=Ink::Of(Palette::sign) label=t("耦合的矩阵，对角线上是偏置", "Couplings as a matrix, biases on its diagonal") named columns=2 most=200.0/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let small = Memo::new(move |_| bench.metric("states") < 5000.0);
    // Strips are as many rows as states, others stand side by side.
    let flat = Memo::new(move |_| pictures(bench.panel("s_data")).is_some_and(|all| all.height == 1));
    let wall = move |panel: &'static str, label: Text| {
        let columns = if flat.get() { 2 } else { 8 };
        view! { <Pictured panel=bench.panel(panel) ink=Ink::Grey label=tf(move |lang| label.get(lang)) columns most=170.0/> }
    };
    view! {
        {move || small.get().then(|| view! {
            <Plate bench name="gradients" tag="b" title=Text::new("梯度，逐项", "The gradient, number by number") quiet=t("● 耦合，▲ 偏置；虚线上两者一样", "● couplings, ▲ biases; on the dashed line they agree")>
                <Against bench panel="s_gradients" label=Text::new("采样的梯度对精确的梯度", "Sampled gradient over the exact one") x=Text::new("精确", "exact") y=Text::new("采样", "sampled")/>
            </Plate>
            <Chart bench tag="c" curves=COSINES/>
            <Chart bench tag="d" curves=KLS/>
        })}
        <Chart bench tag="e" curves=ERRORS/>
        <Plate bench name="states" tag="f" title=Text::new("正例与负例", "Positives and negatives") quiet=t("上面是数据，下面是模型此刻的样本；着墨的为 +1", "above data, below samples of the model as it stands; ink is +1")>
            {move || wall("s_data", Text::new("数据", "Data"))}
            {move || wall("s_chains", Text::new("模型的样本", "Samples of the model"))}
        </Plate>
    }
}
