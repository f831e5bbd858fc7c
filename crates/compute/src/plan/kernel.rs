//! Kernels as data.

use crate::expr::Shape;
use crate::ops::reduce::Reduction;
use crate::ops::{Binary, Primitive, Unary};

/// How a tensor is read or written at an index of a kernel's shape: `offset of the buffer + shift + turn · (turn of the loop)
/// + Σ index[d] · strides[d]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct View {
    /// The buffer.
    pub buffer: usize,
    /// Where index 0 stands, from the buffer's start.
    pub shift: isize,
    /// Steps along each axis of the kernel.
    pub strides: Vec<isize>,
    /// Where there is something to read; outside it reads 0.
    pub bounds: Vec<Bound>,
    /// Step from one turn of the enclosing loop to the next.
    pub turn: isize,
    /// What the strides come to.
    pub load: Load,
}

/// Indices `low..high` along an axis of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bound {
    /// The axis.
    pub axis: usize,
    /// The first index inside.
    pub low: usize,
    /// The first index behind.
    pub high: usize,
}

/// How a view walks over memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Load {
    /// Element `i` of the kernel is element `i` from the shift on.
    Contiguous,
    /// One number for all.
    Uniform,
    /// By strides.
    Strided,
}

impl View {
    /// A view of `buffer` by `strides` in a kernel of `shape`.
    pub fn new(buffer: usize, shift: isize, strides: Vec<isize>, shape: &Shape) -> Self {
        let load = Load::of(&strides, shape);
        Self { buffer, shift, strides, bounds: Vec::new(), turn: 0, load }
    }

    /// The whole of `buffer`, row by row.
    pub fn whole(buffer: usize, shape: &Shape) -> Self {
        let strides = shape.strides().into_iter().map(|stride| stride as isize).collect();
        Self { buffer, shift: 0, strides, bounds: Vec::new(), turn: 0, load: Load::Contiguous }
    }
}

impl Load {
    fn of(strides: &[isize], shape: &Shape) -> Self {
        let long = |strides: &mut dyn Iterator<Item = isize>| -> Vec<isize> {
            strides.zip(shape.axes()).filter(|(_, len)| **len > 1).map(|(stride, _)| stride).collect()
        };
        let real = long(&mut strides.iter().copied());
        if real == long(&mut shape.strides().into_iter().map(|stride| stride as isize)) {
            Self::Contiguous
        } else if real.iter().all(|stride| *stride == 0) {
            Self::Uniform
        } else {
            Self::Strided
        }
    }
}

/// One operation of a body; its arguments are results of earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub enum Instr {
    /// Reads a tensor.
    Load(View),
    /// A number.
    Const(f32),
    /// `shift + scale · index` along an axis of the kernel, as a number.
    Index {
        /// The axis; `None` stands still.
        axis: Option<usize>,
        /// Factor.
        scale: isize,
        /// Summand.
        shift: isize,
    },
    /// 1 inside of all bounds, else 0.
    Inside(Vec<Bound>),
    /// A draw of a stream: element `shift + Σ index · strides` of it.
    Random {
        /// The stream.
        stream: u32,
        /// The generator's state.
        key: View,
        /// Where element 0 of the kernel stands in the stream's tensor.
        shift: isize,
        /// Steps along the kernel's axes.
        strides: Vec<isize>,
    },
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
    /// Evaluates the body everywhere and stores some of its results.
    Map {
        /// The program.
        body: Body,
        /// Result and where it goes.
        stores: Vec<(usize, View)>,
    },
    /// Evaluates the body everywhere and reduces its last result over the `inner` last elements.
    Reduce {
        /// The program.
        body: Body,
        /// Sum or max.
        reduction: Reduction,
        /// How many elements go into one.
        inner: usize,
        /// How many results there are.
        results: usize,
        /// Where the results go, one after the other.
        out: View,
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
        out: View,
    },
    /// An operation with a kernel of its own.
    Primitive {
        /// The operation.
        op: Primitive,
        /// Its arguments, each with its own shape.
        args: Vec<(View, Shape)>,
        /// Where the result goes.
        out: View,
    },
    /// Copies buffers into the next row of the ring.
    Record {
        /// The buffers, in the order of the row.
        sources: Vec<usize>,
    },
    /// Kernels run again and again.
    Loop {
        /// How many turns.
        count: usize,
        /// One turn.
        kernels: Vec<Kernel>,
    },
}

/// A kernel: what it does at every index of a shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernel {
    /// Indices over which it runs.
    pub shape: Shape,
    /// Its depth: kernels of one depth do not wait for each other.
    pub level: usize,
    /// What it does there.
    pub work: Work,
}

impl Kernel {
    /// Every view that it reads.
    pub fn reads(&self) -> Vec<&View> {
        match &self.work {
            Work::Map { body, .. } | Work::Reduce { body, .. } => body.loads().collect(),
            Work::Matmul { a, b, .. } => vec![a, b],
            Work::Primitive { args, .. } => args.iter().map(|(view, _)| view).collect(),
            Work::Record { .. } => Vec::new(),
            Work::Loop { kernels, .. } => kernels.iter().flat_map(Self::reads).collect(),
        }
    }

    /// Every view that it writes.
    pub fn writes(&self) -> Vec<&View> {
        match &self.work {
            Work::Map { stores, .. } => stores.iter().map(|(_, view)| view).collect(),
            Work::Reduce { out, .. } | Work::Matmul { out, .. } | Work::Primitive { out, .. } => vec![out],
            Work::Record { .. } => Vec::new(),
            Work::Loop { kernels, .. } => kernels.iter().flat_map(Self::writes).collect(),
        }
    }

    /// Every buffer that it touches.
    pub fn touches(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.reads().iter().chain(&self.writes()).map(|view| view.buffer).collect();
        if let Work::Record { sources } = &self.work {
            all.extend(sources);
        }
        all
    }

    /// Every view of it, to be changed.
    pub(super) fn views_mut(&mut self, change: &mut dyn FnMut(&mut View)) {
        match &mut self.work {
            Work::Map { body, stores } => {
                body.loads_mut(change);
                stores.iter_mut().for_each(|(_, view)| change(view));
            }
            Work::Reduce { body, out, .. } => {
                body.loads_mut(change);
                change(out);
            }
            Work::Matmul { a, b, out, .. } => [a, b, out].into_iter().for_each(change),
            Work::Primitive { args, out, .. } => {
                args.iter_mut().for_each(|(view, _)| change(view));
                change(out);
            }
            Work::Record { .. } => {}
            Work::Loop { kernels, .. } => kernels.iter_mut().for_each(|kernel| kernel.views_mut(change)),
        }
    }
}

impl Body {
    /// The views it reads.
    pub fn loads(&self) -> impl Iterator<Item = &View> {
        self.code.iter().filter_map(|instr| match instr {
            Instr::Load(view) | Instr::Random { key: view, .. } => Some(view),
            _ => None,
        })
    }

    fn loads_mut(&mut self, change: &mut dyn FnMut(&mut View)) {
        for instr in &mut self.code {
            if let Instr::Load(view) | Instr::Random { key: view, .. } = instr {
                change(view);
            }
        }
    }
}
