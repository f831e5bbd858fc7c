//! The smallest noise that makes sounds be heard as something else.
//!
//! Decoupled direction and norm (Rony et al., CVPR 2019): `d ← d − α ∇L/‖∇L‖`, then `d ← ε d/‖d‖`, where `ε` becomes a little smaller
//! where the sound is already misheard and a little larger where it is not, up to what the signal-to-noise ratio allows. What is kept is
//! the quietest noise that did it. `L` is what [`super`] takes down: `−C(x, y)`, or `C(x, target)`.

use super::ear::{Ear, SAMPLES};
use super::listener::{Built, VOWELS, Weights};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use nn::Stack;
use nn::activation::log_softmax;
use nn::loss::one_hot;

/// By how much `ε` shrinks or grows.
const FASTER: f32 = 0.08;
/// The first step, in shares of the largest noise; the last is a tenth of it.
const FIRST: f32 = 0.5;
/// Length of a noise that has not been found.
const NONE: f32 = 1e6;

pub(super) struct Noise {
    machine: Machine,
    rows: usize,
}

fn length(x: &Expr) -> Expr {
    let rows = x.shape().axes()[0];
    x.square().sum_axes(&[1]).reshape(&[rows, 1]).sqrt()
}

/// Lengths of rows.
pub(super) fn norm(x: &[f32]) -> f32 {
    x.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>().sqrt() as f32
}

/// `20 log₁₀(‖signal‖ / ‖noise‖)`, dB.
pub(super) fn snr(signal: &[f32], noise: &[f32]) -> f64 {
    let ratio = norm(signal) / norm(noise).max(1e-12);
    f64::from(data::maths::ln(ratio)) * 20.0 / std::f64::consts::LN_10
}

impl Noise {
    pub(super) fn new(device: &Device, stack: &Stack, weights: &Weights, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let [first, delta, best] = ["first", "delta", "best"].map(|name| program.state(name, &[rows, SAMPLES]));
        let [most, radius, least] = ["most", "radius", "least"].map(|name| program.state(name, &[rows, 1]));
        let [y, target] = ["y", "target"].map(|name| program.state(name, &[rows]));
        let [aimed, rate] = ["aimed", "rate"].map(|name| program.state(name, &[]));
        let built = Built::new(&mut program, stack);
        // Samples stay within ±1, as a loudspeaker has them.
        let now = (&first + &delta).max(&Expr::scalar(-1.0)).min(&Expr::scalar(1.0));
        let noise = &now - &first;
        let logits = built.logits(&built.ear.hear(&now));
        let of = |class: &Expr| (&logits * one_hot(class, VOWELS)).sum_axes(&[1]).reshape(&[rows, 1]);
        let highest = logits.max_axes(&[1]).reshape(&[rows, 1]);
        // Aimed: its target is on top; else its own vowel is not.
        let fooled = aimed.select(&(1.0 - of(&target).less(&highest)), &of(&y).less(&highest));
        let log = log_softmax(&logits, 1);
        let of = |class: &Expr| (&log * one_hot(class, VOWELS)).sum();
        let loss = aimed.select(&-of(&target), &of(&y));
        let slope = grad(&loss, &[&now]).remove(0);
        let quieter = &fooled * length(&noise).less(&least);
        let radius = fooled.select(&(&radius * (1.0 - FASTER)), &(&radius * (1.0 + FASTER))).min(&most);
        let walked = &delta - &most * &rate * &slope / (length(&slope) + 1e-20);
        program.update("best", &quieter.select(&noise, &best));
        program.update("least", &quieter.select(&length(&noise), &least));
        program.update("delta", &(&walked * (&radius / (length(&walked) + 1e-12))));
        program.update("radius", &radius);
        let mut machine = device.machine(program.compile()?)?;
        for (name, values) in weights {
            machine.write(name, values)?;
        }
        Ear::write(&mut machine)?;
        Ok(Self { machine, rows })
    }

    /// Begins with silence: no noise is longer than `least` dB below its sound.
    pub(super) fn begin(
        &mut self,
        sounds: &[f32],
        vowels: &[f32],
        target: Option<usize>,
        least: f32,
    ) -> Result<(), EngineError> {
        let share = data::maths::pow(10.0, -least / 20.0);
        // A hair less, so that rounding does not lead over it.
        let most: Vec<f32> = sounds.chunks_exact(SAMPLES).map(|sound| norm(sound) * share * 0.9999).collect();
        let radius: Vec<f32> = most.iter().map(|most| most * 0.5).collect();
        let zeros = vec![0.0; sounds.len()];
        let values = [
            ("first", sounds),
            ("delta", &zeros),
            ("best", &zeros),
            ("most", &most),
            ("radius", &radius),
            ("least", &vec![NONE; self.rows]),
            ("y", vowels),
            ("target", &vec![target.unwrap_or(0) as f32; self.rows]),
            ("aimed", &[f32::from(u8::from(target.is_some()))]),
        ];
        values.into_iter().try_for_each(|(name, values)| self.machine.write(name, values))
    }

    /// Step `at` of `rounds`.
    pub(super) fn step(&mut self, at: u32, rounds: u32) -> Result<(), EngineError> {
        let gone = at as f32 / rounds.max(1) as f32;
        self.machine.write("rate", &[FIRST * data::maths::pow(10.0, -gone)])?;
        self.machine.run(1)
    }

    /// The quietest noises so far, and which rows have one.
    pub(super) async fn found(&mut self) -> Result<(Vec<f32>, Vec<bool>), EngineError> {
        let least = self.machine.read("least").await?;
        Ok((self.machine.read("best").await?, least.into_iter().map(|least| least < NONE).collect()))
    }
}
