//! Long short-term memory.

use super::{declare, gate, or_zeros, projected};
use crate::Parameter;
use compute::{Expr, Program, scan};

/// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber and Cummins 2000). PyTorch's
/// `LSTM`, gates in the order `i, f, g, o`:
///
/// `[i f g o] = x_t·W + h_{t−1}·U + b`, `c_t = σ(f) c_{t−1} + σ(i) tanh(g)`, `h_t = σ(o) tanh(c_t)`.
#[derive(Debug, Clone)]
pub struct Lstm {
    /// `W [inputs, 4·hidden]`.
    pub w: Parameter,
    /// `U [hidden, 4·hidden]`.
    pub u: Parameter,
    /// `b [4·hidden]`.
    pub b: Parameter,
}
crate::layer!(Lstm { w, u, b });

/// What an [`Lstm`] gives.
#[derive(Debug, Clone)]
pub struct LstmStates {
    /// `h₁ … h_T`, `[T, B, hidden]`.
    pub all: Expr,
    /// `h_T`, `[B, hidden]`.
    pub last: Expr,
    /// `c_T`, `[B, hidden]`.
    pub cell: Expr,
}

impl Lstm {
    /// Declares the states `name.w`, `name.u`, `name.b`.
    pub fn new(program: &mut Program, name: &str, inputs: usize, hidden: usize) -> Self {
        let [w, u, b] = declare(program, name, inputs, hidden, 4);
        Self { w, u, b }
    }

    /// All times of `x [T, B, inputs]`, from `(h, c)`, each `[B, hidden]`, or zeros.
    pub fn forward(&self, x: &Expr, first: Option<(&Expr, &Expr)>) -> LstmStates {
        let (h, c) = (or_zeros(first.map(|(h, _)| h), x, &self.u), or_zeros(first.map(|(_, c)| c), x, &self.u));
        let scanned = scan(&[&h, &c], &[&projected(x, &self.w, &self.b)], |carried, given| {
            let (h, c) = self.turn(&given[0], &carried[0], &carried[1]);
            (vec![h.clone(), c], vec![h])
        });
        let [last, cell] = [0, 1].map(|index: usize| scanned.last[index].clone());
        LstmStates { all: scanned.stacked[0].clone(), last, cell }
    }

    /// One time: `x [B, inputs]`, `h` and `c [B, hidden]` → `h` and `c`.
    pub fn step(&self, x: &Expr, h: &Expr, c: &Expr) -> (Expr, Expr) {
        self.turn(&projected(x, &self.w, &self.b), h, c)
    }

    fn turn(&self, x: &Expr, h: &Expr, c: &Expr) -> (Expr, Expr) {
        let z = x + h.matmul(&self.u.value);
        let width = c.shape().axes().last().copied().unwrap_or(0);
        let [i, f, g, o] = [0, 1, 2, 3].map(|index| gate(&z, index, width));
        let c = f.sigmoid() * c + i.sigmoid() * g.tanh();
        (o.sigmoid() * c.tanh(), c)
    }
}
