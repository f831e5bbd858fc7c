//! Convolutional layers.

use crate::{Init, Parameter};
use compute::{Conv, Expr, Program};

/// Convolution (cross-correlation) of pictures, `[N, C, H, W] → [N, O, H', W']` with `W [O, C/groups, K, L]`, `b [O]`;
/// `H' = ⌊(H + p + q − d(K − 1) − 1) / s⌋ + 1`. PyTorch's `Conv2d`. LeCun et al., Proceedings of the IEEE 1998.
#[derive(Debug, Clone)]
pub struct Conv2d {
    /// `W`, state `name.w`; He's normal draws.
    pub weight: Parameter,
    /// `b`, state `name.b`, from 0.
    pub bias: Option<Parameter>,
    /// Stride, padding, dilation, groups.
    pub spec: Conv,
}
crate::layer!(Conv2d { weight, bias });

impl Conv2d {
    /// Declares the states `name.w` and `name.b`. `kernel` is height and width.
    pub fn new(
        program: &mut Program,
        name: &str,
        inputs: usize,
        outputs: usize,
        kernel: [usize; 2],
        spec: Conv,
    ) -> Self {
        let unbiased = Self::unbiased(program, name, inputs, outputs, kernel, spec);
        Self { bias: Some(Parameter::new(program, &format!("{name}.b"), &[outputs], Init::Zeros)), ..unbiased }
    }

    /// Without `b`: in front of a norm, which takes it away again.
    pub fn unbiased(
        program: &mut Program,
        name: &str,
        inputs: usize,
        outputs: usize,
        kernel: [usize; 2],
        spec: Conv,
    ) -> Self {
        let axes = [outputs, inputs / spec.groups.max(1), kernel[0], kernel[1]];
        Self { weight: Parameter::new(program, &format!("{name}.w"), &axes, Init::HeNormal), bias: None, spec }
    }

    /// `x ⋆ W + b`.
    pub fn forward(&self, x: &Expr) -> Expr {
        biased(x.conv(&self.weight.value, self.spec), self.bias.as_ref())
    }
}

/// `y [N, O, H, W]` plus a number for each channel.
pub(super) fn biased(y: Expr, bias: Option<&Parameter>) -> Expr {
    match bias {
        Some(bias) => y + bias.value.reshape(&[bias.value.shape().size(), 1, 1]),
        None => y,
    }
}
