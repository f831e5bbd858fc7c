//! Two norms of one layer: of its kernel as a matrix, and of what it does.

use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads};
use labkit::Text;
use leptos::prelude::*;
use plot::Palette;
use ui::lang::t;

const FLAT: Text = Text::new("核排成矩阵", "kernel as a matrix");
const TRUE: Text = Text::new("卷积本身", "the convolution");
const NORMS: Curves = Curves {
    panel: "norms",
    title: Text::new("幂迭代", "The power method"),
    quiet: Text::new("水平线是精确的最大奇异值", "level lines are the exact largest singular values"),
    x: Text::new("轮", "round"),
    names: &[
        ("flat", FLAT),
        ("true", TRUE),
        ("flat_exact", Text::new("精确", "exact")),
        ("true_exact", Text::new("精确", "exact")),
    ],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const SPECTRA: Curves = Curves {
    panel: "spectra",
    title: Text::new("所有奇异值", "All singular values"),
    quiet: Text::new("从大到小；横轴是占总数的几分之几", "by size; across: share of their number"),
    x: Text::new("第几个 / 总数", "place / number"),
    names: &[("flat", FLAT), ("true", TRUE)],
    ..NORMS
};

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("flat_sigma", Text::new("核排成矩阵，σ₁", "kernel as a matrix, σ₁"), Form::Number),
        ("true_sigma", Text::new("卷积本身，σ₁", "the convolution, σ₁"), Form::Number),
        ("norm_ratio", Text::new("除以前者后还能放大", "divided by the first, it stretches by"), Form::Times),
        ("flat_estimate", Text::new("幂迭代，前者", "power method, first"), Form::Number),
        ("true_estimate", Text::new("幂迭代，后者", "power method, second"), Form::Number),
    ];
    view! { <Chart bench tag="a" curves=NORMS>{view! { <Reads bench reads=READS/> }.into_any()}</Chart> }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    view! {
        <Plate bench name="kernel" tag="b" title=Text::new("卷积核", "The kernel") quiet=t("输入通道→输出通道", "channel in→channel out")>
            <Pictured panel=bench.panel("kernel") ink=Ink::Of(Palette::sign) label=t("卷积核", "The kernel")/>
        </Plate>
        <Chart bench tag="c" curves=SPECTRA/>
    }
}
