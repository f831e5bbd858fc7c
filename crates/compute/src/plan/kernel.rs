//! Kernels as data.

use crate::expr::Shape;
use crate::ops::reduce::Reduction;
use crate::ops::{Binary, Unary};

/// How a tensor is read at an index of the kernel's shape: `offset of the buffer + Σ index[d] · strides[d]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct View {
    /// The buffer.
    pub buffer: usize,
    /// Steps along each axis of the kernel.
    pub strides: Vec<usize>,
    /// What the strides come to.
    pub load: Load,
}

/// How a view walks over memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Load {
    /// Element `i` of the kernel is element `i` of the buffer.
    Contiguous,
    /// One number for all.
    Uniform,
    /// By strides.
    Strided,
}

impl View {
    /// A view of `buffer` by `strides` in a kernel of `shape`.
    pub fn new(buffer: usize, strides: Vec<usize>, shape: &Shape) -> Self {
        let real = || strides.iter().zip(shape.axes()).filter(|(_, len)| **len > 1).map(|(stride, _)| *stride);
        let plain =
            shape.strides().into_iter().zip(shape.axes()).filter(|(_, len)| **len > 1).map(|(stride, _)| stride);
        let load = if real().eq(plain) {
            Load::Contiguous
        } else if real().all(|stride| stride == 0) {
            Load::Uniform
        } else {
            Load::Strided
        };
        Self { buffer, strides, load }
    }
}

/// One operation of a body; its arguments are results of earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub enum Instr {
    /// Reads a tensor.
    Load(View),
    /// A number.
    Const(f32),
    /// The index along an axis of the kernel, as a number; `None` is index 0.
    Index(Option<usize>),
    /// One argument.
    Unary(Unary, usize),
    /// Two arguments.
    Binary(Binary, usize, usize),
    /// `c ≠ 0 ? a : b`.
    Select(usize, usize, usize),
}

/// A straight-line program evaluated at every index of a shape.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// The operations.
    pub code: Vec<Instr>,
}

/// What a kernel does.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Evaluates the body everywhere and stores some of its results, element `i` at element `i`.
    Map {
        /// The program.
        body: Body,
        /// Result and buffer.
        stores: Vec<(usize, usize)>,
    },
    /// Evaluates the body everywhere and reduces its last result over the `inner` last axes.
    Reduce {
        /// The program.
        body: Body,
        /// Sum or max.
        reduction: Reduction,
        /// How many elements go into one.
        inner: usize,
        /// How many results there are.
        results: usize,
        /// Where the result goes.
        out: usize,
    },
    /// Batched matrix product; the kernel's shape is `[batch…, m, n]`.
    Matmul {
        /// Left operand, strides along `[batch…, m, k]`.
        a: View,
        /// Right operand, strides along `[batch…, k, n]`.
        b: View,
        /// Length of the sum.
        k: usize,
        /// Where the result goes.
        out: usize,
    },
    /// Copies buffers into the next row of the ring.
    Record {
        /// The buffers, in the order of the row.
        sources: Vec<usize>,
    },
}

/// A kernel: what it does at every index of a shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernel {
    /// Indices over which it runs.
    pub shape: Shape,
    /// What it does there.
    pub work: Work,
}

impl Kernel {
    /// Every view that it reads.
    pub fn reads(&self) -> Vec<&View> {
        match &self.work {
            Work::Map { body, .. } | Work::Reduce { body, .. } => body.loads().collect(),
            Work::Matmul { a, b, .. } => vec![a, b],
            Work::Record { .. } => Vec::new(),
        }
    }

    /// Every buffer that it writes.
    pub fn writes(&self) -> Vec<usize> {
        match &self.work {
            Work::Map { stores, .. } => stores.iter().map(|(_, buffer)| *buffer).collect(),
            Work::Reduce { out, .. } | Work::Matmul { out, .. } => vec![*out],
            Work::Record { .. } => Vec::new(),
        }
    }
}

impl Body {
    /// The views it reads.
    pub fn loads(&self) -> impl Iterator<Item = &View> {
        self.code.iter().filter_map(|instr| match instr {
            Instr::Load(view) => Some(view),
            _ => None,
        })
    }
}
