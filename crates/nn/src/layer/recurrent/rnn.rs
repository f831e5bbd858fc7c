//! Plain recurrent layers.

use super::{States, declare, or_zeros, projected};
use crate::Parameter;
use compute::{Expr, Program, scan};

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
        let first = or_zeros(first, x, &self.u);
        let scanned = scan(&[&first], &[&projected(x, &self.w, &self.b)], |carried, given| {
            let h = self.turn(&given[0], &carried[0]);
            (vec![h.clone()], vec![h])
        });
        States { all: scanned.stacked[0].clone(), last: scanned.last[0].clone() }
    }

    /// One time: `x [B, inputs]`, `h [B, hidden]` → `h`.
    pub fn step(&self, x: &Expr, h: &Expr) -> Expr {
        self.turn(&projected(x, &self.w, &self.b), h)
    }

    fn turn(&self, x: &Expr, h: &Expr) -> Expr {
        (x + h.matmul(&self.u.value)).tanh()
    }
}
