//! The detector: a filter made by hand, and one that learns.

use super::boards::{INK, cells, signed, turned, typed, write};
use crate::stage::{Bench, Board, Cells, Chart, Curves, Form, Group, Pick, Plate, Reads, Stroke};
use labkit::{Lang, Text, Value, brief};
use leptos::prelude::*;
use ui::lang::{t, tf};
use ui::{Button, Size};

const RIGHTS: Curves = Curves {
    panel: "rights",
    title: Text::new("学到的卷积核，答对", "The learnt filter, right"),
    quiet: Text::new("一千张没见过的图", "on a thousand unseen drawings"),
    x: Text::new("步", "step"),
    names: &[("learnt", Text::new("学到的", "learnt"))],
    focus: "learnt",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};

#[component]
pub(super) fn Detector(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("patch_most", Text::new("512 种小块，最大", "of 512 patches, largest"), Form::Number),
        ("patch_times", Text::new("几种达到它", "reached by"), Form::Count),
        ("own_right", Text::new("你的核，答对", "your filter, right"), Form::Percent),
        ("unchanged", Text::new("移一格，池化不变", "moved by a cell, pooled the same"), Form::Percent),
    ];
    let largest = move || bench.metric("found");
    let drawing = move || Some(Cells { palette: INK, ..cells(bench, "drawing", 0)? });
    let own = move || cells(bench, "own", 0);
    let change = Callback::new(move |pick: Pick| {
        let Some(found) = untrack(|| cells(bench, "own", 0)) else { return };
        let mut values = found.values;
        let Some(value) = values.get_mut(pick.row * 3 + pick.column) else { return };
        *value = match pick.stroke {
            Stroke::Drag => return,
            Stroke::Press => turned(*value),
            Stroke::Sign(sign) => signed(*value, sign),
        };
        write(bench, "own", typed((3, 3), &values));
    });
    let answers = move || {
        let found = cells(bench, "answers", 0)?;
        let (most, columns) = (largest(), found.size.1);
        let best = (0..found.values.len()).filter(|at| f64::from(found.values[*at]) >= most - 1e-6);
        let marked = best.map(|at| (at / columns, at % columns)).collect();
        Some(Cells { marked, ..found })
    };
    let pooled = move || cells(bench, "pooled", 0);
    let said = tf(move |lang| {
        let (found, there) = (brief(largest()), bench.metric("there") > 0.5);
        match (lang, there) {
            (Lang::Zh, true) => format!("最大响应 {found}；图案在"),
            (Lang::Zh, false) => format!("最大响应 {found}；图案不在"),
            (Lang::En, true) => format!("largest answer {found}; the pattern is there"),
            (Lang::En, false) => format!("largest answer {found}; the pattern is not there"),
        }
    });
    let next = move |()| {
        let now = bench.params.with_untracked(|params| params.number(super::super::params::TABLE, "drawing"));
        bench.set("drawing", Value::Number(if now >= 1000.0 { 1.0 } else { now + 1.0 }));
    };
    view! {
        <Plate bench name="detector" tag="a" title=Text::new("手工的检测器", "A detector made by hand") quiet=move || said()>
            <div class="conv-slide conv-slide--four">
                <div class="conv-part"><p class="conv-part__name">{t("图", "drawing")}</p><Board label=t("图", "Drawing") cells=drawing/><Button label=Text::new("下一张", "Next") size=Size::Small on_click=next/></div>
                <span class="conv-sign" aria-hidden="true">"∗"</span>
                <div class="conv-part"><p class="conv-part__name">{t("你的卷积核", "your filter")}</p><Board label=t("你的卷积核", "Your filter") cells=own on_pick=change/><Button label=Text::new("照图案来", "As the pattern") size=Size::Small on_click=move |()| write(bench, "own", String::new())/></div>
                <span class="conv-sign" aria-hidden="true">"→"</span>
                <div class="conv-part"><p class="conv-part__name">{t("响应", "answers")}</p><Board label=t("响应", "Answers") cells=answers/></div>
                <span class="conv-sign" aria-hidden="true">"→"</span>
                <div class="conv-part"><p class="conv-part__name">{t("每块取最大", "largest of each block")}</p><Board label=t("池化后", "Pooled") cells=pooled/></div>
            </div>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn Beside(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("correlation", Text::new("与手工的相关", "correlation with it"), Form::Number),
        ("learnt_right", Text::new("答对", "right"), Form::Percent),
        ("detector_loss", Text::new("交叉熵", "cross-entropy"), Form::Number),
    ];
    let learnt = move || cells(bench, "learnt", 0);
    view! {
        <Plate bench name="learnt" tag="b" title=Text::new("学到的卷积核", "The learnt filter") quiet=t("只告诉它对不对", "told nothing but right or wrong")>
            <div class="conv-learnt"><Board label=t("学到的卷积核", "The learnt filter") cells=learnt/></div>
            <Reads bench reads=READS/>
        </Plate>
        <Chart bench tag="c" curves=RIGHTS/>
    }
}
