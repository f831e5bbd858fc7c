//! Layers.

use compute::rng::Stream;
use compute::{Expr, Program};

/// A linear layer `y = x·W + b` with `x [n, inputs]`, `W [inputs, outputs]`, `b [outputs]`.
#[derive(Debug, Clone)]
pub struct Linear {
    /// Name of the weight's state.
    pub weight_name: String,
    /// Name of the bias's state.
    pub bias_name: String,
    /// `W`.
    pub weight: Expr,
    /// `b`.
    pub bias: Expr,
}

impl Linear {
    /// Declares the states `name.w` and `name.b`.
    pub fn new(program: &mut Program, name: &str, inputs: usize, outputs: usize) -> Self {
        let (weight_name, bias_name) = (format!("{name}.w"), format!("{name}.b"));
        let weight = program.state(&weight_name, &[inputs, outputs]);
        let bias = program.state(&bias_name, &[outputs]);
        Self { weight_name, bias_name, weight, bias }
    }

    /// `x·W + b`.
    pub fn forward(&self, x: &Expr) -> Expr {
        x.matmul(&self.weight) + &self.bias
    }

    /// Weights drawn uniformly from `±√(6 / (inputs + outputs))` (Glorot and Bengio, AISTATS 2010); the bias is 0.
    pub fn glorot(&self, random: &mut Stream) -> Vec<f32> {
        let axes = self.weight.shape().axes();
        let bound = (6.0 / axes.iter().sum::<usize>().max(1) as f32).sqrt();
        (0..self.weight.shape().size()).map(|_| (2.0 * random.uniform() - 1.0) * bound).collect()
    }
}
