//! A workload on a device.

use crate::inputs::{self, Spec};
use crate::step::{ADAM, Step};
use crate::workloads;
use compute::{Device, EngineError, Machine};

/// Why a workload could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// No such workload.
    #[error("expected the name of a workload, got “{0}”")]
    Unknown(String),
    /// It is in the table, but what it is made of is not written yet.
    #[error("not built yet: {0}")]
    NotBuilt(&'static str),
    /// Its file asks for an input that the table does not have.
    #[error("workloads.json has no input “{0}”")]
    Input(String),
    /// The table cannot be read.
    #[error("workloads.json: {0}")]
    Table(#[from] serde_json::Error),
    /// The engine refused.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A workload that runs.
#[derive(Debug)]
pub struct Runner {
    /// The machine, for whoever needs more than steps.
    pub machine: Machine,
    spec: Spec,
    name: String,
}

impl Runner {
    /// Compiles the workload's step and writes its first values.
    ///
    /// # Errors
    /// An unknown workload, one that is not built yet, or what the engine refuses.
    pub fn open(name: &str, device: &Device) -> Result<Self, BenchError> {
        let unknown = || BenchError::Unknown(name.to_owned());
        let spec = inputs::table()?.remove(name).ok_or_else(unknown)?;
        let workload = workloads::TABLE.iter().find(|workload| workload.name == name).ok_or_else(unknown)?;
        let build = workload.build.map_err(BenchError::NotBuilt)?;
        let mut step = Step::new(&spec);
        let loss = build(&mut step);
        if let Some(missing) = step.missing() {
            return Err(BenchError::Input(missing.to_owned()));
        }
        step.program.record(&loss);
        let machine = device.machine(step.program.compile()?)?;
        let mut runner = Self { machine, spec, name: name.to_owned() };
        runner.reset()?;
        if step.learns() {
            runner.machine.write("adam.rate", &ADAM[..1])?;
        }
        Ok(runner)
    }

    /// Writes the first values of all inputs. An optimiser's memory stays as it is.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn reset(&mut self) -> Result<(), BenchError> {
        for input in &self.spec.inputs {
            self.machine.write(&input.name, &input.values(&self.name))?;
        }
        Ok(())
    }

    /// What goes in.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }
}
