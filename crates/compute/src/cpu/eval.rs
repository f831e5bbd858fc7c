//! Bodies on the CPU: each operation runs over a block of elements at a time, from registers that are slices.

use crate::expr::Shape;
use crate::ops::random;
use crate::plan::{Body, Bound, Instr, Load, MOST_AXES, Plan, View};

/// Elements evaluated at a time: many enough to vectorise, few enough that the registers stay in the nearest cache.
pub(super) const BLOCK: usize = 128;

/// One block for each operation of a body.
#[derive(Debug, Clone)]
pub(super) struct Registers {
    values: Vec<f32>,
}

/// Where a body is evaluated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) plan: &'a Plan,
    pub(super) shape: &'a Shape,
    /// Turn of the enclosing loop.
    pub(super) turn: usize,
    pub(super) replica: usize,
}

impl Site<'_> {
    /// Where index 0 of a view stands.
    pub(super) fn start(&self, view: &View) -> usize {
        let shift = view.shift + self.turn as isize * view.turn;
        let buffer = &self.plan.buffers[view.buffer];
        (buffer.offset + self.replica * buffer.replica).wrapping_add_signed(shift)
    }
}

impl Registers {
    pub(super) fn new(count: usize) -> Self {
        Self { values: vec![0.0; count * BLOCK] }
    }

    /// What operation `index` gave for the block.
    pub(super) fn result(&self, index: usize, len: usize) -> &[f32] {
        &self.values[index * BLOCK..index * BLOCK + len]
    }

    /// Evaluates `body` for the elements `first..first + len` of the shape. A kernel's first block begins at 0; what is the same
    /// in all of its blocks still stands in its registers from that one.
    pub(super) fn eval(&mut self, site: Site<'_>, body: &Body, memory: &[f32], first: usize, len: usize) {
        for (index, instr) in body.code.iter().enumerate() {
            if first > 0 && same_everywhere(instr) {
                continue;
            }
            // Arguments are earlier registers: everything before this one can be read while it is written.
            let (before, rest) = self.values.split_at_mut(index * BLOCK);
            let out = &mut rest[..len];
            let arg = |at: usize| &before[at * BLOCK..at * BLOCK + len];
            match instr {
                Instr::Load(view) => load(site, view, memory, first, out),
                Instr::Const(value) => out.fill(*value),
                Instr::Index { axis, scale, shift } => {
                    walk(site.shape, first, out.len(), |at, run, from| {
                        let first = *shift + *scale * axis.map_or(0, |axis| at[axis]) as isize;
                        let inner = axis.is_some_and(|axis| axis + 1 == site.shape.rank());
                        let step = if inner { *scale } else { 0 };
                        for (i, out) in out[from..from + run].iter_mut().enumerate() {
                            *out = (first + i as isize * step) as f32;
                        }
                    });
                }
                Instr::Inside(bounds) => {
                    out.fill(0.0);
                    walk(site.shape, first, len, |at, run, from| {
                        if let Some((low, high)) = inside(bounds, site.shape.rank(), at, run) {
                            out[from + low..from + high].fill(1.0);
                        }
                    });
                }
                Instr::Random { stream, key, shift, strides } => {
                    let start = site.start(key);
                    let key = std::array::from_fn(|word| memory[start + word]);
                    walk(site.shape, first, len, |at, run, from| {
                        let (place, step) = place(*shift, strides, at);
                        for (i, out) in out[from..from + run].iter_mut().enumerate() {
                            *out = random::draw(&key, *stream, (place + i as isize * step) as u32);
                        }
                    });
                }
                Instr::Unary(op, x) => (op.rule().cpu)(arg(*x), out),
                Instr::Binary(op, a, b) => (op.rule().cpu)(arg(*a), arg(*b), out),
                Instr::Select(c, a, b) => {
                    for (((out, &c), &a), &b) in out.iter_mut().zip(arg(*c)).zip(arg(*a)).zip(arg(*b)) {
                        *out = if c != 0.0 { a } else { b };
                    }
                }
            }
        }
    }
}

/// Whether an operation gives one and the same number for all elements.
fn same_everywhere(instr: &Instr) -> bool {
    match instr {
        Instr::Const(_) => true,
        Instr::Load(view) => view.load == Load::Uniform && view.bounds.is_empty(),
        _ => false,
    }
}

fn load(site: Site<'_>, view: &View, memory: &[f32], first: usize, out: &mut [f32]) {
    let start = site.start(view);
    match view.load {
        Load::Contiguous if view.bounds.is_empty() => {
            out.copy_from_slice(&memory[start + first..start + first + out.len()]);
        }
        Load::Uniform if view.bounds.is_empty() => out.fill(memory[start]),
        _ => walk(site.shape, first, out.len(), |at, run, from| {
            let line = &mut out[from..from + run];
            let (place, step) = place(start as isize, &view.strides, at);
            let (low, high) = if view.bounds.is_empty() {
                (0, run)
            } else {
                line.fill(0.0);
                match inside(&view.bounds, site.shape.rank(), at, run) {
                    Some(range) => range,
                    None => return,
                }
            };
            let (line, place) = (&mut line[low..high], place + low as isize * step);
            match step {
                1 => line.copy_from_slice(&memory[place as usize..place as usize + line.len()]),
                0 => line.fill(memory[place as usize]),
                _ => {
                    for (i, out) in line.iter_mut().enumerate() {
                        *out = memory[(place + i as isize * step) as usize];
                    }
                }
            }
        }),
    }
}

/// Stores a block of results by strides.
pub(super) fn store(site: Site<'_>, view: &View, memory: &mut [f32], first: usize, values: &[f32]) {
    let start = site.start(view);
    if view.load == Load::Contiguous {
        memory[start + first..start + first + values.len()].copy_from_slice(values);
        return;
    }
    walk(site.shape, first, values.len(), |at, run, from| {
        let (place, step) = place(start as isize, &view.strides, at);
        for (i, value) in values[from..from + run].iter().enumerate() {
            memory[(place + i as isize * step) as usize] = *value;
        }
    });
}

/// Where the index `at` stands, and the step along the last axis.
fn place(start: isize, strides: &[isize], at: &[usize]) -> (isize, isize) {
    let place = start + at.iter().zip(strides).map(|(&i, stride)| i as isize * stride).sum::<isize>();
    (place, strides.last().copied().unwrap_or(0))
}

/// Which of the `run` elements from `at` on, along the last axis, lie inside of all bounds.
fn inside(bounds: &[Bound], rank: usize, at: &[usize], run: usize) -> Option<(usize, usize)> {
    let (mut low, mut high) = (0, run);
    for bound in bounds {
        let index = at[bound.axis];
        if bound.axis + 1 == rank {
            low = low.max(bound.low.saturating_sub(index));
            high = high.min(bound.high.saturating_sub(index));
        } else if !(bound.low..bound.high).contains(&index) {
            return None;
        }
    }
    (low < high).then_some((low, high))
}

/// Calls `run(index, length, done)` for each run along the last axis of `shape`, from element `first` on.
fn walk(shape: &Shape, first: usize, count: usize, mut run: impl FnMut(&[usize], usize, usize)) {
    let axes = shape.axes();
    let rank = axes.len().min(MOST_AXES);
    let mut at = [0_usize; MOST_AXES];
    let mut rest = first;
    for axis in (0..rank).rev() {
        at[axis] = rest % axes[axis];
        rest /= axes[axis];
    }
    let last = rank.saturating_sub(1);
    let width = if rank == 0 { 1 } else { axes[last] };
    let mut done = 0;
    while done < count {
        let length = (width - at[last]).min(count - done);
        run(&at[..rank], length, done);
        done += length;
        at[last] = 0;
        for axis in (0..last).rev() {
            at[axis] += 1;
            if at[axis] < axes[axis] {
                break;
            }
            at[axis] = 0;
        }
    }
}
