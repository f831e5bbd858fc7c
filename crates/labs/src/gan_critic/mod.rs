//! Lipschitz Critic Workshop: one critic of two frozen heaps, what holds its slope, and what moving the earth really costs.

pub mod params;

#[cfg(feature = "model")]
mod critic;
#[cfg(feature = "model")]
mod earth;
#[cfg(feature = "model")]
mod kernels;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "gan-critic",
    table: params::TABLE,
    presets: params::PRESETS,
    shown: params::shown,
    focus: "",
    stages: |_| &[],
    metrics: METRICS,
    marks: &[],
    steps: params::STEPS,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

const METRICS: &[(&str, Text)] = &[
    ("w1", Text::new("W₁，按最优配对算的", "W₁ by the best assignment")),
    ("estimate", Text::new("评论家的估计：E f(x) − E f(x̃)", "the critic's estimate, E f(x) − E f(x̃)")),
    ("estimate_share", Text::new("估计是 W₁ 的几倍", "the estimate over W₁")),
    (
        "grad_norm_mean",
        Text::new("惩罚点上 ‖∇f‖ 的平均，512 个新点", "mean ‖∇f‖ on 512 fresh points where it is penalised"),
    ),
    ("grad_norm_spread", Text::new("惩罚点上 ‖∇f‖ 的标准差", "standard deviation of ‖∇f‖ there")),
    ("grad_norm_max", Text::new("整个窗口里最大的 ‖∇f‖", "largest ‖∇f‖ over the window")),
    (
        "grad_norm_best",
        Text::new("两点时惩罚下最优的 ‖∇f‖：1 + d/2λ", "‖∇f‖ of the optimum between two points, 1 + d/2λ"),
    ),
    ("share_beyond", Text::new("惩罚点落在数据另一边的比例", "share of penalty points that lie beyond the data")),
    ("share_at_limit", Text::new("权重离 ±c 不到 1 % 的比例", "share of weights within 1 % of ±c")),
    ("weight_max", Text::new("最大的 |w|", "largest |w|")),
    ("weight_peak", Text::new("最挤的一格里有多少权重", "share of weights in the fullest bin")),
    ("layer_factor", Text::new("梯度每往输入退一层乘以几", "factor of the gradient per layer towards the input")),
    ("layer_fit", Text::new("对数梯度对层数的拟合 R²", "R² of its logarithm against the layer")),
    ("sigma_error", Text::new("幂迭代的 σ 差多少，最坏的一层", "error of σ by power iteration, worst layer")),
    ("bound", Text::new("各层最大奇异值之积", "product of the layers' largest singular values")),
    ("max_data", Text::new("数据上最大的 ‖∇f‖", "largest ‖∇f‖ on the data")),
    ("max_fake", Text::new("生成点上最大的 ‖∇f‖", "largest ‖∇f‖ on the generated points")),
    ("max_between", Text::new("惩罚点上最大的 ‖∇f‖", "largest ‖∇f‖ on the penalty points")),
    // Moving earth.
    ("your_cost", Text::new("你的计划 B(γ)", "your plan, B(γ)")),
    ("best_cost", Text::new("最优的 W", "the best, W")),
    ("your_excess", Text::new("你比最优多花", "what yours costs beyond the best")),
    ("units_left", Text::new("还没搬走的格数", "units not yet moved")),
    ("units_missing", Text::new("目的地还缺的格数", "units still wanted")),
    ("units_over", Text::new("多搬了的格数", "units too many")),
    ("area", Text::new("∫|F_P − F_Q|", "∫|F_P − F_Q|")),
    ("area_gap", Text::new("线性规划与它之差", "difference of the programme from it")),
    ("dual_gap", Text::new("原问题与对偶之差", "difference of the dual from the plan")),
    ("marginal_gap", Text::new("最优计划的行列和差多少", "by how much sums of the best plan are off")),
    ("soft_cost", Text::new("Sinkhorn 的代价", "cost of Sinkhorn's plan")),
    ("soft_gap", Text::new("它的行和差多少", "what its rows lack")),
    // Kernels.
    ("flat_sigma", Text::new("核排成矩阵：最大奇异值", "kernel as a matrix: largest singular value")),
    ("flat_estimate", Text::new("它的幂迭代估计", "the same by power iteration")),
    ("true_sigma", Text::new("卷积本身：最大奇异值", "the convolution itself: largest singular value")),
    ("true_estimate", Text::new("它的幂迭代估计", "the same by power iteration")),
    ("norm_ratio", Text::new("卷积本身是排成矩阵的几倍", "the convolution's over the matrix's")),
];
