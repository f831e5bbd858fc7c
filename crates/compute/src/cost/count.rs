//! What kernels are made of.

use crate::ops::{Binary, Primitive, Unary};
use crate::plan::{Body, Instr, Kernel, Load, View, Work};
use std::ops::AddAssign;

/// Elements of which the CPU evaluates a body at a time.
const BLOCK: usize = 128;

/// How many of each.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Count {
    /// Kernels.
    pub(super) kernels: f64,
    /// Depths: kernels that must wait for each other.
    pub(super) depths: f64,
    /// Instructions on blocks.
    pub(super) instrs: f64,
    /// Light operations on elements, those included that only move operands of products.
    pub(super) light: f64,
    /// Light operations that are the result's own.
    pub(super) elements: f64,
    /// Heavy operations on elements.
    pub(super) heavy: f64,
    /// Matrix products.
    pub(super) products: f64,
    /// Additions and multiplications in products.
    pub(super) flops: f64,
    /// The same where tiles are filled up.
    pub(super) padded: f64,
}

impl Count {
    /// Of kernels in order of their depth.
    pub(super) fn of(kernels: &[Kernel]) -> Self {
        Self::in_lanes(kernels, 1)
    }

    /// The same where so many elements are computed at a time, needed or not, by invocations that wait for each other.
    pub(super) fn in_lanes<'a>(kernels: impl IntoIterator<Item = &'a Kernel>, lanes: usize) -> Self {
        let mut all = Self::default();
        let mut depth = None;
        for kernel in kernels {
            if depth.replace(kernel.level) != Some(kernel.level) {
                all.depths += 1.0;
            }
            all += Self::kernel(kernel, lanes);
        }
        all
    }

    fn kernel(kernel: &Kernel, lanes: usize) -> Self {
        let size = kernel.shape.size() as f64;
        let mut count = match &kernel.work {
            Work::Map { body, stores } => Self::body(body, kernel.shape.size().next_multiple_of(lanes), stores.len()),
            Work::Reduce { body, results, inner, .. } => {
                let together = *inner >= lanes && *results < lanes;
                let size = if together {
                    results * inner.next_multiple_of(lanes)
                } else {
                    results.next_multiple_of(lanes) * inner
                };
                let mut count = Self::body(body, size, 1);
                count.instrs += *results as f64;
                if together {
                    // Each sum is joined in a tree, and waits for every level of it.
                    count.depths += *results as f64 * f64::from(lanes.ilog2() + 2);
                }
                count
            }
            Work::Matmul { k, .. } => {
                let k = *k as f64;
                let axes = kernel.shape.axes();
                let (m, n) = match axes {
                    [.., m, n] => (*m, *n),
                    _ => (1, 1),
                };
                let batch = size / ((m * n) as f64).max(1.0);
                // Tiles of 4 × 8, the longer side along the eight.
                let (rows, columns) = if n < 8 && m > n { (n, m) } else { (m, n) };
                let padded = (rows.next_multiple_of(4) * columns.next_multiple_of(8)) as f64;
                let moved = batch * (m as f64 * k + k * n as f64) + size;
                Self {
                    products: batch,
                    flops: 2.0 * size * k,
                    padded: 2.0 * batch * padded * k,
                    light: moved,
                    ..Self::default()
                }
            }
            Work::Primitive { op, args, .. } => {
                let shapes: Vec<_> = args.iter().map(|(_, shape)| shape).collect();
                let work = op.rule().work(&shapes, &kernel.shape) as f64;
                if matches!(op, Primitive::Conv(_)) {
                    Self { flops: work, padded: work, products: 1.0, ..Self::default() }
                } else {
                    Self { light: work, elements: work, ..Self::default() }
                }
            }
            Work::Record { .. } => Self { depths: 1.0, light: size, elements: size, ..Self::default() },
            Work::Loop { count, kernels } => Self::in_lanes(kernels, lanes).times(*count as f64),
        };
        count.kernels += 1.0;
        count
    }

    fn body(body: &Body, size: usize, stores: usize) -> Self {
        let (mut light, mut heavy) = (stores as f64, 0.0);
        for instr in &body.code {
            match instr {
                Instr::Load(View { load: Load::Strided, .. }) => light += 3.0,
                Instr::Random { .. } => heavy += 3.0,
                Instr::Unary(Unary::Neg | Unary::Abs | Unary::Sign | Unary::Floor, _) => light += 1.0,
                Instr::Unary(..) => heavy += 1.0,
                Instr::Binary(Binary::Pow, ..) => heavy += 2.0,
                _ => light += 1.0,
            }
        }
        let (n, blocks) = (size as f64, size.div_ceil(BLOCK) as f64);
        let instrs = blocks * (body.code.len() + stores) as f64;
        Self { instrs, light: light * n, elements: light * n, heavy: heavy * n, ..Self::default() }
    }

    fn times(self, n: f64) -> Self {
        Self {
            kernels: self.kernels * n,
            depths: self.depths * n,
            instrs: self.instrs * n,
            light: self.light * n,
            elements: self.elements * n,
            heavy: self.heavy * n,
            products: self.products * n,
            flops: self.flops * n,
            padded: self.padded * n,
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.kernels += other.kernels;
        self.depths += other.depths;
        self.instrs += other.instrs;
        self.light += other.light;
        self.elements += other.elements;
        self.heavy += other.heavy;
        self.products += other.products;
        self.flops += other.flops;
        self.padded += other.padded;
    }
}
