//! A network that tells vowels apart, and how it learns.

use super::ear::{BANDS, Ear, FRAMES, RATE, SAMPLES};
use crate::exhibit::Curve;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program};
use data::made::tones::{TAKES, Utterance};
use nn::loss::cross_entropy;
use nn::optimiser::schedule::{cosine, step_count};
use nn::{Layer as _, Minimiser, Net, Stack};

/// The first vowels of the set, which it tells apart: i ɛ ɑ ɔ u.
pub(super) const VOWELS: usize = 5;
/// Sounds of a step, and steps of its training.
const BATCH: usize = 32;
pub(super) const STEPS: u64 = 160;
const LEARNING: f32 = 4e-3;
const NET: &str = "conv 12 5 s2, relu, dense 32, relu, dense 5";

/// What it has learnt, by name.
pub(super) type Weights = Vec<(String, Vec<f32>)>;

/// Sound `index` of a set and its vowel: by another speaker than those before and after it.
pub(super) fn sound(seed: u64, index: u64) -> (Vec<f32>, usize) {
    let said = Utterance::draw(VOWELS, seed, (index * VOWELS as u64 + index % VOWELS as u64) * TAKES);
    (said.samples(RATE, SAMPLES), said.vowel)
}

/// A program's network, ready to be asked.
pub(super) struct Built {
    pub(super) ear: Ear,
    net: Net,
}

impl Built {
    pub(super) fn new(program: &mut Program, stack: &Stack) -> Self {
        Self { ear: Ear::new(program), net: stack.build(program) }
    }

    /// `[N, 1, FRAMES, BANDS] → [N, VOWELS]`.
    pub(super) fn logits(&self, heard: &Expr) -> Expr {
        self.net.forward(heard).reshape(&[heard.shape().axes()[0], VOWELS])
    }
}

pub(super) struct Listener {
    pub(super) machine: Machine,
    pub(super) stack: Stack,
    names: Vec<String>,
    seed: u64,
    pub(super) left: Left,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Left {
    pub(super) step: u64,
    pub(super) losses: Curve,
    pub(super) loss: Option<f32>,
}

/// The network's layers.
pub(super) fn stack() -> Result<Stack, nn::StackError> {
    Stack::parse(NET, [1, FRAMES, BANDS])
}

impl Listener {
    pub(super) fn new(device: &Device, stack: Stack, seed: u64) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[BATCH, SAMPLES]), program.state("y", &[BATCH]));
        let built = Built::new(&mut program, &stack);
        let t = step_count(&mut program, "t");
        let loss = cross_entropy(&built.logits(&built.ear.hear(&x)), &y);
        let rate = cosine(&t.value, LEARNING, LEARNING * 0.01, STEPS as f32);
        let mut memory = Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &built.net).memory;
        memory.push(t);
        program.record(&loss);
        let mut machine = device.machine(program.compile()?)?;
        let mut random = Stream::new(seed, 0);
        let first = built.net.init(&mut random);
        let names = first.iter().map(|(name, _)| name.clone()).collect();
        for (name, values) in first.into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values)?;
        }
        Ear::write(&mut machine)?;
        Ok(Self { machine, stack, names, seed, left: Left::default() })
    }

    pub(super) async fn learn(&mut self, steps: u64) -> Result<(), EngineError> {
        for _ in 0..steps {
            let (mut x, mut y) = (Vec::with_capacity(BATCH * SAMPLES), Vec::with_capacity(BATCH));
            for index in 0..BATCH as u64 {
                let (samples, vowel) = sound(self.seed, self.left.step * BATCH as u64 + index);
                x.extend(samples);
                y.push(vowel as f32);
            }
            self.machine.write("x", &x)?;
            self.machine.write("y", &y)?;
            self.machine.run(1)?;
            for loss in self.machine.drain().await? {
                self.left.losses.push(self.left.step as f32, loss);
                self.left.loss = Some(loss);
            }
            self.left.step += 1;
        }
        Ok(())
    }

    pub(super) async fn weights(&mut self) -> Result<Weights, EngineError> {
        let mut all = Vec::new();
        for name in &self.names {
            all.push((name.clone(), self.machine.read(name).await?));
        }
        Ok(all)
    }
}

/// What it hears in sounds, so many at a time.
pub(super) struct Asked(Machine);

impl Asked {
    pub(super) fn new(device: &Device, stack: &Stack, weights: &Weights, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[rows, SAMPLES]);
        let built = Built::new(&mut program, stack);
        let heard = built.ear.hear(&x);
        program.output("logits", &built.logits(&heard));
        program.output("heard", &heard);
        let mut machine = device.machine(program.compile()?)?;
        for (name, values) in weights {
            machine.write(name, values)?;
        }
        Ear::write(&mut machine)?;
        Ok(Self(machine))
    }

    /// Logits, and spectrograms.
    pub(super) async fn hear(&mut self, sounds: &[f32]) -> Result<(Vec<f32>, Vec<f32>), EngineError> {
        self.0.write("x", sounds)?;
        self.0.run(1)?;
        Ok((self.0.read("logits").await?, self.0.read("heard").await?))
    }
}
