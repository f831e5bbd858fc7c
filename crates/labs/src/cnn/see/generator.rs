//! A painter of digits: the decoder of a variational auto-encoder (Kingma and Welling, ICLR 2014), small enough to be learnt beside.
//!
//! Encoder `784 → 256 → μ, ln σ² [CODE]`, decoder `CODE → 256 → 784`, `x = sigmoid(·)`. The loss of a picture is the cross-entropy of
//! its pixels plus `½ Σ (μ² + σ² − ln σ² − 1)`.

use super::ascent::{PIXELS, SIDE};
use super::learner::{School, Weights, read_all};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, Random, Snapshot};
use nn::loss::bce_with_logits;
use nn::{Layer, Linear, Minimiser, Parameter};

/// Numbers of a code.
pub(super) const CODE: usize = 16;
const HIDDEN: usize = 256;
const BATCH: usize = 64;
/// Adam's rate.
const RATE: f32 = 2e-3;

/// The decoder.
#[derive(Debug, Clone)]
pub(super) struct Generator {
    hidden: Linear,
    out: Linear,
}
nn::layer!(Generator { hidden, out });

impl Generator {
    pub(super) fn new(program: &mut Program) -> Self {
        Self { hidden: Linear::new(program, "painter1", CODE, HIDDEN), out: Linear::new(program, "painter2", HIDDEN, PIXELS) }
    }

    fn logits(&self, z: &Expr) -> Expr {
        self.out.forward(&self.hidden.forward(z).relu())
    }

    /// `[N, CODE] → [N, 1, 28, 28]`.
    pub(super) fn paint(&self, z: &Expr) -> Expr {
        self.logits(z).sigmoid().reshape(&[z.shape().axes()[0], 1, SIDE, SIDE])
    }
}

/// The auto-encoder in training.
pub(super) struct Painter {
    machine: Machine,
    decoder: Generator,
    school: School,
    seed: u64,
    /// Steps that it has made.
    pub(super) step: u64,
    /// What was saved last: clones share their values.
    kept: Option<(Snapshot, u64)>,
}

impl Painter {
    pub(super) fn new(device: &Device, school: School, seed: u64) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[BATCH, PIXELS]);
        let mut random = Random::new(&mut program, "random");
        let encoder = (Linear::new(&mut program, "encoder1", PIXELS, HIDDEN), Linear::new(&mut program, "encoder2", HIDDEN, 2 * CODE));
        let decoder = Generator::new(&mut program);
        let code = encoder.1.forward(&encoder.0.forward(&x).relu());
        let (mean, log) = (code.slice(1, 0, CODE), code.slice(1, CODE, CODE));
        let z = &mean + (&log * 0.5).exp() * random.normal(&[BATCH, CODE]);
        let apart = (mean.square() + log.exp() - &log - 1.0).sum() * (0.5 / BATCH as f32);
        let loss = bce_with_logits(&decoder.logits(&z), &x) * PIXELS as f32 + apart;
        let all = (encoder, decoder.clone());
        let memory: Vec<Parameter> = Minimiser::adam(RATE).minimise(&mut program, "adam", &loss, &all).memory;
        let mut machine = device.machine(program.compile()?)?;
        let mut stream = Stream::new(seed, 2);
        for (name, values) in all.init(&mut stream).into_iter().chain(memory.init(&mut stream)) {
            machine.write(&name, &values)?;
        }
        machine.write("random", &key(seed))?;
        Ok(Self { machine, decoder, school, seed, step: 0, kept: None })
    }

    pub(super) fn advance(&mut self, steps: u64) -> Result<(), EngineError> {
        let mut x = vec![0.0; BATCH * PIXELS];
        for _ in 0..steps {
            self.school.draw(self.seed, self.step * BATCH as u64, &mut x);
            self.machine.write("x", &x)?;
            self.machine.run(1)?;
            self.step += 1;
        }
        Ok(())
    }

    pub(super) async fn weights(&mut self) -> Result<Weights, EngineError> {
        read_all(&mut self.machine, &self.decoder).await
    }

    /// What it goes on from, taken anew only after a step.
    pub(super) async fn save(&mut self) -> Result<(Snapshot, u64), EngineError> {
        if let Some(kept) = self.kept.as_ref().filter(|(_, step)| *step == self.step) {
            return Ok(kept.clone());
        }
        let kept = (self.machine.snapshot().await?, self.step);
        self.kept = Some(kept.clone());
        Ok(kept)
    }

    pub(super) fn restore(&mut self, (snapshot, step): &(Snapshot, u64)) -> Result<(), EngineError> {
        self.machine.restore(snapshot)?;
        self.step = *step;
        Ok(())
    }
}
