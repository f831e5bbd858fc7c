//! The labs. One folder each: its parameters, its model, its view, its lesson, its tests; found when the crate is built.
//!
//! The `model` half runs in the worker and headless; the `view` half runs on the page.

pub mod headings;
#[cfg(feature = "model")]
pub mod headless;
mod lab;
pub mod lesson;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
pub mod stage;
pub mod syllabus;

#[cfg(feature = "model")]
pub use lab::Open;
pub use lab::{Lab, find};

include!(concat!(env!("OUT_DIR"), "/registry.rs"));
