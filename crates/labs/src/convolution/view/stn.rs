//! The spatial transformer: frames on pictures, and what is in them.

use crate::convolution::params::TABLE;
use crate::stage::{Barred, Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads};
use labkit::Text;
use leptos::prelude::*;
use ui::lang::t;

const RIGHTS: Curves = Curves {
    panel: "stn_rights",
    title: Text::new("没见过的数字，答对", "Right on unseen digits"),
    quiet: Text::new("读图的网络一样大", "the networks that read are of one size"),
    x: Text::new("更新", "updates"),
    names: &[("stn", Text::new("有空间变换", "with transformer")), ("plain", Text::new("没有", "without"))],
    focus: "stn",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const SPREADS: Curves = Curves {
    panel: "stn_spreads",
    title: Text::new("数字的角度散多开", "Spread of the digits’ angles"),
    quiet: Text::new("标准差，度", "deviation, degrees"),
    names: &[("after", Text::new("框里", "in the frame")), ("before", Text::new("图里", "in the picture"))],
    focus: "after",
    range: None,
    ..RIGHTS
};
const OVERLAPS: Curves = Curves {
    panel: "stn_overlap",
    title: Text::new("框与数字的交并比", "Overlap of frame and digit"),
    quiet: Text::new("共有的面积比合起来的面积", "common area over that of both together"),
    names: &[("overlap", Text::new("交并比", "IoU"))],
    focus: "overlap",
    ..RIGHTS
};
const DESCENT: Curves = Curves {
    panel: "frame_losses",
    title: Text::new("离正立的数字多远", "How far off the upright digit"),
    quiet: Text::new("像素差的平方和 / 28", "squared differences of pixels, summed, / 28"),
    x: Text::new("步", "step"),
    names: &[("loss", Text::new("差", "difference"))],
    focus: "loss",
    range: None,
    ..RIGHTS
};

fn by_hand(bench: Bench) -> Memo<bool> {
    Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "stn") == "manual"))
}

/// The leading figure.
#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    let hand = by_hand(bench);
    move || if hand.get() { view! { <Hand bench/> }.into_any() } else { view! { <Before bench/> }.into_any() }
}

/// The figures below it.
#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let hand = by_hand(bench);
    move || {
        if hand.get() {
            view! { <Downhill bench/><Chart bench tag="c" curves=DESCENT/> }.into_any()
        } else {
            view! {
                <After bench/>
                <Chart bench tag="c" curves=RIGHTS/>
                <Chart bench tag="d" curves=SPREADS/>
                <Chart bench tag="e" curves=OVERLAPS/>
            }
            .into_any()
        }
    }
}

#[component]
fn Before(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("right_stn", Text::new("有空间变换", "with transformer"), Form::Percent),
        ("right_plain", Text::new("没有", "without"), Form::Percent),
        ("spread_after", Text::new("框里的角度，±°", "angles in the frame, ±°"), Form::Number),
        ("overlap", Text::new("交并比", "overlap"), Form::Percent),
    ];
    let label = t("没见过的图，每张上画着网络取的框", "Unseen pictures, each with the frame that the network lays");
    view! {
        <Plate bench name="frames" tag="a" title=Text::new("网络往哪里看", "Where the network looks") quiet=t("框里的送去读", "what is in the frame is read")>
            <Pictured panel=bench.panel("stn_before") frames=bench.panel("stn_theta") ink=Ink::Grey label/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
fn After(bench: Bench) -> impl IntoView {
    let label = t("同样的图，框里的样子", "The same pictures, as they are in the frame");
    view! {
        <Plate bench name="framed" tag="b" title=Text::new("变换之后", "After the transformation") quiet=t("读图的网络看到的", "what the network reads")>
            <Pictured panel=bench.panel("stn_after") ink=Ink::Grey label/>
        </Plate>
    }
}

#[component]
fn Hand(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("frame_loss", Text::new("离正立的数字", "off the upright digit"), Form::Number),
        ("frame_slope", Text::new("梯度的长度", "length of the gradient"), Form::Number),
    ];
    let label = t("左：图，上面是六个数取的框；右：框里的样子", "Left: the picture with the frame that the six numbers lay; right: what is in the frame");
    view! {
        <Plate bench name="frame" tag="a" title=Text::new("六个数取一个框", "Six numbers lay a frame") quiet=t("左图，右框；每步顺着箭头走", "picture and frame; each step follows the arrows")>
            <Pictured panel=bench.panel("frame_pictures") frames=bench.panel("frame_theta") ink=Ink::Grey label/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// The number's name, with the way that it goes.
fn slope(at: usize, _: &str, slope: f32) -> String {
    let arrow = if slope > 0.0 { "↑" } else if slope < 0.0 { "↓" } else { "·" };
    format!("θ{} {arrow}", ["₁", "₂", "₃", "₄", "₅", "₆"].get(at).unwrap_or(&""))
}

/// Which way each of the six numbers goes, and how steeply.
#[component]
fn Downhill(bench: Bench) -> impl IntoView {
    let panel = bench.panel("frame_downhill");
    let label = t("每个数往哪边走、多陡；取最近的像素时都是 0", "Which way each number goes and how steeply; with the nearest pixel all are 0");
    view! {
        <Plate bench name="downhill" tag="b" title=Text::new("六个数往哪边走", "Which way the six numbers go") quiet=t("−∂ℓ/∂θ", "−∂ℓ/∂θ")>
            <Barred panel label values=true named=slope/>
        </Plate>
    }
}
