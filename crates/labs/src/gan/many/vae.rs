//! A variational autoencoder of points, whose decoder is as large as a generator: the rival that plays against nobody.
//!
//! Kingma and Welling, ICLR 2014: `‖x − x̂‖² / 2s² + ½ Σ (μ² + σ² − 1 − ln σ²)`, mean over a batch; s is given.

use super::super::mlp::{Bend, Mlp};
use super::super::rule::{Memory, Pace, Rule, states};
use super::super::step::Recipe;
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Program, Random, grad};

const FIRST: u32 = 0x81;

/// A plan of a step. States: `g` of the decoder and `d` of the encoder, what Adam remembers of them, `random`, the dials.
fn program(recipe: &Recipe, encoder: &Mlp) -> Program {
    let mut program = Program::new();
    if let Some(members) = recipe.members {
        program.replicas(members);
    }
    let pool = program.shared("pool", &[recipe.pool, 2]);
    let [rate, momentum, deviation] =
        ["rate_g", "beta1", "deviation"].map(|name| program.state(&format!("dial.{name}"), &[]));
    let decoder = &recipe.generator;
    let sizes = [decoder.size(), encoder.size()];
    let (g, d) = (program.state("g", &[sizes[0]]), program.state("d", &[sizes[1]]));
    let memories = [Memory::of(&mut program, "g", sizes[0]), Memory::of(&mut program, "d", sizes[1])];
    let mut random = Random::new(&mut program, "random");
    let places = random.uniform(&[recipe.batch]) * recipe.pool as f32 - 0.5;
    let x = pool.rows(&places);
    let codes = decoder.widths[0];
    let code = encoder.forward(&d, &x);
    let (mean, log) = (code.slice(1, 0, codes), code.slice(1, codes, codes));
    let z = &mean + (&log * 0.5).exp() * random.normal(&[recipe.batch, codes]);
    let off = (decoder.forward(&g, &z) - &x).square().sum() / (deviation.square() * 2.0);
    let divergence = (mean.square() + log.exp() - 1.0 - &log).sum() * 0.5;
    let loss = (off + divergence) * (1.0 / recipe.batch as f32);
    let slopes = grad(&loss, &[&g, &d]);
    let pace = Pace { rule: Rule::Adam, rate, betas: [momentum, compute::Expr::scalar(0.999)] };
    for ((name, theta), (slope, memory)) in [("g", &g), ("d", &d)].into_iter().zip(slopes.iter().zip(&memories)) {
        let (next, remembered) = pace.step(theta, slope, memory);
        memory.keep(&mut program, name, &remembered, &compute::Expr::scalar(1.0));
        program.update(name, &next);
    }
    program.record(&loss);
    program
}

/// Of each seed one, with hyper-parameters of its own.
pub(super) fn machine(
    device: &Device,
    recipe: &Recipe,
    pool: &[f32],
    seeds: &[u64],
    drawn: &[(&'static str, Vec<f32>)],
) -> Result<Machine, EngineError> {
    let hidden = recipe.generator.widths.get(1).copied().unwrap_or(1);
    let encoder = Mlp::new(2, hidden, recipe.generator.widths.len() - 2, 2 * recipe.generator.widths[0], Bend::Relu);
    let mut machine = device.machine(program(recipe, &encoder).compile()?)?;
    machine.write("pool", pool)?;
    for (name, net) in [("g", &recipe.generator), ("d", &encoder)] {
        let first = |seed: &u64| net.first(&mut Stream::new(*seed, FIRST + u32::from(name == "d")));
        machine.write(name, &seeds.iter().flat_map(first).collect::<Vec<f32>>())?;
        for (state, axes, first) in states(name, 1) {
            if axes.is_empty() {
                machine.write(&state, &vec![first; seeds.len()])?;
            }
        }
    }
    machine.write("random", &seeds.iter().flat_map(|seed| key(*seed)).collect::<Vec<f32>>())?;
    for (name, values) in drawn {
        let name = format!("dial.{name}");
        if machine.plan().named(&name).is_some() {
            machine.write(&name, values)?;
        }
    }
    Ok(machine)
}
