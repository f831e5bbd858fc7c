//! Linear layers.

use crate::{Init, Parameter};
use compute::{Expr, Program};

/// `y = x·W + b` with `x […, inputs]`, `W [inputs, outputs]`, `b [outputs]`. PyTorch's `Linear` holds `Wᵀ`.
#[derive(Debug, Clone)]
pub struct Linear {
    /// `W`, state `name.w`; Glorot's uniform draws.
    pub weight: Parameter,
    /// `b`, state `name.b`, from 0.
    pub bias: Option<Parameter>,
}
crate::layer!(Linear { weight, bias });

impl Linear {
    /// Declares the states `name.w` and `name.b`.
    pub fn new(program: &mut Program, name: &str, inputs: usize, outputs: usize) -> Self {
        let unbiased = Self::unbiased(program, name, inputs, outputs);
        Self { bias: Some(Parameter::new(program, &format!("{name}.b"), &[outputs], Init::Zeros)), ..unbiased }
    }

    /// Without `b`.
    pub fn unbiased(program: &mut Program, name: &str, inputs: usize, outputs: usize) -> Self {
        let weight = Parameter::new(program, &format!("{name}.w"), &[inputs, outputs], Init::GlorotUniform);
        Self { weight, bias: None }
    }

    /// `x·W + b`, `[…, inputs] → […, outputs]`.
    pub fn forward(&self, x: &Expr) -> Expr {
        let y = product(x, &self.weight.value);
        match &self.bias {
            Some(bias) => y + &bias.value,
            None => y,
        }
    }
}

/// `x·w` for `x […, n]`, `w [n, m]`, as one product of two matrices: so is its gradient.
pub(crate) fn product(x: &Expr, w: &Expr) -> Expr {
    let ([batch @ .., inputs], [_, outputs]) = (x.shape().axes(), w.shape().axes()) else { return x.matmul(w) };
    if batch.len() < 2 {
        return x.matmul(w);
    }
    let rows = batch.iter().product();
    x.reshape(&[rows, *inputs]).matmul(w).reshape(&[batch, &[*outputs]].concat())
}
