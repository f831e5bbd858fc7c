//! The figures of dreams and of style.

use super::practice::practising;
use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads};
use labkit::Text;
use leptos::prelude::*;
use ui::lang::t;
use ui::FileButton;

const GROWTH: Curves = Curves {
    panel: "growths",
    title: Text::new("这一层有多兴奋", "How excited the layer is"),
    quiet: Text::new("输出的长度，起初是 1", "length of its output, 1 at first"),
    x: Text::new("图走的步", "steps of the pictures"),
    names: &[("growth", Text::new("长度", "length"))],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const DISTANCES: Curves = Curves {
    panel: "distances",
    title: Text::new("离画风和内容多远", "Distance from style and content"),
    quiet: Text::new("相对的平方差", "squared and relative"),
    names: &[("style", Text::new("画风", "style")), ("content", Text::new("内容", "content"))],
    ..GROWTH
};
const CHOOSE: Text = Text::new("选一张图", "Choose a picture");

/// The dream in front.
#[component]
pub(super) fn Dream(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("growth", Text::new("这一层的长度", "length of the layer"), Form::Times),
        ("signs_reached", Text::new("与目标同号", "signs as in the target"), Form::Percent),
        ("moved", Text::new("像素平均改动", "mean change of a pixel"), Form::Number),
    ];
    let _over = ui::use_drops(bench.drop_file);
    let panel = bench.panel("dream");
    let quiet = practising(bench, Text::new("目标是 h·(1+g)；拖一张图进来，让它梦你的", "the target is h·(1+g); drop a picture to have it dream on yours"));
    view! {
        <Plate bench name="dream" tag="a" title=Text::new("梦", "The dream") quiet>
            <Pictured panel ink=Ink::Colour label=t("梦里的图", "The picture that is dreamt")/>
            <div class="reads">
                <Reads bench reads=READS known=true/>
                <FileButton label=CHOOSE accept="image/png,image/jpeg" on_file=bench.drop_file/>
            </div>
        </Plate>
    }
}

/// Behind the dream.
#[component]
pub(super) fn DreamMore(bench: Bench) -> impl IntoView {
    let panel = bench.panel("ground");
    view! {
        <Chart bench tag="b" curves=GROWTH/>
        <Plate bench name="ground" tag="c" title=Text::new("从这里梦起", "What it dreams on") quiet=t("梦之前", "before the dream")>
            <Pictured panel ink=Ink::Colour label=t("梦之前的图", "The picture before the dream")/>
        </Plate>
    }
}

/// The painting in front.
#[component]
pub(super) fn Style(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("gram", Text::new("离画风，起初是 1", "from the style, 1 at first"), Form::Number),
        ("content_distance", Text::new("离内容", "from the content"), Form::Number),
        ("unrelated_distance", Text::new("不相干的图离内容", "an unrelated picture from it"), Form::Number),
        ("shifted", Text::new("画风平移后变", "style moved, differs by"), Form::Percent),
    ];
    let _over = ui::use_drops(bench.drop_file);
    let panel = bench.panel("painting");
    let quiet = practising(bench, Text::new("内容不动，像素换成另一张图的花纹", "the content stays, the pixels take the other picture’s texture"));
    view! {
        <Plate bench name="painting" tag="a" title=Text::new("换了画风的图", "The picture in another style") quiet>
            <Pictured panel ink=Ink::Colour label=t("换画风的图", "The picture that takes the style")/>
            <div class="reads">
                <Reads bench reads=READS known=true/>
                <FileButton label=CHOOSE accept="image/png,image/jpeg" on_file=bench.drop_file/>
            </div>
        </Plate>
    }
}

/// Behind the painting.
#[component]
pub(super) fn StyleMore(bench: Bench) -> impl IntoView {
    let panel = bench.panel("sources");
    view! {
        <Chart bench tag="b" curves=DISTANCES/>
        <Plate bench name="sources" tag="c" title=Text::new("内容与画风", "Content and style") quiet=t("左边内容，右边画风", "content left, style right")>
            <Pictured panel ink=Ink::Colour label=t("内容图和画风图", "The content and the style")/>
        </Plate>
    }
}
