//! The convolution as a matrix, and the gradient of a shared weight.

use super::super::params::TABLE;
use super::boards::{INK, cells, marks};
use crate::stage::{Barred, Bench, Board, Cells, Chart, Curves, Form, Group, Pick, Plate, Reads};
use labkit::{Text, Value, short};
use leptos::prelude::*;
use ui::lang::{t, tf};

const LOSSES: Curves = Curves {
    panel: "losses",
    title: Text::new("训练损失", "Training loss"),
    quiet: Text::new("梯度求和，与平均再乘 16，走的是同一条线", "summed gradients, and 16 times the mean, are one line"),
    x: Text::new("步", "step"),
    names: &[
        ("sum", Text::new("共享，求和", "shared, summed")),
        ("mean", Text::new("共享，平均", "shared, averaged")),
        ("scaled", Text::new("平均，学习率 ×16", "averaged, rate × 16")),
        ("untied", Text::new("不共享", "untied")),
        ("dense", Text::new("全连接", "full")),
    ],
    focus: "sum",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};

fn at(bench: Bench, key: &'static str) -> usize {
    bench.params.with(|params| params.number(TABLE, key).round().max(1.0) as usize - 1)
}

#[component]
pub(super) fn Matrix(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("connected", Text::new("不是 0 的", "not 0, of 576"), Form::Count),
        ("distinct", Text::new("不同的数", "different numbers"), Form::Count),
        ("shared_unseen", Text::new("没见过的图：共享", "unseen: shared"), Form::Number),
        ("untied_unseen", Text::new("不共享", "untied"), Form::Number),
        ("dense_unseen", Text::new("全连接", "full"), Form::Number),
    ];
    let shown = move || {
        let found = cells(bench, "matrix", 0)?;
        let row = at(bench, "row");
        Some(Cells { marked: (0..found.size.1).map(|column| (row, column)).filter(|(row, column)| found.values[row * 36 + column] != 0.0).collect(), ..found })
    };
    let row = Callback::new(move |pick: Pick| bench.set("row", Value::Number((pick.row + 1) as f64)));
    let image = move || Some(Cells { marked: marks(bench, "reads", "reads"), palette: INK, ..cells(bench, "image", 0)? });
    let filter = move || {
        let tap = at(bench, "tap");
        Some(Cells { chosen: Some((tap / 3, tap % 3)), ..cells(bench, "filter", 0)? })
    };
    let tap = Callback::new(move |pick: Pick| bench.set("tap", Value::Number((pick.row * 3 + pick.column + 1) as f64)));
    view! {
        <Plate bench name="matrix" tag="a" title=Text::new("16 × 36 的矩阵", "A matrix of 16 × 36") quiet=t("一行一个输出，点一行看它连着哪些格子", "a row is an output: click one to see its cells")>
            <div class="conv-matrix">
                <Board label=t("权重矩阵", "Weight matrix") cells=shown on_pick=row/>
                <div class="conv-pair">
                    <div class="conv-part"><p class="conv-part__name">{t("这一行看到的", "what the row sees")}</p><Board label=t("图", "Picture") cells=image/></div>
                    <div class="conv-part"><p class="conv-part__name">{t("共享的卷积核", "the shared filter")}</p><Board label=t("卷积核", "Filter") cells=filter on_pick=tap/></div>
                </div>
            </div>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn Beside(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("gradient_sum", Text::new("和", "sum"), Form::Number),
        ("gradient_difference", Text::new("差商", "difference quotient"), Form::Number),
        ("gradient_mean", Text::new("平均", "mean"), Form::Number),
    ];
    let label = tf(move |lang| match lang {
        labkit::Lang::Zh => format!("16 处的梯度，和为 {}", short(bench.metric("gradient_sum"))),
        labkit::Lang::En => format!("Gradients of 16 places; their sum is {}", short(bench.metric("gradient_sum"))),
    });
    view! {
        <Plate bench name="places" tag="b" title=Text::new("一个权重的梯度，从 16 处来", "The gradient of one weight, from 16 places") quiet=t("在卷积核上点一格", "click a cell of the filter")>
            <Barred panel=bench.panel("places") label/>
            <Reads bench reads=READS/>
        </Plate>
        <Chart bench tag="c" curves=LOSSES/>
    }
}
