//! The critic f: the plane → ℝ, a perceptron without anything at its end.

use compute::{Expr, Program, grad};
use nn::activation::leaky_relu;
use nn::{Init, Layer as _, Linear, Parameter};

/// Slope of LeakyReLU below 0.
const LEAK: f32 = 0.2;
/// Keeps roots differentiable where a gradient vanishes, and divisions finite.
const TINY: f32 = 1e-12;

/// What stands between layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Bend {
    Leaky,
    Relu,
    Tanh,
}

impl Bend {
    fn of(self, x: &Expr) -> Expr {
        match self {
            Self::Leaky => leaky_relu(x, LEAK),
            Self::Relu => x.relu(),
            Self::Tanh => x.tanh(),
        }
    }
}

/// Layers 2 → width → … → width → 1.
#[derive(Debug, Clone)]
pub(in super::super) struct Critic {
    pub(super) layers: Vec<Linear>,
    bend: Bend,
}
nn::layer!(Critic { layers });

impl Critic {
    /// Declares `layer1.w [2, width]`, `layer1.b`, … of `hidden` hidden layers and the last one.
    pub(in super::super) fn new(program: &mut Program, hidden: usize, width: usize, bend: Bend) -> Self {
        let widths = widths(hidden, width);
        let layer = |(k, pair): (usize, &[usize])| Linear::new(program, &format!("layer{}", k + 1), pair[0], pair[1]);
        let layers: Vec<Linear> = widths.windows(2).enumerate().map(layer).collect();
        Self { layers, bend }.with_init(Init::HeUniform)
    }

    /// What each layer says of `x [N, 2]`, before it is bent: `[N, width]`, …, `[N, 1]`.
    pub(in super::super) fn taps(&self, x: &Expr) -> Vec<Expr> {
        let mut taps: Vec<Expr> = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            let said = taps.last().map_or_else(|| layer.forward(x), |before| layer.forward(&self.bend.of(before)));
            taps.push(said);
        }
        taps
    }

    /// f of `x [N, 2]`: `[N, 1]`.
    pub(in super::super) fn forward(&self, x: &Expr) -> Expr {
        self.taps(x).pop().unwrap_or_else(|| x.clone())
    }

    /// ‖∇f‖ at each row of `x [N, 2]`: `[N, 1]`. An expression like any other, so it has a gradient of its own.
    pub(in super::super) fn slopes(&self, x: &Expr) -> Expr {
        let slope = grad(&self.forward(x), &[x]).remove(0);
        (slope.square().sum_axes(&[1]) + TINY).sqrt()
    }

    /// The critic with W/σ in place of each W, σ its largest singular value as `rounds` rounds of the power method find it from where
    /// the last step left off (Miyato et al., *Spectral Normalization for Generative Adversarial Networks*, ICLR 2018):
    ///
    /// ```text
    /// v ← uW/‖uW‖    u ← vWᵀ/‖vWᵀ‖    σ = u W vᵀ
    /// ```
    ///
    /// u and v are constants to the gradient, σ is not. They stand in the states `layer1.u [1, inputs]`, `layer1.v [1, outputs]`, ….
    pub(in super::super) fn normalised(&self, program: &mut Program, rounds: usize) -> Self {
        let mut values = Vec::new();
        for layer in &self.layers {
            let w = &layer.weight.value;
            let [u, v] = directions(program, layer).map(|state| state.value);
            let (mut across, mut along) = (u, v);
            for _ in 0..rounds {
                along = unit(&across.matmul(w));
                across = unit(&along.matmul(&w.transpose()));
            }
            let (across, along) = (across.stop_gradient(), along.stop_gradient());
            program.update(&format!("{}.u", name_of(layer)), &across);
            program.update(&format!("{}.v", name_of(layer)), &along);
            let sigma = (across.matmul(w) * &along).sum();
            values.push(w / sigma);
            values.extend(layer.bias.as_ref().map(|bias| bias.value.clone()));
        }
        self.with(&values)
    }
}

/// Widths from the plane to the score.
pub(super) fn widths(hidden: usize, width: usize) -> Vec<usize> {
    [&[2][..], &vec![width; hidden], &[1]].concat()
}

/// `layer1` of the state `layer1.w`.
pub(super) fn name_of(layer: &Linear) -> &str {
    layer.weight.name.trim_end_matches(".w")
}

fn directions(program: &mut Program, layer: &Linear) -> [Parameter; 2] {
    let axes = layer.weight.value.shape().axes().to_vec();
    let name = name_of(layer).to_owned();
    [("u", 0), ("v", 1)].map(|(side, axis)| {
        let init = Init::Normal { mean: 0.0, std: 1.0 };
        Parameter::buffer(program, &format!("{name}.{side}"), &[1, axes[axis]], init)
    })
}

fn unit(row: &Expr) -> Expr {
    row / (row.square().sum() + TINY).sqrt()
}
