//! {{title_en}}: gradient descent on `a x²`, until it is what its entries ask for.

pub mod params;

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
    id: "{{id}}",
    table: params::TABLE,
    presets: &[],
    shown: |_, _| true,
    focus: "",
    stages: |_| &[],
    metrics: &[("loss", Text::new("损失", "loss")), ("x", Text::new("参数", "parameter"))],
    marks: &[],
    steps: 1000,
    #[cfg(feature = "model")]
    open: model::open,
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    view: view::view,
};
