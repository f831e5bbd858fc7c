//! Gated recurrent units.

use super::{States, bound, declare, gate, or_zeros, projected, run};
use crate::Parameter;
use compute::{Expr, Program};

/// Gated recurrent units (Cho et al., EMNLP 2014). PyTorch's `GRU`, gates in the order `r, z, n`, the reset gate applied
/// after the product:
///
/// `[r z n] = x_t·W + b`, `[r' z' n'] = h_{t−1}·U`, `n̂ = tanh(n + σ(r + r') (n' + d))`,
/// `h_t = (1 − σ(z + z')) n̂ + σ(z + z') h_{t−1}`.
///
/// `b` is the sum of PyTorch's two biases for `r` and `z`, and its input bias for `n`; `d` is its hidden bias for `n`.
#[derive(Debug, Clone)]
pub struct Gru {
    /// `W [inputs, 3·hidden]`.
    pub w: Parameter,
    /// `U [hidden, 3·hidden]`.
    pub u: Parameter,
    /// `b [3·hidden]`.
    pub b: Parameter,
    /// `d [hidden]`.
    pub d: Parameter,
}
crate::layer!(Gru { w, u, b, d });

impl Gru {
    /// Declares the states `name.w`, `name.u`, `name.b`, `name.d`.
    pub fn new(program: &mut Program, name: &str, inputs: usize, hidden: usize) -> Self {
        let [w, u, b] = declare(program, name, inputs, hidden, 3);
        Self { w, u, b, d: Parameter::new(program, &format!("{name}.d"), &[hidden], bound(hidden)) }
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
        let from_h = h.matmul(&self.u.value);
        let width = h.shape().axes().last().copied().unwrap_or(0);
        let [r, z] = [0, 1].map(|index| (gate(x, index, width) + gate(&from_h, index, width)).sigmoid());
        let n = (gate(x, 2, width) + r * (gate(&from_h, 2, width) + &self.d.value)).tanh();
        // n + z (h − n): one product less.
        &n + z * (h - &n)
    }
}
