//! One point looked at closely: value, gradient and Hessian, all exact. A single point is faster on the CPU than a
//! question to the GPU, so the probe always runs there.

use super::formula::lower;
use super::race::engine;
use compute::{Device, Machine, Program, grad};
use labkit::LabError;
use labkit::formula::Ast;

/// What the surface is at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) gradient: [f64; 2],
    /// `[∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²]`.
    pub(super) hessian: [f64; 3],
}

pub(super) struct Probe {
    machine: Machine,
}

impl Probe {
    pub(super) fn new(f: &Ast) -> Result<Self, LabError> {
        let mut program = Program::new();
        let (x, y, k) = (program.state("x", &[]), program.state("y", &[]), program.state("k", &[]));
        let value = lower(f, [&x, &y, &k]);
        let slopes = grad(&value, &[&x, &y]);
        let (across, along) = (grad(&slopes[0], &[&x, &y]), grad(&slopes[1], &[&y]));
        for number in [&slopes[0], &slopes[1], &across[0], &across[1], &along[0]] {
            program.record(number);
        }
        let machine = Device::cpu().machine(program.compile().map_err(engine)?).map_err(engine)?;
        Ok(Self { machine })
    }

    pub(super) async fn look(&mut self, x: f32, y: f32, k: f32) -> Result<Look, LabError> {
        for (name, value) in [("x", x), ("y", y), ("k", k)] {
            self.machine.write(name, &[value]).map_err(engine)?;
        }
        self.machine.run(1).map_err(engine)?;
        let row = self.machine.drain().await.map_err(engine)?;
        let number = |i: usize| f64::from(row.get(i).copied().unwrap_or(f32::NAN));
        Ok(Look { gradient: [number(0), number(1)], hessian: [number(2), number(3), number(4)] })
    }
}
