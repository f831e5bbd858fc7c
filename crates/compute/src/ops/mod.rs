//! The primitives, a folder each: what an operation is, its gradient, its reference in f64, its CPU twin and its WGSL.
//!
//! Four kinds: elementwise ([`elementwise`]: a table of rules), movement ([`movement`]: strides, no arithmetic), reductions
//! and products ([`reduce`], [`matmul`]), and operations with a kernel of their own (a [`Primitive`] with its
//! [`PrimitiveRule`]). Loops over time are [`scan`], rules of differentiation [`custom`], draws [`random`].

#[doc(hidden)]
pub mod cases;
#[cfg(test)]
mod checks;
pub mod conv;
pub mod cumulate;
pub mod custom;
pub mod elementwise;
pub mod gather;
pub mod gemm;
pub mod math;
pub mod matmul;
pub mod movement;
pub mod pool;
mod primitive;
pub mod random;
pub mod reduce;
pub mod sample;
pub mod scan;
pub mod sort;

pub use elementwise::{Binary, Unary};
pub use primitive::{Operand, Primitive, PrimitiveRule};
