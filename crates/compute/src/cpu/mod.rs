//! The CPU backend: runs a plan on one block of memory. No allocation inside a step.

mod eval;
#[cfg(test)]
mod tests;

use crate::error::EngineError;
use crate::ops::reduce::Reduction;
use crate::ops::{Operand, gemm, matmul};
use crate::plan::{Body, Buffer, Kernel, Plan, RING_ROWS, Ring, View, Work};
use crate::snapshot::{Snapshot, fingerprint, persistent};
use eval::{BLOCK, Registers, Site, Slots, store};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// A plan with its memory.
#[derive(Debug, Clone)]
pub struct Machine {
    plan: Plan,
    ready: Vec<Ready>,
    state: State,
    /// Rows recorded and not yet drained.
    pending: u32,
    /// Steps run.
    steps: u64,
    /// The plan's fingerprint, once it is asked for.
    print: OnceCell<u64>,
}

/// What kernels work on.
#[derive(Debug, Clone)]
struct State {
    memory: Vec<f32>,
    registers: Registers,
    /// Room for products and primitives: packed panels, padded pictures.
    scratch: Vec<f32>,
}

impl Machine {
    /// Memory for the plan, all zeros.
    pub fn new(plan: Plan) -> Self {
        let ready: Vec<Ready> = plan.kernels.iter().map(Ready::new).collect();
        let [blocks, line, scratch] = most(&ready);
        let registers = Registers::new(blocks, line);
        let state = State { memory: vec![0.0; plan.words], registers, scratch: vec![0.0; scratch] };
        Self { state, ready, plan, pending: 0, steps: 0, print: OnceCell::new() }
    }

    /// The plan it runs.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Steps that may still run before the records are drained.
    pub fn room(&self) -> u32 {
        if self.plan.ring.width == 0 { RING_ROWS } else { self.plan.ring.rows - self.pending }
    }

    /// Sets a state.
    ///
    /// # Errors
    /// An unknown name or a wrong length.
    pub fn write(&mut self, name: &str, values: &[f32]) -> Result<(), EngineError> {
        let (place, values) = written(&self.plan, name, values)?;
        self.state.memory[place].copy_from_slice(&values);
        Ok(())
    }

    /// Sets a part of a state, from element `first` on.
    ///
    /// # Errors
    /// An unknown name, or values past its end.
    pub fn write_part(&mut self, name: &str, first: usize, values: &[f32]) -> Result<(), EngineError> {
        for (place, values) in part(&self.plan, name, first, values)? {
            self.state.memory[place..place + values.len()].copy_from_slice(values);
        }
        Ok(())
    }

    /// Values of a state or an output.
    ///
    /// # Errors
    /// An unknown name.
    pub fn read(&self, name: &str) -> Result<Vec<f32>, EngineError> {
        let (_, buffer) = self.plan.named(name).ok_or_else(|| EngineError::Name(name.to_owned()))?;
        Ok(buffer.dense(self.state.memory[self.plan.place(buffer)].to_vec()))
    }

    /// Runs `steps` steps.
    ///
    /// # Errors
    /// More steps than the ring of records has room for.
    pub fn run(&mut self, steps: u32) -> Result<(), EngineError> {
        if steps > self.room() {
            return Err(EngineError::RingFull { room: self.room(), asked: steps });
        }
        for replica in 0..self.plan.replicas {
            for _ in 0..steps {
                for (kernel, ready) in self.plan.kernels.iter().zip(&self.ready) {
                    run(&self.plan, (kernel, ready), (0, replica), &mut self.state);
                }
            }
        }
        self.steps += u64::from(steps);
        if self.plan.ring.width > 0 {
            self.pending += steps;
        }
        Ok(())
    }

    /// How many steps have been run.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    fn print(&self) -> u64 {
        *self.print.get_or_init(|| fingerprint(&self.plan))
    }

    /// All states and outputs.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.state.memory[..persistent(&self.plan)].to_vec(), self.steps, self.print())
    }

    /// Goes back to a snapshot; see [`crate::Machine::restore`].
    ///
    /// # Errors
    /// A snapshot of another plan.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), EngineError> {
        let values = snapshot.for_plan(&self.plan, self.print())?;
        self.state.memory[..values.len()].copy_from_slice(values);
        self.steps = snapshot.step();
        self.pending = 0;
        Ok(())
    }

    /// Runs one kernel of the step alone, for whoever wants to know what it takes. States and records are out of step afterwards:
    /// such a machine is for timing only.
    pub fn run_kernel(&mut self, index: usize) {
        if let (Some(kernel), Some(ready)) = (self.plan.kernels.get(index), self.ready.get(index)) {
            for replica in 0..self.plan.replicas {
                run(&self.plan, (kernel, ready), (0, replica), &mut self.state);
            }
        }
    }

    /// All of its memory.
    pub(crate) fn memory(&self) -> &[f32] {
        &self.state.memory
    }

    /// The rows recorded since the last call, oldest first.
    pub fn drain(&mut self) -> Vec<f32> {
        let (ring, width, memory) = (self.plan.ring, self.plan.row(), &self.state.memory);
        let next = memory.get(ring.cursor).map_or(0, |row| *row as u32);
        let rows = (0..self.pending).map(|i| (next + ring.rows - self.pending + i) % ring.rows);
        let rows = rows.flat_map(|row| {
            let first = ring.offset + row as usize * width;
            &memory[first..first + width]
        });
        let rows = rows.copied().collect();
        self.pending = 0;
        rows
    }
}

/// A state that the host may write.
fn writable<'a>(plan: &'a Plan, name: &str) -> Result<&'a Buffer, EngineError> {
    let known = plan.named(name).filter(|(named, _)| named.writable);
    known.map(|(_, buffer)| buffer).ok_or_else(|| EngineError::Name(name.to_owned()))
}

/// Where a state that the host writes lies, and what stands there then.
pub(crate) fn written<'a>(
    plan: &Plan,
    name: &str,
    values: &'a [f32],
) -> Result<(Range<usize>, Cow<'a, [f32]>), EngineError> {
    let buffer = writable(plan, name)?;
    let (all, one) = (plan.size(buffer), buffer.shape.size());
    if values.len() != all && values.len() != one {
        return Err(EngineError::Length { name: name.to_owned(), expected: all, got: values.len() });
    }
    let copies = plan.copies(buffer);
    let values = if copies == 1 { Cow::Borrowed(values) } else { Cow::Owned(buffer.spread(values, copies)) };
    Ok((plan.place(buffer), values))
}

/// Pieces of the elements from `first` on of a state that the host may write, and where each lies.
pub(crate) fn part<'a>(
    plan: &Plan,
    name: &str,
    first: usize,
    values: &'a [f32],
) -> Result<Vec<(usize, &'a [f32])>, EngineError> {
    let buffer = writable(plan, name)?;
    let (all, one) = (plan.size(buffer), buffer.shape.size());
    if first.saturating_add(values.len()) > all {
        let expected = all.saturating_sub(first);
        return Err(EngineError::Length { name: name.to_owned(), expected, got: values.len() });
    }
    let mut pieces = Vec::new();
    let (mut at, mut rest) = (first, values);
    while !rest.is_empty() {
        let (copy, inside) = (at / one, at % one);
        let (piece, more) = rest.split_at(rest.len().min(one - inside));
        pieces.push((buffer.offset + copy * buffer.replica + inside, piece));
        (at, rest) = (at + piece.len(), more);
    }
    Ok(pieces)
}

/// What a kernel needs that the plan does not say.
#[derive(Debug, Clone, Default)]
struct Ready {
    slots: Slots,
    scratch: usize,
    /// Of the kernels of a loop.
    inner: Vec<Self>,
}

impl Ready {
    fn new(kernel: &Kernel) -> Self {
        let body = |slots: Slots| Self { slots, ..Self::default() };
        let room = |scratch: usize| Self { scratch, ..Self::default() };
        match &kernel.work {
            Work::Map { body: code, stores } => {
                body(Slots::new(code, kernel.shape.size(), stores.iter().map(|(register, _)| *register)))
            }
            Work::Reduce { body: code, .. } => {
                body(Slots::new(code, kernel.shape.size(), code.code.len().checked_sub(1)))
            }
            Work::Matmul { k, .. } => match kernel.shape.axes() {
                [.., m, n] => room(gemm::scratch(*k, *m, *n)),
                _ => Self::default(),
            },
            Work::Primitive { op, args, .. } => {
                let shapes: Vec<_> = args.iter().map(|(_, shape)| shape).collect();
                room(op.rule().scratch(&shapes, &kernel.shape))
            }
            Work::Record { .. } => Self::default(),
            Work::Loop { kernels, .. } => Self { inner: kernels.iter().map(Self::new).collect(), ..Self::default() },
        }
    }
}

/// Registers, those in a line, and scratch that the neediest of them needs.
fn most(all: &[Ready]) -> [usize; 3] {
    let larger = |a: [usize; 3], b: [usize; 3]| std::array::from_fn(|i| a[i].max(b[i]));
    let need = |ready: &Ready| larger(most(&ready.inner), [ready.slots.count, ready.slots.line, ready.scratch]);
    all.iter().map(need).fold([0; 3], larger)
}

/// Runs one kernel in a turn of its loop, for one replica.
fn run(plan: &Plan, (kernel, ready): (&Kernel, &Ready), (turn, replica): (usize, usize), state: &mut State) {
    let State { memory, registers, scratch } = state;
    let site = Site { plan, shape: &kernel.shape, turn, replica };
    let size = kernel.shape.size();
    match &kernel.work {
        Work::Map { body, stores } => {
            for first in (0..size).step_by(BLOCK) {
                let len = BLOCK.min(size - first);
                registers.eval(site, (body, &ready.slots), memory, first, len);
                for (register, view) in stores {
                    store(site, view, memory, first, registers.result(&ready.slots, *register, len));
                }
            }
        }
        Work::Reduce { reduction, results, out, .. } if size == 0 => {
            let first = site.start(out);
            memory[first..first + results].fill(reduction.empty());
        }
        Work::Reduce { body, reduction, inner, out, .. } => {
            let out = site.start(out);
            reduce(site, (body, &ready.slots), *reduction, (*inner, size), out, memory, registers);
        }
        Work::Matmul { a, b, k, out } => {
            let axes = kernel.shape.axes();
            let Some((batch, &[m, n])) = axes.split_last_chunk::<2>() else { return };
            let (left, right) = (Axes::new(batch, [m, *k]), Axes::new(batch, [*k, n]));
            let parts = Parts::new(memory, site.start(out), size);
            let (a, b) = (parts.operand(site, a, left.get()), parts.operand(site, b, right.get()));
            matmul::cpu(a, b, parts.result, scratch);
        }
        Work::Primitive { op, args, out } => {
            let parts = Parts::new(memory, site.start(out), size);
            let operand = |at: usize| args.get(at).map(|(view, shape)| parts.operand(site, view, shape.axes()));
            match (operand(0), operand(1)) {
                (Some(x), Some(y)) => op.rule().cpu(&[x, y], &kernel.shape, parts.result, scratch),
                (Some(x), None) => op.rule().cpu(&[x], &kernel.shape, parts.result, scratch),
                _ => {}
            }
        }
        Work::Record { sources } => {
            let ring = plan.ring;
            let cursor = ring.cursor + replica * Ring::CURSOR;
            let row = memory[cursor];
            let mut to = ring.offset + (row as usize * plan.replicas + replica) * ring.width;
            for &source in sources {
                let buffer = &plan.buffers[source];
                let (from, size) = (buffer.offset + replica * buffer.replica, buffer.shape.size());
                memory.copy_within(from..from + size, to);
                to += size;
            }
            memory[cursor] = (row + 1.0) % ring.rows as f32;
        }
        Work::Loop { count, kernels } => {
            for turn in 0..*count {
                for inner in kernels.iter().zip(&ready.inner) {
                    run(plan, inner, (turn, replica), state);
                }
            }
        }
    }
}

/// Axes of an operand of a product, without allocation.
struct Axes {
    axes: [usize; crate::plan::MOST_AXES],
    rank: usize,
}

impl Axes {
    fn new(batch: &[usize], last: [usize; 2]) -> Self {
        let mut axes = [0; crate::plan::MOST_AXES];
        let rank = batch.len() + 2;
        axes.iter_mut().zip(batch.iter().chain(&last)).for_each(|(to, from)| *to = *from);
        Self { axes, rank }
    }

    fn get(&self) -> &[usize] {
        &self.axes[..self.rank]
    }
}

/// Memory with a result taken out of it: nothing reads where it is written.
struct Parts<'a> {
    before: &'a [f32],
    result: &'a mut [f32],
    after: &'a [f32],
    /// Where `after` begins.
    end: usize,
}

impl<'a> Parts<'a> {
    fn new(memory: &'a mut [f32], first: usize, size: usize) -> Self {
        let (before, rest) = memory.split_at_mut(first);
        let (result, after) = rest.split_at_mut(size);
        Self { before, result, after, end: first + size }
    }

    fn operand<'b>(&self, site: Site<'_>, view: &'b View, axes: &'b [usize]) -> Operand<'b>
    where
        'a: 'b,
    {
        let start = site.start(view);
        // The result never shares memory with an operand, so each lies wholly on one side of it.
        let (values, start) = if start < self.end { (self.before, start) } else { (self.after, start - self.end) };
        Operand { values, start, axes, strides: &view.strides }
    }
}

/// Walks over all elements block by block; a result is finished every `inner` elements.
fn reduce(
    site: Site<'_>,
    (body, slots): (&Body, &Slots),
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
        registers.eval(site, (body, slots), memory, first, len);
        let mut at = 0;
        while at < len {
            let until = len.min(at + inner - (first + at) % inner);
            let part = reduction.of(&registers.result(slots, body.code.len() - 1, len)[at..until]);
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
