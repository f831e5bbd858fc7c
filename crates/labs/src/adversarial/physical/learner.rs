//! A classifier that knows people through a camera.

use super::camera::{VIEW, camera, views};
use super::people::{NUMBERS, PEOPLE, People, SIDE};
use crate::exhibit::Curve;
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, Random};
use nn::loss::cross_entropy;
use nn::optimiser::schedule::{cosine, step_count};
use nn::stack::StackError;
use nn::{Layer as _, Minimiser, Net, Stack};

/// Its layers, and its classes.
pub(super) const CLASSIFIER: (&str, usize) =
    ("conv 12 3 s2 p1, relu, conv 24 3 s2 p1, relu, dense 48, relu, dense 6", PEOPLE);
/// Photographs of a batch, and of each person in the album that it learns from.
const BATCH: usize = 48;
pub(super) const ALBUM: usize = 32;
const RATE: f32 = 4e-3;

pub(super) struct Learner {
    pub(super) machine: Machine,
    net: Net,
    seed: u64,
    /// Photographs, person after person.
    album: Vec<f32>,
    pub(super) left: Left,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Left {
    pub(super) step: u64,
    pub(super) losses: Curve,
    pub(super) loss: Option<f32>,
}

/// A classifier as it stands.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) stack: Stack,
    pub(super) weights: Vec<(String, Vec<f32>)>,
}

/// What its layers are made for.
pub(super) fn stack() -> Result<Stack, StackError> {
    Stack::parse(CLASSIFIER.0, [3, SIDE, SIDE])
}

impl Learner {
    pub(super) fn new(
        device: &Device,
        stack: &Stack,
        people: &People,
        steps: u64,
        seed: u64,
    ) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[BATCH, 3, SIDE, SIDE]), program.state("y", &[BATCH]));
        let net = stack.build(&mut program);
        let mut random = Random::new(&mut program, "random");
        let seen = camera(&x, &views(&mut random, BATCH, &Expr::scalar(1.0)));
        let loss = cross_entropy(&net.train(&mut program, &seen).reshape(&[BATCH, PEOPLE]), &y);
        let t = step_count(&mut program, "t");
        let rate = cosine(&t.value, RATE, RATE * 0.01, steps as f32);
        let mut memory = Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &net).memory;
        memory.push(t);
        program.record(&loss);
        let mut machine = device.machine(program.compile()?)?;
        let mut first = Stream::new(seed, 0);
        for (name, values) in net.init(&mut first).into_iter().chain(memory.init(&mut first)) {
            machine.write(&name, &values)?;
        }
        machine.write("random", &key(seed))?;
        let album = (0..PEOPLE).flat_map(|person| people.photos(person, 0, ALBUM)).collect();
        Ok(Self { machine, net, seed, album, left: Left::default() })
    }

    pub(super) async fn learn(&mut self, steps: u64) -> Result<(), EngineError> {
        for _ in 0..steps {
            let mut lot = Stream::new(self.seed, self.left.step as u32 + 1);
            let picked: Vec<usize> = (0..BATCH).map(|_| (lot.uniform() * (PEOPLE * ALBUM) as f32) as usize).collect();
            let x: Vec<f32> = picked.iter().flat_map(|at| &self.album[at * NUMBERS..][..NUMBERS]).copied().collect();
            let y: Vec<f32> = picked.iter().map(|at| (at / ALBUM) as f32).collect();
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

    pub(super) async fn known(&mut self, stack: &Stack) -> Result<Known, EngineError> {
        let mut names = Vec::new();
        self.net.each(&mut |parameter| names.push(parameter.name.clone()));
        let mut weights = Vec::new();
        for name in names {
            let values = self.machine.read(&name).await?;
            weights.push((name, values));
        }
        Ok(Known { stack: stack.clone(), weights })
    }
}

/// The camera with the classifier behind it.
pub(super) struct Gate {
    machine: Machine,
    rows: usize,
}

/// What it made of pictures.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Passed {
    /// What the camera saw.
    pub(super) seen: Vec<f32>,
    /// How likely each person is.
    pub(super) chances: Vec<f32>,
}

impl Gate {
    /// For `rows` pictures at a time.
    pub(super) fn new(device: &Device, known: &Known, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, view) = (program.state("x", &[rows, 3, SIDE, SIDE]), program.state("view", &[rows, VIEW]));
        let seen = camera(&x, &view);
        let net = known.stack.build(&mut program);
        let logits = net.forward(&seen).reshape(&[rows, PEOPLE]);
        program.output("seen", &seen);
        program.output("chances", &nn::activation::softmax(&logits, 1));
        let mut machine = device.machine(program.compile()?)?;
        for (name, values) in &known.weights {
            machine.write(name, values)?;
        }
        Ok(Self { machine, rows })
    }

    /// Lets as many pictures pass as it was made for, each in its view.
    pub(super) async fn pass(&mut self, pictures: &[f32], views: &[f32]) -> Result<Passed, EngineError> {
        debug_assert_eq!(pictures.len(), self.rows * NUMBERS);
        self.machine.write("x", pictures)?;
        self.machine.write("view", views)?;
        self.machine.run(1)?;
        Ok(Passed { seen: self.machine.read("seen").await?, chances: self.machine.read("chances").await? })
    }
}

impl Passed {
    /// Who each is taken for.
    pub(super) fn answers(&self) -> impl Iterator<Item = usize> {
        self.chances.chunks_exact(PEOPLE).map(crate::adversarial::victim::likeliest)
    }

    /// The share that is taken for a person.
    pub(super) fn share(&self, person: usize) -> f64 {
        let all = self.chances.len() / PEOPLE;
        self.answers().filter(|answer| *answer == person).count() as f64 / all.max(1) as f64
    }
}
