//! What a reader sees of the inside of a run: its equations, its tensors, its kernels.

use crate::frame::Floats;
use crate::text::Sentence;
use serde::{Deserialize, Serialize};

/// What of the inside is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Look {
    /// The equations of the next step.
    Equations,
    /// What tensors there are.
    Tensors,
    /// One of them.
    Tensor(TensorId),
    /// The kernels of a step.
    Plan,
    /// One of them.
    Kernel(u32),
}

/// An equation, in signs and in the numbers of this moment; both stand inside `<math>`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Equation {
    /// What it is.
    pub name: Sentence,
    /// With symbols.
    pub symbols: String,
    /// With numbers in their places.
    pub numbers: String,
}

/// Which tensor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TensorId {
    /// A state: it lives from step to step.
    State(String),
    /// What is computed from the states for whoever looks: a gradient, an activation.
    Watched(String),
    /// What a kernel writes in the next step: its index, and which of its tensors.
    Written(u32, u32),
}

/// A tensor in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TensorLine {
    /// Which.
    pub id: TensorId,
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Vec<u32>,
}

/// A tensor with its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TensorReport {
    /// Which, with name and shape.
    pub line: TensorLine,
    /// The step of the run.
    pub step: u64,
    /// Its values, row by row; at most [`MOST_VALUES`] of them.
    pub values: Floats,
}

/// Most values of a tensor that are shown.
pub const MOST_VALUES: usize = 1 << 20;

/// A kernel in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KernelLine {
    /// What it computes, in a line.
    pub line: String,
    /// Its depth in the step: kernels of one depth do not wait for each other.
    pub level: u32,
    /// The kernels whose results it reads.
    pub sources: Vec<u32>,
}

/// One kernel of a step, to be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KernelReport {
    /// Its place in the step.
    pub index: u32,
    /// The step of the run whose numbers it was given.
    pub step: u64,
    /// What it computes.
    pub formula: String,
    /// The shader.
    pub wgsl: String,
    /// What the CPU does, pass by pass.
    pub cpu: String,
    /// f32 that it reads and writes.
    pub words: u64,
    /// How GPU and CPU compare, or why they cannot be compared.
    pub parity: Result<Parity, Sentence>,
}

/// What a kernel makes of the same numbers on both backends.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Parity {
    /// The GPU.
    pub adapter: String,
    /// Largest |GPU − CPU|; infinite where only one is a number.
    pub difference: f32,
    /// Largest |CPU| among the numbers written.
    pub largest: f32,
    /// Time on the CPU, in µs.
    pub cpu_us: f64,
    /// Time on the GPU without the way there, in µs.
    pub gpu_us: f64,
}

/// How far GPU and CPU may be apart, as a share of the largest number of a kernel.
pub const PARITY: f32 = 1e-4;
