//! What a critic says of the plane: its height and its slope at some points, by a plan of its own.

use super::net::{Bend, Critic};
use super::pairs::Spot;
use compute::{Device, EngineError, Machine, Program};

pub(in super::super) struct Look {
    machine: Machine,
    points: usize,
}

impl Look {
    /// For `points` points at a time.
    pub(in super::super) fn new(
        device: &Device,
        (hidden, width, bend): (usize, usize, Bend),
        points: usize,
    ) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[points, 2]);
        let critic = Critic::new(&mut program, hidden, width, bend);
        program.output("height", &critic.forward(&x));
        program.output("slope", &critic.slopes(&x));
        Ok(Self { machine: device.machine(program.compile()?)?, points })
    }

    /// f and ‖∇f‖ at each of `at`, which are as many as were said, with these weights.
    pub(in super::super) async fn at(
        &mut self,
        at: &[Spot],
        weights: &[(String, Vec<f32>)],
    ) -> Result<(Vec<f32>, Vec<f32>), EngineError> {
        let mut x = at.as_flattened().to_vec();
        x.resize(2 * self.points, 0.0);
        self.machine.write("x", &x)?;
        for (name, values) in weights {
            self.machine.write(name, values)?;
        }
        self.machine.run(1)?;
        Ok((self.machine.read("height").await?, self.machine.read("slope").await?))
    }
}
