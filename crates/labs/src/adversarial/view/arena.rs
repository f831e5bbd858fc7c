//! The digit, its noise and what becomes of it; and the same for many digits and radii.

use super::super::params::{TABLE, searches};
use super::challenge::Challenges;
use super::{LOSSES, SHARES, STEP, practising, signed};
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, Touch, pictures};
use labkit::message::{Drawing, ToWorker};
use labkit::{Content, Lang, Text, Value};
use leptos::prelude::*;
use plot::contour::Grid;
use plot::field::Window;
use plot::plane::Crowd;
use plot::raster::Shade;
use plot::wall::Pixel;
use plot::{Kind, Matrix, Palette, Plane};
use ui::Pad;
use ui::lang::{t, tf};

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    let missing = move || bench.params.with(|params| params.switch(TABLE, "mine")) && bench.metric("mine").is_nan();
    let words = move || {
        view! {
            <p class="quiet" role="status">
                {t("这里还没有你训练的网络，先用现练的。", "No network of yours is here yet; one that learns here stands in.")}" "
                <a href="?lab=cnn">{t("去训练一个，按“拿去攻击”", "Train one, and press “Attack it”")}</a>
            </p>
        }
    };
    view! {
        {move || missing().then(words)}
        <One bench/>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let flows = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "attack")) == "flow");
    let squeezed = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "shield")) == "squeeze");
    view! {
        <Chart bench tag="b" curves=PATH/>
        <Many bench/>
        <Chart bench tag="d" curves=RADII/>
        <Chart bench tag="e" curves=WALKS/>
        <Plane bench/>
        <Pairs bench/>
        <Equal bench/>
        <Chart bench tag="i" curves=STEPS/>
        <Yours bench/>
        <Challenges bench/>
        <Chart bench tag="l" curves=LOSSES/>
        {move || flows.get().then(|| view! { <Drift bench/> })}
        {move || squeezed.get().then(|| view! { <Detector bench/> })}
    }
}

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
    quiet: Text::new(
        "256 个没练过的数字；每个半径重新攻击一次，找最近的只攻击一次",
        "256 unseen digits, attacked anew for each radius; once by what looks for the nearest",
    ),
    x: Text::same("ε"),
    names: &[
        ("random", Text::new("随机", "random")),
        ("fgsm", Text::same("FGSM")),
        ("attack", Text::new("所选", "attack")),
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
    names: &[("attack", Text::new("攻击", "attack")), ("random", Text::new("随机", "random"))],
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
    const WITHIN: Group = &[
        ("clean_accuracy", Text::new("原样", "as they are"), Form::Percent),
        ("random_noise_accuracy", Text::new("随机噪声", "random noise"), Form::Percent),
        ("fgsm_accuracy", Text::same("FGSM"), Form::Percent),
        ("attacked_accuracy", Text::new("所选攻击", "the attack"), Form::Percent),
        ("success", Text::new("骗过的", "fooled"), Form::Percent),
        ("l2_mean", Text::new("其 L2", "their L2"), Form::Number),
        ("l0_mean", Text::new("其 L0，像素", "their L0, pixels"), Form::Count),
        ("steps_done", Text::new("走了几步", "steps done"), Form::Count),
    ];
    /// Of attacks that look for the nearest, which have no radius that noise or FGSM could have as well.
    const NEAREST: Group = &[
        ("clean_accuracy", Text::new("原样", "as they are"), Form::Percent),
        ("attacked_accuracy", Text::new("所选攻击", "the attack"), Form::Percent),
        ("success", Text::new("骗过的", "fooled"), Form::Percent),
        ("l2_mean", Text::new("其 L2", "their L2"), Form::Number),
        ("l0_mean", Text::new("其 L0，像素", "their L0, pixels"), Form::Count),
        ("steps_done", Text::new("走了几步", "steps done"), Form::Count),
    ];
    const SHIELD: Group = &[
        ("bare_accuracy", Text::new("同样的图，没有盾", "the same, no shield"), Form::Percent),
        ("recovered", Text::new("盾救回来", "won back"), Form::Percent),
        ("shield_costs", Text::new("盾的代价", "what it costs"), Form::Percent),
    ];
    let shielded =
        Memo::new(move |_| bench.params.with(|params| !matches!(params.choice(TABLE, "shield"), "none" | "squeeze")));
    let searches = Memo::new(move |_| bench.params.with(|params| searches(params.choice(TABLE, "attack"))));
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
            {move || {
                let reads = if searches.get() { NEAREST } else { WITHIN };
                view! { <Reads bench reads/> }
            }}
            {move || shielded.get().then(|| view! { <Reads bench reads=SHIELD/> })}
            <Pictured panel=bench.panel("wall") ink=Ink::Grey columns=8 label=t("攻击后的数字", "Digits under attack") touch/>
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
        <Plate bench name="pairs" tag="g" title=Text::new("谁变成谁", "Who becomes what") quiet>
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
        <Plate bench name="equal" tag="h" title=Text::new("同样的 L2", "Equal L2") quiet=t("每个像素改一点，或左上角的一个改很多", "every pixel a little, or the one at the top left a lot")>
            <Pictured panel=bench.panel("equal") ink=Ink::Grey label=t("改动一样长的两张图", "Two pictures changed by the same length") columns=2/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// What is answered around the picture.
#[component]
fn Plane(bench: Bench) -> impl IntoView {
    let panel = bench.panel("plane");
    let field = move || match panel.get().as_deref() {
        Some(Content::Field(field)) if field.values.0.len() == (field.nx * field.ny) as usize => Some(field.clone()),
        _ => None,
    };
    let show = move |_: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let Some(field) = field() else { return };
        let (rows, columns) = (field.ny as usize, field.nx as usize);
        let values: Vec<f32> = field.values.0.chunks_exact(columns).rev().flatten().copied().collect();
        let along = |x: f64| ((x - field.x.0) / (field.x.1 - field.x.0) * (columns - 1) as f64).round() as usize;
        let middle = rows / 2;
        let attacked = [(middle, along(bench.metric("moved_l2")).min(columns - 1))];
        done(&Matrix {
            palette: Palette::Kinds { count: 10 },
            numbers: false,
            bar: false,
            chosen: Some((middle, along(0.0).min(columns - 1))),
            marked: &attacked,
            ..Matrix::new(rows, columns, &values)
        });
    };
    let answers = Memo::new(move |_| {
        let mut seen = [false; 10];
        for value in field().iter().flat_map(|field| &field.values.0) {
            if let Some(seen) = seen.get_mut(*value as usize) {
                *seen = true;
            }
        }
        seen
    });
    let keys = move || {
        let shown = (0..10_usize).filter(|class| answers.get()[*class]);
        shown.map(|class| view! { <li class="adv-key" data-kind=class>{class}</li> }).collect_view()
    };
    view! {
        <Plate bench name="plane" tag="f" title=Text::new("周围都是什么", "What lies around") quiet=t("过原图、攻击后的图和一个随机方向的平面，每一格按答案上色；框：原图，环：攻击后", "the plane through the picture, the attacked one and a random direction, each place coloured by the answer; frame: the picture, ring: attacked")>
            <Sketch class="adv-square" label=t("答案的区域", "Regions of answers") show/>
            <ul class="adv-keys">{keys}</ul>
        </Plate>
    }
}

/// The reader's own digit.
#[component]
fn Yours(bench: Bench) -> impl IntoView {
    let draw = move |drawing: Option<ui::Drawing>| {
        bench.set("whose", Value::Choice(u32::from(drawing.is_some())));
        let drawing = drawing.map(|drawing| Drawing { side: drawing.side as u32, values: drawing.values.into() });
        bench.send(ToWorker::Drawn(drawing));
    };
    view! {
        <Plate bench name="yours" tag="j" title=Text::new("你写的数字", "Your own digit") quiet=t("写一个，最上面那张就换成它；擦掉就换回来", "write one and it is attacked above; wipe it and the other comes back")>
            <div class="adv-pad"><Pad label=Text::new("手写板", "Drawing pad") on_change=draw/></div>
        </Plate>
    }
}

const GAPS: Curves = Curves {
    panel: "gaps",
    title: Text::new("挤压前后差多少", "How far squeezing moves the answer"),
    quiet: Text::new("概率之差的 L1，占多少张", "L1 between the probabilities, share of pictures"),
    x: Text::new("差，L1", "gap, L1"),
    names: &[("clean", Text::new("原样", "as they are")), ("attack", Text::new("被攻下的", "fooled"))],
    focus: "attack",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};
const ROC: Curves = Curves {
    panel: "roc",
    title: Text::new("门槛怎么定都画出来（ROC）", "Every threshold at once (ROC)"),
    quiet: Text::new("越贴左上角越分得开", "the nearer the upper left, the better told apart"),
    x: Text::new("原样的图报警的比例", "false alarms"),
    names: &[("roc", Text::new("报警的攻击", "attacks with an alarm"))],
    focus: "roc",
    log: (false, false),
    range: SHARES,
    mark: "false_alarms",
    beside: &[],
};

/// What a squeezing detector sees.
#[component]
fn Detector(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("detector_auc", Text::same("AUC"), Form::Number),
        ("detected", Text::new("报了警的攻击", "attacks with an alarm"), Form::Percent),
        ("false_alarms", Text::new("误报", "false alarms"), Form::Percent),
    ];
    view! {
        <Chart bench tag="m" curves=GAPS/>
        <Chart bench tag="n" curves=ROC/>
        <Reads bench reads=READS/>
    }
}

/// Arrows shorter than this share of the longest are left out; the longest that is drawn, CSS pixels.
const STILL: f64 = 0.1;
const LONG: f64 = 20.0;

/// How the ink of the digit on view flows: an arrow for each pixel, from where it was fetched.
#[component]
fn Drift(bench: Bench) -> impl IntoView {
    let (flow, digit) = (bench.panel("drift"), bench.panel("before"));
    let show = move |_: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let (Some(flow), Some(digit)) = (pictures(flow), pictures(digit)) else { return };
        let (width, height) = (flow.width as usize, flow.height as usize);
        let [across, down] = [0, 1].map(|part| flow.values.0.get(part * width * height..).unwrap_or_default());
        let top = height as f64 - 1.0;
        let from = |at: usize| {
            let (dx, dy) = (f64::from(*across.get(at)?), f64::from(*down.get(at)?));
            Some([(at % width) as f64 + dx, top - (at / width) as f64 - dy, -dx, dy])
        };
        let all: Vec<[f64; 4]> = (0..width * height).filter_map(from).collect();
        let most = all.iter().map(|[.., dx, dy]| dx.hypot(*dy)).fold(0.0, f64::max);
        let moved = || all.iter().filter(|[.., dx, dy]| dx.hypot(*dy) > STILL * most);
        let [x, y, dx, dy] = [0, 1, 2, 3].map(|part| moved().map(|arrow| arrow[part]).collect::<Vec<f64>>());
        // The plane counts rows from below.
        let ink: Vec<f64> = digit.values.0.chunks(width).rev().flatten().map(|value| f64::from(*value)).collect();
        let (right, up) = ((0.0, width as f64 - 1.0), (0.0, top));
        done(&Plane {
            window: Window { x: right, y: up },
            field: Some((
                Grid { nx: width, ny: height, x: right, y: up, values: &ink },
                Shade::scaled(&ink, Kind::Linear),
            )),
            levels: &[],
            lines: &[],
            crowds: &[Crowd { name: "flow", identity: 0, ringed: false, x: &x, y: &y, push: (&dx, &dy) }],
            reach: LONG,
        });
    };
    let quiet = tf(move |lang| {
        let most = pictures(flow).map_or(0.0, |flow| {
            let (across, down) = flow.values.0.split_at(flow.values.0.len() / 2);
            across.iter().zip(down).map(|(dx, dy)| f64::from(dx.hypot(*dy))).fold(0.0, f64::max)
        });
        match lang {
            Lang::Zh => format!("箭头：每处的墨往哪里去；最远的走了 {most:.2} 个像素，画得比实际长"),
            Lang::En => format!(
                "arrows: where the ink of each place goes; {most:.2} pixels at most, drawn longer than they are"
            ),
        }
    });
    view! {
        <Plate bench name="flow" tag="o" title=Text::new("流场", "The flow") quiet>
            <Sketch class="adv-square" label=t("流场，底下是原来的数字", "The flow over the digit as it was") show/>
        </Plate>
    }
}
