//! Bodies on the CPU: each operation runs over a block of elements at a time, from registers that are slices.

use crate::expr::Shape;
use crate::plan::{Body, Instr, Load, MOST_AXES, Plan, View};

/// Elements evaluated at a time: many enough to vectorise, few enough that the registers stay in the nearest cache.
pub(super) const BLOCK: usize = 128;

/// One block for each operation of a body.
#[derive(Debug, Clone)]
pub(super) struct Registers {
    values: Vec<f32>,
}

impl Registers {
    pub(super) fn new(count: usize) -> Self {
        Self { values: vec![0.0; count * BLOCK] }
    }

    /// What operation `index` gave for the block.
    pub(super) fn result(&self, index: usize, len: usize) -> &[f32] {
        &self.values[index * BLOCK..index * BLOCK + len]
    }

    /// Evaluates `body` for the elements `first..first + len` of `shape`.
    pub(super) fn eval(&mut self, plan: &Plan, shape: &Shape, body: &Body, memory: &[f32], first: usize, len: usize) {
        for (index, instr) in body.code.iter().enumerate() {
            // Arguments are earlier registers: everything before this one can be read while it is written.
            let (before, rest) = self.values.split_at_mut(index * BLOCK);
            let out = &mut rest[..len];
            let arg = |at: usize| &before[at * BLOCK..at * BLOCK + len];
            match *instr {
                Instr::Load(ref view) => load(plan, shape, view, memory, first, out),
                Instr::Const(value) => out.fill(value),
                Instr::Index(axis) => indices(shape, axis, first, out),
                Instr::Unary(op, x) => (op.rule().cpu)(arg(x), out),
                Instr::Binary(op, a, b) => (op.rule().cpu)(arg(a), arg(b), out),
                Instr::Select(c, a, b) => {
                    for (((out, &c), &a), &b) in out.iter_mut().zip(arg(c)).zip(arg(a)).zip(arg(b)) {
                        *out = if c != 0.0 { a } else { b };
                    }
                }
            }
        }
    }
}

fn indices(shape: &Shape, axis: Option<usize>, first: usize, out: &mut [f32]) {
    let Some(axis) = axis else {
        out.fill(0.0);
        return;
    };
    let stride: usize = shape.axes()[axis + 1..].iter().product();
    let len = shape.axes()[axis];
    for (i, out) in out.iter_mut().enumerate() {
        *out = ((first + i) / stride % len) as f32;
    }
}

fn load(plan: &Plan, shape: &Shape, view: &View, memory: &[f32], first: usize, out: &mut [f32]) {
    let offset = plan.buffers[view.buffer].offset;
    match view.load {
        Load::Contiguous => out.copy_from_slice(&memory[offset + first..offset + first + out.len()]),
        Load::Uniform => out.fill(memory[offset]),
        Load::Strided => gather(shape, &view.strides, &memory[offset..], first, out),
    }
}

/// Reads by strides, a run along the last axis at a time.
fn gather(shape: &Shape, strides: &[usize], memory: &[f32], first: usize, out: &mut [f32]) {
    let axes = shape.axes();
    let rank = axes.len().min(MOST_AXES);
    let mut at = [0_usize; MOST_AXES];
    let mut rest = first;
    for axis in (0..rank).rev() {
        at[axis] = rest % axes[axis];
        rest /= axes[axis];
    }
    let (run, step) = (axes[rank - 1], strides[rank - 1]);
    let mut filled = 0;
    while filled < out.len() {
        let place: usize = at[..rank].iter().zip(strides).map(|(i, stride)| i * stride).sum();
        let len = (run - at[rank - 1]).min(out.len() - filled);
        for (i, out) in out[filled..filled + len].iter_mut().enumerate() {
            *out = memory[place + i * step];
        }
        filled += len;
        at[rank - 1] = 0;
        for axis in (0..rank - 1).rev() {
            at[axis] += 1;
            if at[axis] < axes[axis] {
                break;
            }
            at[axis] = 0;
        }
    }
}
