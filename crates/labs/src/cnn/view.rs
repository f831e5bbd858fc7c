//! The stage of the lab: what the network reads wrongly, how it learns, what its first filters look for, and the reader's own digit.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod colour;
mod judged;
mod maps;
mod net;
mod practice;
mod see;
mod sums;

use super::params::TABLE;
use super::photo::ink;
use super::see::params::TASKS;
use super::taught::{self, MOST};
use crate::stage::{Barred, Bench, Chart, Curves, Exhibits, Form, Group, Ink, Pictured, Plate, Reads, Touch, pictures};
use labkit::message::{Drawing, Export, ToWorker};
use labkit::{Content, Lang, Text, Value, short};
use leptos::prelude::*;
use plot::Palette;
use plot::wall::Pixel;
use ui::lang::{t, tf};
use ui::{Button, Camera, FileButton, Look, Pad, Select, Shot, Size};

const STEP: Text = Text::new("步", "step");
const LOSSES: Curves = Curves {
    panel: "losses",
    title: Text::new("每步的损失", "Loss by step"),
    quiet: Text::new("对数轴", "log axis"),
    x: STEP,
    names: &[("loss", Text::new("损失", "loss"))],
    focus: "",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};
const ACCURACIES: Curves = Curves {
    panel: "accuracies",
    title: Text::new("答对的比例", "Right answers"),
    quiet: Text::new("练习时是最近一百批", "in training: the last hundred batches"),
    names: &[("train", Text::new("练习时", "in training")), ("test", Text::new("没练过的", "unseen"))],
    log: (false, false),
    range: Some((0.0, 1.0)),
    ..LOSSES
};

/// The stage.
pub(super) fn view(bench: Bench) -> AnyView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task")));
    let lead = move || match task.get() {
        "see" => view! { <see::Lead bench/> }.into_any(),
        "dream" => view! { <colour::Dream bench/> }.into_any(),
        "style" => view! { <colour::Style bench/> }.into_any(),
        _ => view! { <Misread bench/> }.into_any(),
    };
    let more = move || match task.get() {
        "see" => view! { <see::More bench/> }.into_any(),
        "dream" => view! { <colour::DreamMore bench/> }.into_any(),
        "style" => view! { <colour::StyleMore bench/> }.into_any(),
        _ => view! { <TrainingMore bench/> }.into_any(),
    };
    let line = move || (task.get() == "train").then(|| view! { <net::Line bench/> });
    view! {
        <Exhibits bench tasks=TASKS/>
        {line}
        <div class="stage__lead stage__lead--tall">{lead}</div>
        <div class="stage__more" id=bench.id("plots")>{more}</div>
    }
    .into_any()
}

/// Behind the misread digits.
#[component]
fn TrainingMore(bench: Bench) -> impl IntoView {
    view! {
        <Chart bench tag="b" curves=LOSSES>{view! { <span class="sr" data-metric="loss">{move || short(bench.metric("loss"))}</span> }.into_any()}</Chart>
        <Yours bench/>
        <Filters bench/>
        <maps::Maps bench/>
        <sums::Forward bench/>
        <sums::Backward bench/>
        <judged::Confusion bench/>
        <Chart bench tag="i" curves=ACCURACIES/>
        <net::Ledger bench/>
    }
}

/// Side of a photograph, pixels.
const SHOT: usize = 112;

#[component]
fn Misread(bench: Bench) -> impl IntoView {
    let (panel, places) = (bench.panel("misread"), bench.panel("misread places"));
    let _over = ui::use_drops(bench.drop_file);
    let numbers = move || match places.get().as_deref() {
        Some(Content::Points(all)) => all.first().map_or_else(Vec::new, |all| all.y.0.iter().map(|number| *number as usize).collect()),
        _ => Vec::new(),
    };
    let chosen = Signal::derive(move || {
        let image = numbers().iter().position(|number| test_digit(bench) == Some(*number))?;
        Some(Pixel { image, row: 0, column: 0 })
    });
    let pick = Callback::new(move |pixel: Pixel| {
        if let Some(number) = untrack(numbers).get(pixel.image) {
            take(bench, *number);
        }
    });
    let label = tf(move |lang| {
        let names = pictures(panel).map(|all| all.names.join(", ")).unwrap_or_default();
        match (lang, names.is_empty()) {
            (Lang::Zh, true) => "没有读错的数字".to_owned(),
            (Lang::En, true) => "no digit was misread".to_owned(),
            (Lang::Zh, false) => format!("读错的数字，本来是→读成了：{names}"),
            (Lang::En, false) => format!("Digits that were misread, what it is→what was read: {names}"),
        }
    });
    const READS: Group = &[
        ("test_accuracy", Text::new("没练过的，答对", "right on unseen"), Form::Percent),
        ("train_accuracy", Text::new("练习时，答对", "right in training"), Form::Percent),
        ("dropped_accuracy", Text::new("拖入的，答对", "right on dropped"), Form::Percent),
    ];
    view! {
        <Plate bench name="misread" tag="a" title=Text::new("读错的", "Misread") quiet=t("本来是→读成了；点一张，下面就看它", "what it is→what was read; click one, and the figures below look at it")>
            <Pictured panel ink=Ink::Grey label touch=Touch { chosen, pick, whole: true }/>
            <p class="quiet">{t("拖入 MNIST 的两个文件，就考那些。", "Drop the two MNIST files to try those.")}</p>
            <div class="reads">
                <Reads bench reads=READS/>
                <FileButton label=Text::new("选择 MNIST 文件", "Choose MNIST files") accept=".gz,.ubyte,application/gzip,*" on_file=bench.drop_file/>
                <Button label=Text::new("拿去攻击", "Attack it") icon="arrow-right" size=Size::Small on_click=move |()| bench.send(ToWorker::Export(Export::Network))/>
            </div>
        </Plate>
    }
}

/// The test digit that is looked at, counted from 0; none while it is the reader's own.
fn test_digit(bench: Bench) -> Option<usize> {
    let own = bench.params.with(|params| params.choice(TABLE, "subject") == "yours") && pictures(bench.panel("box")).is_some();
    (!own).then(|| maps::chosen(bench, "digit"))
}

/// Has the figures look at a test digit, counted from 0.
fn take(bench: Bench, digit: usize) {
    let pairs = [("digit", (digit + 1).to_string()), ("subject", "test".to_owned())];
    let _set = bench.set_texts(&pairs.map(|(key, text)| (key.to_owned(), text)));
}

/// The reader's own digit, as the network gets it, and what it takes it for.
#[component]
fn Yours(bench: Bench) -> impl IntoView {
    let (boxed, hand) = (bench.panel("box"), bench.panel("hand"));
    let chances = move || match hand.get().as_deref() {
        Some(Content::Bars(bars)) => bars.clone(),
        _ => Vec::new(),
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
    // What is drawn is looked at, until a test digit is chosen.
    let yours = move || bench.set("subject", Value::Choice(0));
    let draw = move |drawing: Option<ui::Drawing>| {
        if drawing.is_some() {
            yours();
        }
        let drawing = drawing.map(|drawing| Drawing { side: drawing.side as u32, values: drawing.values.into() });
        bench.send(ToWorker::Drawn(drawing));
    };
    let shoot = move |shot: Shot| draw(Some(ui::Drawing { side: SHOT, values: ink(&shot.rgb) }));
    let chosen = Signal::derive(move || {
        (pictures(boxed).is_some() && test_digit(bench).is_none()).then_some(Pixel { image: 0, row: 0, column: 0 })
    });
    let pick = Callback::new(move |_: Pixel| yours());
    view! {
        <Plate bench name="yours" tag="c" title=Text::new("你的数字", "Your digit") quiet=move || said.get()>
            <div class="cnn-hand">
                <div class="cnn-hand__pad">
                    <Pad label=Text::new("手写板", "Drawing pad") on_change=draw/>
                    <Camera label=Text::new("写在纸上的数字", "a digit on paper") side=SHOT on_shot=shoot/>
                </div>
                <div class="cnn-hand__box"><Pictured panel=boxed ink=Ink::Grey label=seen touch=Touch { chosen, pick, whole: true }/></div>
                <Barred panel=hand label=t("它是各个数字的概率", "Probability of each digit") range=(0.0, 1.0)/>
            </div>
            <Teach bench/>
        </Plate>
    }
}

/// Names the drawing and has the network practise it.
#[component]
fn Teach(bench: Bench) -> impl IntoView {
    let boxed = bench.panel("box");
    let digit = RwSignal::new(0_usize);
    let held = move || bench.params.with_untracked(|params| params.text(TABLE, "taught"));
    let count = Memo::new(move |_| bench.params.with(|params| params.text(TABLE, "taught").split('~').filter(|one| !one.is_empty()).count()));
    let off = Signal::derive(move || pictures(boxed).is_none() || count.get() >= MOST);
    let teach = move |()| {
        let Some(drawn) = untrack(|| pictures(boxed)) else { return };
        let one = taught::write(digit.get_untracked() as u8, &drawn.values.0);
        let all = held();
        bench.set("taught", Value::Text(if all.is_empty() { one } else { format!("{all}~{one}") }));
    };
    let forget = move |()| bench.set("taught", Value::Text(String::new()));
    let options = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"].map(Text::same).to_vec();
    view! {
        <div class="cnn-teach">
            <Select label=Text::new("这是", "This is a") options value=digit on_change=move |at| digit.set(at)/>
            <Button label=Text::new("教它", "Teach it") icon="plus" size=Size::Small disabled=off on_click=teach/>
            <Show when=move || { count.get() > 0 }>
                <Button label=Text::new("都忘掉", "Forget them") icon="close" look=Look::Quiet size=Size::Small on_click=forget/>
            </Show>
        </div>
        <Show when=move || { count.get() > 0 }>
            <Known bench/>
        </Show>
    }
}

/// What the reader has drawn and named.
#[component]
fn Known(bench: Bench) -> impl IntoView {
    let known = bench.panel("taught");
    let label = tf(move |lang| {
        let names = pictures(known).map(|all| all.names.join(", ")).unwrap_or_default();
        match lang {
            Lang::Zh => format!("教给它的：{names}"),
            Lang::En => format!("taught: {names}"),
        }
    });
    let said = t(
        "从现在起，每批八分之一是你写的，挪动不超过一个像素。接着练，看它改不改口。",
        "From now on an eighth of each batch is yours, moved by a pixel at most. Train on and see whether it changes its mind.",
    );
    view! {
        <Pictured panel=known ink=Ink::Grey columns={MOST / 2} label/>
        <p class="quiet">{said}</p>
    }
}

/// The first filters, and below each other the nine patches that each answers most strongly.
#[component]
fn Filters(bench: Bench) -> impl IntoView {
    let (filters, patches) = (bench.panel("filters"), bench.panel("patches"));
    let label = t("第一层的卷积核：蓝色要墨，橙色要空白", "The filters of the first layer: blue wants ink, orange wants none");
    let strongest = t("每个核反应最强的九块，一行一个核", "Nine patches that each filter answers most strongly, a row a filter");
    let likeness = move || short(bench.metric("patch_correlation"));
    view! {
        <Plate bench name="filters" tag="d" title=Text::new("第一层的卷积核", "First filters") quiet=t("蓝要墨，橙要空白；右边是反应最强的九块", "blue wants ink, orange none; beside them nine strongest patches each")>
            <div class="cnn-filters">
                <Pictured panel=filters ink=Ink::Of(Palette::sign) label/>
                <Pictured panel=patches ink=Ink::Grey columns=9 label=strongest/>
            </div>
            <p class="quiet">{t("与九块的平均的相关系数，各核平均：", "correlation with the mean of the nine, mean over filters: ")}
                <span class="num" data-metric="patch_correlation">{likeness}</span></p>
        </Plate>
    }
}
