//! The stage of random Hessians: how rare minima are by chance, and the critical points of small networks.

use super::tools::curves::{Curve, Curves};
use crate::stage::{Bench, Canvas, doubles};
use labkit::{Content, Lang, Text, short};
use leptos::prelude::*;
use plot::scatter::Scatter;
use plot::{Axis, PlotError};
use ui::lang::{lang, t, tf};
use ui::{DataTable, FigureFrame};

const CURVES: &[Curve] = &[
    Curve { key: "measured", name: Text::new("抽到的", "drawn"), identity: 1 },
    Curve { key: "halves", name: Text::new("0.5ⁿ：抛硬币", "0.5ⁿ: coins"), identity: 8 },
];

/// The stage of this task.
#[component]
pub(super) fn Stage(bench: Bench) -> impl IntoView {
    view! {
        <div class="stage__lead"><Shares bench/></div>
        <div class="stage__more" id=bench.id("plots")><Critical bench/></div>
    }
    .into_any()
}

#[component]
fn Shares(bench: Bench) -> impl IntoView {
    let shares = bench.panel("shares");
    let words = lang();
    let table = move || {
        let all = Memo::new(move |_| match shares.get().as_deref() {
            Some(Content::Table(table)) => {
                (table.head.iter().map(|head| head.get(words.get()).to_owned()).collect::<Vec<_>>(), table.rows.clone())
            }
            _ => (Vec::new(), Vec::new()),
        });
        let head = Signal::derive(move || all.with(|(head, _)| head.clone()));
        let rows = Signal::derive(move || all.with(|(_, rows)| rows.clone()));
        view! { <DataTable caption=Text::new("随机对称矩阵里的极小点", "Minima among random symmetric matrices") head=head rows=rows/> }
    };
    view! {
        <FigureFrame tag="a" title=Text::new("全是正特征值的份额", "Share with positive eigenvalues only") table=table
            quiet=t("随机对称矩阵，每步每种大小 1000 个；对数轴", "random symmetric matrices, 1000 of each size a step; log axis")>
            <Curves bench panel="chance" curves=CURVES log=(false, true) x=Text::new("n × n 的 n", "n of n × n")
                label=Text::new("极小点的份额随维数", "Share of minima by dimension")/>
        </FigureFrame>
    }
}

#[component]
fn Critical(bench: Bench) -> impl IntoView {
    let (panel, words) = (bench.panel("critical"), lang());
    let points = move || match panel.get().as_deref() {
        Some(Content::Points(all)) => all.first().map(|all| (doubles(&all.x.0), doubles(&all.y.0))).unwrap_or_default(),
        _ => Default::default(),
    };
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let ((x, y), lang) = (points(), words.get());
        if x.is_empty() {
            return Ok(());
        }
        let across = Text::new("损失", "loss").get(lang);
        let up = Text::new("负特征值的份额", "share of negative eigenvalues").get(lang);
        let axes = (Axis::default().titled(across), Axis::default().titled(up));
        sheet.paint(&Scatter { x_axis: axes.0, y_axis: axes.1, radius: 3.5, ..Scatter::new(&x, &y) }, theme)
    };
    let label = tf(move |lang| match lang {
        Lang::Zh => format!("{} 个临界点，秩相关 {}", points().0.len(), short(bench.metric("correlation"))),
        Lang::En => format!("{} critical points, rank correlation {}", points().0.len(), short(bench.metric("correlation"))),
    });
    view! {
        <FigureFrame tag="b" title=Text::new("小网络的临界点", "Critical points of a small network")
            quiet=t("每步找一个：训练一阵，再走到梯度为 0 的地方", "one a step: train a while, then go to where the gradient is zero")>
            <div class="sheet"><Canvas label=label draw=paint/></div>
            <div class="reads">
                <div class="read"><div class="read__label">{t("找到", "found")}</div><div class="read__value num" data-metric="critical">{move || short(bench.metric("critical"))}</div></div>
                <div class="read"><div class="read__label">{t("损失与负份额的秩相关", "rank correlation of loss and share")}</div><div class="read__value num">{move || short(bench.metric("correlation"))}</div></div>
            </div>
        </FigureFrame>
    }
}
