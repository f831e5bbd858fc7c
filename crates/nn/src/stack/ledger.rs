//! What a layer makes, what it costs, and what of the picture it sees.

use super::{Fault, Kind, VALUES};
use compute::{Conv, Pool, Shape};
use std::ops::Range;

/// What a layer costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Numbers that multiply.
    pub weights: u64,
    /// Numbers that are added.
    pub biases: u64,
    /// Multiply-adds of weights for one picture; pooling and activations have none.
    pub multiply_adds: u64,
}

/// What of the picture one number of a layer sees, along both axes: the one at place `i` sees `side` pixels from
/// `start + i·jump` on, those in the padding among them (Araujo, Norris and Sim, Distill 2019).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Pixels that it sees.
    pub side: [usize; 2],
    /// Pixels from one number to the next; 0 where all see the same.
    pub jump: [usize; 2],
    /// The first pixel that the first one sees; negative in the padding.
    pub start: [isize; 2],
}

impl Field {
    /// That of the picture itself.
    pub const PIXEL: Self = Self { side: [1; 2], jump: [1; 2], start: [0; 2] };

    /// The rows and columns of a picture of `size` that the number at `place` sees.
    pub fn window(&self, place: [usize; 2], size: [usize; 2]) -> [Range<usize>; 2] {
        [0, 1].map(|axis| {
            let first = self.start[axis].saturating_add(far(place[axis].saturating_mul(self.jump[axis])));
            let inside = |at: isize| at.clamp(0, size[axis] as isize) as usize;
            inside(first)..inside(first.saturating_add(far(self.side[axis])))
        })
    }

    /// Behind a layer that walks with windows of `extent`.
    fn walked(&self, extent: [usize; 2], stride: [usize; 2], pad: [isize; 2]) -> Self {
        let along = |axis: usize| {
            let jump = self.jump[axis];
            let side = self.side[axis].saturating_add((extent[axis] - 1).saturating_mul(jump)).min(FAR);
            let start = self.start[axis].saturating_sub(pad[axis].saturating_mul(far(jump)));
            (side, jump.saturating_mul(stride[axis]).min(FAR), start.max(-far(FAR)))
        };
        let [(h, down, top), (w, across, left)] = [along(0), along(1)];
        Self { side: [h, w], jump: [down, across], start: [top, left] }
    }

    /// Both together.
    fn joined(&self, other: &Self) -> Self {
        let along = |axis: usize| {
            let start = self.start[axis].min(other.start[axis]);
            let end = |field: &Self| field.start[axis] + far(field.side[axis]);
            (start, (end(self).max(end(other)) - start).unsigned_abs(), self.jump[axis].max(other.jump[axis]))
        };
        let [(top, h, down), (left, w, across)] = [along(0), along(1)];
        Self { side: [h, w], jump: [down, across], start: [top, left] }
    }

    /// What all numbers at `places` see together.
    fn whole(&self, places: [usize; 2]) -> Self {
        let side = [0, 1].map(|axis| {
            let last = (places[axis].max(1) - 1).saturating_mul(self.jump[axis]);
            self.side[axis].saturating_add(last).min(FAR)
        });
        Self { side, jump: [0; 2], start: self.start }
    }
}

/// Beyond this many pixels a field is no longer told: padding and strides can make it as large as one likes.
const FAR: usize = 1 << 20;

/// So many pixels, as a step from one to another.
fn far(pixels: usize) -> isize {
    pixels.min(FAR).cast_signed()
}

/// What goes into a layer.
pub(super) struct Before<'a> {
    pub(super) shape: &'a Shape,
    pub(super) field: Field,
    /// Shape and field where the block began, behind which the layer stands.
    pub(super) block: Option<(&'a Shape, Field)>,
    /// Height and width when last there were any.
    pub(super) places: [usize; 2],
}

/// Shape, cost and field behind a layer.
pub(super) fn after(kind: &Kind, before: &Before<'_>) -> Result<(Shape, Cost, Field), Fault> {
    let free = |shape: &Shape| (shape.clone(), Cost::default(), before.field);
    Ok(match kind {
        Kind::Conv { outputs, kernel, spec } | Kind::Local { outputs, kernel, spec } => {
            let [c, h, w] = maps(before.shape)?;
            if c % spec.groups != 0 || outputs % spec.groups != 0 {
                return Err(Fault::Groups { groups: spec.groups, inputs: c, outputs: *outputs });
            }
            let extent = [0, 1].map(|axis| (kernel[axis] - 1) * spec.dilation[axis] + 1);
            let pad = spec.pad.map(|(low, _)| low);
            let places = walk([h, w], extent, spec.stride, pad.map(isize::unsigned_abs))?;
            let shape = bounded(*outputs, places)?;
            let many = places.iter().map(|&n| n as u64).product::<u64>();
            let kernels = [*outputs, c / spec.groups, kernel[0], kernel[1]]
                .iter()
                .fold(1_u64, |n, &m| n.saturating_mul(m as u64));
            let multiply_adds = kernels.saturating_mul(many);
            let cost = match kind {
                Kind::Conv { .. } => Cost { weights: kernels, biases: *outputs as u64, multiply_adds },
                _ => Cost { weights: multiply_adds, biases: shape.size() as u64, multiply_adds },
            };
            (shape, cost, before.field.walked(extent, spec.stride, pad))
        }
        Kind::Max(pool) | Kind::Mean(pool) => {
            let [c, h, w] = maps(before.shape)?;
            let pad = pool.pad.map(|(low, _)| low);
            let places = walk([h, w], pool.size, pool.stride, pad)?;
            let field = before.field.walked(pool.size, pool.stride, pad.map(|zeros| zeros as isize));
            (bounded(c, places)?, Cost::default(), field)
        }
        Kind::Relu | Kind::Sigmoid | Kind::Tanh | Kind::Dropout(_) => free(before.shape),
        Kind::Norm => {
            let (channels, numbers) = (before.shape.axes()[0] as u64, before.shape.size() as u64);
            (before.shape.clone(), Cost { weights: channels, biases: channels, multiply_adds: numbers }, before.field)
        }
        Kind::Residual { .. } => match before.block {
            Some((shape, field)) if shape == before.shape => {
                (shape.clone(), Cost::default(), before.field.joined(&field))
            }
            Some((shape, _)) => return Err(Fault::Residual { before: shape.clone(), after: before.shape.clone() }),
            None => return Err(Fault::Bracket),
        },
        Kind::Flatten(Some(expected)) if *expected != before.shape.size() => {
            return Err(Fault::View { expected: *expected, came: before.shape.clone() });
        }
        Kind::Flatten(_) => free(&Shape::new(&[before.shape.size()])),
        Kind::Dense(outputs) => {
            let weights = before.shape.size() as u64 * *outputs as u64;
            let cost = Cost { weights, biases: *outputs as u64, multiply_adds: weights };
            (Shape::new(&[*outputs]), cost, before.field.whole(before.places))
        }
    })
}

/// Channels, height and width.
pub(super) fn maps(shape: &Shape) -> Result<[usize; 3], Fault> {
    shape.axes().try_into().map_err(|_| Fault::Flat(shape.size()))
}

/// How many windows have room, down and across.
fn walk(size: [usize; 2], window: [usize; 2], stride: [usize; 2], pad: [usize; 2]) -> Result<[usize; 2], Fault> {
    let came = [0, 1].map(|axis| size[axis] + 2 * pad[axis]);
    if came[0] < window[0] || came[1] < window[1] {
        return Err(Fault::Window { window, came });
    }
    Ok([0, 1].map(|axis| (came[axis] - window[axis]) / stride[axis] + 1))
}

/// `[C, H, W]`, unless that is too much.
fn bounded(channels: usize, [h, w]: [usize; 2]) -> Result<Shape, Fault> {
    let values = (channels as u64).saturating_mul(h as u64).saturating_mul(w as u64);
    if values > VALUES { Err(Fault::Values(values)) } else { Ok(Shape::new(&[channels, h, w])) }
}

/// A walk with the same zeros on both sides.
pub(super) fn spec(stride: [usize; 2], pad: [usize; 2], dilation: [usize; 2], groups: usize) -> Conv {
    Conv { stride, pad: pad.map(|zeros| (zeros as isize, zeros as isize)), dilation, groups, ..Conv::default() }
}

/// Windows with the same empty places on both sides.
pub(super) fn windows(size: [usize; 2], stride: [usize; 2], pad: [usize; 2]) -> Pool {
    Pool { size, stride, pad: pad.map(|empty| (empty, empty)) }
}
