//! The classifier that is attacked.

mod course;
mod exam;
mod given;
mod learner;
pub(super) mod pupils;
mod shield;

pub(super) use course::{Course, Together};
pub(super) use exam::Exam;
pub(super) use given::Given;
pub(super) use learner::{BATCH, Learner, Left, PIXELS, SIDE, School};
pub(super) use shield::Shield;

use compute::{Device, EngineError, Expr, Machine, Program};
use data::made::digits::CLASSES;
use nn::activation::{log_softmax, log_sum_exp};
use nn::{Net, Stack};
use shield::Guard;

/// What tells the seed of one way from that of the next.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

/// States by name.
pub(super) type Weights = Vec<(String, Vec<f32>)>;

/// A classifier as it stands: one network, or several, each looking once along every way; it answers with the mean of all their
/// probabilities.
#[derive(Debug, Clone)]
pub(super) struct Victim {
    pub(super) stack: Stack,
    pub(super) members: Vec<Weights>,
    /// Through which shield a picture comes, if through any.
    pub(super) ways: Vec<Option<Shield>>,
    /// What decides what its shields draw.
    pub(super) seed: u64,
}

/// It in a program.
pub(super) struct Built {
    nets: Vec<Net>,
    guards: Vec<Option<Guard>>,
}

impl Victim {
    /// Looks once, through no shield.
    pub(super) fn plain(stack: &Stack, members: Vec<Weights>) -> Self {
        Self { stack: stack.clone(), members, ways: vec![None], seed: 0 }
    }

    /// The same looking along other ways.
    pub(super) fn along(&self, ways: Vec<Option<Shield>>, seed: u64) -> Self {
        Self { ways, seed, ..self.clone() }
    }

    /// Whether the other differs in its weights alone.
    pub(super) fn built_as(&self, other: &Self) -> bool {
        self.stack == other.stack && self.members.len() == other.members.len() && self.ways == other.ways
    }

    /// Declares its states.
    pub(super) fn build(&self, program: &mut Program) -> Built {
        let nets = (0..self.members.len()).map(|at| {
            let mut stack = self.stack.clone();
            stack.layers.iter_mut().for_each(|layer| layer.name = named(at, &layer.name));
            stack.build(program)
        });
        let nets = nets.collect();
        let ways = self.ways.iter().enumerate();
        let guards = ways.map(|(at, shield)| shield.map(|shield| shield.declare(program, |name| named(at, name))));
        let guards = guards.collect();
        Built { nets, guards }
    }

    /// Writes its states.
    pub(super) fn write(&self, machine: &mut Machine) -> Result<(), EngineError> {
        for (at, weights) in self.members.iter().enumerate() {
            weights.iter().try_for_each(|(name, values)| machine.write(&named(at, name), values))?;
        }
        self.draw_again(machine, true)
    }

    /// Begins to draw from the start, where shields draw; with `all` writes their other states, too.
    pub(super) fn draw_again(&self, machine: &mut Machine, all: bool) -> Result<(), EngineError> {
        for (at, shield) in self.ways.iter().enumerate() {
            let Some(shield) = shield else { continue };
            // Each way draws for itself: looks that all draw the same would be one look.
            let seed = self.seed.wrapping_add(APART.wrapping_mul(at as u64));
            let values = shield.values(seed).into_iter().filter(|_| all || matches!(shield, Shield::Resize(_)));
            for (name, values) in values {
                machine.write(&named(at, name), &values)?;
            }
        }
        Ok(())
    }

    /// How many of its numbers are others in a machine, bit for bit.
    pub(super) async fn changed(&self, machine: &mut Machine) -> Result<usize, EngineError> {
        let mut changed = 0;
        for (at, weights) in self.members.iter().enumerate() {
            for (name, values) in weights {
                let now = machine.read(&named(at, name)).await?;
                changed += now.iter().zip(values).filter(|(now, before)| now.to_bits() != before.to_bits()).count();
            }
        }
        Ok(changed)
    }
}

fn named(at: usize, name: &str) -> String {
    format!("{at}.{name}")
}

impl Built {
    /// Logits `[N, 10]` of pictures `[N, 784]`; of several networks or ways the logarithms of their mean probabilities. Shields that
    /// draw do so anew in each call and step.
    pub(super) fn logits(&mut self, x: &Expr) -> Expr {
        let rows = x.shape().axes()[0];
        let mut all = Vec::new();
        for guard in &mut self.guards {
            let seen = guard.as_mut().map_or_else(|| x.clone(), |guard| guard.pass(x)).reshape(&[rows, 1, SIDE, SIDE]);
            all.extend(self.nets.iter().map(|net| net.forward(&seen).reshape(&[rows, CLASSES])));
        }
        if let [one] = &all[..] {
            return one.clone();
        }
        let shares: Vec<Expr> = all.iter().map(|logits| log_softmax(logits, 1).reshape(&[1, rows, CLASSES])).collect();
        let shares = Expr::concat(&shares.iter().collect::<Vec<_>>(), 0);
        log_sum_exp(&shares, 0).reshape(&[rows, CLASSES]) - (all.len() as f32).ln()
    }
}

/// What a classifier says of pictures.
pub(super) struct Asked {
    machine: Machine,
    victim: Victim,
    rows: usize,
}

impl Asked {
    /// For `rows` pictures at a time.
    pub(super) fn new(device: &Device, victim: &Victim, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[rows, PIXELS]);
        let logits = victim.build(&mut program).logits(&x);
        program.output("logits", &logits);
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine, victim: victim.clone(), rows })
    }

    /// Goes over to the same with other weights; false where that one is built otherwise.
    pub(super) fn face(&mut self, victim: &Victim) -> Result<bool, EngineError> {
        let alike = self.victim.built_as(victim);
        if alike {
            victim.write(&mut self.machine)?;
            self.victim = victim.clone();
        }
        Ok(alike)
    }

    pub(super) fn machine(&mut self) -> &mut Machine {
        &mut self.machine
    }

    /// Logits, ten for each of `pictures`; the same for the same, also where a shield draws.
    pub(super) async fn logits(&mut self, pictures: &[f32]) -> Result<Vec<f32>, EngineError> {
        let mut all = Vec::with_capacity(pictures.len() / PIXELS * CLASSES);
        self.victim.draw_again(&mut self.machine, false)?;
        let mut x = vec![0.0; self.rows * PIXELS];
        for part in pictures.chunks(x.len().max(1)) {
            x[..part.len()].copy_from_slice(part);
            self.machine.write("x", &x)?;
            self.machine.run(1)?;
            let logits = self.machine.read("logits").await?;
            all.extend_from_slice(&logits[..part.len() / PIXELS * CLASSES]);
        }
        Ok(all)
    }
}

/// The place of the greatest.
pub(super) fn likeliest(row: &[f32]) -> usize {
    row.iter().enumerate().fold(0, |best, (at, value)| if *value > row[best] { at } else { best })
}

/// `softmax` of each row of ten.
pub(super) fn shares(logits: &[f32]) -> Vec<f32> {
    logits.chunks_exact(CLASSES).flat_map(|row| (0..CLASSES).map(|k| chance(row, k))).collect()
}

/// `softmax(z)_k`.
pub(super) fn chance(logits: &[f32], k: usize) -> f32 {
    1.0 / logits.iter().map(|z| data::maths::exp(z - logits[k])).sum::<f32>()
}

/// By how much logit `k` is above all others.
pub(super) fn ahead(logits: &[f32], k: usize) -> f32 {
    let others = logits.iter().enumerate().filter(|(class, _)| *class != k).map(|(_, z)| *z);
    logits[k] - others.fold(f32::MIN, f32::max)
}

/// Of each row of `logits [N, 10]` the class.
pub(super) fn answers(logits: &[f32]) -> impl Iterator<Item = usize> {
    logits.chunks_exact(CLASSES).map(likeliest)
}

/// The share of rows whose class is the right one.
pub(super) fn share(logits: &[f32], classes: &[f32]) -> f64 {
    let right = answers(logits).zip(classes).filter(|(answer, class)| *answer as f32 == **class).count();
    right as f64 / classes.len().max(1) as f64
}
