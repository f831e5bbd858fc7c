//! What one number of a layer sees, measured: its gradient with respect to the picture, over random pictures and weights.

use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan, Program, Snapshot, grad};
use data::random::Random;
use labkit::model::Saved;
use nn::Layer as _;
use nn::stack::{Net, Stack};
use std::ops::Range;
use std::rc::Rc;

/// Pictures of a step.
const BATCH: usize = 4;

pub(super) struct Probe {
    machine: Machine,
    net: Net,
    seed: u64,
    /// Numbers of a channel of the layer.
    places: usize,
    kept: Kept,
    width: usize,
}

/// What has been seen so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    steps: u64,
    unit: usize,
    /// Mean size of the gradient at each pixel.
    strength: Vec<f32>,
}

/// The pixels that were reached.
pub(super) struct Seen {
    pub(super) strength: Vec<f32>,
    pub(super) pixels: usize,
    /// The longer side of the smallest box around them.
    pub(super) side: usize,
}

impl Seen {
    /// How many of them lie outside a box.
    pub(super) fn outside(&self, down: &Range<usize>, across: &Range<usize>, width: usize) -> usize {
        let reached = self.strength.iter().enumerate().filter(|(_, strength)| **strength != 0.0);
        reached.filter(|(at, _)| !down.contains(&(at / width)) || !across.contains(&(at % width))).count()
    }
}

impl Probe {
    /// For layer `layer`, from 1; 0 is the picture itself. A plan of the layers up to it: what comes after plays no part.
    pub(super) fn new(stack: &Stack, layer: usize, seed: u64, device: &Device) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let [c, h, w] = stack.input;
        let x = program.state("x", &[BATCH, c, h, w]);
        let upto = Stack { layers: stack.layers[..layer.min(stack.layers.len())].to_vec(), ..stack.clone() };
        let net = upto.build(&mut program);
        let value = net.taps(&x).pop().map_or_else(|| x.clone(), |tap| tap.value);
        // The first channel, or the first number where the layer is flat.
        let (value, places) = match *value.shape().axes() {
            [_, _, rows, columns] => (value.slice(1, 0, 1).reshape(&[BATCH, rows * columns]), rows * columns),
            _ => (value.slice(1, 0, 1), 1),
        };
        let unit = program.state("unit", &[places]);
        let slope = grad(&(value * unit).sum(), &[&x]).remove(0).abs();
        program.output("reach", &slope.sum_axes(&[0, 1]).reshape(&[h * w]));
        let machine = device.machine(program.compile()?)?;
        Ok(Self { machine, net, seed, places, kept: Kept { strength: vec![0.0; h * w], ..Kept::default() }, width: w })
    }

    /// Looks at number `unit`; what was seen of another is forgotten.
    pub(super) fn aim(&mut self, unit: usize) -> Result<(), EngineError> {
        let hot: Vec<f32> = (0..self.places).map(|at| f32::from(u8::from(at == unit.min(self.places - 1)))).collect();
        if unit != self.kept.unit {
            self.kept = Kept { unit, strength: vec![0.0; self.kept.strength.len()], ..Kept::default() };
        }
        self.machine.write("unit", &hot)
    }

    /// Other weights, other pictures, once more.
    pub(super) async fn step(&mut self) -> Result<(), EngineError> {
        let step = self.kept.steps;
        for (name, values) in self.net.init(&mut Stream::new(self.seed, step as u32)) {
            self.machine.write(&name, &values)?;
        }
        let mut random = Random::of(self.seed ^ 0x7072_6f62_6500_0000, step);
        let pixels: Vec<f32> = (0..BATCH * self.net.stack().input.iter().product::<usize>()).map(|_| random.normal()).collect();
        self.machine.write("x", &pixels)?;
        self.machine.run(1)?;
        let reach = self.machine.read("reach").await?;
        let weight = 1.0 / (step + 1) as f32;
        for (strength, new) in self.kept.strength.iter_mut().zip(reach) {
            *strength += (new / BATCH as f32 - *strength) * weight;
        }
        self.kept.steps += 1;
        Ok(())
    }

    pub(super) fn steps(&self) -> u64 {
        self.kept.steps
    }

    pub(super) fn seen(&self) -> Seen {
        let strength = self.kept.strength.clone();
        let reached: Vec<usize> = (0..strength.len()).filter(|at| strength[*at] != 0.0).collect();
        let extent = |of: &dyn Fn(usize) -> usize| {
            let all = || reached.iter().map(|at| of(*at));
            all().max().zip(all().min()).map_or(0, |(most, least)| most - least + 1)
        };
        let side = extent(&|at| at / self.width).max(extent(&|at| at % self.width));
        Seen { pixels: reached.len(), side, strength }
    }

    pub(super) fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    pub(super) async fn save(&mut self) -> Result<Saved, EngineError> {
        let own_bytes = size_of_val(&*self.kept.strength);
        Ok(Saved { machine: self.machine.snapshot().await?, own: Rc::new(self.kept.clone()), own_bytes })
    }

    pub(super) fn restore(&mut self, machine: &Snapshot, kept: &Kept) -> Result<(), EngineError> {
        self.machine.restore(machine)?;
        self.kept = kept.clone();
        Ok(())
    }
}
