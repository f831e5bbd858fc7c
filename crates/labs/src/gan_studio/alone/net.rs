//! D and what is done with it: a training step, a step of the ascent, a look.

use compute::{Expr, Program, Random, grad};
use nn::activation::leaky_relu;
use nn::loss::bce_with_logits;
use nn::{Init, Layer as _, Linear, Minimiser, Parameter};

/// Positives and negatives of a step.
const BATCH: usize = 64;
/// Negatives that are kept at most: noise, then what was found, the oldest of which is written over.
pub(super) const STORE: usize = 6144;
/// Places that climb at once.
pub(super) const CLIMBERS: usize = 128;
/// Of those, how many ways are drawn.
pub(super) const WAYS: usize = 24;
const LEAK: f32 = 0.2;
/// Keeps the root differentiable where a gradient vanishes.
const TINY: f32 = 1e-12;

/// A perceptron d → width → width → 1 that says the logit of “real”.
#[derive(Debug, Clone)]
pub(super) struct Judge {
    layers: Vec<Linear>,
}
nn::layer!(Judge { layers });

impl Judge {
    fn new(program: &mut Program, dim: usize) -> Self {
        let widths = if dim > 2 { [dim, 128, 64, 1] } else { [dim, 64, 64, 1] };
        let layer = |(k, pair): (usize, &[usize])| Linear::new(program, &format!("d{}", k + 1), pair[0], pair[1]);
        let layers: Vec<Linear> = widths.windows(2).enumerate().map(layer).collect();
        Self { layers }.with_init(Init::HeUniform)
    }

    /// `[N, d] → [N, 1]`.
    fn logits(&self, x: &Expr) -> Expr {
        let mut said = x.clone();
        for (k, layer) in self.layers.iter().enumerate() {
            said = layer.forward(&if k > 0 { leaky_relu(&said, LEAK) } else { said });
        }
        said
    }
}

pub(super) struct Training {
    pub(super) program: Program,
    pub(super) judge: Judge,
    pub(super) memory: Vec<Parameter>,
}

/// A training step. States: `pool [P, d]`, `store [STORE, d]`, of which the first `count` are there, `rate`, `random`, D's. A row of records
/// is the loss.
///
/// ```text
/// −mean ln D(x) − mean ln(1 − D(x̃)),   x from the pool, x̃ from the store
/// ```
pub(super) fn training(pool: usize, dim: usize) -> Training {
    let mut program = Program::new();
    let real = program.state("pool", &[pool, dim]);
    let store = program.state("store", &[STORE, dim]);
    let [count, rate] = ["count", "rate"].map(|name| program.state(name, &[]));
    let mut random = Random::new(&mut program, "random");
    let judge = Judge::new(&mut program, dim);
    // Half is taken off since numbers of rows are rounded.
    let x = real.rows(&(random.uniform(&[BATCH]) * pool as f32 - 0.5));
    let found = store.rows(&(random.uniform(&[BATCH]) * &count - 0.5));
    let logits = judge.logits(&Expr::concat(&[&x, &found], 0));
    let target = Expr::iota(&[2 * BATCH, 1], 0).less(&Expr::scalar(BATCH as f32 - 0.5));
    let loss = bce_with_logits(&logits, &target) * 2.0;
    let memory = Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &judge).memory;
    program.record(&loss);
    Training { program, judge, memory }
}

/// A step of the ascent to `argmax D`, from all places at once. States: `x [CLIMBERS, d]`, `stride` η, `heat` τ, `random`, D's.
///
/// ```text
/// x ← x + η g / (1 + ‖g‖) + η τ ξ / √d,   g = ∇ logit D(x),   ξ ∼ N(0, I),   held within the bounds
/// ```
///
/// The logit has the maxima of D, but no slope that vanishes where D is sure. The gradient is tamed as in Brosse et al., *The tamed
/// unadjusted Langevin algorithm* (2019), so that no step is longer than η. A row of records: the mean of D before the step, and in the
/// plane where the first [`WAYS`] were.
pub(super) fn ascent(dim: usize, (low, high): (f32, f32)) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[CLIMBERS, dim]);
    let [stride, heat] = ["stride", "heat"].map(|name| program.state(name, &[]));
    let mut random = Random::new(&mut program, "random");
    let logits = Judge::new(&mut program, dim).logits(&x);
    let slope = grad(&logits, &[&x]).remove(0);
    let length = (slope.square().sum_axes(&[1]) + TINY).sqrt();
    let step = slope / (length + 1.0) + random.normal(&[CLIMBERS, dim]) * (heat / (dim as f32).sqrt());
    let next = (&x + step * stride).max(&Expr::scalar(low)).min(&Expr::scalar(high));
    program.update("x", &next);
    program.record(&logits.sigmoid().mean());
    if dim == 2 {
        program.record(&x.slice(0, 0, WAYS));
    }
    program
}

/// D at `count` places. States: `x [count, d]`, D's; output `d [count, 1]`.
pub(super) fn look(count: usize, dim: usize) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[count, dim]);
    let judge = Judge::new(&mut program, dim);
    program.output("d", &judge.logits(&x).sigmoid());
    program
}
