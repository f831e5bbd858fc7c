//! The programme: pixels that are learnt while the classifier stays as it is.
//!
//! Elsayed, Goodfellow and Sohl-Dickstein, "Adversarial reprogramming of neural networks", ICLR 2019: `x = board + M ⊙ p(W)`, where the
//! mask `M` is 0 where the board is, and `p` keeps pixels in their range; here `p(W) = ½ + ½ tanh W`, since pixels are 0 to 1.

use super::board::inside;
use crate::adversarial::victim::{PIXELS, Victim};
use crate::exhibit::Curve;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program};
use data::maths::tanh;
use nn::loss::cross_entropy;
use nn::optimiser::schedule::{cosine, step_count};
use nn::{Init, Layer as _, Minimiser, Parameter};

/// Boards of a step.
pub(super) const BATCH: usize = 64;
/// By what logits are multiplied in the loss: close calls weigh more.
const SHARP: f32 = 4.0;
/// Rate of Adam on `W`.
const RATE: f32 = 0.1;
/// Stream of random numbers: the first `W`.
const FIRST: u32 = 0x9ea1;

pub(super) struct Programme {
    machine: Machine,
    /// `W` and what Adam remembers.
    memory: Vec<String>,
    /// Whether squares lie on the programme, or on black.
    under: bool,
    pub(super) losses: Curve,
    pub(super) step: u64,
}

/// What a programme goes on from.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    states: Vec<Vec<f32>>,
    losses: Curve,
    step: u64,
}

impl Kept {
    pub(super) fn bytes(&self) -> usize {
        self.states.iter().map(|state| size_of_val(&**state)).sum::<usize>() + self.losses.bytes()
    }
}

/// Where `cover [N or 1, 784]` is 1 nothing of the programme is seen.
fn shown(programme: &Expr, boards: &Expr, cover: &Expr) -> Expr {
    programme * (1.0 - cover) + boards
}

impl Programme {
    /// For `victim`, to be learnt in `steps` steps.
    pub(super) fn new(
        device: &Device,
        victim: &Victim,
        under: bool,
        steps: u64,
        seed: u64,
    ) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (boards, y) = (program.state("boards", &[BATCH, PIXELS]), program.state("y", &[BATCH]));
        let middle = program.state("inside", &[1, PIXELS]);
        let w = Parameter::new(&mut program, "w", &[1, PIXELS], Init::Normal { mean: 0.0, std: 0.1 });
        let t = step_count(&mut program, "t");
        let x = shown(&(w.value.tanh() * 0.5 + 0.5), &boards, if under { &boards } else { &middle });
        let loss = cross_entropy(&(victim.build(&mut program).logits(&x) * SHARP), &y);
        let rate = cosine(&t.value, RATE, RATE * 0.01, steps.max(1) as f32);
        let mut memory = Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &w).memory;
        program.record(&loss);
        memory.extend([w, t]);
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        machine.write("inside", &inside())?;
        for (name, values) in memory.init(&mut Stream::new(seed, FIRST)) {
            machine.write(&name, &values)?;
        }
        let memory = memory.into_iter().map(|parameter| parameter.name).collect();
        Ok(Self { machine, memory, under, losses: Curve::default(), step: 0 })
    }

    /// A step on boards `[N, 784]` that are to be taken for `classes`.
    pub(super) async fn learn(&mut self, boards: &[f32], classes: &[f32]) -> Result<(), EngineError> {
        self.machine.write("boards", boards)?;
        self.machine.write("y", classes)?;
        self.machine.run(1)?;
        for loss in self.machine.drain().await? {
            self.losses.push(self.step as f32, loss);
        }
        self.step += 1;
        Ok(())
    }

    /// Its pixels as they are.
    pub(super) async fn pixels(&mut self) -> Result<Vec<f32>, EngineError> {
        let pixel = |w: f32| (0.5 + 0.5 * tanh(w)).clamp(0.0, 1.0);
        Ok(self.machine.read("w").await?.into_iter().map(pixel).collect())
    }

    /// The picture of a board in a programme of these pixels.
    pub(super) fn around(&self, pixels: &[f32], board: &[f32]) -> Vec<f32> {
        let inside = inside();
        let cover = if self.under { board } else { &inside };
        pixels.iter().zip(cover).zip(board).map(|((pixel, cover), board)| pixel * (1.0 - cover) + board).collect()
    }

    /// How many numbers of the classifier differ, bit for bit, from what `victim` says.
    pub(super) async fn changed(&mut self, victim: &Victim) -> Result<usize, EngineError> {
        victim.changed(&mut self.machine).await
    }

    pub(super) async fn keep(&mut self) -> Result<Kept, EngineError> {
        let mut states = Vec::new();
        for name in &self.memory {
            states.push(self.machine.read(name).await?);
        }
        Ok(Kept { states, losses: self.losses.clone(), step: self.step })
    }

    pub(super) fn back_to(&mut self, kept: &Kept) -> Result<(), EngineError> {
        (self.losses, self.step) = (kept.losses.clone(), kept.step);
        self.memory.iter().zip(&kept.states).try_for_each(|(name, values)| self.machine.write(name, values))
    }
}
