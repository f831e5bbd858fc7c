//! One number of the network as its sum, and the gradient of one weight as its sum.

use super::maps::{choose, chosen};
use crate::stage::{Barred, Bench, Ink, Pictured, Plate, Touch};
use labkit::{Content, Lang, Text, brief, short};
use leptos::prelude::*;
use plot::Palette;
use plot::wall::Pixel;
use ui::lang::{lang, t, tf};

/// How high the pictures of a sum may be, CSS pixels.
const HIGH: f64 = 180.0;

/// The sentence of a panel.
fn said(bench: Bench, panel: &'static str) -> impl Fn() -> String + Copy + Send + 'static {
    let (panel, words) = (bench.panel(panel), lang());
    move || match panel.get().as_deref() {
        Some(Content::Text(text)) => text.get(words.get()).to_owned(),
        _ => String::new(),
    }
}

/// From the window and the kernel of each channel to what the number is.
#[component]
pub(super) fn Forward(bench: Bench) -> impl IntoView {
    let quiet = tf(move |lang| {
        let [layer, map, row, column] = ["layer", "map", "row", "column"].map(|key| chosen(bench, key) + 1);
        match lang {
            Lang::Zh => format!("第 {layer} 层第 {map} 张图的 ({row}, {column})"),
            Lang::En => format!("layer {layer}, map {map}, place ({row}, {column})"),
        }
    });
    let weight = Signal::derive(move || {
        Some(Pixel { image: chosen(bench, "from"), row: chosen(bench, "down"), column: chosen(bench, "across") })
    });
    let pick = Callback::new(move |pixel: Pixel| choose(bench, &[("from", pixel.image), ("down", pixel.row), ("across", pixel.column)]));
    let kernels = t("核", "Kernels");
    let reach = tf(move |lang| {
        let [h, w] = ["reach_height", "reach_width"].map(|name| brief(bench.metric(name)));
        match lang {
            Lang::Zh => format!("它在图上看到 {h}×{w}"),
            Lang::En => format!("of the picture it sees {h}×{w}"),
        }
    });
    let reached = Signal::derive(reach);
    let formula = said(bench, "formula");
    view! {
        <Plate bench name="sum" tag="f" class="fig--fit cnn-tall" title=Text::new("一个数是怎样算出来的", "One number, taken apart") quiet=quiet>
            <div class="cnn-sum">
                <div><span class="quiet">{t("窗口里的输入", "input in the window")}</span>
                    <Pictured panel=bench.panel("patches in") ink=Ink::Of(Palette::sign) most=HIGH label=t("每个通道窗口里的输入", "Input in the window, channel by channel")/></div>
                <div><span class="quiet">{t("乘以核（点一个权重）", "times the kernel (choose a weight)")}</span>
                    <Pictured panel=bench.panel("kernels") ink=Ink::Of(Palette::sign) most=HIGH label=kernels touch=Touch { chosen: weight, pick, whole: false }/></div>
                <div><span class="quiet">{t("每个通道的和，再加 b", "sum of each channel, and b")}</span>
                    <Barred panel=bench.panel("parts") label=t("每个通道的部分和", "Partial sums of the channels")/></div>
                <div><span class="quiet">{move || reached.get()}</span>
                    <Pictured panel=bench.panel("reach") ink=Ink::Grey most=HIGH label=move || reached.get()/></div>
            </div>
            <p class="num cnn-formula">{formula}</p>
            <span class="sr" data-metric="neuron">{move || short(bench.metric("neuron"))}</span>
            <span class="sr" data-metric="neuron_sum">{move || short(bench.metric("neuron_sum"))}</span>
        </Plate>
    }
}

/// The products of one weight's gradient over all places.
#[component]
pub(super) fn Backward(bench: Bench) -> impl IntoView {
    let quiet = tf(move |lang| {
        let [from, down, across] = ["from", "down", "across"].map(|key| chosen(bench, key) + 1);
        match lang {
            Lang::Zh => format!("通道 {from}，核的 ({down}, {across})；损失是这一张图的"),
            Lang::En => format!("channel {from}, ({down}, {across}) of the kernel; the loss is this picture’s"),
        }
    });
    let formula = said(bench, "slope formula");
    let pictures = [
        ("delta", Text::new("δ：这一层每个数的梯度", "δ, the gradient of each number of the map")),
        ("under", Text::new("权重在各处乘的 x", "x, what the weight meets at each place")),
        ("products", Text::new("δ·x，各处相乘；全部加起来就是梯度", "δ·x, their products; the sum of all is the gradient")),
    ];
    let pictures = pictures.map(|(panel, name)| {
        let words = lang();
        let label = move || name.get(words.get()).to_owned();
        view! { <div><span class="quiet">{label}</span><Pictured panel=bench.panel(panel) ink=Ink::Of(Palette::sign) most=HIGH label/></div> }
    });
    view! {
        <Plate bench name="slope" tag="g" class="fig--fit" title=Text::new("一个权重的梯度", "Gradient of one weight") quiet=quiet>
            <div class="cnn-sum">{pictures.collect_view()}</div>
            <p class="num cnn-formula">{formula}</p>
            <span class="sr" data-metric="slope">{move || short(bench.metric("slope"))}</span>
            <span class="sr" data-metric="slope_sum">{move || short(bench.metric("slope_sum"))}</span>
        </Plate>
    }
}
