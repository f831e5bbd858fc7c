//! Layer normalisation.

use super::standardise;
use crate::{Init, Parameter};
use compute::{Expr, Program};

/// Norm of each row over its last axis, `x […, width]` (Ba, Kiros and Hinton 2016). PyTorch's `LayerNorm(width)`.
#[derive(Debug, Clone)]
pub struct LayerNorm {
    /// `γ [width]`, state `name.w`, from 1.
    pub weight: Parameter,
    /// `β [width]`, state `name.b`, from 0.
    pub bias: Parameter,
}
crate::layer!(LayerNorm { weight, bias });

impl LayerNorm {
    /// Declares the states `name.w` and `name.b`.
    pub fn new(program: &mut Program, name: &str, width: usize) -> Self {
        Self {
            weight: Parameter::new(program, &format!("{name}.w"), &[width], Init::Constant(1.0)),
            bias: Parameter::new(program, &format!("{name}.b"), &[width], Init::Zeros),
        }
    }

    /// The norm.
    pub fn forward(&self, x: &Expr) -> Expr {
        // A single number has no last axis: the sum refuses it.
        let last = x.shape().rank().saturating_sub(1);
        standardise(x, &[last]) * &self.weight.value + &self.bias.value
    }
}
