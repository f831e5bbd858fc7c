//! Values, gradients and trajectories against PyTorch (`../golden`), in the f64 interpreter; and what layers and optimisers
//! do beside that.

mod activations;
mod common;
mod layers;
mod losses;
mod optimisers;
