//! A classifier of digits that learns: Adam on the cross-entropy, a batch of fresh digits a step; on request on attacked digits.

use super::super::attack::project::{Norm, project};
use super::{Victim, Weights};
use crate::exhibit::Curve;
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Plan, Program, Random, grad};
use data::made::digits::{CLASSES, Digits, Size};
use nn::activation::log_softmax;
use nn::loss::{cross_entropy, cross_entropy_with};
use nn::optimiser::schedule::{cosine, step_count};
use nn::{Layer, Minimiser, Net, Parameter, Stack};

/// Pixels of a row, and of a picture.
pub(in super::super) const SIDE: usize = 28;
pub(in super::super) const PIXELS: usize = SIDE * SIDE;
/// The share of its training in which the attack on its batches grows to its strength.
const WARM: f32 = 0.5;
/// Pictures of a step.
pub(in super::super) const BATCH: usize = 64;

/// What a classifier learns from.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct School {
    pub(in super::super) stack: Stack,
    /// By how much hands differ.
    pub(in super::super) variety: f32,
    /// Steps that it is to make.
    pub(in super::super) steps: u64,
    /// Weight decay, as of AdamW.
    pub(in super::super) decay: f32,
    /// Attack on each batch in L∞ before it is learnt: radius, and steps of the attack.
    pub(in super::super) attacked: Option<(f32, usize)>,
    /// What logits are divided by while it learns.
    pub(in super::super) temperature: f32,
}

impl School {
    /// Digits as they are, their classes, nothing else.
    pub(in super::super) fn plain(stack: &Stack, variety: f32, steps: u64) -> Self {
        Self { stack: stack.clone(), variety, steps, decay: 0.0, attacked: None, temperature: 1.0 }
    }
}

pub(in super::super) struct Learner {
    machine: Machine,
    net: Net,
    pub(super) school: School,
    seed: u64,
    pub(in super::super) left: Left,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Left {
    pub(in super::super) step: u64,
    pub(in super::super) losses: Curve,
    /// Of the newest batch.
    pub(in super::super) loss: Option<f32>,
}

/// The batch `x [N, 1, H, W]` after `steps` steps of projected sign ascent from a random place within `radius` (Madry et al., ICLR 2018); of
/// one step it is FGSM from a random start (Wong, Rice and Kolter, ICLR 2020).
fn attacked(net: &Net, x: &Expr, y: &Expr, random: &mut Random, (radius, steps): (&Expr, usize)) -> Expr {
    let axes = x.shape().axes().to_vec();
    let flat = [axes[0], PIXELS];
    let first = x.reshape(&flat);
    let bound = radius * Expr::constant(1.0, &vec![axes[0], 1].into());
    let start = &first + (random.uniform(&flat) * 2.0 - 1.0) * radius;
    let mut now = project(Norm::Max, &start, &first, &bound).stop_gradient();
    // One step goes a little beyond, several share two and a half radii.
    let rate = radius * if steps == 1 { 1.25 } else { 2.5 / steps as f32 };
    for _ in 0..steps {
        let loss = cross_entropy(&net.forward(&now.reshape(&axes)).reshape(&[axes[0], CLASSES]), y);
        let slope = grad(&loss, &[&now]).remove(0);
        now = project(Norm::Max, &(&now + slope.sign() * &rate), &first, &bound).stop_gradient();
    }
    now.reshape(&axes)
}

impl Learner {
    pub(in super::super) fn new(device: &Device, school: School, rate: f32, seed: u64) -> Result<Self, EngineError> {
        Self::taught(device, school, rate, seed, None)
    }

    /// With a `teacher` it learns what that one says instead of the classes (defensive distillation; Papernot et al., S&P 2016).
    pub(super) fn taught(
        device: &Device,
        school: School,
        rate: f32,
        seed: u64,
        teacher: Option<&Weights>,
    ) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[BATCH, 1, SIDE, SIDE]), program.state("y", &[BATCH]));
        let net = school.stack.build(&mut program);
        let mut memory: Vec<Parameter> = Vec::new();
        let t = step_count(&mut program, "t");
        let seen = match school.attacked {
            Some((radius, steps)) => {
                let mut random = Random::new(&mut program, "random");
                // From the first step at full strength it would learn nothing at all.
                let warm = (&t.value * (1.0 / (WARM * school.steps as f32))).min(&Expr::scalar(1.0));
                attacked(&net, &x, &y, &mut random, (&(warm * radius), steps))
            }
            None => x.clone(),
        };
        let cool = 1.0 / school.temperature;
        let logits = net.train(&mut program, &seen).reshape(&[BATCH, CLASSES]) * cool;
        let teacher = teacher.map(|weights| Victim::plain(&school.stack, vec![weights.clone()]));
        let loss = match &teacher {
            Some(teacher) => {
                let said = teacher.build(&mut program).logits(&x.reshape(&[BATCH, PIXELS])) * cool;
                cross_entropy_with(&logits, &log_softmax(&said, 1).exp().stop_gradient())
            }
            None => cross_entropy(&logits, &y),
        };
        let rate = cosine(&t.value, rate, rate * 0.01, school.steps as f32);
        memory.extend(Minimiser::adamw(&rate, school.decay).minimise(&mut program, "adam", &loss, &net).memory);
        memory.push(t);
        program.record(&loss);
        let mut machine = device.machine(program.compile()?)?;
        let mut random = Stream::new(seed, 0);
        for (name, values) in net.init(&mut random).into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values)?;
        }
        if school.attacked.is_some() {
            machine.write("random", &key(seed))?;
        }
        if let Some(teacher) = &teacher {
            teacher.write(&mut machine)?;
        }
        Ok(Self { machine, net, school, seed, left: Left::default() })
    }

    /// Learns on, from fresh digits.
    pub(in super::super) async fn learn(&mut self, steps: u64) -> Result<(), EngineError> {
        let digits = Digits { seed: self.seed, size: Size::Full, variety: self.school.variety };
        let mut x = vec![0.0; BATCH * PIXELS];
        for _ in 0..steps {
            let y: Vec<f32> =
                digits.fill(self.left.step * BATCH as u64, &mut x).iter().map(|one| f32::from(one.class)).collect();
            self.study(&x, &y).await?;
        }
        Ok(())
    }

    /// A step on `x [64, 784]` with the answers `y [64]`.
    pub(in super::super) async fn study(&mut self, x: &[f32], y: &[f32]) -> Result<(), EngineError> {
        self.machine.write("x", x)?;
        self.machine.write("y", y)?;
        self.machine.run(1)?;
        for loss in self.machine.drain().await? {
            self.left.losses.push(self.left.step as f32, loss);
            self.left.loss = Some(loss);
        }
        self.left.step += 1;
        Ok(())
    }

    pub(in super::super) fn machine(&mut self) -> &mut Machine {
        &mut self.machine
    }

    pub(in super::super) fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    /// All states of the network by name.
    pub(in super::super) async fn weights(&mut self) -> Result<Vec<(String, Vec<f32>)>, EngineError> {
        let mut names = Vec::new();
        self.net.each(&mut |parameter| names.push(parameter.name.clone()));
        let mut all = Vec::new();
        for name in names {
            let values = self.machine.read(&name).await?;
            all.push((name, values));
        }
        Ok(all)
    }
}
