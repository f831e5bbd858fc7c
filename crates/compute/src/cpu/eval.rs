//! Bodies on the CPU: each operation runs over a block of elements at a time, from registers that are slices.

use crate::expr::Shape;
use crate::ops::random;
use crate::plan::{Body, Bound, Instr, Load, MOST_AXES, Plan, View};

/// Elements evaluated at a time: many enough to vectorise, few enough that the registers stay in the nearest cache.
pub(super) const BLOCK: usize = 128;

/// Blocks for the results of operations. Over many elements a block serves again once nobody reads what stands in it, so that long
/// bodies stay in the nearest cache, too; over few, where finding a block costs more than it saves, they stand in a line.
#[derive(Debug, Clone)]
pub(super) struct Registers {
    blocks: Vec<Box<[f32]>>,
    line: Vec<f32>,
}

/// What is loaded one after the other is read where it lies.
const IN_MEMORY: usize = usize::MAX;

/// The block of each operation of a body, or [`IN_MEMORY`]; nothing where all stand in a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    of: Vec<usize>,
    /// How many blocks there are.
    pub(super) count: usize,
    /// How many stand in a line.
    pub(super) line: usize,
}

impl Slots {
    /// For a body over `size` elements whose `results` are read after it. What is the same everywhere keeps its block, since it is evaluated once a
    /// kernel.
    pub(super) fn new(body: &Body, size: usize, results: impl IntoIterator<Item = usize>) -> Self {
        if size <= BLOCK {
            return Self { line: body.code.len(), ..Self::default() };
        }
        let mut last: Vec<usize> = (0..body.code.len()).collect();
        for (at, instr) in body.code.iter().enumerate() {
            arguments(instr).for_each(|argument| last[argument] = at);
        }
        for (at, instr) in body.code.iter().enumerate() {
            if same_everywhere(instr) {
                last[at] = usize::MAX;
            }
        }
        let results: Vec<usize> = results.into_iter().collect();
        results.iter().for_each(|result| last[*result] = usize::MAX);
        let (mut slots, mut free) = (Self::default(), Vec::new());
        for (at, instr) in body.code.iter().enumerate() {
            // A result is stored into the same memory, and needs a block.
            if matches!(instr, Instr::Load(view) if in_line(view)) && !results.contains(&at) {
                slots.of.push(IN_MEMORY);
                continue;
            }
            // Its own block is another than those of its arguments; what stays over all blocks of elements has one to itself.
            let known = if same_everywhere(instr) { None } else { free.pop() };
            let slot = known.unwrap_or_else(|| {
                slots.count += 1;
                slots.count - 1
            });
            slots.of.push(slot);
            let mut over: Vec<usize> = arguments(instr).chain([at]).filter(|argument| last[*argument] == at).collect();
            over.sort_unstable();
            over.dedup();
            free.extend(over.into_iter().map(|register| slots.of[register]).filter(|slot| *slot != IN_MEMORY));
        }
        slots
    }
}

/// Whether a view is a stretch of memory.
fn in_line(view: &View) -> bool {
    view.load == Load::Contiguous && view.bounds.is_empty()
}

/// The registers that an operation reads.
fn arguments(instr: &Instr) -> impl Iterator<Item = usize> {
    let all = match *instr {
        Instr::Unary(_, x) => [Some(x), None, None],
        Instr::Binary(_, a, b) => [Some(a), Some(b), None],
        Instr::Select(c, a, b) => [Some(c), Some(a), Some(b)],
        Instr::Load(_) | Instr::Const(_) | Instr::Index { .. } | Instr::Inside(_) | Instr::Random { .. } => [None; 3],
    };
    all.into_iter().flatten()
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
    pub(super) fn new(count: usize, line: usize) -> Self {
        Self { blocks: vec![vec![0.0; BLOCK].into(); count], line: vec![0.0; line * BLOCK] }
    }

    /// What operation `index` gave for the block.
    pub(super) fn result(&self, slots: &Slots, index: usize, len: usize) -> &[f32] {
        match slots.of.get(index) {
            Some(slot) => &self.blocks[*slot][..len],
            None => &self.line[index * BLOCK..][..len],
        }
    }

    /// Evaluates `body` for the elements `first..first + len` of the shape. A kernel's first block begins at 0; what is the same
    /// in all of its blocks still stands in its registers from that one.
    pub(super) fn eval(
        &mut self,
        site: Site<'_>,
        (body, slots): (&Body, &Slots),
        memory: &[f32],
        first: usize,
        len: usize,
    ) {
        if slots.of.is_empty() {
            for (index, instr) in body.code.iter().enumerate() {
                // Arguments are earlier registers: everything before this one can be read while it is written.
                let (before, rest) = self.line.split_at_mut(index * BLOCK);
                perform(site, instr, memory, first, &mut rest[..len], |at| &before[at * BLOCK..at * BLOCK + len]);
            }
            return;
        }
        for (instr, &slot) in body.code.iter().zip(&slots.of) {
            if slot == IN_MEMORY || first > 0 && same_everywhere(instr) {
                continue;
            }
            let mut block = std::mem::take(&mut self.blocks[slot]);
            perform(site, instr, memory, first, &mut block[..len], |at| match slots.of[at] {
                IN_MEMORY => there(site, &body.code[at], memory, first, len),
                slot => &self.blocks[slot][..len],
            });
            self.blocks[slot] = block;
        }
    }
}

/// One operation, over the elements from `first` on.
#[inline(always)]
fn perform<'a>(
    site: Site<'_>,
    instr: &Instr,
    memory: &[f32],
    first: usize,
    out: &mut [f32],
    arg: impl Fn(usize) -> &'a [f32],
) {
    let len = out.len();
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
                random::draws(&key, *stream, (place, step), &mut out[from..from + run]);
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

/// What is loaded, where it lies.
#[inline(never)]
fn there<'a>(site: Site<'_>, instr: &Instr, memory: &'a [f32], first: usize, len: usize) -> &'a [f32] {
    match instr {
        Instr::Load(view) => &memory[site.start(view) + first..][..len],
        _ => &[],
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
        Load::Contiguous if in_line(view) => {
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
