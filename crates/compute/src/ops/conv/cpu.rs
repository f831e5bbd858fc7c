//! CPU twin of the convolution: direct, in register tiles of eight output channels by a few neighbouring outputs.
//!
//! Each picture is first copied with its zeros around it, so that nothing is checked inside, and done phase by phase (see
//! [`super::phase`]).

use super::Conv;
use super::phase::{Axis, Phase};
use crate::ops::Operand;

/// Output channels of a tile: two vectors of four.
const LANES: usize = 8;
/// Most neighbouring outputs of a tile.
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

    fn packed(&self) -> usize {
        self.inputs * self.rows.kernel * self.columns.kernel * self.outputs.next_multiple_of(LANES)
    }
}

pub(super) fn scratch(spec: &Conv, x: &[usize], w: &[usize], out: &[usize]) -> usize {
    Plan::new(spec, x, w, out).map_or(0, |plan| plan.picture() + spec.groups * plan.packed())
}

pub(super) fn conv(spec: &Conv, x: Operand<'_>, w: Operand<'_>, out: &[usize], result: &mut [f32], scratch: &mut [f32]) {
    let Some(plan) = Plan::new(spec, x.axes, w.axes, out) else { return };
    let (picture, packed) = scratch.split_at_mut(plan.picture());
    for (group, weights) in packed.chunks_exact_mut(plan.packed().max(1)).take(spec.groups).enumerate() {
        pack(&plan, w, group * plan.outputs, weights);
    }
    let plane = plan.rows.output * plan.columns.output;
    for (index, features) in result.chunks_exact_mut((plan.outputs * plane).max(1)).enumerate() {
        let (image, group) = (index / spec.groups, index % spec.groups);
        copy(&plan, x, image, group * plan.inputs, picture);
        let weights = &packed[group * plan.packed()..(group + 1) * plan.packed()];
        for (block, planes) in features.chunks_mut(LANES * plane).enumerate() {
            let len = plan.packed() / plan.outputs.div_ceil(LANES);
            let (weights, _) = weights[block * len..(block + 1) * len].as_chunks::<LANES>();
            for row_phase in 0..plan.rows.period {
                for column_phase in 0..plan.columns.period {
                    phase(&plan, (row_phase, column_phase), picture, weights, planes);
                }
            }
        }
    }
}

/// `[block of outputs][channel][row][column][lane]`, zeros in the lanes past the last output.
fn pack(plan: &Plan, w: Operand<'_>, first: usize, packed: &mut [f32]) {
    let (k, l) = (plan.rows.kernel, plan.columns.kernel);
    let taps = plan.inputs * k * l;
    let (cells, _) = packed.as_chunks_mut::<LANES>();
    for (at, cell) in cells.iter_mut().enumerate() {
        let (block, tap) = (at / taps, at % taps);
        let place = w.place(&[first, tap / (k * l), tap / l % k, tap % l]);
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

fn phase(plan: &Plan, phase: (usize, usize), picture: &[f32], weights: &[[f32; LANES]], planes: &mut [f32]) {
    let (rows, columns) = (plan.rows.phase(phase.0), plan.columns.phase(phase.1));
    for i in 0..rows.outputs {
        let mut j = 0;
        while j < columns.outputs {
            let left = columns.outputs - j;
            // Five as five, seven as four and three: no tile is much emptier than the others.
            let width = if left <= TILE { left } else if left < 2 * 4 { left.div_ceil(2) } else { 4 };
            let at = |tile: &[[f32; LANES]]| {
                let row = phase.0 + i * plan.rows.period;
                (row * plan.columns.output + phase.1 + j * plan.columns.period, tile.len())
            };
            let start = (i * plan.rows.step + rows.offset) * plan.columns.length + j * plan.columns.step + columns.offset;
            macro_rules! run {
                ($($n:literal)*) => {
                    match width {
                        $($n => {
                            let tile = tile::<$n>(plan, rows, columns, start, picture, weights);
                            let (first, _) = at(&tile);
                            store(plan, first, &tile, planes);
                        })*
                        _ => {}
                    }
                };
            }
            run!(1 2 3 4 5 6);
            j += width;
        }
    }
}

/// `N` neighbouring outputs of a phase, eight channels each.
#[inline(always)]
fn tile<const N: usize>(
    plan: &Plan,
    rows: Phase,
    columns: Phase,
    start: usize,
    picture: &[f32],
    weights: &[[f32; LANES]],
) -> [[f32; LANES]; N] {
    let mut sums = [[0.0; LANES]; N];
    let step = plan.columns.step;
    let (k, l) = (plan.rows.kernel, plan.columns.kernel);
    for channel in 0..plan.inputs {
        for a in 0..rows.count {
            let from = start + (channel * plan.rows.length + a * rows.shift) * plan.columns.length;
            let tap = (channel * k + rows.first + a * rows.every) * l + columns.first;
            let line = &picture[from..];
            for b in 0..columns.count {
                let w = &weights[tap + b * columns.every];
                let x = &line[b * columns.shift..][..(N - 1) * step + 1];
                for (n, sum) in sums.iter_mut().enumerate() {
                    let x = x[n * step];
                    for (sum, w) in sum.iter_mut().zip(w) {
                        *sum += x * w;
                    }
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
