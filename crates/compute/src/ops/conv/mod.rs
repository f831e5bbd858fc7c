//! Convolution (cross-correlation, as in PyTorch and JAX), general enough that its two gradients are convolutions too.
//!
//! With `x [N, C, H, W]` and `w [O, C/g, K, L]`, stride `s`, dilation `d`, expansion `e` (zeros put between the elements of
//! `x`, which makes a transposed convolution), padding `p` in front, groups `g`, along each of the two axes:
//!
//! `y[n, o, i, j] = Σ_{c, a, b} x̂[n, c', i·s + a·d − p, j·s + b·d − p] · w[o, c, a, b]`,
//!
//! where `x̂[e·i] = x[i]`, zero elsewhere, and `c'` is channel `c` of the group of `o`. Gradients (Dumoulin and Visin 2016,
//! "A guide to convolution arithmetic for deep learning"):
//!
//! - `dx`: `dy` expanded by `s`, against `w` turned around with its channels exchanged, stride `e`;
//! - `dw`: `x` with batch and channels exchanged, against `dy` dilated by `s`, stride `d`.

mod cpu;
mod phase;
#[cfg(test)]
mod tests;
mod wgsl;

use super::primitive::{Operand, Primitive, PrimitiveRule};
use crate::error::ShapeError;
use crate::expr::build::invalid;
use crate::expr::{Expr, Shape};
use crate::gpu::wgsl::{Place, Task, Tuning};

/// How a convolution walks along its two spatial axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Conv {
    /// Steps between windows.
    pub stride: [usize; 2],
    /// Zeros before and after; negative ones cut off.
    pub pad: [(isize, isize); 2],
    /// Steps between the elements of the kernel.
    pub dilation: [usize; 2],
    /// Steps between the elements of the input; more than 1 makes a transposed convolution.
    pub expansion: [usize; 2],
    /// Groups of channels that do not see each other.
    pub groups: usize,
}

impl Default for Conv {
    fn default() -> Self {
        Self { stride: [1; 2], pad: [(0, 0); 2], dilation: [1; 2], expansion: [1; 2], groups: 1 }
    }
}

impl Conv {
    /// The same on both axes: stride and padding on every side.
    pub fn new(stride: usize, pad: usize) -> Self {
        let pad = (pad as isize, pad as isize);
        Self { stride: [stride; 2], pad: [pad; 2], ..Self::default() }
    }

    /// Length of the input along an axis after expansion.
    fn expanded(&self, axis: usize, len: usize) -> isize {
        if len == 0 { 0 } else { ((len - 1) * self.expansion[axis] + 1) as isize }
    }

    /// Length that the kernel covers along an axis.
    fn extent(&self, axis: usize, len: usize) -> isize {
        if len == 0 { 0 } else { ((len - 1) * self.dilation[axis] + 1) as isize }
    }

    /// Whether an axis stays short enough to count on, on every machine. A step counts beside an empty axis too, since the gradient
    /// takes it along the other one.
    fn short(&self, axis: usize, input: usize, kernel: usize) -> bool {
        const MOST: usize = 1 << 28;
        let reach = |len: usize, step: usize| len.max(1).checked_mul(step).is_some_and(|reach| reach <= MOST);
        let (low, high) = self.pad[axis];
        reach(input, self.expansion[axis])
            && reach(kernel, self.dilation[axis])
            && self.stride[axis] <= MOST
            && low.unsigned_abs() <= MOST
            && high.unsigned_abs() <= MOST
    }

    /// Length of the output along an axis.
    fn length(&self, axis: usize, input: usize, kernel: usize) -> usize {
        let (low, high) = self.pad[axis];
        let room = self.expanded(axis, input) + low + high - self.extent(axis, kernel);
        if room < 0 { 0 } else { room as usize / self.stride[axis] + 1 }
    }

    /// The convolution that gives the gradient with respect to the input.
    fn for_input(&self, x: [usize; 2], w: [usize; 2], y: [usize; 2]) -> Self {
        let pad = |axis: usize| {
            let low = self.extent(axis, w[axis]) - 1 - self.pad[axis].0;
            let grown = ((y[axis].max(1) - 1) * self.stride[axis] + 1) as isize;
            (low, self.expanded(axis, x[axis]) - grown + self.pad[axis].0)
        };
        Self { stride: self.expansion, expansion: self.stride, pad: [pad(0), pad(1)], ..*self }
    }

    /// The convolution that gives the gradient with respect to the kernel.
    fn for_kernel(&self, x: [usize; 2], w: [usize; 2], y: [usize; 2]) -> Self {
        let pad = |axis: usize| {
            let low = self.pad[axis].0;
            let reach = ((y[axis].max(1) - 1) * self.stride[axis] + 1) as isize;
            (low, self.extent(axis, w[axis]) - 1 + reach - self.expanded(axis, x[axis]) - low)
        };
        Self { stride: self.dilation, dilation: self.stride, pad: [pad(0), pad(1)], ..*self }
    }
}

fn four(shape: &Shape) -> Option<[usize; 4]> {
    shape.axes().try_into().ok()
}

impl PrimitiveRule for Conv {
    fn name(&self) -> &'static str {
        "conv"
    }

    fn formula(&self) -> &'static str {
        "y[n, o, i, j] = Σ x[n, c, i·s + a·d − p, j·s + b·d − p] · w[o, c, a, b]"
    }

    fn arity(&self) -> usize {
        2
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        let wrong = |expected: String| Err(ShapeError::new("conv", expected, args));
        let [Some([n, c, h, w]), Some([o, i, k, l])] = [four(args[0]), four(args[1])] else {
            return wrong("[N, C, H, W] and [O, C/groups, K, L]".to_owned());
        };
        let Self { stride, dilation, expansion, groups, .. } = *self;
        if [stride, dilation, expansion].as_flattened().contains(&0)
            || groups == 0
            || Some(c) != i.checked_mul(groups)
            || o % groups != 0
        {
            return wrong(format!("a kernel for {groups} groups of channels, and steps of at least 1"));
        }
        if k == 0 || l == 0 {
            return wrong("a kernel with elements".to_owned());
        }
        if !self.short(0, h, k) || !self.short(1, w, l) {
            return wrong("shorter axes".to_owned());
        }
        Ok(vec![n, o, self.length(0, h, k), self.length(1, w, l)].into())
    }

    fn grad(&self, node: &Expr, index: usize, dy: &Expr) -> Option<Expr> {
        let [x, w] = node.args() else { return None };
        let ([n, c, h, width], [o, i, k, l]) = (four(x.shape())?, four(w.shape())?);
        let [_, _, oh, ow] = four(node.shape())?;
        let g = self.groups;
        // A sum of nothing; the exchanged shapes would not be those of a convolution.
        if [n, c, o, oh, ow].contains(&0) {
            return None;
        }
        let (input, kernel, output) = ([h, width], [k, l], [oh, ow]);
        Some(if index == 0 {
            let turned = w.flip(&[2, 3]);
            let exchanged = turned.reshape(&[g, o / g, i, k, l]).permute(&[0, 2, 1, 3, 4]).reshape(&[c, o / g, k, l]);
            dy.conv(&exchanged, self.for_input(input, kernel, output))
        } else {
            let exchanged = x.reshape(&[n, g, i, h, width]).permute(&[2, 1, 0, 3, 4]).reshape(&[i, g * n, h, width]);
            let dw = exchanged.conv(&dy.permute(&[1, 0, 2, 3]), self.for_kernel(input, kernel, output));
            dw.permute(&[1, 0, 2, 3])
        })
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let ((x, x_shape), (w, w_shape)) = (args[0], args[1]);
        let (Some([_, c, h, width]), Some([o, i, k, l])) = (four(x_shape), four(w_shape)) else { return Vec::new() };
        let Some([n, _, oh, ow]) = four(out) else { return Vec::new() };
        let source = |axis: usize, out: usize, tap: usize, len: usize| {
            let at = (out * self.stride[axis] + tap * self.dilation[axis]) as isize - self.pad[axis].0;
            let step = self.expansion[axis] as isize;
            (at >= 0 && at % step == 0 && at / step < len as isize).then(|| (at / step) as usize)
        };
        let mut y = Vec::with_capacity(out.size());
        for at in 0..n * o * oh * ow {
            let (image, feature, row, column) = (at / (o * oh * ow), at / (oh * ow) % o, at / ow % oh, at % ow);
            let first = feature / (o / self.groups) * i;
            let mut sum = 0.0;
            for tap in 0..i * k * l {
                let (channel, a, b) = (tap / (k * l), tap / l % k, tap % l);
                if let (Some(p), Some(q)) = (source(0, row, a, h), source(1, column, b, width)) {
                    let pixel = ((image * c + first + channel) * h + p) * width + q;
                    sum += x[pixel] * w[feature * i * k * l + tap];
                }
            }
            y.push(sum);
        }
        y
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], scratch: &mut [f32]) {
        // Nothing to sum: an empty batch, whose pictures are channels in the gradient of the kernel.
        if args.iter().any(|arg| arg.axes.contains(&0)) {
            result.fill(0.0);
            return;
        }
        cpu::conv(self, args[0], args[1], out.axes(), result, scratch);
    }

    fn scratch(&self, args: &[&Shape], out: &Shape) -> usize {
        cpu::scratch(self, args[0].axes(), args[1].axes(), out.axes())
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, tuning: &Tuning) -> Task {
        wgsl::conv(self, &args[0], &args[1], out, tuning)
    }

    fn work(&self, args: &[&Shape], out: &Shape) -> usize {
        let taps: usize = args[1].axes().iter().skip(1).product();
        2 * out.size() * taps / self.expansion.iter().product::<usize>().max(1)
    }
}

impl Expr {
    /// Convolution of `self [N, C, H, W]` with `kernel [O, C/groups, K, L]`; see [`crate::ops::conv`].
    pub fn conv(&self, kernel: &Self, spec: Conv) -> Self {
        Self::primitive(Primitive::Conv(spec), &[self, kernel])
    }

    /// Transposed convolution of `self [N, C, H, W]` with `kernel [C, O/groups, K, L]`, PyTorch's `conv_transpose2d`: the
    /// gradient of the convolution `spec` with respect to its input, `H → (H − 1)·s + d(K − 1) + 1 − p − q`. A convolution with
    /// zeros between the elements and the kernel turned around.
    pub fn conv_transposed(&self, kernel: &Self, spec: Conv) -> Self {
        let Some([c, o, k, l]) = four(kernel.shape()) else {
            return self.conv(kernel, spec);
        };
        let g = spec.groups;
        if g == 0 || c % g != 0 {
            return invalid(ShapeError::new("transposed conv", format!("channels for {g} groups"), &[kernel.shape()]));
        }
        let side = |axis: usize, len: usize| {
            let reach =
                isize::try_from(spec.dilation[axis].saturating_mul(len.saturating_sub(1))).unwrap_or(isize::MAX);
            let (low, high) = spec.pad[axis];
            (reach.saturating_sub(low), reach.saturating_sub(high))
        };
        let turned = kernel.flip(&[2, 3]).reshape(&[g, c / g, o, k, l]).permute(&[0, 2, 1, 3, 4]);
        let spec = Conv { stride: [1; 2], expansion: spec.stride, pad: [side(0, k), side(1, l)], ..spec };
        self.conv(&turned.reshape(&[g.saturating_mul(o), c / g, k, l]), spec)
    }
}
