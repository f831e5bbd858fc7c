//! The game in the plane: where the points are, what D says of every place, and how far they have come.

use super::super::params::{TABLE, arena};
use super::often::Often;
use super::plane::{map, plane, series};
use crate::stage::{
    Barred, Bench, Board, Cells, Chart, Curves, Drawn, Form, Group, Pick, Plate, Reads, Sketch, Stroke,
};
use labkit::message::ToWorker;
use labkit::{Content, Lang, Text, Value, short};
use leptos::prelude::*;
use plot::histogram::{Bins, Edges, Histogram, Part};
use plot::palette::{Coat, Palette};
use plot::{Reading, Rect, Theme};
use ui::lang::{lang, t, tf};
use ui::{Button, Look, Size};

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    view! { <Ground bench/> }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let drawn = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "data")) == "yours");
    let plays = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "loss")) != "sinkhorn");
    let often = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "often")) != "off");
    view! {
        {move || drawn.get().then(|| view! { <Yours bench/> })}
        <Chart bench tag="b" curves=EXAMS><Reads bench reads=FAR known=true/></Chart>
        <Modes bench/>
        {move || plays.get().then(|| view! {
            <Chart bench tag="d" curves=LOSSES/>
            <Chart bench tag="e" curves=SCORES/>
            <Outputs bench/>
            <Norms bench/>
        })}
        <Chart bench tag="h" curves=GRADIENTS/>
        <Chart bench tag="i" curves=SHARES/>
        {move || plays.get().then(|| view! { <Chart bench tag="l" curves=FLAT><Reads bench reads=UNEVEN known=true/></Chart> })}
        {move || often.get().then(|| view! { <Often bench/> })}
    }
}

const STEP: Text = Text::new("步", "step");
const EXAMS: Curves = Curves {
    panel: "exams",
    title: Text::new("离真实数据多远", "How far from the data"),
    quiet: Text::new("对数轴；同样多的真点自己也有个零点", "log axis; as many real points have a zero of their own"),
    x: STEP,
    names: &[
        ("w1", Text::same("W₁")),
        ("sliced", Text::new("切片 W", "sliced W")),
        ("js", Text::new("JS 散度", "JS divergence")),
    ],
    focus: "w1",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};
const LOSSES: Curves = Curves {
    panel: "losses",
    title: Text::new("两个损失", "Both losses"),
    quiet: Text::new("它们不说生成得好不好", "they do not say how good the points are"),
    x: STEP,
    names: &[("loss_d", Text::same("D")), ("loss_g", Text::same("G"))],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const SCORES: Curves = Curves {
    panel: "scores",
    title: Text::new("D 怎么看", "What D thinks"),
    quiet: Text::new("平均输出，和分对的比例", "mean outputs, and the share told rightly"),
    x: STEP,
    names: &[
        ("real", Text::new("真点", "real")),
        ("fake", Text::new("假点", "generated")),
        ("accuracy", Text::new("分对", "right")),
    ],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const GRADIENTS: Curves = Curves {
    panel: "gradients",
    title: Text::new("梯度多长", "Length of the gradients"),
    quiet: Text::new("对数轴", "log axis"),
    x: STEP,
    names: &[("gradient_d", Text::same("D")), ("gradient_g", Text::same("G"))],
    focus: "",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};
const SHARES: Curves = Curves {
    panel: "shares",
    title: Text::new("点在哪个峰", "Which mode has the points"),
    quiet: Text::new("每个峰的份额；峰多于八个时不画", "share of each mode; not drawn for more than eight"),
    x: STEP,
    names: &[],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const FLAT: Curves = Curves {
    panel: "flat",
    title: Text::new("D 有多不平", "How uneven D is"),
    quiet: Text::new(
        "输出的标准差；分不出来时点上是 0",
        "deviation of its outputs; 0 on the points where it cannot tell",
    ),
    x: STEP,
    names: &[
        ("data", Text::new("真假点上", "on the points")),
        ("window", Text::new("整个窗口", "all over the window")),
    ],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const UNEVEN: Group = &[
    ("flat_on_data", Text::new("真假点上", "on the points"), Form::Number),
    ("flat_everywhere", Text::new("整个窗口", "all over the window"), Form::Number),
];
const FAR: Group = &[
    ("w1", Text::same("W₁"), Form::Number),
    ("sliced_w", Text::new("切片 W", "sliced W"), Form::Number),
    ("mmd", Text::same("MMD²"), Form::Number),
    ("js", Text::same("JS"), Form::Number),
    ("js_zero", Text::new("JS 的零点", "zero of JS"), Form::Number),
];

/// The plane.
#[component]
fn Ground(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("modes_covered", Text::new("找到的峰", "modes found"), Form::Count),
        ("good_share", Text::new("落在峰上的点", "points on a mode"), Form::Percent),
        ("diversity", Text::new("多样性，真点为 1", "diversity, 1 is real"), Form::Number),
        ("d_accuracy", Text::new("D 分对", "D is right"), Form::Percent),
        ("grad_norm_mean", Text::new("‖∇D‖，真假之间", "‖∇D‖ in between"), Form::Number),
    ];
    let words = lang();
    let panels =
        ["field", "slope", "best", "points", "arrows", "grid", "stage", "stage_field"].map(|id| bench.panel(id));
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| plane(bench, panels, lang, &mut |plane| done(plane));
    let read = bench.own(move || {
        Callback::new(move |((width, height), _, at): ((f64, f64), Theme, (f64, f64))| {
            let mut reading = None;
            plane(bench, panels, words.get_untracked(), &mut |plane| {
                let there = plane.layout((width, height)).ok().and_then(|layout| plane.read(&layout, at));
                reading = there.map(|(label, value)| {
                    let at = Rect { left: at.0, right: at.0, top: at.1, bottom: at.1 };
                    Reading { label, value: short(value), at }
                });
            });
            reading
        })
    });
    let said = tf(move |lang| {
        let [found, modes, good] = ["modes_covered", "modes", "good_share"].map(|name| bench.metric(name));
        match lang {
            _ if !modes.is_finite() => String::new(),
            Lang::Zh => format!("{modes:.0} 个峰找到了 {found:.0} 个，{:.0} % 的点落在峰上", 100.0 * good),
            Lang::En => format!("{found:.0} of {modes:.0} modes found, {:.0} % of the points lie on one", 100.0 * good),
        }
    });
    let quiet = tf(move |lang| {
        let staged = bench.panel("stage").get().is_some();
        let plays = bench.params.with(|params| params.choice(TABLE, "loss")) != "sinkhorn";
        let what = match map(bench, staged) {
            "slope" => Text::new("底色：D 的梯度有多大", "background: size of D’s gradient"),
            "best" => Text::new("底色：此刻最好的 D，p/(p+q)", "background: the best D of this moment, p/(p+q)"),
            _ if staged => Text::new("底色：这时 D 的输出", "background: D’s output by then"),
            _ => Text::new("底色：D 的输出，蓝真橙假", "background: D’s output, blue is real"),
        };
        let points = if staged {
            Text::new("● 真，▲ 假；圈出的是这一步抽的一批", "● real, ▲ generated; ringed: the batch of this step")
        } else if !plays {
            Text::new("● 真，▲ 假", "● real, ▲ generated")
        } else {
            Text::new(
                "● 真，▲ 假；箭头是 G 的损失要它们去的方向",
                "● real, ▲ generated; arrows: where G’s loss wants them",
            )
        };
        format!("{} · {}", points.get(lang), what.get(lang))
    });
    let label = tf(move |lang| Text::new("真点、假点和 D", "Real points, generated points and D").get(lang));
    view! {
        <Plate bench name="plane" tag="a" title=Text::new("平面", "The plane") quiet>
            <Sketch class="gan-plane" label show read/>
            <p class="adv-said" role="status">{said}</p>
            <Reads bench reads=READS known=true/>
            <Turns bench/>
        </Plate>
    }
}

/// One player at a time.
#[component]
fn Turns(bench: Bench) -> impl IntoView {
    let step = move |who: u32| {
        bench.set("moves", Value::Choice(who));
        bench.send(ToWorker::Step(1));
    };
    let plays = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "loss")) != "sinkhorn");
    let stopped = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "moves")));
    let told = tf(move |lang| match stopped.get() {
        "d" => Text::new("只有 D 在走：G 一个数都不变。", "D alone moves: not one number of G changes.").get(lang),
        "g" => Text::new("只有 G 在走：D 一个数都不变。", "G alone moves: not one number of D changes.").get(lang),
        _ => "",
    });
    view! {
        <div class="gan-turns" hidden=move || !plays.get()>
            <Button label=Text::new("D 走一步", "One step of D") look=Look::Plain size=Size::Small on_click=move |_| step(1)/>
            <Button label=Text::new("G 走一步", "One step of G") look=Look::Plain size=Size::Small on_click=move |_| step(2)/>
            <Button label=Text::new("两个都走", "Both") look=Look::Plain size=Size::Small on_click=move |_| bench.set("moves", Value::Choice(0))/>
            <span class="quiet" role="status">{told}</span>
        </div>
    }
}

/// The modes, and how many points each has.
#[component]
fn Modes(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("modes_covered", Text::new("找到的峰", "modes found"), Form::Count),
        ("uneven", Text::new("离均匀多远", "off even"), Form::Number),
        ("leader_moved", Text::new("最大的峰换了几次", "times the largest changed"), Form::Count),
    ];
    view! {
        <Plate bench name="modes" tag="c" title=Text::new("各个峰", "The modes") quiet=t("每个峰附近的点占多少；一个峰至少要有 1 %", "share of points near each; a mode needs 1 % at least")>
            <Barred panel=bench.panel("modes") label=t("每个峰的份额", "Share of each mode")/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

/// A histogram of the series of a panel.
fn histogram(
    panel: crate::stage::Panel,
    names: &'static [(&'static str, Text)],
    lang: Lang,
    done: &mut dyn FnMut(&dyn Drawn),
) {
    let content = panel.get();
    let sets = series(content.as_deref());
    let values: Vec<&[f32]> = sets.iter().map(|one| &*one.x.0).collect();
    if values.iter().all(|values| values.is_empty()) {
        return;
    }
    let edges = Edges::of(&values);
    let bins: Vec<Bins> = values.iter().map(|values| Bins::new(values, edges)).collect();
    let named = |key: &str| names.iter().find(|(known, _)| *known == key).map_or("", |(_, name)| name.get(lang));
    let parts: Vec<Part<'_>> = sets
        .iter()
        .zip(&bins)
        .map(|(one, bins)| Part { name: named(&one.key), bins, coat: Coat::One(one.identity) })
        .collect();
    done(&Histogram { parts: &parts, ..Histogram::default() });
}

/// D's outputs.
#[component]
fn Outputs(bench: Bench) -> impl IntoView {
    const NAMES: &[(&str, Text)] = &[("real", Text::new("真", "real")), ("fake", Text::new("假", "generated"))];
    let panel = bench.panel("outputs");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| histogram(panel, NAMES, lang, done);
    let ending = bench.panel("ending");
    let said = tf(move |lang| match ending.get().as_deref() {
        Some(Content::Text(said)) => said.get(lang).to_owned(),
        _ => String::new(),
    });
    view! {
        <Plate bench name="outputs" tag="f" title=Text::new("D 的输出", "D’s outputs") quiet=t("256 个真点，256 个假点", "256 real points, 256 generated")>
            <Sketch label=t("D 的输出，真点与假点", "D’s outputs on real and generated points") show/>
            <p class="adv-said" role="status">{said}</p>
        </Plate>
    }
}

/// How steep D is between the two.
#[component]
fn Norms(bench: Bench) -> impl IntoView {
    const READS: Group = &[("grad_norm_mean", Text::new("平均", "mean"), Form::Number)];
    let panel = bench.panel("norms");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| histogram(panel, &[], lang, done);
    view! {
        <Plate bench name="norms" tag="g" title=Text::new("D 有多陡", "How steep D is") quiet=t("‖∇D‖，在真点和假点的连线上；梯度惩罚要它是 1", "‖∇D‖ on segments from generated to real points; the gradient penalty wants 1")>
            <Sketch label=t("梯度的长度", "Lengths of the gradient") show/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// The reader's own target.
#[component]
fn Yours(bench: Bench) -> impl IntoView {
    const SIDE: usize = arena::CELLS_ACROSS;
    let painted = Memo::new(move |_| arena::painted(&bench.params.with(|params| params.text(TABLE, "cells"))));
    let cells = move || {
        let mut values = vec![0.0; SIDE * SIDE];
        for cell in painted.get() {
            values[cell] = 1.0;
        }
        let palette = |_: &[f32]| Palette::Picture { lo: 0.0, hi: 1.0 };
        Some(Cells { palette, numbers: false, ..Cells::new((SIDE, SIDE), values) })
    };
    // What the stroke began with says whether it paints or wipes.
    let paints = RwSignal::new(true);
    let pick = bench.own(|| {
        Callback::new(move |pick: Pick| {
            let cell = pick.row * SIDE + pick.column;
            let mut all = painted.get_untracked();
            let there = all.contains(&cell);
            match pick.stroke {
                Stroke::Press => paints.set(!there),
                Stroke::Drag => (),
                Stroke::Sign(_) => return,
            }
            all.retain(|other| *other != cell);
            if paints.get_untracked() {
                all.push(cell);
                all.sort_unstable();
            }
            let text: Vec<String> = all.iter().map(ToString::to_string).collect();
            bench.set("cells", Value::Text(text.join(",")));
        })
    });
    let clear = move |_| bench.set("cells", Value::Text(String::new()));
    view! {
        <Plate bench name="yours" tag="j" title=Text::new("画你自己的数据", "Draw your own data") quiet=t("按住拖动来涂；方向键加空格也行", "press and drag to paint; arrow keys and space work too")>
            <div class="gan-board"><Board label=t("要学的点在哪些格子里", "Cells in which the points to be learnt lie") cells on_pick=pick/></div>
            <Button label=Text::new("全部擦掉", "Wipe all") look=Look::Plain size=Size::Small on_click=clear/>
        </Plate>
    }
}
