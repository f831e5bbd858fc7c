//! Gradient Descent Observatory: eleven optimisers side by side on one loss: a formula that the reader types, or the mean
//! squared error of a linear model on the reader's table.

pub mod drawing;
pub mod params;
pub mod presets;

#[cfg(feature = "model")]
mod batch;
#[cfg(feature = "model")]
mod bowl;
#[cfg(feature = "model")]
mod cartoon;
#[cfg(feature = "model")]
mod equation;
#[cfg(feature = "model")]
mod field;
#[cfg(feature = "model")]
mod fit;
#[cfg(feature = "model")]
mod formula;
#[cfg(feature = "model")]
mod hyper;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod more;
#[cfg(feature = "model")]
mod net;
#[cfg(feature = "model")]
mod probe;
#[cfg(feature = "model")]
mod race;
#[cfg(feature = "model")]
mod rare;
#[cfg(feature = "model")]
mod running;
#[cfg(feature = "model")]
mod show;
#[cfg(feature = "model")]
mod step;
#[cfg(feature = "model")]
mod surface;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(feature = "model")]
mod thinned;
#[cfg(feature = "model")]
mod tools;
#[cfg(feature = "model")]
mod trace;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::{Lab, Mark};
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "gradient-descent",
    table: params::TABLE,
    presets: presets::PRESETS,
    shown: params::shown,
    focus: "optimiser",
    stages: |_| STAGES,
    metrics: METRICS,
    marks: MARKS,
    steps: 1000,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

/// One step, taken apart.
const STAGES: &[Text] = &[
    Text::new("前向", "forward"),
    Text::new("反向", "backward"),
    Text::new("方向", "direction"),
    Text::new("更新", "update"),
];

/// The largest learning rates with which the step is stable where the ball is.
const MARKS: &[Mark] = &[
    Mark { param: "lr_gd", metric: "edge", label: Text::new("稳定的上限 2/λ", "limit of stability 2/λ") },
    Mark { param: "lr_sgd", metric: "edge", label: Text::new("稳定的上限 2/λ", "limit of stability 2/λ") },
    Mark { param: "lr_momentum", metric: "edge_momentum", label: Text::new("稳定的上限 2(1+β)/λ", "limit of stability 2(1+β)/λ") },
];

const METRICS: &[(&str, Text)] = &[
    ("loss", Text::new("焦点优化器的损失", "loss of the optimiser in focus")),
    ("x", Text::new("焦点优化器的第一个参数", "first parameter of the optimiser in focus")),
    ("y", Text::new("焦点优化器的第二个参数", "second parameter of the optimiser in focus")),
    ("grad_norm", Text::new("焦点处梯度的长度", "length of the gradient at the optimiser in focus")),
    ("lambda_max", Text::new("海森矩阵最大的特征值", "largest eigenvalue of the Hessian")),
    ("lambda_min", Text::new("海森矩阵最小的特征值", "smallest eigenvalue of the Hessian")),
    ("verdict", Text::new("此处是什么：极小点、鞍点、山谷……", "what the place is: minimum, saddle, valley …")),
    ("negative", Text::new("负特征值所占的份额", "share of negative eigenvalues")),
    ("edge", Text::new("梯度下降在此处稳定的最大学习率 2/λ", "largest stable learning rate of gradient descent here, 2/λ")),
    ("edge_momentum", Text::new("动量在此处稳定的最大学习率 2(1+λ)/λ₁", "largest stable learning rate of momentum here, 2(1+λ)/λ₁")),
    ("rate", Text::new("焦点上一步的学习率，随计划变", "learning rate of the last step in focus, by its schedule")),
    ("angle", Text::new("上一步与负梯度的夹角，度", "angle between the last step and the way against the gradient, degrees")),
    ("samples", Text::new("焦点读过的样本数", "examples that the optimiser in focus has read")),
    ("newton_x", Text::new("牛顿一步到的 x", "x after one Newton step")),
    ("newton_y", Text::new("牛顿一步到的 y", "y after one Newton step")),
    ("escape_x", Text::new("离开鞍点后的 x", "x after the escape from a saddle")),
    ("escape_y", Text::new("离开鞍点后的 y", "y after the escape from a saddle")),
    ("asymmetry", Text::new("海森矩阵与转置的最大相对差", "largest relative difference of the Hessian and its transpose")),
    ("circle_angle", Text::new("信赖圆上预言与真正最低处的夹角，度", "angle between promised and true lowest place on the circle, degrees")),
    ("circle_promised", Text::new("梯度许诺的下降", "descent that the gradient promises")),
    ("circle_got", Text::new("走到那里真正的下降", "descent that is got there")),
    ("circle_best", Text::new("圆上最多的下降", "largest descent on the circle")),
    ("phase_rate", Text::new("动量每步把误差缩到几倍", "factor by which momentum shrinks the error each step")),
    ("phase_swings", Text::new("动量是否来回摆，1 为是", "whether momentum swings, 1 if so")),
    ("best_rate", Text::new("动量最好的学习率", "best learning rate of momentum")),
    ("best_keep", Text::new("动量最好的 λ", "best λ of momentum")),
    ("best_phase_rate", Text::new("最好时每步缩到几倍", "factor a step at the best")),
    ("mode_high", Text::new("最陡方向的误差每步缩到几倍", "factor a step of the error in the steepest direction")),
    ("mode_low", Text::new("最平方向的误差每步缩到几倍", "factor a step of the error in the flattest direction")),
    ("range_lowest", Text::new("损失最低处的学习率", "learning rate at the lowest loss")),
    ("range_suggested", Text::new("建议的学习率", "learning rate suggested")),
    ("basins", Text::new("吸引域的个数", "number of basins")),
    ("lost", Text::new("到不了任何极小点的份额", "share of balls that come to no minimum")),
    ("share_2", Text::new("2×2 随机对称矩阵全正的份额", "share of random symmetric 2×2 matrices with positive eigenvalues only")),
    ("share_3", Text::new("3×3 的份额", "the same of 3×3")),
    ("share_4", Text::new("4×4 的份额", "the same of 4×4")),
    ("critical", Text::new("找到的临界点", "critical points found")),
    ("correlation", Text::new("损失与负特征值份额的秩相关", "rank correlation of loss and share of negative eigenvalues")),
    ("loss_closed_form", Text::new("闭式解的损失", "loss of the closed-form solution")),
    ("loss_gd", Text::new("梯度下降的损失", "loss of gradient descent")),
    ("loss_momentum", Text::new("动量法的损失", "loss of momentum")),
    ("loss_adagrad", Text::new("Adagrad 的损失", "loss of Adagrad")),
    ("loss_rmsprop", Text::new("RMSProp 的损失", "loss of RMSProp")),
    ("loss_adam", Text::new("Adam 的损失", "loss of Adam")),
    ("loss_sgd", Text::new("SGD 的损失", "loss of SGD")),
    ("loss_nesterov", Text::new("Nesterov 动量的损失", "loss of Nesterov’s momentum")),
    ("loss_adamw", Text::new("AdamW 的损失", "loss of AdamW")),
    ("loss_amsgrad", Text::new("AMSGrad 的损失", "loss of AMSGrad")),
    ("loss_radam", Text::new("RAdam 的损失", "loss of RAdam")),
    ("loss_lookahead", Text::new("Lookahead 的损失", "loss of Lookahead")),
];
