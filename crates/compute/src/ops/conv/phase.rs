//! Along an axis with stride `s` and expansion `e`, outputs that lie `P = e / gcd(s, e)` apart see the same elements of the kernel,
//! and their inputs lie `σ = s / gcd(s, e)` apart. Such a set of outputs is a phase; inside it nothing is multiplied by the zeros of
//! the expansion.

use super::Conv;

/// One axis of a convolution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    /// Outputs of a phase lie this far apart.
    pub(super) period: usize,
    /// Their inputs lie this far apart.
    pub(super) step: usize,
    pub(super) stride: usize,
    pub(super) dilation: usize,
    pub(super) expansion: usize,
    pub(super) low: isize,
    pub(super) input: usize,
    pub(super) kernel: usize,
    pub(super) output: usize,
    /// Zeros in front of the copied input, and its whole length.
    pub(super) margin: usize,
    pub(super) length: usize,
}

/// The elements of the kernel that one phase sees: from `first` on, every `every`-th, `count` of them; the first looks at input
/// `offset + step · i` (margin included), each further one `shift` later.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phase {
    pub(super) first: usize,
    pub(super) every: usize,
    pub(super) count: usize,
    pub(super) offset: usize,
    pub(super) shift: usize,
    pub(super) outputs: usize,
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Axis {
    pub(super) fn new(spec: &Conv, axis: usize, input: usize, kernel: usize, output: usize) -> Self {
        let (stride, dilation, expansion) = (spec.stride[axis], spec.dilation[axis], spec.expansion[axis]);
        let low = spec.pad[axis].0;
        let common = gcd(stride, expansion);
        // Inputs that any output looks at, in steps of the unexpanded input.
        let lowest = (-low).div_euclid(expansion as isize);
        let reach = (output.max(1) - 1) * stride + (kernel.max(1) - 1) * dilation;
        let highest = (reach as isize - low).div_euclid(expansion as isize);
        let margin = (-lowest).max(0) as usize;
        let length = margin + input.max((highest + 1).max(0) as usize);
        let (period, step) = (expansion / common, stride / common);
        Self { period, step, stride, dilation, expansion, low, input, kernel, output, margin, length }
    }

    pub(super) fn phase(&self, phase: usize) -> Phase {
        let at = |tap: usize| (phase * self.stride + tap * self.dilation) as isize - self.low;
        let e = self.expansion as isize;
        let every = self.expansion / gcd(self.dilation, self.expansion);
        let outputs = self.output.saturating_sub(phase).div_ceil(self.period);
        let shift = self.dilation * every / self.expansion;
        match (0..self.kernel.min(every)).find(|&tap| at(tap) % e == 0) {
            Some(first) => Phase {
                first,
                every,
                count: (self.kernel - first).div_ceil(every),
                offset: self.margin.wrapping_add_signed(at(first) / e),
                shift,
                outputs,
            },
            None => Phase { first: 0, every, count: 0, offset: 0, shift, outputs },
        }
    }
}
