//! The CPU backend: runs a plan on one block of memory. No allocation inside a step.

mod eval;
#[cfg(test)]
mod tests;

use crate::error::EngineError;
use crate::ops::matmul::{self, Strided};
use crate::ops::reduce::Reduction;
use crate::plan::{Body, Kernel, Plan, RING_ROWS, View, Work};
use eval::{BLOCK, Registers};

/// A plan with its memory.
#[derive(Debug, Clone)]
pub struct Machine {
    plan: Plan,
    memory: Vec<f32>,
    registers: Registers,
    /// Rows recorded and not yet drained.
    pending: u32,
}

impl Machine {
    /// Memory for the plan, all zeros.
    pub fn new(plan: Plan) -> Self {
        let bodies = plan.kernels.iter().filter_map(|kernel| match &kernel.work {
            Work::Map { body, .. } | Work::Reduce { body, .. } => Some(body.code.len()),
            _ => None,
        });
        let registers = Registers::new(bodies.max().unwrap_or(0));
        Self { memory: vec![0.0; plan.words], registers, plan, pending: 0 }
    }

    /// The plan it runs.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Steps that may still run before the records are drained.
    pub fn room(&self) -> u32 {
        if self.plan.ring.width == 0 { RING_ROWS } else { RING_ROWS - self.pending }
    }

    /// Sets a state.
    ///
    /// # Errors
    /// An unknown name or a wrong length.
    pub fn write(&mut self, name: &str, values: &[f32]) -> Result<(), EngineError> {
        let (offset, size) = writable(&self.plan, name, values.len())?;
        self.memory[offset..offset + size].copy_from_slice(values);
        Ok(())
    }

    /// Sets a part of a state, from element `first` on.
    ///
    /// # Errors
    /// An unknown name, or values past its end.
    pub fn write_part(&mut self, name: &str, first: usize, values: &[f32]) -> Result<(), EngineError> {
        let offset = part(&self.plan, name, first, values.len())?;
        self.memory[offset..offset + values.len()].copy_from_slice(values);
        Ok(())
    }

    /// Values of a state or an output.
    ///
    /// # Errors
    /// An unknown name.
    pub fn read(&self, name: &str) -> Result<Vec<f32>, EngineError> {
        let (_, buffer) = self.plan.named(name).ok_or_else(|| EngineError::Name(name.to_owned()))?;
        Ok(self.memory[buffer.offset..buffer.offset + buffer.shape.size()].to_vec())
    }

    /// Runs `steps` steps.
    ///
    /// # Errors
    /// More steps than the ring of records has room for.
    pub fn run(&mut self, steps: u32) -> Result<(), EngineError> {
        if steps > self.room() {
            return Err(EngineError::RingFull { room: self.room(), asked: steps });
        }
        let Self { plan, memory, registers, pending } = self;
        for _ in 0..steps {
            for kernel in &plan.kernels {
                run(plan, kernel, memory, registers);
            }
        }
        if plan.ring.width > 0 {
            *pending += steps;
        }
        Ok(())
    }

    /// The rows recorded since the last call, oldest first.
    pub fn drain(&mut self) -> Vec<f32> {
        let ring = self.plan.ring;
        let next = self.memory.get(ring.cursor).map_or(0, |row| *row as u32);
        let rows = (0..self.pending).map(|i| (next + RING_ROWS - self.pending + i) % RING_ROWS);
        let rows = rows.flat_map(|row| {
            let first = ring.offset + row as usize * ring.width;
            &self.memory[first..first + ring.width]
        });
        let rows = rows.copied().collect();
        self.pending = 0;
        rows
    }
}

/// Offset and size of a state that the host may write `len` values to.
pub(crate) fn writable(plan: &Plan, name: &str, len: usize) -> Result<(usize, usize), EngineError> {
    let (named, buffer) = plan.named(name).ok_or_else(|| EngineError::Name(name.to_owned()))?;
    if !named.writable {
        return Err(EngineError::Name(name.to_owned()));
    }
    let size = buffer.shape.size();
    if size != len {
        return Err(EngineError::Length { name: name.to_owned(), expected: size, got: len });
    }
    Ok((buffer.offset, size))
}

/// Place of the elements `first..first + len` of a state that the host may write.
pub(crate) fn part(plan: &Plan, name: &str, first: usize, len: usize) -> Result<usize, EngineError> {
    let size = plan.named(name).map_or(0, |(_, buffer)| buffer.shape.size());
    let (offset, size) = writable(plan, name, size)?;
    if first + len > size {
        return Err(EngineError::Length { name: name.to_owned(), expected: size.saturating_sub(first), got: len });
    }
    Ok(offset + first)
}

fn run(plan: &Plan, kernel: &Kernel, memory: &mut [f32], registers: &mut Registers) {
    let offset = |buffer: usize| plan.buffers[buffer].offset;
    match &kernel.work {
        Work::Map { body, stores } => {
            let size = kernel.shape.size();
            for first in (0..size).step_by(BLOCK) {
                let len = BLOCK.min(size - first);
                registers.eval(plan, &kernel.shape, body, memory, first, len);
                for &(register, buffer) in stores {
                    let to = offset(buffer) + first;
                    memory[to..to + len].copy_from_slice(registers.result(register, len));
                }
            }
        }
        Work::Reduce { reduction, results, out, .. } if kernel.shape.size() == 0 => {
            let first = offset(*out);
            memory[first..first + results].fill(reduction.empty());
        }
        Work::Reduce { body, reduction, inner, out, .. } => {
            let size = kernel.shape.size();
            reduce(plan, kernel, body, *reduction, (*inner, size), offset(*out), memory, registers);
        }
        Work::Matmul { a, b, k, out } => product(plan, kernel, a, b, *k, offset(*out), memory),
        Work::Record { sources } => {
            let ring = plan.ring;
            let row = memory[ring.cursor];
            let mut to = ring.offset + row as usize * ring.width;
            for &source in sources {
                let (from, size) = (offset(source), plan.buffers[source].shape.size());
                memory.copy_within(from..from + size, to);
                to += size;
            }
            memory[ring.cursor] = (row + 1.0) % RING_ROWS as f32;
        }
    }
}

/// Walks over all elements block by block; a result is finished every `inner` elements.
#[expect(clippy::too_many_arguments, reason = "the parts of one kernel, taken apart by the caller")]
fn reduce(
    plan: &Plan,
    kernel: &Kernel,
    body: &Body,
    reduction: Reduction,
    (inner, size): (usize, usize),
    out: usize,
    memory: &mut [f32],
    registers: &mut Registers,
) {
    let mut total = reduction.empty();
    let mut done = 0;
    for first in (0..size).step_by(BLOCK) {
        let len = BLOCK.min(size - first);
        registers.eval(plan, &kernel.shape, body, memory, first, len);
        let mut at = 0;
        while at < len {
            let until = len.min(at + inner - (first + at) % inner);
            let part = reduction.of(&registers.result(body.code.len() - 1, len)[at..until]);
            total = reduction.join(total, part);
            at = until;
            if (first + at).is_multiple_of(inner) {
                memory[out + done] = total;
                total = reduction.empty();
                done += 1;
            }
        }
    }
}

fn product(plan: &Plan, kernel: &Kernel, a: &View, b: &View, k: usize, out: usize, memory: &mut [f32]) {
    let axes = kernel.shape.axes();
    let [batch @ .., m, n] = axes else { return };
    let rank = axes.len();
    let (before, rest) = memory.split_at_mut(out);
    let (result, after) = rest.split_at_mut(kernel.shape.size());
    let operand = |view: &View, index: usize| {
        let mut shift = 0;
        let mut rest = index;
        for (axis, len) in batch.iter().enumerate().rev() {
            shift += rest % len * view.strides[axis];
            rest /= len;
        }
        let place = plan.buffers[view.buffer].offset + shift;
        let end = plan.buffers[view.buffer].offset + plan.buffers[view.buffer].shape.size();
        (place, end, (view.strides[rank - 2], view.strides[rank - 1]))
    };
    let cells = m * n;
    let skip = out + kernel.shape.size();
    for (index, cell) in result.chunks_mut(cells.max(1)).enumerate() {
        let slice = |view: &View| {
            let (place, end, strides) = operand(view, index);
            // The result never shares memory with an operand, so each lies wholly on one side of it.
            let values = if place < out { &before[place..end] } else { &after[place - skip..end - skip] };
            Strided { values, strides }
        };
        matmul::cpu(*m, k, *n, slice(a), slice(b), cell);
    }
}
