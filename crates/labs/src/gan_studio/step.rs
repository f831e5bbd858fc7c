//! A step of training as a program: the discriminator moves, and every few steps the generator, facing it as it then is.

use super::net::{By, Design, Discriminator, Generator, Norm, Traces, small};
use compute::{Expr, Program, Random};
use nn::activation::{sigmoid, softplus};
use nn::loss::wasserstein::{self, gradient_penalty};
use nn::optimiser::average::follow;
use nn::optimiser::schedule::step_count;
use nn::{Layer as _, Minimiser, Parameter};

/// What the two play for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// −ln D(G(z)) (Goodfellow et al., NeurIPS 2014, section 3).
    NonSaturating,
    /// Squares (Mao et al., ICCV 2017).
    LeastSquares,
    /// Max-margin (Lim and Ye 2017).
    Hinge,
    /// Wasserstein with a gradient penalty (Gulrajani et al., NeurIPS 2017).
    Wasserstein,
    /// Energies: errors of a copy (Zhao, Mathieu and LeCun, ICLR 2017); without a margin where `bounded` is not set.
    Energy { bounded: bool },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recipe {
    pub(super) design: Design,
    pub(super) loss: Loss,
    /// Pictures of a batch, of either kind.
    pub(super) batch: usize,
    /// Pictures that batches are drawn from.
    pub(super) pool: usize,
    /// Steps of the discriminator to one of the generator.
    pub(super) every: usize,
    /// Real and generated pictures go through the discriminator as one batch.
    pub(super) mixed: bool,
}

/// Numbers that act at once: a state of each.
pub(super) const DIALS: &[&str] =
    &["rate_d", "rate_g", "beta1", "beta2", "lambda", "margin", "smooth", "pretrain", "apart", "moves_d", "moves_g"];

/// What a step records, in this order.
pub(super) const RECORDS: &[&str] = &["loss_d", "loss_g", "real", "fake", "accuracy"];

/// The program and what must be written before its first step.
pub(super) struct Made {
    pub(super) program: Program,
    pub(super) generator: Generator,
    /// The generator's mean over its last steps (Karras et al., ICLR 2018; Yazıcı et al., ICLR 2019): what pictures are made with.
    pub(super) mean: Generator,
    pub(super) discriminator: Discriminator,
    pub(super) memory: Vec<Parameter>,
}

/// What part of the mean each step of the generator is: at first `1/(1 + (t/n)²)`, since it changes fast and its beginning is to be
/// forgotten; later `1/(1 + 0.4 t)`, a mean over the last two fifths of its way.
const SOON: f32 = 90.0;
const LATE: f32 = 0.4;
/// Vectors of the reference batch.
pub(super) const REFERENCE: usize = 32;

/// States: `pool [P, C·H·W]`, `random`, `t`, the dials, those of the networks (`g…`, `d…`), and `reference [R, Z]` where norms go by it.
pub(super) fn program(recipe: &Recipe) -> Made {
    let design = &recipe.design;
    let mut program = Program::new();
    let dial = |program: &mut Program, name: &str| program.state(&format!("dial.{name}"), &[]);
    let pool = program.shared("pool", &[recipe.pool, design.pixels()]);
    let mut random = Random::new(&mut program, "random");
    let generator = Generator::new(&mut program, "g", design, design.latent);
    let generator = if design.norm == Norm::None { generator } else { small(generator) };
    let mean = Generator::new(&mut program, "mean.g", design, design.latent);
    let discriminator = begun(&mut program, design);
    let t = step_count(&mut program, "t");
    let axes = [recipe.batch, design.channels, design.side, design.side];

    // Rounded down: a place of the pool, all alike.
    let places = random.uniform(&[recipe.batch]) * recipe.pool as f32 - 0.5;
    let real = pool.rows(&places).reshape(&axes);
    let z = random.normal(&[recipe.batch, design.latent]);
    let mut traces = Traces::default();
    let made = match design.norm {
        Norm::Virtual => {
            let reference = program.state("reference", &[REFERENCE, design.latent]);
            let all = generator.forward(design, &Expr::concat(&[&reference, &z], 0), By::First(REFERENCE), &mut traces);
            all.slice(0, REFERENCE, recipe.batch)
        }
        _ => generator.forward(design, &z, By::Batch, &mut traces),
    };

    let pretrain = dial(&mut program, "pretrain");
    let alone = t.value.less(&pretrain);
    let betas = [dial(&mut program, "beta1"), dial(&mut program, "beta2")];
    let pace = |program: &mut Program, name: &str| {
        Minimiser::adam(dial(program, &format!("rate_{name}"))).betas(&betas[0], &betas[1])
    };

    // The discriminator.
    let held = made.stop_gradient();
    let (scores, seen) = judged(recipe, &discriminator, &real, &held);
    let [on_real, on_fake] = &scores;
    let mut loss_d = match recipe.loss {
        Loss::NonSaturating => {
            let smooth = dial(&mut program, "smooth");
            // −s ln D(x) − (1 − s) ln(1 − D(x)) = softplus(a) − s a.
            (softplus(on_real) - on_real * smooth).mean() + softplus(on_fake).mean()
        }
        Loss::LeastSquares => ((on_real - 1.0).square().mean() + on_fake.square().mean()) * 0.5,
        Loss::Hinge => (1.0 - on_real).relu().mean() + (on_fake + 1.0).relu().mean(),
        Loss::Wasserstein => {
            let u = random.uniform(&[recipe.batch, 1, 1, 1]);
            let score = |x: &Expr| discriminator.forward(design, x, By::Batch, &mut Traces::default());
            let penalty = gradient_penalty(score, &real, &held, &u);
            wasserstein::critic(on_real, on_fake) + penalty * dial(&mut program, "lambda")
        }
        // A score is minus an error.
        Loss::Energy { bounded: true } => -on_real.mean() + (dial(&mut program, "margin") + on_fake).relu().mean(),
        Loss::Energy { bounded: false } => -on_real.mean() + on_fake.mean(),
    };
    if matches!(recipe.loss, Loss::Energy { .. }) {
        loss_d = alone.select(&-on_real.mean(), &loss_d);
    }
    let moves_d = dial(&mut program, "moves_d");
    let training =
        pace(&mut program, "d").only_when(&moves_d).minimise(&mut program, "adam.d", &loss_d, &discriminator);
    let count = discriminator.parameters().len();
    let next: Vec<Expr> = training.updates.iter().take(count).map(|(_, next)| next.clone()).collect();
    let facing = discriminator.with(&next);
    let mut memory = training.memory;
    if !seen.is_empty() {
        discriminator.remember(&mut program, &seen.iter().collect::<Vec<_>>());
    }

    // The generator.
    let ([_, fooled], _) = judged(recipe, &facing, &real, &made);
    let loss_g = match recipe.loss {
        Loss::NonSaturating => softplus(&-&fooled).mean(),
        Loss::LeastSquares => (&fooled - 1.0).square().mean() * 0.5,
        Loss::Hinge | Loss::Wasserstein => wasserstein::generator(&fooled),
        Loss::Energy { .. } => {
            let codes = facing.code(design, &made, By::Batch);
            wasserstein::generator(&fooled) + alike(&codes) * dial(&mut program, "apart")
        }
    };
    let turn = (&t.value + 1.0) * (1.0 / recipe.every as f32) + 0.25 / recipe.every as f32;
    let due = (&turn - turn.floor()).less(&Expr::scalar(0.5 / recipe.every as f32));
    let moves_g = due * (1.0 - &alone) * dial(&mut program, "moves_g");
    memory.extend(
        pace(&mut program, "g").only_when(&moves_g).minimise(&mut program, "adam.g", &loss_g, &generator).memory,
    );
    let long = (&t.value * (1.0 / SOON)).square().min(&(&t.value * LATE));
    let new = Expr::scalar(1.0) / (long + 1.0);
    memory.push(t);
    follow(&mut program, &mean, &generator, moves_g * new);

    let middle = match recipe.loss {
        Loss::LeastSquares => Expr::scalar(0.5),
        // Between the two kinds' means: an energy has no middle of its own.
        Loss::Wasserstein | Loss::Energy { .. } => (on_real.mean() + on_fake.mean()) * 0.5,
        _ => Expr::scalar(0.0),
    };
    let shown = |score: &Expr| match recipe.loss {
        Loss::NonSaturating => sigmoid(score).mean(),
        _ => score.mean(),
    };
    let right = (middle.less(on_real).mean() + on_fake.less(&middle).mean()) * 0.5;
    for value in [&loss_d, &loss_g, &shown(on_real), &shown(on_fake), &right] {
        program.record(value);
    }
    Made { program, generator, mean, discriminator, memory }
}

/// A discriminator with its first weights.
pub(super) fn begun(program: &mut Program, design: &Design) -> Discriminator {
    let discriminator = Discriminator::new(program, "d", design);
    if design.norm_d && design.norm != Norm::None { small(discriminator) } else { discriminator }
}

/// Mean squared cosine of two codes of a batch `[B, F]`: EBGAN's pulling-away term (Zhao, Mathieu and LeCun, ICLR 2017, section 2.4).
fn alike(codes: &Expr) -> Expr {
    let rows = codes.shape().axes()[0];
    let long = (codes.square().sum_axes(&[1]).reshape(&[rows, 1]) + 1e-12).sqrt();
    let one = codes / long;
    // The diagonal is of a code and itself.
    let all = one.matmul(&one.transpose()).square().sum() - rows as f32;
    all * (1.0 / (rows * rows.saturating_sub(1)).max(1) as f32)
}

/// Scores of real and generated pictures, and what the norms saw.
fn judged(recipe: &Recipe, judge: &Discriminator, real: &Expr, made: &Expr) -> ([Expr; 2], Vec<Traces>) {
    let design = &recipe.design;
    let rows = recipe.batch;
    if recipe.mixed {
        let mut seen = Traces::default();
        let scores = judge.forward(design, &Expr::concat(&[real, made], 0), By::Batch, &mut seen);
        return ([scores.slice(0, 0, rows), scores.slice(0, rows, rows)], vec![seen]);
    }
    let mut seen = [Traces::default(), Traces::default()];
    let scores = [real, made].into_iter().zip(&mut seen).map(|(x, seen)| judge.forward(design, x, By::Batch, seen));
    let scores: Vec<Expr> = scores.collect();
    let [a, b] = [0, 1].map(|at| scores[at].clone());
    ([a, b], seen.into())
}
