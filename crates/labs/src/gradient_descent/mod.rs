//! Gradient Descent Observatory: five optimisers side by side on one loss: a formula that the reader types, or the mean
//! squared error of a linear model on the reader's table.

pub mod params;

#[cfg(feature = "model")]
mod bowl;
#[cfg(feature = "model")]
mod equation;
#[cfg(feature = "model")]
mod field;
#[cfg(feature = "model")]
mod fit;
#[cfg(feature = "model")]
mod formula;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod probe;
#[cfg(feature = "model")]
mod race;
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
mod trace;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "gradient-descent",
    table: params::TABLE,
    presets: params::PRESETS,
    shown: params::shown,
    focus: "optimiser",
    stages: STAGES,
    metrics: METRICS,
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

const METRICS: &[(&str, Text)] = &[
    ("loss", Text::new("焦点优化器的损失", "loss of the optimiser in focus")),
    ("x", Text::new("焦点优化器的第一个参数", "first parameter of the optimiser in focus")),
    ("y", Text::new("焦点优化器的第二个参数", "second parameter of the optimiser in focus")),
    ("gradient_norm", Text::new("焦点处梯度的长度", "length of the gradient at the optimiser in focus")),
    ("curvature_max", Text::new("海森矩阵的大特征值", "larger eigenvalue of the Hessian")),
    ("curvature_min", Text::new("海森矩阵的小特征值", "smaller eigenvalue of the Hessian")),
    ("loss_closed_form", Text::new("闭式解的损失", "loss of the closed-form solution")),
    ("loss_gd", Text::new("梯度下降的损失", "loss of gradient descent")),
    ("loss_momentum", Text::new("动量法的损失", "loss of momentum")),
    ("loss_adagrad", Text::new("Adagrad 的损失", "loss of Adagrad")),
    ("loss_rmsprop", Text::new("RMSProp 的损失", "loss of RMSProp")),
    ("loss_adam", Text::new("Adam 的损失", "loss of Adam")),
];
