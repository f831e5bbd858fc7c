//! The reader's sentence, where the filters answered, and how both networks learn.

use super::super::params::TABLE;
use super::reading::{Refused, Rows, Told};
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Kept, Plate, Reads, Sketch};
use labkit::{Content, LabError, Lang, Text, Value, short};
use leptos::prelude::*;
use plot::{Palette, TokenLine};
use ui::lang::{t, tf};
use ui::{Button, Field, Look, Size};

const RIGHTS: Curves = Curves {
    panel: "rights",
    title: Text::new("没见过的句子，答对的比例", "Share of unseen sentences answered"),
    quiet: Text::same(""),
    x: Text::new("步", "steps"),
    names: &[("words", Text::new("沿词滑", "along words")), ("numbers", Text::new("沿词向量滑", "along embedding"))],
    focus: "words",
    log: (false, false),
    range: Some((0.4, 1.0)),
    mark: "",
    beside: &[],
};

#[component]
pub(super) fn Sentence(bench: Bench) -> impl IntoView {
    let panel = bench.panel("tokens");
    let tokens = move || match panel.get().as_deref() {
        Some(Content::Bars(tokens)) => tokens.clone(),
        _ => Vec::new(),
    };
    let show = move |_: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let tokens = tokens();
        let names: Vec<&str> = tokens.iter().map(|(name, _)| name.as_str()).collect();
        let weights: Vec<f32> = tokens.iter().map(|(_, weight)| *weight).collect();
        done(&TokenLine { tokens: &names, weights: &weights, palette: Palette::sign(&weights), arcs: None, chosen: None, more: "…" });
    };
    let label = tf(move |lang| {
        let said: Vec<String> = tokens().iter().map(|(word, weight)| format!("{word} {}", short(f64::from(*weight)))).collect();
        match lang {
            Lang::Zh => format!("每个词对分数的贡献：{}", said.join("，")),
            Lang::En => format!("What each word adds to the score: {}", said.join(", ")),
        }
    });
    // Where there is none of the reader's, the one that is looked at.
    let sentence = Signal::derive(move || {
        let (text, tongue) = bench.params.with(|params| (params.text(TABLE, "sentence"), params.choice(TABLE, "tongue")));
        let shown = || tokens().into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(if tongue == "zh" { "" } else { " " });
        if text.is_empty() { shown() } else { text }
    });
    let commit = move |text: String| -> Result<(), LabError> { bench.set_texts(&[("sentence".to_owned(), text)]) };
    let shuffle = move |()| {
        let now = bench.params.with_untracked(|params| params.number(TABLE, "shuffle"));
        bench.set("shuffle", Value::Number(if now < 20.0 { now + 1.0 } else { 1.0 }));
    };
    const READS: Group = &[
        ("text_logit", Text::new("沿词滑，分数", "along words, score"), Form::Number),
        ("text_logit_axis", Text::new("沿词向量滑，分数", "along embedding, score"), Form::Number),
        ("text_shuffled", Text::new("沿词滑，答对", "along words, right"), Form::Percent),
        ("text_shuffled_axis", Text::new("沿词向量滑，答对", "along embedding, right"), Form::Percent),
        ("text_negated", Text::new("有否定词的，答对", "with negation, right"), Form::Percent),
        ("text_caught", Text::new("n 元组含情感词", "n-gram holds the word"), Form::Percent),
    ];
    view! {
        <Plate bench name="sentence" tag="a" title=Text::new("你的句子", "Your sentence")
            quiet=t("底色是每个词给分数加减多少；正为褒，负为贬", "the ground is what each word adds to the score; above 0 is praise")>
            <div class="text-line"><Field label=Text::new("句子", "Sentence") value=sentence on_commit=commit/></div>
            <Refused bench field="sentence"/>
            <Told bench panel="unknown"/>
            <Sketch class="sheet--line" label show/>
            <div class="goboards__tools">
                <Button label=Text::new("打乱词向量的维度", "Shuffle the dimensions") size=Size::Small on_click=shuffle/>
                <Button label=Text::new("还原", "As learnt") look=Look::Quiet size=Size::Small on_click=move |()| bench.set("shuffle", Value::Number(0.0))/>
            </div>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    view! {
        <Chart bench tag="b" curves=RIGHTS/>
        <Plate bench name="grams" kept=Kept::Rows tag="c" class="fig--fit" title=Text::new("卷积核在哪里响应", "Where filters answer")>
            <Rows bench panel="grams" caption=Text::new("对分数影响最大的 n 元组", "n-grams that say most for the score")/>
        </Plate>
    }
}
