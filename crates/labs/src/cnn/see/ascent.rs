//! Pictures that climb: the step of gradient ascent on pictures, with the network's weights as they are.
//!
//! `x ← clip(x + η g / rms g)` with `g = ∂(y + R(x))/∂x` for each picture on its own,
//! `R(x) = −λ₁ Σ|x| − λ₂ Σx² − λ_TV Σ|x − its right and lower neighbour|`
//! (Erhan et al., Visualizing Higher-Layer Features of a Deep Network, 2009; Simonyan, Vedaldi and Zisserman, ICLR 2014 workshop;
//! total variation and jitter: Mahendran and Vedaldi, CVPR 2015, and Mordvintsev et al., Inceptionism, 2015).
//! With a generator G it is z that climbs, and `x = G(z)` (Nguyen et al., NeurIPS 2016).

use super::generator::{CODE, Generator};
use super::learner::{Weights, read_all, write_all};
use compute::ops::random::key;
use compute::{Conv, Device, EngineError, Expr, Machine, Program, Random, grad};
use nn::activation::log_softmax;
use nn::{Net, Stack};

/// Pixels of a row.
pub(super) const SIDE: usize = 28;
/// Pixels of a picture.
pub(super) const PIXELS: usize = SIDE * SIDE;
/// Most units that are climbed for at once.
pub(super) const MOST: usize = 32;

/// What a plan of ascent is for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Aim {
    /// Index of the layer whose units are excited.
    pub(super) layer: usize,
    /// Of the last layer the logarithm of the probability instead of the logit.
    pub(super) probability: bool,
    /// Whether a generator paints the pictures.
    pub(super) generated: bool,
}

/// What may change from step to step.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rules {
    /// η, in values of pixels.
    pub(super) rate: f32,
    pub(super) l1: f32,
    pub(super) l2: f32,
    pub(super) tv: f32,
    /// By how many pixels at most the network sees the picture moved.
    pub(super) jitter: f32,
    /// The share of the mean of 3×3 that is mixed in after each step.
    pub(super) blur: f32,
}

/// Pictures, one for each unit.
pub(super) struct Ascent {
    machine: Machine,
    net: Net,
    generator: Option<Generator>,
    pub(super) count: usize,
}

/// How strongly each unit of a layer is excited: `[N, F, H, W] → [N, F]`, the sum of each map, or the numbers of a flat layer.
pub(super) fn units(value: &Expr) -> Expr {
    match value.shape().axes() {
        [n, f, _, _] => value.sum_axes(&[2, 3]).reshape(&[*n, *f]),
        _ => value.clone(),
    }
}

/// How many units of the layer have a picture.
pub(super) fn count(stack: &Stack, layer: usize) -> usize {
    stack.layers.get(layer).map_or(0, |layer| layer.shape.axes()[0]).min(MOST)
}

/// The picture moved down and to the right by whole pixels that are single numbers; what comes in is black.
fn moved(x: &Expr, down: &Expr, right: &Expr) -> Expr {
    let shift = |by: &Expr| (Expr::iota(&[SIDE, SIDE], 0) - Expr::iota(&[SIDE, SIDE], 1) - by).abs().less(&Expr::scalar(0.5));
    shift(down).matmul(x).matmul(&shift(right).transpose())
}

/// `Σ` over each picture: `[N, …] → [N]`.
fn each(x: &Expr) -> Expr {
    let n = x.shape().axes()[0];
    let rest: Vec<usize> = (1..x.shape().rank()).collect();
    x.sum_axes(&rest).reshape(&[n])
}

/// `Σ|x − right neighbour| + Σ|x − lower neighbour|`: `[N, 1, H, W] → [N]`.
fn total_variation(x: &Expr) -> Expr {
    let along = |axis: usize| each(&(x.slice(axis, 1, SIDE - 1) - x.slice(axis, 0, SIDE - 1)).abs());
    along(2) + along(3)
}

impl Ascent {
    /// Begins from `first`: pictures, or codes where a generator paints.
    pub(super) fn new(
        device: &Device,
        stack: &Stack,
        aim: &Aim,
        weights: &Weights,
        painter: Option<&Weights>,
        (first, seed): (&[f32], u64),
    ) -> Result<Self, EngineError> {
        let n = count(stack, aim.layer);
        let mut program = Program::new();
        let net = stack.build(&mut program);
        let number = |program: &mut Program, name: &str| program.state(name, &[]);
        let [rate, l1, l2, tv, jitter, blur] = ["rate", "l1", "l2", "tv", "jitter", "blur"].map(|name| number(&mut program, name));
        let generator = aim.generated.then(|| Generator::new(&mut program));
        let free = if aim.generated { program.state("z", &[n, CODE]) } else { program.state("x", &[n, 1, SIDE, SIDE]) };
        let x = generator.as_ref().map_or_else(|| free.clone(), |generator| generator.paint(&free));
        let mut random = Random::new(&mut program, "random");
        let mut shift = || (random.uniform(&[]) * (&jitter * 2.0 + 1.0)).floor() - &jitter;
        let seen = moved(&x, &shift(), &shift());
        let taps = net.taps(&seen);
        let Some(tap) = taps.get(aim.layer).map(|tap| &tap.value) else { return Err(EngineError::Name("layer".to_owned())) };
        let value = if aim.probability { log_softmax(tap, 1) } else { units(tap) };
        let own = Expr::iota(&[n, value.shape().axes()[1]], 0) - Expr::iota(&[n, value.shape().axes()[1]], 1);
        let y = each(&(value * own.abs().less(&Expr::scalar(0.5))));
        let r = -(&l1 * each(&x.abs()) + &l2 * each(&x.square()) + &tv * total_variation(&x));
        // A code is held near those that the generator has learnt, which are normal.
        let r = if aim.generated { r - each(&free.square()) * 0.5 * &l2 } else { r };
        let g = grad(&(&y + &r).sum(), &[&free]).remove(0);
        let axes = g.shape().axes().to_vec();
        let one: Vec<usize> = (0..axes.len()).map(|axis| if axis == 0 { n } else { 1 }).collect();
        let size = axes[1..].iter().product::<usize>() as f32;
        let rms = (each(&g.square()) * (1.0 / size)).sqrt().reshape(&one);
        let next = &free + &rate * &g / (rms + 1e-12);
        if let Some(generator) = &generator {
            program.update("z", &next);
            program.output("pictures", &generator.paint(&next));
        } else {
            let box3 = Expr::constant(1.0 / 9.0, &vec![1, 1, 3, 3].into());
            let next = &next + &blur * (next.conv(&box3, Conv::new(1, 1)) - &next);
            program.update("x", &next.max(&Expr::scalar(0.0)).min(&Expr::scalar(1.0)));
        }
        program.record(&y.mean());
        program.record(&r.mean());
        let mut machine = device.machine(program.compile()?)?;
        write_all(&mut machine, weights)?;
        if let Some(painter) = painter {
            write_all(&mut machine, painter)?;
        }
        machine.write(if aim.generated { "z" } else { "x" }, first)?;
        // A step of rate 0, so that what comes out is there before the first one.
        machine.run(1)?;
        drop(machine.drain());
        machine.write("random", &key(seed))?;
        Ok(Self { machine, net, generator, count: n })
    }

    pub(super) fn rule(&mut self, rules: &Rules) -> Result<(), EngineError> {
        let Rules { rate, l1, l2, tv, jitter, blur } = *rules;
        let all = [("rate", rate), ("l1", l1), ("l2", l2), ("tv", tv), ("jitter", jitter), ("blur", blur)];
        all.iter().try_for_each(|(name, value)| self.machine.write(name, &[*value]))
    }

    /// Climbs; answers with y and R, means over the pictures, before each step.
    pub(super) async fn climb(&mut self, mut steps: u64) -> Result<Vec<f32>, EngineError> {
        let mut rows = Vec::new();
        while steps > 0 {
            let now = steps.min(u64::from(self.machine.room()));
            self.machine.run(now as u32)?;
            rows.extend(self.machine.drain().await?);
            steps -= now;
        }
        Ok(rows)
    }

    /// The pictures as they stand: `count` of 28 × 28.
    pub(super) async fn pictures(&mut self) -> Result<Vec<f32>, EngineError> {
        self.machine.read(if self.generator.is_some() { "pictures" } else { "x" }).await
    }

    /// A number that changes with any bit of the frozen weights (FNV-1a, 32 bits): the network's and, where there is one, the generator's.
    pub(super) async fn hash(&mut self) -> Result<u32, EngineError> {
        let mut all = read_all(&mut self.machine, &self.net).await?;
        if let Some(generator) = &self.generator {
            all.extend(read_all(&mut self.machine, generator).await?);
        }
        Ok(hash(&all))
    }

    /// The network's states.
    pub(super) async fn weights(&mut self) -> Result<Weights, EngineError> {
        read_all(&mut self.machine, &self.net).await
    }

    pub(super) fn machine(&mut self) -> &mut Machine {
        &mut self.machine
    }
}

/// FNV-1a over the bits of all weights.
pub(super) fn hash(weights: &Weights) -> u32 {
    let bytes = weights.iter().flat_map(|(_, values)| values).flat_map(|value| value.to_bits().to_le_bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
