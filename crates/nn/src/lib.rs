//! Layers, losses and optimisers on top of the engine. Standard names; every doc states shapes, formula and source.

pub mod layer;
pub mod loss;
pub mod optimiser;

pub use optimiser::{Hyper, Optimiser};
