//! Locally connected layers.

use super::{axes, refuse};
use crate::{Init, Parameter};
use compute::ops::movement::Span;
use compute::{Expr, Program};

/// A convolution whose kernel is another one at each place: `[N, C, H, W] → [N, O, H', W']`,
/// `y[n, o, i, j] = Σ_{c, a, b} x[n, c, i·s + a − p, j·s + b − p] · W[i·W' + j, (c·K + a)·L + b, o] + b[o, i, j]`.
/// Keras' `LocallyConnected2D`; LeCun, Technical Report CRG-TR-89-4, 1989.
#[derive(Debug, Clone)]
pub struct Local {
    /// `W [H'·W', C·K·L, O]`, state `name.w`; normal draws of variance `2 / (C·K·L)`.
    pub weight: Parameter,
    /// `b [O, H', W']`, state `name.b`, from 0.
    pub bias: Parameter,
    /// Height and width of a kernel.
    pub kernel: [usize; 2],
    /// Steps between windows.
    pub stride: [usize; 2],
    /// Zeros on both sides.
    pub pad: [usize; 2],
}
crate::layer!(Local { weight, bias });

impl Local {
    /// Declares the states for `inputs` channels and outputs of `[O, H', W']`.
    pub fn new(program: &mut Program, name: &str, inputs: usize, [o, h, w]: [usize; 3], kernel: [usize; 2]) -> Self {
        let seen = inputs * kernel[0] * kernel[1];
        let init = Init::Normal { mean: 0.0, std: (2.0 / seen.max(1) as f32).sqrt() };
        Self {
            weight: Parameter::new(program, &format!("{name}.w"), &[h * w, seen, o], init),
            bias: Parameter::new(program, &format!("{name}.b"), &[o, h, w], Init::Zeros),
            kernel,
            stride: [1; 2],
            pad: [0; 2],
        }
    }

    /// With steps and zeros, which the shape of the outputs must fit.
    pub fn walking(self, stride: [usize; 2], pad: [usize; 2]) -> Self {
        Self { stride, pad, ..self }
    }

    /// The windows of all places, each times its own kernel: one product of matrices a place.
    pub fn forward(&self, x: &Expr) -> Expr {
        let (Some([n, c, _, _]), Some([o, h, w])) = (axes(x), axes(&self.bias.value)) else { return refuse(x, 4) };
        let padded = x.pad(2, self.pad[0], self.pad[0]).pad(3, self.pad[1], self.pad[1]);
        let taps = (0..self.kernel[0] * self.kernel[1]).map(|tap| {
            let along = |axis: usize, start: usize, len: usize| Span { start, step: self.stride[axis] as isize, len };
            padded.stepped(2, along(0, tap / self.kernel[1], h)).stepped(3, along(1, tap % self.kernel[1], w))
        });
        let taps: Vec<Expr> = taps.collect();
        // [K·L, N, C, H', W'] → [H', W', N, C, K·L].
        let windows = Expr::stack(&taps.iter().collect::<Vec<_>>()).permute(&[3, 4, 1, 2, 0]);
        let seen = windows.reshape(&[h * w, n, c * taps.len()]);
        seen.matmul(&self.weight.value).permute(&[1, 2, 0]).reshape(&[n, o, h, w]) + &self.bias.value
    }
}
