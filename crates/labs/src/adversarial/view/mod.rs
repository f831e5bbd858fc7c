//! The stage of the lab: the digit, its noise and what becomes of it; and the same for many digits and radii.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

use super::params::TABLE;
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, Touch, pictures};
use labkit::{Lang, Text, Value};
use leptos::prelude::*;
use plot::wall::Pixel;
use plot::{Matrix, Palette};
use ui::lang::{lang, t, tf};

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    view! {
        <div class="stage__lead stage__lead--tall"><One bench/></div>
        <div class="stage__more" id=bench.id("plots")>
            <Chart bench tag="b" curves=PATH/>
            <Many bench/>
            <Chart bench tag="d" curves=RADII/>
            <Chart bench tag="e" curves=WALKS/>
            <Pairs bench/>
            <Equal bench/>
            <Chart bench tag="h" curves=STEPS/>
            <Chart bench tag="i" curves=LOSSES/>
        </div>
    }
    .into_any()
}

const STEP: Text = Text::new("攻击的步", "steps of the attack");
const SHARES: Option<(f64, f64)> = Some((0.0, 1.0));

const PATH: Curves = Curves {
    panel: "path",
    title: Text::new("一路上的概率", "Probabilities along the way"),
    quiet: Text::new("一条线一个数字，低于 5 % 的不画", "a line a class; those below 5 % are left out"),
    x: STEP,
    names: &[],
    focus: "",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};
const RADII: Curves = Curves {
    panel: "radii",
    title: Text::new("半径与答对的比例", "Right answers by radius"),
    quiet: Text::new("256 个没练过的数字；每个半径重新攻击一次", "256 unseen digits, attacked anew for each radius"),
    x: Text::same("ε"),
    names: &[
        ("random", Text::new("随机噪声", "random noise")),
        ("fgsm", Text::same("FGSM")),
        ("attack", Text::new("所选攻击", "the attack")),
    ],
    focus: "attack",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};
const WALKS: Curves = Curves {
    panel: "walks",
    title: Text::new("朝一个方向走", "Walking one way"),
    quiet: Text::new(
        "原来答案的概率：沿攻击方向，沿十二个随机方向",
        "probability of the first answer: along the attack, and along twelve random directions",
    ),
    x: Text::new("走了多远，L2", "distance, L2"),
    names: &[("attack", Text::new("攻击方向", "the attack")), ("random", Text::new("随机方向", "random"))],
    focus: "attack",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};
const STEPS: Curves = Curves {
    panel: "steps",
    title: Text::new("一步一步", "Step by step"),
    quiet: Text::new("256 个数字里还答对的比例", "share of 256 digits still answered"),
    x: STEP,
    names: &[("attack", Text::new("答对", "right"))],
    focus: "attack",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};
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

/// The digit on view.
#[component]
fn One(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("chance_before", Text::new("原样，本来那个数字", "its class, as it is"), Form::Percent),
        ("chance_after", Text::new("攻击后", "under attack"), Form::Percent),
        ("moved_linf", Text::same("L∞"), Form::Number),
        ("moved_l2", Text::same("L2"), Form::Number),
        ("moved_l1", Text::same("L1"), Form::Number),
        ("moved_l0", Text::new("L0，像素", "L0, pixels"), Form::Count),
    ];
    let [before, noise, after] = ["before", "noise", "after"].map(|id| bench.panel(id));
    let quiet = practising(
        bench,
        Text::new(
            "原图加噪声；下面是被认成几、有多肯定",
            "picture plus noise; below, what it is taken for and how surely",
        ),
    );
    let said = tf(move |lang| {
        let [class, first, last] = ["digit_class", "digit_before", "digit_after"].map(|name| bench.metric(name));
        if !class.is_finite() {
            return String::new();
        }
        let fooled = (first - last).abs() > 0.5;
        match (lang, fooled) {
            (Lang::Zh, true) => format!("{first:.0} 被认成了 {last:.0}"),
            (Lang::Zh, false) => format!("还是认成 {last:.0}"),
            (Lang::En, true) => format!("A {first:.0} is taken for a {last:.0}"),
            (Lang::En, false) => format!("Still taken for a {last:.0}"),
        }
    });
    view! {
        <Plate bench name="attack" tag="a" title=Text::new("看不出的噪声", "Noise that nobody sees") quiet>
            <div class="adv-sum">
                <Pictured panel=before ink=Ink::Grey label=t("原图", "The picture")/>
                <span class="adv-sum__sign" aria-hidden="true">"+"</span>
                <Pictured panel=noise ink=Ink::Of(signed) label=t("噪声，放大以后", "The noise, enlarged")/>
                <span class="adv-sum__sign" aria-hidden="true">"="</span>
                <Pictured panel=after ink=Ink::Grey label=t("攻击后的图", "The attacked picture")/>
            </div>
            <p class="adv-said" role="status">{said}</p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// Many digits under the same attack; one that is pressed comes into view.
#[component]
fn Many(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("clean_accuracy", Text::new("原样", "as they are"), Form::Percent),
        ("random_noise_accuracy", Text::new("随机噪声", "random noise"), Form::Percent),
        ("fgsm_accuracy", Text::same("FGSM"), Form::Percent),
        ("attacked_accuracy", Text::new("所选攻击", "the attack"), Form::Percent),
        ("steps_done", Text::new("走了几步", "steps done"), Form::Count),
    ];
    let chosen = Signal::derive(move || {
        let image = bench.params.with(|params| params.number(TABLE, "digit")).round() as usize;
        Some(Pixel { image, row: 0, column: 0 })
    });
    let pick = bench.own(|| Callback::new(move |pixel: Pixel| bench.set("digit", Value::Number(pixel.image as f64))));
    let touch = Touch { chosen, pick, whole: true };
    let quiet = practising(
        bench,
        Text::new(
            "答对的比例，256 个没练过的数字；前 24 个：本来是→认成了，按一张来看",
            "right answers on 256 unseen digits; the first 24: what it is→taken for; press one to see it",
        ),
    );
    view! {
        <Plate bench name="digits" tag="c" title=Text::new("许多数字", "Many digits") quiet>
            <Reads bench reads=READS/>
            <Pictured panel=bench.panel("wall") ink=Ink::Grey label=t("攻击后的数字", "Digits under attack") touch/>
        </Plate>
    }
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// What each digit was taken for; of a targeted attack, how often it got there.
#[component]
fn Pairs(bench: Bench) -> impl IntoView {
    let panel = bench.panel("pairs");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let Some(all) = pictures(panel).filter(|all| all.values.0.len() == 100) else { return };
        let most = f64::from(all.values.0.iter().copied().fold(1.0, f32::max));
        done(&Matrix {
            palette: Palette::Magnitude { most },
            row_names: &DIGITS,
            column_names: &DIGITS,
            row_title: Some(Text::new("本来是 ↓ 认成 →", "what it is ↓ taken for →").get(lang)),
            ..Matrix::new(10, 10, &all.values.0)
        });
    };
    let quiet = tf(move |lang| match (lang, bench.params.with(|params| params.choice(TABLE, "goal")) == "any") {
        (Lang::Zh, true) => "张数",
        (Lang::En, true) => "counts",
        (Lang::Zh, false) => "成功的比例",
        (Lang::En, false) => "share that got there",
    });
    view! {
        <Plate bench name="pairs" tag="f" title=Text::new("谁变成谁", "Who becomes what") quiet>
            <Sketch class="adv-square" label=t("本来是几，被认成几", "What it is, and what it is taken for") show/>
        </Plate>
    }
}

/// Two changes of the same length.
#[component]
fn Equal(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("equal_l2_all", Text::new("摊开：L2", "spread: L2"), Form::Number),
        ("equal_linf_all", Text::new("摊开：L∞", "spread: L∞"), Form::Number),
        ("equal_l2_one", Text::new("一个像素：L2", "one pixel: L2"), Form::Number),
        ("equal_linf_one", Text::new("一个像素：L∞", "one pixel: L∞"), Form::Number),
    ];
    view! {
        <Plate bench name="equal" tag="g" title=Text::new("同样的 L2", "Equal L2") quiet=t("每个像素改一点，或左上角的一个改很多", "every pixel a little, or the one at the top left a lot")>
            <Pictured panel=bench.panel("equal") ink=Ink::Grey label=t("改动一样长的两张图", "Two pictures changed by the same length") columns=2/>
            <Reads bench reads=READS/>
        </Plate>
    }
}
