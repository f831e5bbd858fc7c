//! The classifier that is attacked.

mod exam;
mod learner;

pub(super) use exam::Exam;
pub(super) use learner::{Learner, Left, PIXELS, SIDE, School};

use compute::{Device, EngineError, Expr, Machine, Program};
use data::made::digits::CLASSES;
use nn::activation::log_softmax;
use nn::{Net, Stack};

/// States by name.
pub(super) type Weights = Vec<(String, Vec<f32>)>;

/// A classifier as it stands: one network, or several that answer with the mean of their probabilities.
#[derive(Debug, Clone)]
pub(super) struct Victim {
    pub(super) stack: Stack,
    pub(super) members: Vec<Weights>,
}

/// Its networks in a program.
pub(super) struct Built(Vec<Net>);

impl Victim {
    /// Declares its states.
    pub(super) fn build(&self, program: &mut Program) -> Built {
        let member = |at: usize| {
            let mut stack = self.stack.clone();
            stack.layers.iter_mut().for_each(|layer| layer.name = named(at, &layer.name));
            stack.build(program)
        };
        Built((0..self.members.len()).map(member).collect())
    }

    /// Writes its states.
    pub(super) fn write(&self, machine: &mut Machine) -> Result<(), EngineError> {
        let members = self.members.iter().enumerate();
        let mut all =
            members.flat_map(|(at, weights)| weights.iter().map(move |(name, values)| (named(at, name), values)));
        all.try_for_each(|(name, values)| machine.write(&name, values))
    }
}

fn named(member: usize, name: &str) -> String {
    format!("{member}.{name}")
}

impl Built {
    /// Logits `[N, 10]` of pictures `[N, 784]`; of several networks the logarithms of their mean probabilities.
    pub(super) fn logits(&self, x: &Expr) -> Expr {
        let rows = x.shape().axes()[0];
        let x = x.reshape(&[rows, 1, SIDE, SIDE]);
        let of = |net: &Net| net.forward(&x).reshape(&[rows, CLASSES]);
        if let [one] = &self.0[..] {
            return of(one);
        }
        let shares = self.0.iter().map(|net| log_softmax(&of(net), 1).exp()).reduce(|sum, share| sum + share);
        shares.map_or_else(|| x.clone(), |sum| (sum * (1.0 / self.0.len() as f32) + 1e-12).log())
    }
}

/// What a classifier says of pictures.
pub(super) struct Asked {
    machine: Machine,
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
        Ok(Self { machine, rows })
    }

    /// Logits, ten for each of `pictures`.
    pub(super) async fn logits(&mut self, pictures: &[f32]) -> Result<Vec<f32>, EngineError> {
        let mut all = Vec::with_capacity(pictures.len() / PIXELS * CLASSES);
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
