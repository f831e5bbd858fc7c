//! Max-pooling by saved places, closed under differentiation: `index` says where in each window the largest value stands,
//! `take` reads there, `put` writes there. `take` and `put` are linear and each other's gradient; places have none.
//!
//! Over the last two axes `[…, H, W] → […, H', W']`, `H' = ⌊(H + p + q − K) / s⌋ + 1`. A place is `a·L + b` for the element
//! `(a, b)` of the window; among equals it is the first. Padding never wins.

#[cfg(test)]
mod tests;
mod wgsl;

use super::primitive::{Operand, Primitive, PrimitiveRule};
use crate::error::ShapeError;
use crate::expr::{Expr, Shape};
use crate::gpu::wgsl::{Place, Task, Tuning};

/// Windows over the last two axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pool {
    /// Height and width of a window.
    pub size: [usize; 2],
    /// Steps between windows.
    pub stride: [usize; 2],
    /// Places before and after that belong to windows but hold nothing.
    pub pad: [(usize, usize); 2],
}

impl Pool {
    /// Square windows side by side.
    pub fn new(size: usize) -> Self {
        Self { size: [size; 2], stride: [size; 2], pad: [(0, 0); 2] }
    }

    fn length(&self, axis: usize, len: usize) -> usize {
        let (low, high) = self.pad[axis];
        len.saturating_add(low + high).checked_sub(self.size[axis]).map_or(0, |room| room / self.stride[axis] + 1)
    }

    /// Index along an axis of element `tap` of window `window`; `None` in the padding.
    pub(crate) fn at(&self, axis: usize, window: usize, tap: usize, len: usize) -> Option<usize> {
        (window * self.stride[axis] + tap).checked_sub(self.pad[axis].0).filter(|&at| at < len)
    }

    fn pooled(&self, name: &'static str, shape: &Shape) -> Result<Shape, ShapeError> {
        const MOST: usize = 1 << 14;
        let valid = self.size.iter().chain(&self.stride).all(|steps| (1..=MOST).contains(steps));
        let padded = (0..2).all(|axis| self.pad[axis].0 < self.size[axis] && self.pad[axis].1 < self.size[axis]);
        match shape.axes() {
            [batch @ .., h, w] if valid && padded => {
                Ok([batch, &[self.length(0, *h), self.length(1, *w)]].concat().into())
            }
            _ => Err(ShapeError::new(name, "[…, H, W], and windows (up to 16384) wider than their padding", &[shape])),
        }
    }
}

/// Where in each window the largest value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PoolIndex(pub Pool);

/// The value at a place in each window: `take(x, places)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PoolTake(pub Pool);

/// Values added at a place in each window: `put(y, places)`, with the height and width of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PoolPut(pub Pool, pub [usize; 2]);

/// The last two axes, and how many pictures come before them.
pub(crate) fn picture(axes: &[usize]) -> (usize, usize, usize) {
    match axes {
        [batch @ .., h, w] => (batch.iter().product(), *h, *w),
        _ => (0, 0, 0),
    }
}

impl PrimitiveRule for PoolIndex {
    fn name(&self) -> &'static str {
        "pool index"
    }

    fn formula(&self) -> &'static str {
        "argmax over each window"
    }

    fn arity(&self) -> usize {
        1
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        self.0.pooled("max pool", args[0])
    }

    fn grad(&self, _: &Expr, _: usize, _: &Expr) -> Option<Expr> {
        None
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let (x, shape) = args[0];
        let ((_, h, w), (count, oh, ow)) = (picture(shape.axes()), picture(out.axes()));
        let mut places = Vec::with_capacity(out.size());
        for at in 0..count * oh * ow {
            let (image, i, j) = (at / (oh * ow), at / ow % oh, at % ow);
            let mut best: Option<(f64, usize)> = None;
            for tap in 0..self.0.size[0] * self.0.size[1] {
                let (a, b) = (tap / self.0.size[1], tap % self.0.size[1]);
                if let (Some(p), Some(q)) = (self.0.at(0, i, a, h), self.0.at(1, j, b, w)) {
                    let value = x[(image * h + p) * w + q];
                    if best.is_none_or(|(most, _)| value > most) {
                        best = Some((value, tap));
                    }
                }
            }
            places.push(best.map_or(0.0, |(_, tap)| tap as f64));
        }
        places
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], _: &mut [f32]) {
        let x = args[0];
        let ((_, h, w), (_, oh, ow)) = (picture(x.axes), picture(out.axes()));
        let ([k, l], [si, sj], [(pi, _), (pj, _)]) = (self.0.size, self.0.stride, self.0.pad);
        for (row, places) in result.chunks_exact_mut(ow.max(1)).enumerate() {
            let (image, i) = (row / oh, row % oh);
            let rows = |a: usize| (i * si + a).checked_sub(pi).filter(|&p| p < h).map(|p| x.row(image * h + p));
            for (j, place) in places.iter_mut().enumerate() {
                let (mut most, mut best) = (f32::NEG_INFINITY, None);
                for a in 0..k {
                    let Some((start, step)) = rows(a) else { continue };
                    for b in 0..l {
                        let Some(q) = (j * sj + b).checked_sub(pj).filter(|&q| q < w) else { continue };
                        let value = x.values[start.wrapping_add_signed(q as isize * step)];
                        if value > most || best.is_none() {
                            (most, best) = (value, Some(a * l + b));
                        }
                    }
                }
                *place = best.unwrap_or(0) as f32;
            }
        }
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        wgsl::index(&self.0, &args[0], out)
    }

    fn work(&self, _: &[&Shape], out: &Shape) -> usize {
        2 * out.size() * self.0.size[0] * self.0.size[1]
    }
}

impl PrimitiveRule for PoolTake {
    fn name(&self) -> &'static str {
        "pool take"
    }

    fn formula(&self) -> &'static str {
        "y[i, j] = x[the saved place in window (i, j)]"
    }

    fn arity(&self) -> usize {
        2
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        let shape = self.0.pooled("pool take", args[0])?;
        if shape == *args[1] { Ok(shape) } else { Err(ShapeError::new("pool take", format!("places {shape}"), args)) }
    }

    fn grad(&self, node: &Expr, index: usize, dy: &Expr) -> Option<Expr> {
        let [x, places] = node.args() else { return None };
        let (_, h, w) = picture(x.shape().axes());
        let put = Primitive::PoolPut(PoolPut(self.0, [h, w]));
        (index == 0).then(|| Expr::primitive(put, &[dy, places]))
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let ((x, shape), (places, _)) = (args[0], args[1]);
        let ((_, h, w), (_, oh, ow)) = (picture(shape.axes()), picture(out.axes()));
        let value = |(at, place): (usize, &f64)| {
            let (image, i, j, tap) = (at / (oh * ow), at / ow % oh, at % ow, *place as usize);
            let (a, b) = (tap / self.0.size[1], tap % self.0.size[1]);
            match (self.0.at(0, i, a, h), self.0.at(1, j, b, w)) {
                (Some(p), Some(q)) => x[(image * h + p) * w + q],
                _ => 0.0,
            }
        };
        places.iter().enumerate().map(value).collect()
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], _: &mut [f32]) {
        let (x, places) = (args[0], args[1]);
        let ((_, h, w), (_, oh, ow)) = (picture(x.axes), picture(out.axes()));
        for (row, values) in result.chunks_exact_mut(ow.max(1)).enumerate() {
            let (image, i) = (row / oh, row % oh);
            let (start, step) = places.row(row);
            for (j, value) in values.iter_mut().enumerate() {
                let tap = places.values[start.wrapping_add_signed(j as isize * step)] as usize;
                let (a, b) = (tap / self.0.size[1], tap % self.0.size[1]);
                *value = match (self.0.at(0, i, a, h), self.0.at(1, j, b, w)) {
                    (Some(p), Some(q)) => {
                        let (start, step) = x.row(image * h + p);
                        x.values[start.wrapping_add_signed(q as isize * step)]
                    }
                    _ => 0.0,
                };
            }
        }
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        wgsl::take(&self.0, &args[0], &args[1], out)
    }
}

impl PrimitiveRule for PoolPut {
    fn name(&self) -> &'static str {
        "pool put"
    }

    fn formula(&self) -> &'static str {
        "x[the saved place in window (i, j)] += y[i, j]"
    }

    fn arity(&self) -> usize {
        2
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        let [batch @ .., _, _] = args[0].axes() else {
            return Err(ShapeError::new("pool put", "[…, H, W]", args));
        };
        let shape: Shape = [batch, &self.1].concat().into();
        let pooled = self.0.pooled("pool put", &shape)?;
        if args.iter().all(|arg| **arg == pooled) {
            Ok(shape)
        } else {
            Err(ShapeError::new("pool put", format!("values and places {pooled}"), args))
        }
    }

    fn grad(&self, node: &Expr, index: usize, dy: &Expr) -> Option<Expr> {
        let [_, places] = node.args() else { return None };
        (index == 0).then(|| Expr::primitive(Primitive::PoolTake(PoolTake(self.0)), &[dy, places]))
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let ((y, shape), (places, _)) = (args[0], args[1]);
        let ((_, oh, ow), (_, h, w)) = (picture(shape.axes()), picture(out.axes()));
        let mut x = vec![0.0; out.size()];
        for (at, (value, place)) in y.iter().zip(places).enumerate() {
            let (image, i, j, tap) = (at / (oh * ow), at / ow % oh, at % ow, *place as usize);
            let (a, b) = (tap / self.0.size[1], tap % self.0.size[1]);
            if let (Some(p), Some(q)) = (self.0.at(0, i, a, h), self.0.at(1, j, b, w)) {
                x[(image * h + p) * w + q] += value;
            }
        }
        x
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], _: &mut [f32]) {
        let (y, places) = (args[0], args[1]);
        let ((_, oh, ow), (_, h, w)) = (picture(y.axes), picture(out.axes()));
        result.fill(0.0);
        let rows: usize = y.axes[..y.axes.len() - 1].iter().product();
        for row in 0..rows {
            let (image, i) = (row / oh, row % oh);
            let ((from, step), (start, stride)) = (y.row(row), places.row(row));
            for j in 0..ow {
                let tap = places.values[start.wrapping_add_signed(j as isize * stride)] as usize;
                let (a, b) = (tap / self.0.size[1], tap % self.0.size[1]);
                if let (Some(p), Some(q)) = (self.0.at(0, i, a, h), self.0.at(1, j, b, w)) {
                    result[(image * h + p) * w + q] += y.values[from.wrapping_add_signed(j as isize * step)];
                }
            }
        }
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        wgsl::put(&self.0, &args[0], &args[1], out)
    }
}

impl Expr {
    /// Largest value of each window over the last two axes; see [`crate::ops::pool`]. The gradient goes to the first of equals,
    /// as in PyTorch.
    pub fn max_pool(&self, pool: Pool) -> Self {
        let places = Self::primitive(Primitive::PoolIndex(PoolIndex(pool)), &[self]);
        Self::primitive(Primitive::PoolTake(PoolTake(pool)), &[self, &places])
    }
}
