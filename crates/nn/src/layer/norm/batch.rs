//! Batch normalisation.

use super::{EPSILON, beside, moments, standardise};
use crate::{Init, Number, Parameter};
use compute::{Expr, Program};

/// Norm of each channel over the batch and all places, `x [N, C]` or `[N, C, …]` (Ioffe and Szegedy, ICML 2015). PyTorch's
/// `BatchNorm1d` and `BatchNorm2d`: running mean `m ← (1 − a) m + a μ` and variance `v ← (1 − a) v + a σ² n/(n − 1)` over
/// the batches of training, which stand for `μ` and `σ²` otherwise.
#[derive(Debug, Clone)]
pub struct BatchNorm {
    /// `γ [C]`, state `name.w`, from 1.
    pub weight: Parameter,
    /// `β [C]`, state `name.b`, from 0.
    pub bias: Parameter,
    /// `m [C]`, state `name.mean`, from 0; not learnt.
    pub mean: Parameter,
    /// `v [C]`, state `name.var`, from 1; not learnt.
    pub variance: Parameter,
    /// `a`, 0.1 unless set.
    pub momentum: Expr,
}
crate::layer!(BatchNorm { weight, bias, mean, variance });

impl BatchNorm {
    /// Declares the states `name.w`, `name.b`, `name.mean`, `name.var`.
    pub fn new(program: &mut Program, name: &str, channels: usize) -> Self {
        let axes = [channels];
        Self {
            weight: Parameter::new(program, &format!("{name}.w"), &axes, Init::Constant(1.0)),
            bias: Parameter::new(program, &format!("{name}.b"), &axes, Init::Zeros),
            mean: Parameter::buffer(program, &format!("{name}.mean"), &axes, Init::Zeros),
            variance: Parameter::buffer(program, &format!("{name}.var"), &axes, Init::Constant(1.0)),
            momentum: Expr::scalar(0.1),
        }
    }

    /// With another `a`.
    pub fn momentum(self, momentum: impl Number) -> Self {
        Self { momentum: momentum.expr(), ..self }
    }

    /// While training: the norm by the batch's own statistics, and the update of the running ones. Once a step; for more
    /// batches in one step see [`BatchNorm::train_all`].
    pub fn train(&self, program: &mut Program, x: &Expr) -> Expr {
        self.update(program, &[x]);
        self.batch(x)
    }

    /// While training on several batches in one step, one after the other: a critic's real and generated pictures.
    pub fn train_all(&self, program: &mut Program, batches: &[&Expr]) -> Vec<Expr> {
        self.update(program, batches);
        batches.iter().map(|x| self.batch(x)).collect()
    }

    /// The norm by the batch's own statistics; the running ones stay.
    pub fn batch(&self, x: &Expr) -> Expr {
        self.affine(&standardise(x, &others(x)))
    }

    /// The norm by the statistics of another batch, so that no picture depends on its neighbours: virtual batch normalisation, without
    /// the picture itself (Salimans et al., NeurIPS 2016).
    pub fn by(&self, x: &Expr, reference: &Expr) -> Expr {
        let (_, mu, variance) = moments(reference, &others(reference));
        self.affine(&((x - mu) / (variance + EPSILON).sqrt()))
    }

    /// The norm by the running statistics.
    pub fn eval(&self, x: &Expr) -> Expr {
        let centred = x - beside(&self.mean.value, x);
        self.affine(&(centred / (beside(&self.variance.value, x) + EPSILON).sqrt()))
    }

    fn affine(&self, x: &Expr) -> Expr {
        x * beside(&self.weight.value, x) + beside(&self.bias.value, x)
    }

    /// The running mean and variance `[C]` after these batches, one after the other.
    pub fn running(&self, batches: &[&Expr]) -> [Expr; 2] {
        let (mut mean, mut variance) = (self.mean.value.clone(), self.variance.value.clone());
        let (fresh, axes) = (&self.momentum, mean.shape().axes().to_vec());
        for x in batches {
            let (_, mu, sigma2) = moments(x, &others(x));
            let n = (x.shape().size() / mu.shape().size().max(1)) as f32;
            let unbiased = sigma2 * (n / (n - 1.0).max(1.0));
            mean = mean * (1.0 - fresh) + mu.reshape(&axes) * fresh;
            variance = variance * (1.0 - fresh) + unbiased.reshape(&axes) * fresh;
        }
        [mean, variance]
    }

    fn update(&self, program: &mut Program, batches: &[&Expr]) {
        let [mean, variance] = self.running(batches);
        program.update(&self.mean.name, &mean);
        program.update(&self.variance.name, &variance);
    }
}

/// Every axis but that of the channels.
fn others(x: &Expr) -> Vec<usize> {
    // A tensor without an axis of channels is refused by the sum.
    if x.shape().rank() < 2 { vec![1] } else { (0..x.shape().rank()).filter(|&axis| axis != 1).collect() }
}
