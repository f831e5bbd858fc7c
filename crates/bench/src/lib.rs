//! Our side of the comparison with peers. A workload is a whole training step (forward, backward, Adam, its loss recorded)
//! as one `compute::Program`, in a file of its own; what goes into it, for us and for every peer, stands in
//! `workloads.json` and is made by one generator, so that all engines start from the same numbers.
//!
//! `cargo xtask bench` runs it in a browser beside TF.js and jax-js, and natively beside burn.

pub mod inputs;
mod peak;
mod runner;
mod step;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod workloads;

pub use inputs::Input;
pub use peak::{flop, peak};
pub use runner::{BenchError, Runner};
pub use step::Step;
