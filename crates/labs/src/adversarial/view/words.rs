//! A sentence before and after, with the words that were swapped.

use super::{LOSSES, practising};
use crate::adversarial::params::TABLE;
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Kept, Plate, Reads, Sketch, keep_table};
use labkit::frame::TableData;
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::table::Table;
use plot::{Palette, TokenLine};
use ui::DataTable;
use ui::lang::{lang, tf};

const BY_SWAPS: Curves = Curves {
    panel: "by_swaps",
    title: Text::new("攻击成功的比例", "Share that the attack fools"),
    quiet: Text::new("没读过的 200 句里，原来判对的", "of those judged right, of 200 unread sentences"),
    x: Text::new("换了几个词", "words swapped"),
    names: &[("fooled", Text::new("成功", "fooled"))],
    focus: "fooled",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("words_before", Text::new("原样，褒义的概率", "probability of praise"), Form::Percent),
        ("words_after", Text::new("换词以后", "words swapped"), Form::Percent),
    ];
    let quiet = practising(
        bench,
        Text::new(
            "有底色的词换过；只换同类的词，褒贬不变",
            "words on a ground were swapped, for words of the same kind that leave the verdict as it is",
        ),
    );
    let said = tf(move |lang| {
        let [before, after] = ["words_before", "words_after"].map(|name| bench.metric(name));
        if !before.is_finite() {
            return String::new();
        }
        let verdict =
            |share: f64| if share > 0.5 { Text::new("褒", "praise") } else { Text::new("贬", "blame") }.get(lang);
        match (lang, (before > 0.5) == (after > 0.5)) {
            (Lang::Zh, false) => format!("从{}判成了{}", verdict(before), verdict(after)),
            (Lang::Zh, true) => format!("判为{}", verdict(after)),
            (Lang::En, false) => format!("From {} to {}", verdict(before), verdict(after)),
            (Lang::En, true) => format!("Judged as {}", verdict(after)),
        }
    });
    view! {
        <Plate bench name="sentence" tag="a" title=Text::new("换一两个词", "A word or two") quiet>
            <Line bench panel="said" label=Text::new("本来的句子", "The sentence")/>
            <Line bench panel="swapped" label=Text::new("换词以后", "Words swapped")/>
            <p class="adv-said" role="status">{said}</p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// A sentence; words that were swapped lie on a ground.
#[component]
fn Line(bench: Bench, panel: &'static str, label: Text) -> impl IntoView {
    let panel = bench.panel(panel);
    let tokens = move || match panel.get().as_deref() {
        Some(Content::Bars(tokens)) => tokens.clone(),
        _ => Vec::new(),
    };
    let show = move |_: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let tokens = tokens();
        let names: Vec<&str> = tokens.iter().map(|(name, _)| name.as_str()).collect();
        let weights: Vec<f32> = tokens.iter().map(|(_, swapped)| *swapped).collect();
        let palette = Palette::Sign { reach: 2.0 };
        done(&TokenLine { tokens: &names, weights: &weights, palette, arcs: None, chosen: None, more: "…" });
    };
    let said = tf(move |lang| {
        let between = if bench.params.with(|params| params.choice(TABLE, "words_in")) == "zh" { "" } else { " " };
        let words: Vec<String> = tokens().into_iter().map(|(word, _)| word).collect();
        format!("{}: {}", label.get(lang), words.join(between))
    });
    view! {
        <p class="quiet told">{tf(move |lang| label.get(lang))}</p>
        <Sketch class="sheet--line" label=said name=tf(move |lang| label.get(lang)) show/>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("words_accuracy", Text::new("原样，判对", "judged right, as they are"), Form::Percent),
        ("words_fooled", Text::new("攻击成功", "fooled"), Form::Percent),
        ("words_swapped", Text::new("成功的，平均换了几个词", "words swapped in a success"), Form::Number),
    ];
    view! {
        <Chart bench tag="b" curves=BY_SWAPS>{view! { <Reads bench reads=READS/> }.into_any()}</Chart>
        <Plate bench name="fooled" kept=Kept::Rows tag="c" class="fig--fit" title=Text::new("判错的句子", "Sentences that fool it")>
            <Fooled bench/>
        </Plate>
        <Chart bench tag="d" curves=LOSSES/>
    }
}

/// Some of them, with what was swapped.
#[component]
fn Fooled(bench: Bench) -> impl IntoView {
    let (panel, words) = (bench.panel("fooled"), lang());
    let table = move || match panel.get().as_deref() {
        Some(Content::Table(table)) => table.clone(),
        _ => TableData::default(),
    };
    let head =
        Signal::derive(move || table().head.iter().map(|head| head.get(words.get()).to_owned()).collect::<Vec<_>>());
    let rows = Signal::derive(move || table().rows);
    let caption = Text::new("前几句", "The first few");
    keep_table(tf(move |lang| caption.get(lang)).into(), move |_| Table { header: head.get(), rows: rows.get() });
    view! { <DataTable caption head rows/> }
}
