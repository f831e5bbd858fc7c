//! Logits and slopes, for attacks that reckon on the host.

use crate::adversarial::victim::{PIXELS, Victim};
use compute::{Device, EngineError, Expr, Machine, Program, grad};

pub(super) struct Slopes {
    pub(super) machine: Machine,
    count: usize,
}

/// Of pictures `[N, 784]`: logits `[N, 10]`, and slopes `[N, 784]` of each number that was asked for.
pub(super) struct Found {
    pub(super) logits: Vec<f32>,
    pub(super) slopes: Vec<Vec<f32>>,
}

impl Slopes {
    /// Of numbers `[N, 1]` that `of` makes of logits and classes.
    pub(super) fn new(
        device: &Device,
        victim: &Victim,
        rows: usize,
        of: impl Fn(&Expr, &Expr) -> Vec<Expr>,
    ) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[rows, PIXELS]);
        let class = program.state("class", &[rows]);
        let logits = victim.build(&mut program).logits(&x);
        let numbers = of(&logits, &class);
        program.output("logits", &logits);
        for (at, number) in numbers.iter().enumerate() {
            program.output(&named(at), &grad(&number.sum(), &[&x]).remove(0));
        }
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine, count: numbers.len() })
    }

    /// At `pictures`, for `classes`.
    pub(super) async fn at(&mut self, pictures: &[f32], classes: &[f32]) -> Result<Found, EngineError> {
        self.machine.write("x", pictures)?;
        self.machine.write("class", classes)?;
        self.machine.run(1)?;
        let logits = self.machine.read("logits").await?;
        let mut slopes = Vec::new();
        for at in 0..self.count {
            slopes.push(self.machine.read(&named(at)).await?);
        }
        Ok(Found { logits, slopes })
    }
}

fn named(at: usize) -> String {
    format!("slope{at}")
}
