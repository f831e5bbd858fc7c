//! The stage of the lab: what the network reads wrongly, how it learns, what its first filters look for, and the reader's own digit.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

use super::params::TABLE;
use super::photo::ink;
use crate::stage::{Bench, Canvas, Hover, Panel, doubles};
use labkit::message::{Drawing, ToWorker};
use labkit::{Content, Lang, Pictures, Text, short};
use leptos::html;
use leptos::prelude::*;
use plot::bars::{Bar, Bars};
use plot::canvas::Sheet;
use plot::line::Xs;
use plot::lines::{Lines, Series};
use plot::palette::Coat;
use plot::{Axis, Palette, PlotError, Reading, Theme, Wall};
use ui::lang::{lang, t, tf};
use ui::{Camera, FigureFrame, FileButton, Pad, Shot};

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    view! {
        <div class="stage__lead"><Misread bench/></div>
        <div class="stage__more" id=bench.id("plots")>
            <Losses bench/>
            <Yours bench/>
            <Filters bench/>
        </div>
    }
    .into_any()
}

fn pictures(panel: Panel) -> Option<Pictures> {
    match panel.get().as_deref() {
        Some(Content::Pictures(pictures)) if !pictures.values.0.is_empty() => Some(pictures.clone()),
        _ => None,
    }
}

/// Calls `done` with the panel's pictures as a wall.
fn wall<T>(panel: Panel, palette: impl Fn(&[f32]) -> Palette, done: impl FnOnce(&Wall<'_>) -> T) -> Option<T> {
    let pictures = pictures(panel)?;
    let names: Vec<&str> = pictures.names.iter().map(String::as_str).collect();
    let size = (pictures.height as usize, pictures.width as usize);
    let wall = Wall { captions: &names, ..Wall::new(size, &pictures.values.0, palette(&pictures.values.0)) };
    Some(done(&wall))
}

/// Pictures side by side, with the number under the pointer.
#[component]
fn Pictured(panel: Panel, palette: fn(&[f32]) -> Palette, #[prop(into)] label: TextProp) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        wall(panel, palette, |wall| sheet.paint(wall, theme)).unwrap_or(Ok(()))
    };
    let read = move |at: (f64, f64)| -> Vec<Reading> {
        let Some(node) = node.get_untracked() else { return Vec::new() };
        let Ok(theme) = plot::canvas::theme(&node) else { return Vec::new() };
        let size = (f64::from(node.client_width()), f64::from(node.client_height()));
        let ratio = window().device_pixel_ratio();
        let found = wall(panel, palette, |wall| wall.read(&wall.layout(size, &theme, ratio).ok()?, at));
        found.flatten().into_iter().collect()
    };
    view! { <div class="sheet" node_ref=node><Canvas label=label draw=paint/><Hover read/></div> }
}

/// Side of a photograph, pixels.
const SHOT: usize = 112;

const PAPER: fn(&[f32]) -> Palette = |_| Palette::Picture { lo: 0.0, hi: 1.0 };

#[component]
fn Misread(bench: Bench) -> impl IntoView {
    let panel = bench.panel("misread");
    let _over = ui::use_drops(bench.drop_file);
    let label = tf(move |lang| {
        let names = pictures(panel).map(|all| all.names.join(", ")).unwrap_or_default();
        match (lang, names.is_empty()) {
            (Lang::Zh, true) => "没有读错的数字".to_owned(),
            (Lang::En, true) => "no digit was misread".to_owned(),
            (Lang::Zh, false) => format!("读错的数字，本来是→读成了：{names}"),
            (Lang::En, false) => format!("Digits that were misread, what it is→what was read: {names}"),
        }
    });
    let reads = [
        ("test_accuracy", Text::new("没练过的，答对", "right on unseen")),
        ("train_accuracy", Text::new("练习时，答对", "right in training")),
        ("dropped_accuracy", Text::new("拖入的，答对", "right on dropped")),
    ];
    let words = lang();
    let reads = reads.map(|(name, what)| {
        let percent = move || {
            let share = bench.metric(name);
            if share.is_finite() { format!("{:.1} %", share * 100.0) } else { "—".to_owned() }
        };
        view! {
            <div class="read">
                <div class="read__label">{move || what.get(words.get())}</div>
                <div class="read__value num" data-metric=name>{percent}</div>
            </div>
        }
    });
    view! {
        <FigureFrame tag="a" title=Text::new("读错的", "Misread") quiet=t("本来是→读成了；拖入 MNIST 的两个文件，就考那些", "what it is→what was read; drop the two MNIST files to try those")>
            <Pictured panel palette=PAPER label/>
            <div class="reads">
                {reads.collect_view()}
                <FileButton label=Text::new("选择 MNIST 文件", "Choose MNIST files") accept=".gz,.ubyte,application/gzip,*" on_file=bench.drop_file/>
            </div>
        </FigureFrame>
    }
}

#[component]
fn Losses(bench: Bench) -> impl IntoView {
    let losses = bench.panel("losses");
    let words = lang();
    let laid = RwSignal::new_local(None::<plot::Layout>);
    let drawn = move || match losses.get().as_deref() {
        Some(Content::Lines(curves)) => curves.iter().map(|one| (one.identity, doubles(&one.x.0), doubles(&one.y.0))).collect(),
        _ => Vec::new(),
    };
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let curves = drawn();
        let name = Text::new("损失", "loss").get(words.get());
        let series: Vec<Series<'_>> = curves.iter().map(|(identity, x, y)| Series { xs: Xs::Values(x), ..Series::new(name, *identity, y) }).collect();
        let last = curves.iter().filter_map(|(_, x, _)| x.last()).fold(10.0, |most: f64, step| most.max(*step));
        let step = Text::new("步", "step").get(words.get());
        let lines = Lines { series: &series, x: Axis::default().titled(step).over(0.0, last), y: Axis::log(), references: &[], now: None };
        laid.set(Some(sheet.draw(|area, scale| lines.draw(area, theme, scale))?));
        Ok(())
    };
    let read = move |(x, _): (f64, f64)| {
        let (Some(layout), curves) = (laid.get(), drawn()) else { return Vec::new() };
        let series: Vec<Series<'_>> = curves.iter().map(|(identity, x, y)| Series { xs: Xs::Values(x), ..Series::new("", *identity, y) }).collect();
        plot::hover::read(&series, &layout, x)
    };
    let name = t("每步的损失", "Loss by step");
    let label = move || format!("{}: {}", name(), short(bench.metric("loss")));
    view! {
        <FigureFrame tag="b" title=Text::new("每步的损失", "Loss by step") quiet=t("对数轴", "log axis")>
            <div class="sheet"><Canvas label=label draw=paint/><Hover read line=true/></div>
            <span class="sr" data-metric="loss">{move || short(bench.metric("loss"))}</span>
        </FigureFrame>
    }
}

/// The reader's own digit, as the network gets it, and what it takes it for.
#[component]
fn Yours(bench: Bench) -> impl IntoView {
    let (boxed, hand) = (bench.panel("box"), bench.panel("hand"));
    let chances = move || match hand.get().as_deref() {
        Some(Content::Bars(bars)) => bars.clone(),
        _ => Vec::new(),
    };
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let chances = chances();
        let bars: Vec<Bar<'_>> = chances.iter().map(|(name, chance)| Bar::new(name, f64::from(*chance))).collect();
        if bars.is_empty() {
            return Ok(());
        }
        sheet.paint(&Bars { bars: &bars, coat: Coat::Sign, range: Some((0.0, 1.0)), ..Bars::default() }, theme)
    };
    let best = move || chances().into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let said = Signal::derive(tf(move |lang| match (best(), lang) {
        (None, Lang::Zh) => "写一个数字".to_owned(),
        (None, Lang::En) => "Write a digit".to_owned(),
        (Some((digit, chance)), Lang::Zh) => format!("读成 {digit}，概率 {:.0} %", chance * 100.0),
        (Some((digit, chance)), Lang::En) => format!("Read as {digit}, probability {:.0} %", chance * 100.0),
    }));
    let seen = tf(move |lang| match (bench.params.with(|params| params.switch(TABLE, "boxed")), lang) {
        (true, Lang::Zh) => "网络看到的：裁到笔迹、缩进 20×20、重心放到中间",
        (true, Lang::En) => "what the network sees: cut to the ink, fitted into 20×20, its centre of mass in the middle",
        (false, Lang::Zh) => "网络看到的：原样缩到 28×28",
        (false, Lang::En) => "what the network sees: as it lies, made 28×28",
    });
    let draw = move |drawing: Option<ui::Drawing>| {
        let drawing = drawing.map(|drawing| Drawing { side: drawing.side as u32, values: drawing.values.into() });
        bench.send(ToWorker::Drawn(drawing));
    };
    let shoot = move |shot: Shot| draw(Some(ui::Drawing { side: SHOT, values: ink(&shot.rgb) }));
    view! {
        <FigureFrame tag="c" title=Text::new("你的数字", "Your digit") quiet=move || said.get()>
            <div class="cnn-hand">
                <div class="cnn-hand__pad">
                    <Pad label=Text::new("手写板", "Drawing pad") on_change=draw/>
                    <Camera label=Text::new("写在纸上的数字", "a digit on paper") side=SHOT on_shot=shoot/>
                </div>
                <div class="cnn-hand__box"><Pictured panel=boxed palette=PAPER label=seen/></div>
                <div class="sheet"><Canvas label=move || said.get() draw=paint/></div>
            </div>
        </FigureFrame>
    }
}

#[component]
fn Filters(bench: Bench) -> impl IntoView {
    let panel = bench.panel("filters");
    let label = t("第一层的卷积核：蓝色要墨，橙色要空白", "The filters of the first layer: blue wants ink, orange wants none");
    view! {
        <FigureFrame tag="d" title=Text::new("第一层的卷积核", "First filters") quiet=t("蓝要墨，橙要空白", "blue wants ink, orange none")>
            <Pictured panel palette=Palette::sign label/>
        </FigureFrame>
    }
}
