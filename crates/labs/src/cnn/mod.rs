//! What does a CNN see? A LeNet learns digits that are drawn as it goes, and is tried on others: drawn ones, and the reader's.

pub mod params;
pub mod photo;

#[cfg(feature = "model")]
mod exam;
#[cfg(feature = "model")]
mod hand;
#[cfg(feature = "model")]
mod model;
#[cfg(feature = "model")]
mod net;
#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
mod view;

use crate::Lab;
use labkit::Text;

/// The lab.
pub static LAB: Lab = Lab {
    id: "cnn",
    table: params::TABLE,
    presets: &[],
    shown: |_, _| true,
    focus: "",
    stages: &[],
    metrics: METRICS,
    marks: &[],
    steps: params::STEPS,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};

const METRICS: &[(&str, Text)] = &[
    ("loss", Text::new("最近一批的交叉熵", "cross-entropy of the newest batch")),
    ("train_accuracy", Text::new("最近一百批里答对的比例", "share of right answers in the last hundred batches")),
    ("test_accuracy", Text::new("没练过的手写数字里答对的比例", "share of right answers on digits drawn from another seed")),
    ("dropped_accuracy", Text::new("拖入的图片里答对的比例", "share of right answers on the pictures that were dropped")),
    ("train_seconds", Text::new("训练用的秒数（只在命令行里）", "seconds that training took (command line only)")),
];
