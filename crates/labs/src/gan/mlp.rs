//! A fully connected network whose weights are one tensor: a step moves it as a whole.

use compute::Expr;
use compute::rng::Stream;
use nn::activation::leaky_relu;

/// Slope of leaky ReLU below 0 (Radford, Metz and Chintala, ICLR 2016: DCGAN).
const LEAK: f32 = 0.2;

/// Between the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bend {
    Relu,
    Leaky,
    Tanh,
}

impl Bend {
    fn of(self, x: &Expr) -> Expr {
        match self {
            Self::Relu => x.relu(),
            Self::Leaky => leaky_relu(x, LEAK),
            Self::Tanh => x.tanh(),
        }
    }

    /// Variance of the first weights times the inputs of a unit: He et al. 2015 for rectifiers, Glorot and Bengio 2010 else.
    fn gain(self) -> f32 {
        if self == Self::Tanh { 1.0 } else { 2.0 }
    }
}

/// Linear layers with bends between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mlp {
    /// Units of each layer, the input's first.
    pub(super) widths: Vec<usize>,
    pub(super) bend: Bend,
    /// Kernels and widths of batch discrimination before the last layer: `b` kernels of `c` numbers.
    pub(super) batch: Option<[usize; 2]>,
}

/// A linear layer: weights `[i, o]` and biases `[1, o]`.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    pub(super) weight: Expr,
    pub(super) bias: Expr,
}

impl Mlp {
    pub(super) fn new(inputs: usize, width: usize, depth: usize, outputs: usize, bend: Bend) -> Self {
        let mut widths = vec![inputs];
        widths.extend(std::iter::repeat_n(width, depth));
        widths.push(outputs);
        Self { widths, bend, batch: None }
    }

    /// Inputs and outputs of each layer.
    fn pairs(&self) -> Vec<[usize; 2]> {
        let mut pairs: Vec<[usize; 2]> = self.widths.array_windows().copied().collect();
        if let (Some([kernels, _]), Some(last)) = (self.batch, pairs.last_mut()) {
            last[0] += kernels;
        }
        pairs
    }

    /// Numbers of the tensor `T` of batch discrimination.
    fn kernels(&self) -> usize {
        self.batch.map_or(0, |[kernels, width]| self.features() * kernels * width)
    }

    /// Units of the last hidden layer.
    pub(super) fn features(&self) -> usize {
        self.widths.iter().rev().nth(1).copied().unwrap_or_default()
    }

    /// How many parameters one network has.
    pub(super) fn size(&self) -> usize {
        self.pairs().iter().map(|[i, o]| (i + 1) * o).sum::<usize>() + self.kernels()
    }

    /// First values of one network: weights normal, biases 0.
    pub(super) fn first(&self, random: &mut Stream) -> Vec<f32> {
        let mut theta = Vec::with_capacity(self.size());
        for [i, o] in self.pairs() {
            let scale = (self.bend.gain() / i as f32).sqrt();
            theta.extend((0..i * o).map(|_| scale * random.normal()));
            theta.extend(std::iter::repeat_n(0.0, o));
        }
        let scale = 1.0 / (self.features().max(1) as f32).sqrt();
        theta.extend((0..self.kernels()).map(|_| scale * random.normal()));
        theta
    }

    /// The layers in `theta [size]`.
    pub(super) fn layers(&self, theta: &Expr) -> Vec<Linear> {
        let mut at = 0;
        let mut part = |axes: [usize; 2]| {
            let from = at;
            at += axes[0] * axes[1];
            theta.slice(0, from, axes[0] * axes[1]).reshape(&axes)
        };
        self.pairs().into_iter().map(|[i, o]| Linear { weight: part([i, o]), bias: part([1, o]) }).collect()
    }

    /// The last hidden layer on `x [B, i]`: `[B, features]`.
    pub(super) fn hidden(&self, layers: &[Linear], x: &Expr) -> Expr {
        let hidden = layers.split_last().map_or(layers, |(_, hidden)| hidden);
        hidden.iter().fold(x.clone(), |x, layer| self.bend.of(&(x.matmul(&layer.weight) + &layer.bias)))
    }

    /// From the last hidden layer to the outputs `[B, o]`; `theta` is asked only for batch discrimination.
    pub(super) fn head(&self, theta: &Expr, layers: &[Linear], hidden: &Expr) -> Expr {
        let Some(last) = layers.last() else { return hidden.clone() };
        let hidden = match self.batch {
            Some([kernels, width]) => {
                let alike = self.alike(theta, hidden, kernels, width);
                Expr::concat(&[hidden, &alike], 1)
            }
            None => hidden.clone(),
        };
        hidden.matmul(&last.weight) + &last.bias
    }

    /// The outputs on `x [B, i]`.
    pub(super) fn forward(&self, theta: &Expr, x: &Expr) -> Expr {
        let layers = self.layers(theta);
        self.head(theta, &layers, &self.hidden(&layers, x))
    }

    /// How alike each row is to the others, `[B, kernels]`: `o(xᵢ)_b = Σ_{j≠i} exp(−‖M_ib − M_jb‖₁)` with
    /// `M_ibc = Σ_a f(xᵢ)_a T_abc` (Salimans et al., NeurIPS 2016).
    pub(super) fn alike(&self, theta: &Expr, hidden: &Expr, kernels: usize, width: usize) -> Expr {
        let rows = hidden.shape().axes()[0];
        let tensor = theta.slice(0, self.size() - self.kernels(), self.kernels());
        let seen = hidden.matmul(&tensor.reshape(&[self.features(), kernels * width]));
        let (one, other) = (seen.reshape(&[rows, 1, kernels, width]), seen.reshape(&[1, rows, kernels, width]));
        let apart = (one - other).abs().sum_axes(&[3]);
        // Each row is exactly alike to itself.
        (-apart).exp().sum_axes(&[1]).reshape(&[rows, kernels]) - 1.0
    }
}
