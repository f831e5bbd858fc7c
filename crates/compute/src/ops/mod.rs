//! The primitive operations. One folder each: contract, formula, CPU twin, WGSL, gradient, tests.

pub mod elementwise;
pub mod matmul;
pub mod movement;
pub mod reduce;

pub use elementwise::{Binary, BinaryRule, Unary, UnaryRule};
