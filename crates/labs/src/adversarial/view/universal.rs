//! One noise: on a digit, on many, on the reader's own, and on another network.

use super::{LOSSES, SHARES, practising, signed};
use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads, Touch};
use labkit::message::{Drawing, ToWorker};
use labkit::{Lang, Text, Value};
use leptos::prelude::*;
use plot::wall::Pixel;
use ui::Pad;
use ui::lang::{t, tf};

const FOOLED: Curves = Curves {
    panel: "uni_steps",
    title: Text::new("答案变了的比例", "Answers that became others"),
    quiet: Text::new("256 个没练过的数字，同一个噪声", "256 unseen digits, one noise"),
    x: Text::new("噪声的步", "steps of the noise"),
    names: &[
        ("own", Text::new("为它而做", "made for it")),
        ("other", Text::new("另一个", "another")),
        ("random", Text::new("随机", "random")),
    ],
    focus: "own",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};
const TAKEN: Curves = Curves {
    panel: "uni_taken",
    title: Text::new("都被认成了谁", "What they are taken for"),
    quiet: Text::new("256 个里的张数", "of 256"),
    x: Text::new("数字", "digit"),
    names: &[("before", Text::new("原样", "as they are")), ("after", Text::new("加噪声", "with noise"))],
    focus: "after",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const LEARNT: Curves = Curves {
    names: &[
        ("linear", Text::new("线性", "linear")),
        ("mlp", Text::new("全连接", "dense")),
        ("cnn", Text::new("卷积", "conv")),
    ],
    focus: "",
    ..LOSSES
};

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("uni_fooled", Text::new("答案变了", "answers changed"), Form::Percent),
        ("uni_random", Text::new("随机噪声", "random noise"), Form::Percent),
        ("uni_other", Text::new("另一个网络", "another network"), Form::Percent),
        ("uni_other_random", Text::new("另一个网络，随机噪声", "another, random noise"), Form::Percent),
        ("uni_commonest", Text::new("最多的一个数字占", "commonest answer"), Form::Percent),
        ("uni_linf", Text::same("L∞"), Form::Number),
    ];
    let [before, noise, after] = ["uni_before", "uni_noise", "uni_after"].map(|id| bench.panel(id));
    let quiet = practising(
        bench,
        Text::new("所有数字加的都是中间这一张", "the same picture in the middle is added to every digit"),
    );
    let said = tf(move |lang| {
        let [first, last] = ["uni_before", "uni_after"].map(|name| bench.metric(name));
        if !first.is_finite() {
            return String::new();
        }
        match (lang, (first - last).abs() > 0.5) {
            (Lang::Zh, true) => format!("{first:.0} 被认成了 {last:.0}"),
            (Lang::Zh, false) => format!("还是认成 {last:.0}"),
            (Lang::En, true) => format!("A {first:.0} is taken for a {last:.0}"),
            (Lang::En, false) => format!("Still taken for a {last:.0}"),
        }
    });
    view! {
        <Plate bench name="universal" tag="a" title=Text::new("一个噪声，所有图", "One noise, every picture") quiet>
            <div class="adv-sum">
                <Pictured panel=before ink=Ink::Grey label=t("原图", "The picture")/>
                <span class="adv-sum__sign" aria-hidden="true">"+"</span>
                <Pictured panel=noise ink=Ink::Of(signed) label=t("通用噪声，放大以后", "The one noise, enlarged")/>
                <span class="adv-sum__sign" aria-hidden="true">"="</span>
                <Pictured panel=after ink=Ink::Grey label=t("加了噪声的图", "The picture with the noise")/>
            </div>
            <p class="adv-said" role="status">{said}</p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let chosen = Signal::derive(move || {
        let image = bench.params.with(|params| params.number(bench.lab.table, "digit")).round() as usize;
        Some(Pixel { image, row: 0, column: 0 })
    });
    let pick = bench.own(|| Callback::new(move |pixel: Pixel| bench.set("digit", Value::Number(pixel.image as f64))));
    let touch = Touch { chosen, pick, whole: true };
    let draw = move |drawing: Option<ui::Drawing>| {
        let drawing = drawing.map(|drawing| Drawing { side: drawing.side as u32, values: drawing.values.into() });
        bench.send(ToWorker::Drawn(drawing));
    };
    view! {
        <Chart bench tag="b" curves=FOOLED/>
        <Plate bench name="wall" tag="c" title=Text::new("没练过的数字", "Unseen digits")
            quiet=t("原样认成→加噪声认成；按一张来看", "taken for as it is→with the noise; press one to see it")>
            <Pictured panel=bench.panel("uni_wall") ink=Ink::Grey columns=8 label=t("加了同一个噪声的数字", "Digits with the one noise") touch/>
        </Plate>
        <Plate bench name="yours" tag="d" title=Text::new("你的数字", "Your digit")
            quiet=t("写一个：图 a 里就是它，加上同一个噪声", "write one: figure a shows it, with the same noise")>
            <Pad label=Text::new("手写板", "Drawing pad") on_change=draw/>
        </Plate>
        <Chart bench tag="e" curves=TAKEN/>
        <Chart bench tag="f" curves=LEARNT/>
    }
}
