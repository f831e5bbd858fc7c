//! CPU twin of the convolution: direct, in register tiles of eight output channels by a few neighbouring outputs.
//!
//! Each picture is first copied with its zeros around it, so that nothing is checked inside. The elements of the kernel that a phase
//! sees (see [`super::phase`]) stand one after the other with the places that they look at, so that a tile is one flat loop.

use super::Conv;
use super::phase::{Axis, Phase};
use crate::ops::Operand;

/// Output channels of a tile: two vectors of four.
const LANES: usize = 8;
/// Most neighbouring outputs of a tile: with two vectors each they leave three of sixteen registers.
const TILE: usize = 6;

struct Plan {
    rows: Axis,
    columns: Axis,
    /// Channels of a group, going in and out.
    inputs: usize,
    outputs: usize,
}

impl Plan {
    fn new(spec: &Conv, x: &[usize], w: &[usize], out: &[usize]) -> Option<Self> {
        let ([_, _, h, width], [o, i, k, l], [_, _, oh, ow]) = (x, w, out) else { return None };
        let (rows, columns) = (Axis::new(spec, 0, *h, *k, *oh), Axis::new(spec, 1, *width, *l, *ow));
        Some(Self { rows, columns, inputs: *i, outputs: o / spec.groups })
    }

    fn picture(&self) -> usize {
        // Tiles may read a little past their last output.
        self.inputs * self.rows.length * self.columns.length + TILE * self.columns.step
    }

    fn taps(&self) -> usize {
        self.inputs * self.rows.kernel * self.columns.kernel
    }

    fn blocks(&self) -> usize {
        self.outputs.div_ceil(LANES)
    }

    /// The weights of a group.
    fn packed(&self) -> usize {
        self.taps() * self.blocks() * LANES
    }

    /// Each pair of phases with the elements that it sees. Every element of the kernel is seen by one pair at most.
    fn phases(&self) -> impl Iterator<Item = (usize, usize, Phase, Phase)> + use<> {
        let (rows, columns) = (self.rows, self.columns);
        (0..rows.period).flat_map(move |r| (0..columns.period).map(move |c| (r, c, rows.phase(r), columns.phase(c))))
    }

    /// The elements that a phase sees: channel, row and column in the kernel, and the place in the picture from that of the output.
    fn seen(&self, rows: Phase, columns: Phase) -> impl Iterator<Item = ([usize; 3], usize)> + use<> {
        let (height, width) = (self.rows.length, self.columns.length);
        (0..self.inputs).flat_map(move |channel| {
            (0..rows.count).flat_map(move |a| {
                (0..columns.count).map(move |b| {
                    let tap = [channel, rows.first + a * rows.every, columns.first + b * columns.every];
                    (tap, (channel * height + a * rows.shift) * width + b * columns.shift)
                })
            })
        })
    }
}

pub(super) fn scratch(spec: &Conv, x: &[usize], w: &[usize], out: &[usize]) -> usize {
    Plan::new(spec, x, w, out).map_or(0, |plan| plan.picture() + plan.taps() + spec.groups * plan.packed())
}

pub(super) fn conv(
    spec: &Conv,
    x: Operand<'_>,
    w: Operand<'_>,
    out: &[usize],
    result: &mut [f32],
    scratch: &mut [f32],
) {
    let Some(plan) = Plan::new(spec, x.axes, w.axes, out) else { return };
    let (picture, rest) = scratch.split_at_mut(plan.picture());
    let (offsets, rest) = rest.split_at_mut(plan.taps());
    let packed = &mut rest[..spec.groups * plan.packed()];
    let mut places = offsets.iter_mut();
    for (_, _, rows, columns) in plan.phases() {
        for ((_, offset), place) in plan.seen(rows, columns).zip(&mut places) {
            // An index in the bits of a number: nothing is calculated with it.
            *place = f32::from_bits(offset as u32);
        }
    }
    for (group, weights) in packed.chunks_exact_mut(plan.packed().max(1)).enumerate() {
        pack(&plan, w, group * plan.outputs, weights);
    }
    let plane = plan.rows.output * plan.columns.output;
    for (index, features) in result.chunks_exact_mut((plan.outputs * plane).max(1)).enumerate() {
        let (image, group) = (index / spec.groups, index % spec.groups);
        copy(&plan, x, image, group * plan.inputs, picture);
        let (weights, _) = packed[group * plan.packed()..(group + 1) * plan.packed()].as_chunks::<LANES>();
        for (block, planes) in features.chunks_mut(LANES * plane).enumerate() {
            let weights = &weights[block * plan.taps()..(block + 1) * plan.taps()];
            let mut first = 0;
            for (r, c, rows, columns) in plan.phases() {
                let last = first + plan.inputs * rows.count * columns.count;
                let seen = (&weights[first..last], &offsets[first..last]);
                phase(&plan, (r, rows), (c, columns), picture, seen, planes);
                first = last;
            }
        }
    }
}

/// `[block of outputs][element, phase by phase][lane]`, zeros in the lanes past the last output.
fn pack(plan: &Plan, w: Operand<'_>, first: usize, packed: &mut [f32]) {
    let (cells, _) = packed.as_chunks_mut::<LANES>();
    for (block, cells) in cells.chunks_exact_mut(plan.taps().max(1)).enumerate() {
        let mut cells = cells.iter_mut();
        for (_, _, rows, columns) in plan.phases() {
            for (([channel, a, b], _), cell) in plan.seen(rows, columns).zip(&mut cells) {
                let place = w.place(&[first, channel, a, b]);
                for (lane, value) in cell.iter_mut().enumerate() {
                    let output = block * LANES + lane;
                    *value = if output < plan.outputs {
                        w.values[place.wrapping_add_signed(output as isize * w.strides[0])]
                    } else {
                        0.0
                    };
                }
            }
        }
    }
}

/// A group's channels of a picture, with zeros around.
fn copy(plan: &Plan, x: Operand<'_>, image: usize, first: usize, picture: &mut [f32]) {
    let (rows, columns) = (&plan.rows, &plan.columns);
    picture.fill(0.0);
    for channel in 0..plan.inputs {
        for row in 0..rows.input {
            let to = (channel * rows.length + rows.margin + row) * columns.length + columns.margin;
            let from = x.place(&[image, first + channel, row, 0]);
            let line = &mut picture[to..to + columns.input];
            if x.strides[3] == 1 {
                line.copy_from_slice(&x.values[from..from + columns.input]);
            } else {
                for (column, value) in line.iter_mut().enumerate() {
                    *value = x.values[from.wrapping_add_signed(column as isize * x.strides[3])];
                }
            }
        }
    }
}

/// Weights with the places that they look at.
type Seen<'a> = (&'a [[f32; LANES]], &'a [f32]);

fn phase(
    plan: &Plan,
    (r, rows): (usize, Phase),
    (c, columns): (usize, Phase),
    picture: &[f32],
    seen: Seen<'_>,
    planes: &mut [f32],
) {
    for i in 0..rows.outputs {
        let line = (i * plan.rows.step + rows.offset) * plan.columns.length + columns.offset;
        let to = (r + i * plan.rows.period) * plan.columns.output + c;
        let mut j = 0;
        while j < columns.outputs {
            let left = columns.outputs - j;
            // Seven as four and three: no tile is much emptier than the others.
            let width = if left <= TILE {
                left
            } else if left < 2 * TILE {
                left.div_ceil(2)
            } else {
                TILE
            };
            let (start, to) = (line + j * plan.columns.step, to + j * plan.columns.period);
            macro_rules! run {
                ($($n:literal)*) => {
                    match (width, plan.columns.step) {
                        $(($n, 1) => store(plan, to, &tile::<$n, 1>(start, 1, picture, seen), planes),
                        ($n, step) => store(plan, to, &tile::<$n, 0>(start, step, picture, seen), planes),)*
                        _ => {}
                    }
                };
            }
            run!(1 2 3 4 5 6);
            j += width;
        }
    }
}

/// `N` neighbouring outputs of a phase, eight channels each. `STEP` is the step between their inputs where it is known.
#[inline(always)]
fn tile<const N: usize, const STEP: usize>(
    start: usize,
    step: usize,
    picture: &[f32],
    seen: Seen<'_>,
) -> [[f32; LANES]; N] {
    let mut sums = [[0.0; LANES]; N];
    let picture = &picture[start..];
    for (w, offset) in seen.0.iter().zip(seen.1) {
        let x = &picture[offset.to_bits() as usize..];
        if STEP == 1 {
            let Some(x) = x.first_chunk::<N>() else { return sums };
            for (sum, x) in sums.iter_mut().zip(x) {
                for (sum, w) in sum.iter_mut().zip(w) {
                    *sum += x * w;
                }
            }
        } else {
            for (sum, x) in sums.iter_mut().zip(x.iter().step_by(step)) {
                for (sum, w) in sum.iter_mut().zip(w) {
                    *sum += x * w;
                }
            }
        }
    }
    sums
}

fn store(plan: &Plan, first: usize, tile: &[[f32; LANES]], planes: &mut [f32]) {
    let plane = plan.rows.output * plan.columns.output;
    for (lane, values) in planes.chunks_exact_mut(plane).enumerate() {
        for (n, sums) in tile.iter().enumerate() {
            values[first + n * plan.columns.period] = sums[lane];
        }
    }
}
