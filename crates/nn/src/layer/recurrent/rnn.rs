//! Plain recurrent layers.

use super::{States, declare, or_zeros, projected, run};
use crate::Parameter;
use compute::{Expr, Program};

/// `h_t = tanh(x_t·W + h_{t−1}·U + b)` (Elman 1990). PyTorch's `RNN`.
#[derive(Debug, Clone)]
pub struct Rnn {
    /// `W [inputs, hidden]`.
    pub w: Parameter,
    /// `U [hidden, hidden]`.
    pub u: Parameter,
    /// `b [hidden]`.
    pub b: Parameter,
}
crate::layer!(Rnn { w, u, b });

impl Rnn {
    /// Declares the states `name.w`, `name.u`, `name.b`.
    pub fn new(program: &mut Program, name: &str, inputs: usize, hidden: usize) -> Self {
        let [w, u, b] = declare(program, name, inputs, hidden, 1);
        Self { w, u, b }
    }

    /// All times of `x [T, B, inputs]`, from `first [B, hidden]` or zeros.
    pub fn forward(&self, x: &Expr, first: Option<&Expr>) -> States {
        run(&projected(x, &self.w, &self.b), &or_zeros(first, x, &self.u), |x, h| self.turn(x, h))
    }

    /// One time: `x [B, inputs]`, `h [B, hidden]` → `h`.
    pub fn step(&self, x: &Expr, h: &Expr) -> Expr {
        self.turn(&projected(x, &self.w, &self.b), h)
    }

    fn turn(&self, x: &Expr, h: &Expr) -> Expr {
        (x + h.matmul(&self.u.value)).tanh()
    }
}
