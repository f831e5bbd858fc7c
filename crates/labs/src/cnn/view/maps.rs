//! A picture on its way through the network: what every layer says of it.

use super::super::params::chosen_at;
use crate::stage::{Barred, Bench, Ink, Pictured, Plate, Touch, pictures};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::Palette;
use plot::wall::Pixel;
use ui::lang::{t, tf};

/// Sets numbers that are chosen on pictures, counted from 0 here.
pub(super) fn choose(bench: Bench, numbers: &[(&str, usize)]) {
    let pairs: Vec<(String, String)> = numbers.iter().map(|(key, at)| ((*key).to_owned(), (at + 1).to_string())).collect();
    // A number outside its bounds chooses nothing.
    let _set = bench.set_texts(&pairs);
}

/// A chosen number, counted from 0.
pub(super) fn chosen(bench: Bench, key: &'static str) -> usize {
    bench.params.with(|params| chosen_at(params, key))
}

/// The names of the layers, as they are written.
fn layers(bench: Bench) -> Vec<String> {
    match bench.panel("ledger").get().as_deref() {
        Some(Content::Table(table)) => table.rows.iter().filter_map(|row| row.first().cloned()).filter(|name| name != "Σ").collect(),
        _ => Vec::new(),
    }
}

#[component]
pub(super) fn Maps(bench: Bench) -> impl IntoView {
    let names = Memo::new(move |_| layers(bench));
    let digit = Signal::derive(move || super::test_digit(bench).map(|image| Pixel { image, row: 0, column: 0 }));
    let take = Callback::new(move |pixel: Pixel| super::take(bench, pixel.image));
    let seen = Signal::derive(tf(move |lang| {
        let class = pictures(bench.panel("seen")).and_then(|seen| seen.names.first().cloned()).unwrap_or_default();
        match (lang, super::test_digit(bench).is_none()) {
            (Lang::Zh, true) => format!("你写的，当作 {class}"),
            (Lang::En, true) => format!("yours, taken for {class}"),
            (Lang::Zh, false) => format!("考题，是 {class}"),
            (Lang::En, false) => format!("test digit, a {class}"),
        }
    }));
    let rows = move || {
        let row = |(index, name): (usize, String)| {
            let said = name.clone();
            let label = tf(move |lang| match lang {
                Lang::Zh => format!("第 {} 层 {said} 的输出", index + 1),
                Lang::En => format!("Output of layer {}, {said}", index + 1),
            });
            let at = Signal::derive(move || {
                let pixel = || Pixel { image: chosen(bench, "map"), row: chosen(bench, "row"), column: chosen(bench, "column") };
                (chosen(bench, "layer") == index).then(pixel)
            });
            let pick = Callback::new(move |pixel: Pixel| {
                choose(bench, &[("layer", index), ("map", pixel.image), ("row", pixel.row), ("column", pixel.column)]);
            });
            view! {
                <div class="cnn-layer" data-layer=index data-chosen=move || at.get().is_some().then_some("")>
                    <span class="cnn-layer__name num">{name}</span>
                    <Pictured panel=bench.panel(&format!("layer {index}")) ink=Ink::Of(Palette::sign) label most=72.0 touch=Touch { chosen: at, pick, whole: false }/>
                </div>
            }
        };
        names.get().into_iter().enumerate().map(row).collect_view()
    };
    let digits = t("考题", "Test digits");
    view! {
        <Plate bench name="maps" tag="e" class="fig--fit cnn-tall" title=Text::new("每一层的特征图", "Feature maps of every layer")
            quiet=t("点一个像素，看它怎样算出来；蓝为正，橙为负", "click a pixel to see its arithmetic; blue is positive, orange negative")>
            <div class="cnn-head">
                <Pictured panel=bench.panel("digits") ink=Ink::Grey label=digits most=160.0 touch=Touch { chosen: digit, pick: take, whole: true }/>
                <div class="cnn-head__seen">
                    <Pictured panel=bench.panel("seen") ink=Ink::Grey label=move || seen.get() most=110.0/>
                    <span class="quiet">{move || seen.get()}</span>
                </div>
                <Barred panel=bench.panel("classes") label=t("各类的概率", "Probability of each class")/>
            </div>
            {rows}
        </Plate>
    }
}
