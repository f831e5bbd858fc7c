//! What the engine refuses, with what it expected and what it got.

use crate::expr::Shape;

/// Shapes that an operation cannot take. It travels inside the expression and comes out when the program is compiled,
/// so that formulas stay readable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{op}: expected {expected}, got {got}")]
pub struct ShapeError {
    /// The operation.
    pub op: &'static str,
    /// What it takes.
    pub expected: String,
    /// What came.
    pub got: String,
}

impl ShapeError {
    pub(crate) fn new(op: &'static str, expected: impl Into<String>, shapes: &[&Shape]) -> Self {
        let got: Vec<String> = shapes.iter().map(ToString::to_string).collect();
        Self { op, expected: expected.into(), got: got.join(" and ") }
    }
}

/// Any error of the engine.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// Shapes that do not fit.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A constant that is no finite number.
    #[error("expected finite constants, got {0}")]
    NotFinite(f32),
    /// A name that the program does not have, or has twice.
    #[error("expected the name of a state, an input or an output of the program, got “{0}”")]
    Name(String),
    /// Values of the wrong length.
    #[error("{name}: expected {expected} values, got {got}")]
    Length {
        /// The tensor.
        name: String,
        /// How many it holds.
        expected: usize,
        /// How many came.
        got: usize,
    },
    /// A program that needs more memory than the device gives.
    #[error("the program needs {needed} bytes in one buffer, the device gives {limit}")]
    TooLarge {
        /// Bytes needed.
        needed: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// More steps between two drains than the ring of records holds.
    #[error("expected at most {room} more steps before the records are drained, got {asked}")]
    RingFull {
        /// Steps that still fit.
        room: u32,
        /// Steps asked for.
        asked: u32,
    },
    /// There is no usable GPU.
    #[error("no GPU: {0}")]
    NoGpu(String),
    /// The GPU refused.
    #[error("the GPU refused: {0}")]
    Gpu(String),
    /// The GPU is gone, with everything in its memory: a new one must be opened, and a snapshot restored.
    #[error("the GPU was lost: {reason}")]
    DeviceLost {
        /// What the platform says.
        reason: String,
    },
    /// The GPU has no memory left.
    #[error("the GPU is out of memory: {0}")]
    OutOfMemory(String),
    /// A shader that the GPU does not take.
    #[error("the GPU does not take a shader: {0}")]
    Shader(String),
    /// A snapshot of another plan.
    #[error("expected a snapshot of this plan, got one of another plan")]
    OtherPlan,
    /// Numbers that are not finite, or so large that they are as good as infinite.
    #[error("the run diverged at step {step}: {} no longer finite", what(tensor.as_deref()))]
    Diverged {
        /// The first step, from 0, that recorded such a number.
        step: u64,
        /// The first state that holds one; `None` where only what is recorded does.
        tensor: Option<String>,
    },
}

fn what(tensor: Option<&str>) -> String {
    tensor.map_or_else(|| "what it records is".to_owned(), |name| format!("the values of “{name}” are"))
}
