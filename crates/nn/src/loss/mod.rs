//! Losses: a single number, the mean over all items. None overflows, however large its arguments.

mod binary;
mod cross_entropy;
mod divergence;
mod hinge;
mod regression;
pub mod wasserstein;

pub use binary::bce_with_logits;
pub use cross_entropy::{cross_entropy, cross_entropy_smoothed, cross_entropy_with, nll, one_hot};
pub use divergence::{kl_div, kl_div_normal};
pub use hinge::{hinge, multi_hinge};
pub use regression::{huber, mae, mse};
