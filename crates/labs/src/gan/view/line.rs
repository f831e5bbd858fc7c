//! The line: densities with D and the best D, gradients over D's steps, losses over the logit, a D that is held, margins.

use crate::gan::params::TABLE;
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Panel, Plate, Reads, Sketch, doubles};
use labkit::frame::{Field, Series};
use labkit::{Content, Lang, Text, short};
use leptos::prelude::*;
use plot::line::Xs;
use plot::lines::{Emphasis, Lines, Series as Curve};
use plot::scatter::Scatter;
use plot::{Axis, Matrix, Palette};
use ui::lang::{lang, t, tf};

/// Names of series, by key.
type Names = &'static [(&'static str, Text)];

const STEPS: Text = Text::new("D 的步", "steps of D");
const PLAIN: Curves = Curves {
    panel: "",
    title: Text::same(""),
    quiet: Text::same(""),
    x: STEPS,
    names: &[],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const PUSHES: Curves = Curves {
    panel: "pushes",
    title: Text::new("假点受到的推力", "The push on generated points"),
    quiet: Text::new("平均 |∂L_G/∂x|，对数轴；同一个 D，三种损失", "mean |∂L_G/∂x|, log axis; one D, three losses"),
    names: &[
        ("push", Text::new("这个损失", "this loss")),
        ("push_mm", Text::new("饱和", "saturating")),
        ("push_ns", Text::new("非饱和", "non-saturating")),
    ],
    focus: "push",
    log: (false, true),
    ..PLAIN
};
const OFF: Curves = Curves {
    panel: "off",
    title: Text::new("D 离最好的 D 多远", "How far D is off the best"),
    quiet: Text::new("|D − D*| 按 (p + q)/2 平均", "mean |D − D*| over (p + q)/2"),
    names: &[("best_off", Text::same("|D − D*|"))],
    log: (false, true),
    ..PLAIN
};
const VALUES: Curves = Curves {
    panel: "values",
    title: Text::new("V 和它的上限", "V and its upper bound"),
    quiet: Text::new(
        "一批上的 V 在 max V 上下跳；max V 由密度精确算",
        "V of a batch scatters about max V, which is exact from the densities",
    ),
    names: &[("value", Text::new("V，一批", "V, a batch")), ("value_best", Text::same("max V"))],
    focus: "value_best",
    ..PLAIN
};
const WAYS: Curves = Curves {
    panel: "ways",
    title: Text::new("q 离 p 多远", "How far q is from p"),
    quiet: Text::new("由密度精确算", "exact from the densities"),
    names: &[("line_w1", Text::same("W₁")), ("jsd", Text::same("JSD"))],
    ..PLAIN
};
const BY_K: Curves = Curves {
    panel: "by_k",
    title: Text::new("最后还剩多远", "How far is left in the end"),
    quiet: Text::new(
        "W₁ 除以起点的 W₁，三个种子平均；一条线一个 η_G",
        "W₁ over that of the start, mean of three seeds; a line for each η_G",
    ),
    x: Text::same("k"),
    log: (true, true),
    ..PLAIN
};

const NAMES: Names = &[
    ("p", Text::new("真 p", "real p")),
    ("q", Text::new("假 q", "generated q")),
    ("d", Text::same("D")),
    ("best", Text::same("D*")),
    ("own", Text::new("这个损失", "this loss")),
    ("mm", Text::new("饱和", "saturating")),
    ("ns", Text::new("非饱和", "non-saturating")),
    ("held", Text::same("V(G₁, D₀*)")),
    ("fresh", Text::same("max V(G₁, D)")),
    ("trained", Text::new("练出来的 D", "trained D")),
];

/// A line of a figure: name, identity, places, values, emphasis.
struct Drawing {
    name: &'static str,
    identity: u8,
    x: Vec<f64>,
    y: Vec<f64>,
    emphasis: Emphasis,
}

fn name(key: &str, lang: Lang) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == key).map_or("", |(_, name)| name.get(lang))
}

/// The lines that a panel holds.
fn held(panel: Panel, lang: Lang) -> Vec<Drawing> {
    let drawing = |series: &Series| Drawing {
        name: name(&series.key, lang),
        identity: series.identity,
        x: doubles(&series.x.0),
        y: doubles(&series.y.0),
        emphasis: match &*series.key {
            "best" => Emphasis::Pinned,
            "d" => Emphasis::Focus,
            _ => Emphasis::Normal,
        },
    };
    match panel.get().as_deref() {
        Some(Content::Lines(lines)) => lines.iter().map(drawing).collect(),
        _ => Vec::new(),
    }
}

fn curve(line: &Drawing) -> Curve<'_> {
    Curve { xs: Xs::Values(&line.x), emphasis: line.emphasis, ..Curve::new(line.name, line.identity, &line.y) }
}

fn draw(lines: &[Drawing], [x, y]: [Axis<'_>; 2], now: Option<f64>, done: &mut dyn FnMut(&dyn Drawn)) {
    let series: Vec<Curve<'_>> = lines.iter().map(curve).collect();
    if !series.is_empty() {
        done(&Lines { series: &series, x, y, references: &[], now });
    }
}

/// Length of an arrow for a gradient of 1, its greatest length, and rows of points below the axis.
const ARROW: f64 = 0.3;
const LONGEST: f64 = 1.5;
const ROWS: usize = 5;

/// Generated points as dots below the curves, and from each a stroke along −∂L_G/∂x.
fn arrows(panel: Panel, depth: f64) -> Vec<Drawing> {
    let held = panel.get();
    let Some(Content::Points(all)) = held.as_deref() else { return Vec::new() };
    let Some(points) = all.first() else { return Vec::new() };
    let (mut dots, mut strokes) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for (i, (x, push)) in doubles(&points.x.0).into_iter().zip(doubles(&points.y.0)).enumerate() {
        let y = -depth * (1.0 + (i % ROWS) as f64) / ROWS as f64;
        let tip = x + (ARROW * push).clamp(-LONGEST, LONGEST);
        // Values that are no numbers part what is drawn.
        dots.0.extend([x, f64::NAN]);
        dots.1.extend([y, f64::NAN]);
        strokes.0.extend([x, tip, f64::NAN]);
        strokes.1.extend([y, y, f64::NAN]);
    }
    let line = |(x, y)| Drawing { name: "", identity: 2, x, y, emphasis: Emphasis::Normal };
    vec![line(dots), line(strokes)]
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("best_off", Text::new("D 离 D*，平均", "D off D*, mean"), Form::Number),
        ("best_off_most", Text::new("最多", "at most"), Form::Number),
        ("push", Text::new("假点受的推力", "push on generated points"), Form::Number),
        ("d_accuracy", Text::new("D 分对", "D tells rightly"), Form::Percent),
        ("line_w1", Text::same("W₁(p, q)"), Form::Number),
        ("jsd", Text::same("JSD(p, q)"), Form::Number),
    ];
    let [densities, output, points] = ["densities", "output", "arrows"].map(|id| bench.panel(id));
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let mut lines = held(densities, lang);
        lines.extend(held(output, lang));
        let most = lines.iter().flat_map(|line| &line.y).fold(1.0, |most: f64, y| most.max(*y));
        lines.extend(arrows(points, most * 0.12));
        let x = Axis::default().over(-6.0, 6.0).titled("x");
        draw(&lines, [x, Axis::default()], None, done);
    };
    let label = tf(move |lang| {
        let [off, push, far] = ["best_off", "push", "line_w1"].map(|name| short(bench.metric(name)));
        match lang {
            Lang::Zh => {
                format!("真、假两个密度，D 的曲线和最好的 D*。D 离 D* 平均 {off}，假点受的推力 {push}，W₁ {far}")
            }
            Lang::En => format!(
                "The densities of real and generated points, D’s curve and the best, D*. D is {off} off on average, the push on generated points {push}, W₁ {far}"
            ),
        }
    });
    let quiet = t(
        "点是假点，短线是 −∂L_G/∂x 的 0.3 倍，最长 1.5；虚线是 D*",
        "dots are generated points, strokes 0.3 of −∂L_G/∂x, 1.5 at most; dashed D*",
    );
    view! {
        <Plate bench name="line" tag="a" title=Text::new("两个密度，一个 D", "Two densities, one D") quiet>
            <Sketch label name=t("直线上", "On the line") show/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const OF_PUSH: Group = &[
        ("push_mm", Text::new("饱和", "saturating"), Form::Number),
        ("push_ns", Text::new("非饱和", "non-saturating"), Form::Number),
        ("gradient_mm", Text::new("给 G 的梯度，饱和", "G’s gradient, saturating"), Form::Number),
        ("gradient_ns", Text::new("非饱和", "non-saturating"), Form::Number),
    ];
    view! {
        <Chart bench tag="b" curves=PUSHES>{view! { <Reads bench reads=OF_PUSH known=true/> }.into_any()}</Chart>
        <Over bench/>
        <Stale bench/>
        <Margins bench/>
        <Chart bench tag="f" curves=OFF/>
        <Chart bench tag="g" curves=VALUES/>
        <Chart bench tag="h" curves=WAYS/>
        <Crowd bench/>
    }
}

/// What G minimises, over the logit and over D, and where D stands.
#[component]
fn Over(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("slope_mm", Text::new("饱和，斜率", "saturating, slope"), Form::Number),
        ("slope_ns", Text::new("非饱和，斜率", "non-saturating, slope"), Form::Number),
        ("slope_ratio", Text::new("后者是前者的", "the latter over the former"), Form::Times),
        ("slope_own", Text::new("这个损失，斜率", "this loss, slope"), Form::Number),
    ];
    let panel = bench.panel("over");
    let at = move || bench.params.with(|params| params.number(TABLE, "l_logit"));
    let sigmoid = |a: f64| 1.0 / (1.0 + (-a).exp());
    let over_logit = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        draw(
            &held(panel, lang),
            [Axis::default().over(-8.0, 8.0).titled("logit a"), Axis::default()],
            Some(at()),
            done,
        );
    };
    let over_d = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let mut lines = held(panel, lang);
        lines.iter_mut().flat_map(|line| &mut line.x).for_each(|a| *a = sigmoid(*a));
        let axis = Axis::default().over(0.0, 1.0).titled("D = σ(a)");
        draw(&lines, [axis, Axis::default()], Some(sigmoid(at())), done);
    };
    let label = tf(move |lang| {
        let [mm, ns] = ["slope_mm", "slope_ns"].map(|name| short(bench.metric(name)));
        let (a, d) = (short(at()), short(sigmoid(at())));
        match lang {
            Lang::Zh => format!("G 的损失对 logit。在 a = {a}（D = {d}）：饱和的斜率 {mm}，非饱和的 {ns}"),
            Lang::En => format!(
                "G’s loss over the logit. At a = {a} (D = {d}) the saturating one has slope {mm}, the other {ns}"
            ),
        }
    });
    view! {
        <Plate bench name="over" tag="c" title=Text::new("G 的损失，对 logit、对 D", "G’s loss, over the logit and over D")
            quiet=t("竖线是工作点，读数是对 logit 的斜率", "the line is the operating point; slopes are against the logit")>
            <Sketch label name=t("对 logit", "over the logit") show=over_logit/>
            <Sketch label=t("同样的损失，对 D", "The same losses over D") show=over_d/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// A D that is held while G makes a step.
#[component]
fn Stale(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("stale_value", Text::same("V(G₁, D₀*)"), Form::Number),
        ("fresh_value", Text::same("max V(G₁, D)"), Form::Number),
        ("stale_gap", Text::new("差", "difference"), Form::Number),
        ("trained_value", Text::new("练出来的 D", "trained D"), Form::Number),
    ];
    let panel = bench.panel("stale");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let now = bench.params.with(|params| params.number(TABLE, "l_eta"));
        let x = Axis::log().over(0.001, 10.0).titled(Text::new("G 一步多大，η_G", "size of G’s step, η_G").get(lang));
        draw(&held(panel, lang), [x, Axis::default()], Some(now), done);
    };
    let label = tf(move |lang| {
        let [held, fresh] = ["stale_value", "fresh_value"].map(|name| short(bench.metric(name)));
        match lang {
            Lang::Zh => format!("G 走一步以后：旧的 D 说 V = {held}，最好的 D 说 {fresh}"),
            Lang::En => format!("After a step of G the old D says V = {held}, the best one {fresh}"),
        }
    });
    view! {
        <Plate bench name="stale" tag="d" title=Text::new("D 没有跟上", "A D that has not followed")
            quiet=t("G 沿 V(G, D₀*) 的梯度走一步；max V = −2 ln 2 + 2 JSD", "G makes a step down the gradient of V(G, D₀*); max V = −2 ln 2 + 2 JSD")>
            <Sketch label name=t("V，对步长", "V over the size of the step") show/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

/// Pairs of a real and a generated point: D(x) − D(x′) over their distance.
#[component]
fn Margins(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("margin_held", Text::new("够距离的对子", "pairs that have their margin"), Form::Percent),
        ("apart_mean", Text::new("D(x) − D(x′)，平均", "mean D(x) − D(x′)"), Form::Number),
        ("push_near", Text::new("近处的推力", "push near p"), Form::Number),
        ("push_far", Text::new("远处的推力", "push far off"), Form::Number),
    ];
    let panel = bench.panel("pairs");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let held = panel.get();
        let Some(Content::Points(all)) = held.as_deref() else { return };
        let Some(pairs) = all.first().filter(|pairs| !pairs.x.0.is_empty()) else { return };
        let (x, y) = (doubles(&pairs.x.0), doubles(&pairs.y.0));
        let title = Text::new("距离 Δ(x, x′)", "distance Δ(x, x′)").get(lang);
        let axes = [Axis::default().titled(title), Axis::default().titled("D(x) − D(x′)")];
        done(&Scatter { diagonal: true, x_axis: axes[0], y_axis: axes[1], ..Scatter::new(&x, &y) });
    };
    let label = tf(move |lang| {
        let share = Form::Percent.write(bench.metric("margin_held"));
        match lang {
            Lang::Zh => format!("400 对真假点：D 的差对距离，{share} 在对角线上方"),
            Lang::En => format!(
                "400 pairs of a real and a generated point: D’s difference over their distance, {share} above the diagonal"
            ),
        }
    });
    view! {
        <Plate bench name="pairs" tag="e" title=Text::new("间隔", "Margins")
            quiet=t("虚线是 D(x) − D(x′) = Δ，损失敏感的 D 到此为止", "dashed D(x) − D(x′) = Δ, where a loss-sensitive D may rest")>
            <Sketch label name=t("对子", "Pairs") show/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

/// k and sizes of G's step of those that run beside, as the model has them.
const KS: &[&str] = &["1", "3", "10", "30", "100"];
const ETAS: &[&str] = &["0.03", "0.1", "0.3", "1", "3"];

/// In how many seeds G arrives, by k and the size of its step.
#[component]
fn Crowd(bench: Bench) -> impl IntoView {
    let (panel, words) = (bench.panel("crowd"), lang());
    let field = move || -> Option<Field> {
        match panel.get().as_deref() {
            Some(Content::Field(field)) if !field.values.0.is_empty() => Some(field.clone()),
            _ => None,
        }
    };
    let show = move |_: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let Some(field) = field() else { return };
        done(&Matrix {
            palette: Palette::Magnitude { most: 1.0 },
            row_names: KS,
            column_names: ETAS,
            row_title: Some("k"),
            column_title: Some("η_G"),
            ..Matrix::new(KS.len(), ETAS.len(), &field.values.0)
        });
    };
    let label = tf(move |lang| {
        let share = Form::Percent.write(bench.metric("crowd_arrived"));
        match lang {
            Lang::Zh => format!("每对 k 和 η_G 三个种子，G 走到的比例；一共 {share}"),
            Lang::En => format!("Three seeds of each k and η_G, the share in which G arrives; {share} in all"),
        }
    });
    let empty =
        Text::new("打开“换 k 和 η_G 一起跑”，这里就有 75 局", "switch on “Others beside” and 75 games run here");
    view! {
        <Plate bench name="crowd" tag="i" title=Text::new("哪些 k 和步长走得到", "Which k and step arrive")
            quiet=t("走到：W₁ 不超过起点的五分之一", "to arrive: W₁ at most a fifth of what it was")>
            <p class="quiet told" hidden=move || field().is_some()>{move || empty.get(words.get())}</p>
            <Sketch label name=t("走到的比例", "Share that arrives") show/>
        </Plate>
        <Chart bench tag="j" curves=BY_K/>
    }
}
