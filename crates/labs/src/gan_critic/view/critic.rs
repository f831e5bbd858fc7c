//! Figures under the plane: the estimate, slopes, weights, layers, singular values.

use super::{Rows, choice};
use crate::stage::{Barred, Bench, Chart, Curves, Form, Group, Plate, Reads};
use labkit::Text;
use leptos::prelude::*;
use ui::lang::t;

const STEP: Text = Text::new("步", "step");
const LOSSES: Curves = Curves {
    panel: "losses",
    title: Text::new("估计与 W₁", "Estimate and W₁"),
    quiet: Text::new(
        "每步 64 对点上的估计；水平线是精确的 W₁",
        "the estimate on each step’s 64 pairs; the level line is W₁, exact",
    ),
    x: STEP,
    names: &[("estimate", Text::new("估计", "estimate")), ("w1", Text::same("W₁"))],
    focus: "estimate",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const SLOPES: Curves = Curves {
    panel: "slopes",
    title: Text::new("惩罚点上的平均斜率", "Mean slope where it is penalised"),
    quiet: Text::new("每步一次", "once a step"),
    names: &[("slope", Text::same("‖∇f‖")), ("one", Text::same("1"))],
    focus: "slope",
    ..LOSSES
};
const LAYERS: Curves = Curves {
    panel: "layers",
    title: Text::new("各层的梯度", "Gradients of the layers"),
    quiet: Text::new(
        "估计对每层输出的梯度有多长；对数轴，第 1 层最靠近输入",
        "length of the estimate’s gradient at what each layer says; log axis, layer 1 next to the input",
    ),
    x: Text::new("层", "layer"),
    names: &[("gradient", Text::new("梯度", "gradient"))],
    focus: "gradient",
    log: (false, true),
    ..LOSSES
};
const SIGMAS: Curves = Curves {
    panel: "sigmas",
    title: Text::new("奇异值", "Singular values"),
    quiet: Text::new(
        "每层一条，按起作用的权重算（谱归一化时已除过）；对数轴",
        "a line a layer, of the weights as they act: divided already where they are normalised; log axis",
    ),
    x: Text::new("从大到小第几个", "in order of size"),
    names: &[],
    focus: "",
    log: (false, true),
    ..LOSSES
};

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const WEIGHTS: Group = &[
        ("share_at_limit", Text::new("贴着 ±c", "at ±c"), Form::Percent),
        ("weight_peak", Text::new("最挤的一格", "in the fullest bin"), Form::Percent),
        ("weight_max", Text::new("最大的 |w|", "largest |w|"), Form::Number),
    ];
    const SLOPED: Group = &[
        ("grad_norm_mean", Text::new("平均", "mean"), Form::Number),
        ("grad_norm_spread", Text::new("标准差", "deviation"), Form::Number),
        ("grad_norm_best", Text::same("1 + d/2λ"), Form::Number),
    ];
    const LAYERED: Group = &[
        ("layer_factor", Text::new("往输入退一层，乘以", "towards the input, times"), Form::Number),
        ("layer_fit", Text::new("拟合 R²", "fit, R²"), Form::Number),
    ];
    const SPECTRAL: Group = &[
        ("sigma_error", Text::new("幂迭代最多差", "power method off by at most"), Form::Percent),
        ("bound", Text::new("各层 σ₁ 之积", "product of all σ₁"), Form::Number),
    ];
    let clipped = choice(bench, "rule");
    let quiet = move || match clipped.get() {
        "clip" => t("从 −c 到 c", "from −c to c"),
        _ => t("从最大的 |w| 的负数到它", "from minus the largest |w| to it"),
    };
    view! {
        <Chart bench tag="b" curves=LOSSES/>
        <Plate bench name="slope-histogram" tag="c" title=Text::new("斜率的分布", "Slopes, counted") quiet=t("512 个新点，照惩罚点的取法取；最右一格包括更陡的", "512 fresh points, drawn as penalty points are; the last bin holds all that is steeper")>
            <Barred panel=bench.panel("slope_bins") label=t("惩罚点上 ‖∇f‖ 的直方图", "Histogram of ‖∇f‖ where it is penalised")/>
            <Reads bench reads=SLOPED known=true/>
        </Plate>
        <Chart bench tag="d" curves=SLOPES/>
        <Plate bench name="weights" tag="e" title=Text::new("权重的分布", "Weights, counted") quiet=Signal::derive(move || quiet()())>
            <Barred panel=bench.panel("weight_bins") label=t("权重的直方图", "Histogram of the weights")/>
            <Reads bench reads=WEIGHTS known=true/>
        </Plate>
        <Chart bench tag="f" curves=LAYERS>{view! { <Reads bench reads=LAYERED/> }.into_any()}</Chart>
        <Chart bench tag="g" curves=SIGMAS>{view! { <Reads bench reads=SPECTRAL known=true/> }.into_any()}</Chart>
        <Plate bench name="sigma-table" tag="h" kept=crate::stage::Kept::Rows title=Text::new("幂迭代与精确的 σ₁", "The power method beside the exact σ₁") quiet=t("没有谱归一化时不用幂迭代", "without spectral normalisation there is no power method")>
            <Rows bench panel="sigma_table" caption=Text::new("各层的最大奇异值", "Largest singular values")/>
        </Plate>
        <Plate bench name="regions" tag="i" kept=crate::stage::Kept::Rows title=Text::new("哪里有多陡", "How steep, where") quiet=t("数据、生成点、惩罚点、整个窗口", "on data, generated points, penalty points, over the window")>
            <Rows bench panel="regions" caption=Text::new("各处的斜率", "Slopes by region")/>
        </Plate>
    }
}
