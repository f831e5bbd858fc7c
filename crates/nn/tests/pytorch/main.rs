//! Values, gradients and trajectories against PyTorch (`../golden`), in the f64 interpreter; and what layers and optimisers
//! do beside that.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod activations;
mod common;
mod layers;
mod losses;
mod optimisers;
