//! Transposed convolutional layers.

use super::conv::biased;
use crate::{Init, Parameter};
use compute::{Conv, Expr, Program};

/// The transpose of a convolution, `[N, C, H, W] → [N, O, H', W']` with `W [C, O/groups, K, L]`, `b [O]`;
/// `H' = (H − 1)·s + d(K − 1) + 1 − p − q`. PyTorch's `ConvTranspose2d`, whose output padding `r` is the pair of paddings
/// `(p, p − r)` here. Dumoulin and Visin 2016; Radford, Metz and Chintala, ICLR 2016.
#[derive(Debug, Clone)]
pub struct ConvTranspose2d {
    /// `W`, state `name.w`; normal draws of variance `2 / (C·K·L/(s·s'))`, since that many numbers meet in each output.
    pub weight: Parameter,
    /// `b`, state `name.b`, from 0.
    pub bias: Option<Parameter>,
    /// The convolution that this is the transpose of.
    pub spec: Conv,
}
crate::layer!(ConvTranspose2d { weight, bias });

impl ConvTranspose2d {
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
        let groups = spec.groups.max(1);
        let taps = (inputs / groups * kernel[0] * kernel[1]) as f32 / (spec.stride[0] * spec.stride[1]).max(1) as f32;
        let init = Init::Normal { mean: 0.0, std: (2.0 / taps.max(1.0)).sqrt() };
        let weight =
            Parameter::new(program, &format!("{name}.w"), &[inputs, outputs / groups, kernel[0], kernel[1]], init);
        Self { weight, bias: None, spec }
    }

    /// The transposed convolution plus `b`.
    pub fn forward(&self, x: &Expr) -> Expr {
        biased(x.conv_transposed(&self.weight.value, self.spec), self.bias.as_ref())
    }
}
