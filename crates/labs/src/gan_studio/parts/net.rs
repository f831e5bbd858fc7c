//! Three that learn to make faces: a GAN, an auto-encoder whose decoder is as large as its generator, and a discriminator by itself.

use super::face::PIXELS;
use compute::{Expr, Program, Random, grad};
use nn::activation::{leaky_relu, softplus};
use nn::{Layer as _, Linear, Minimiser, Parameter};

/// Faces of a step, and how many it draws from.
const BATCH: usize = 64;
pub(super) const POOL: usize = 1024;
/// Faces of an exam.
pub(super) const ASKED: usize = 1024;
const HIDDEN: usize = 48;
const RATE: f32 = 1e-3;
/// Steps uphill to an argmax of D, and how long one is: its gradient is scaled to that many grey levels a pixel.
const CLIMB: usize = 16;
const STRIDE: f32 = 0.1;

/// Layers that are fully connected, leaky between them.
#[derive(Debug, Clone)]
pub(super) struct Mlp {
    layers: Vec<Linear>,
}
nn::layer!(Mlp { layers });

impl Mlp {
    fn new(program: &mut Program, name: &str, widths: &[usize]) -> Self {
        let layer = |(at, pair): (usize, &[usize])| Linear::new(program, &format!("{name}{at}"), pair[0], pair[1]);
        Self { layers: widths.windows(2).enumerate().map(layer).collect() }
    }

    /// `[B, first width]` to `[B, last width]`.
    fn forward(&self, x: &Expr) -> Expr {
        let mut h = x.clone();
        for (at, layer) in self.layers.iter().enumerate() {
            h = layer.forward(&if at > 0 { leaky_relu(&h, 0.2) } else { h });
        }
        h
    }
}

/// The networks.
#[derive(Debug, Clone)]
pub(super) struct Nets {
    /// The GAN's, codes to faces and faces to a score.
    generator: Mlp,
    judge: Mlp,
    /// The auto-encoder's; the decoder is as large as the generator.
    encoder: Mlp,
    decoder: Mlp,
    /// The discriminator that has no generator.
    alone: Mlp,
}
nn::layer!(Nets { generator, judge, encoder, decoder, alone });

impl Nets {
    fn new(program: &mut Program, code: usize) -> Self {
        let makes = [code, HIDDEN, HIDDEN, PIXELS];
        let mut mlp = |name: &str, widths: &[usize]| Mlp::new(program, name, widths);
        Self {
            generator: mlp("g", &makes),
            judge: mlp("d", &[PIXELS, HIDDEN, HIDDEN, 1]),
            encoder: mlp("encoder", &[PIXELS, HIDDEN, code]),
            decoder: mlp("decoder", &makes),
            alone: mlp("alone", &[PIXELS, HIDDEN, HIDDEN, 1]),
        }
    }
}

/// Uphill from these pictures, which stay within 0 and 1: the argmax that a discriminator by itself must look for.
fn climbed(judge: &Mlp, from: &Expr) -> Expr {
    let mut x = from.clone();
    for _ in 0..CLIMB {
        let here = x.stop_gradient();
        let slope = grad(&judge.forward(&here).sum(), &[&here]).remove(0);
        let length = (slope.square().sum_axes(&[1]) * (1.0 / PIXELS as f32) + 1e-12).sqrt();
        x = (&here + slope * STRIDE / length).max(&Expr::scalar(0.0)).min(&Expr::scalar(1.0));
    }
    x.stop_gradient()
}

/// A step of all three. States: `pool [POOL, PIXELS]`, `random`, those of the networks and what Adam remembers.
pub(super) fn program(code: usize) -> (Program, Nets, Vec<Parameter>) {
    let mut program = Program::new();
    let pool = program.shared("pool", &[POOL, PIXELS]);
    let mut random = Random::new(&mut program, "random");
    let nets = Nets::new(&mut program, code);
    let real = pool.rows(&(random.uniform(&[BATCH]) * POOL as f32 - 0.5));
    let adam = || Minimiser::adam(RATE).betas(0.5, 0.999);
    let told =
        |judge: &Mlp, made: &Expr| softplus(&-judge.forward(&real)).mean() + softplus(&judge.forward(made)).mean();

    let made = nets.generator.forward(&random.normal(&[BATCH, code])).sigmoid();
    let loss_d = told(&nets.judge, &made.stop_gradient());
    let mut training = adam().minimise(&mut program, "adam.d", &loss_d, &nets.judge);
    let mut memory = std::mem::take(&mut training.memory);
    let count = nets.judge.parameters().len();
    let next: Vec<Expr> = training.updates.iter().take(count).map(|(_, next)| next.clone()).collect();
    // The generator faces the judge as it then is.
    let loss_g = softplus(&-nets.judge.with(&next).forward(&made)).mean();
    memory.extend(adam().minimise(&mut program, "adam.g", &loss_g, &nets.generator).memory);

    let copy = nets.decoder.forward(&nets.encoder.forward(&real)).sigmoid();
    let error = (copy - &real).square().mean();
    let coder = (nets.encoder.clone(), nets.decoder.clone());
    memory.extend(Minimiser::adam(RATE).minimise(&mut program, "adam.coder", &(&error * PIXELS as f32), &coder).memory);

    // Negatives are what it likes best itself, found anew from noise.
    let found = climbed(&nets.alone, &random.uniform(&[BATCH, PIXELS]));
    memory.extend(adam().minimise(&mut program, "adam.alone", &told(&nets.alone, &found), &nets.alone).memory);
    for value in [&loss_d, &loss_g, &error] {
        program.record(value);
    }
    (program, nets, memory)
}

/// Who makes faces in an exam, as its outputs are called.
pub(super) const MAKERS: [&str; 3] = ["ae", "d", "gan"];

/// Faces of all three. States: `pool [ASKED, PIXELS]`, `z [ASKED, Z]` normal, `noise [ASKED, PIXELS]` and those of the networks.
/// The decoder's codes are as its own of real faces, coordinate by coordinate: normal, of their means and deviations.
pub(super) fn exam(code: usize) -> Program {
    let mut program = Program::new();
    let nets = Nets::new(&mut program, code);
    let pool = program.state("pool", &[ASKED, PIXELS]);
    let z = program.state("z", &[ASKED, code]);
    let noise = program.state("noise", &[ASKED, PIXELS]);
    let codes = nets.encoder.forward(&pool);
    let mean = codes.sum_axes(&[0]) * (1.0 / ASKED as f32);
    let spread = ((&codes - &mean).square().sum_axes(&[0]) * (1.0 / ASKED as f32)).sqrt();
    program.output("ae", &nets.decoder.forward(&(&z * spread + mean)).sigmoid());
    program.output("d", &climbed(&nets.alone, &noise));
    program.output("gan", &nets.generator.forward(&z).sigmoid());
    program
}
