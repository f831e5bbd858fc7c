//! Where plans run: the CPU, or a GPU. The same calls on both.

use crate::error::{EngineError, ShapeError};
use crate::expr::Shape;
use crate::plan::Plan;
use crate::{cpu, gpu};
use ndarray::{ArrayD, ArrayViewD};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// A backend.
#[derive(Debug, Clone)]
pub enum Device {
    /// The CPU.
    Cpu,
    /// A GPU through wgpu.
    Gpu(Rc<gpu::Gpu>),
}

/// Values that arrive later.
pub type Later<T> = Pin<Box<dyn Future<Output = Result<T, EngineError>>>>;

impl Device {
    /// The CPU.
    pub fn cpu() -> Self {
        Self::Cpu
    }

    /// The GPU, if there is one.
    ///
    /// # Errors
    /// [`EngineError::NoGpu`] with what the platform says.
    pub async fn gpu() -> Result<Self, EngineError> {
        Ok(Self::Gpu(Rc::new(gpu::Gpu::open().await?)))
    }

    /// The GPU, with shaders written as `tuning` says.
    ///
    /// # Errors
    /// [`EngineError::NoGpu`] with what the platform says.
    pub async fn gpu_tuned(tuning: gpu::wgsl::Tuning) -> Result<Self, EngineError> {
        Ok(Self::Gpu(Rc::new(gpu::Gpu::open().await?.tuned(tuning))))
    }

    /// The adapter's name; empty on the CPU.
    pub fn adapter(&self) -> &str {
        match self {
            Self::Cpu => "",
            Self::Gpu(gpu) => gpu.adapter(),
        }
    }

    /// Whether it is a GPU.
    pub fn is_gpu(&self) -> bool {
        matches!(self, Self::Gpu(_))
    }

    /// A machine that runs `plan`, its memory all zeros.
    ///
    /// # Errors
    /// A plan that needs more memory than the device gives, or a device that is lost.
    pub fn machine(&self, plan: Plan) -> Result<Machine, EngineError> {
        Ok(match self {
            Self::Cpu => Machine::Cpu(Box::new(cpu::Machine::new(plan))),
            Self::Gpu(gpu) => Machine::Gpu(Box::new(gpu::Machine::new(Rc::clone(gpu), plan)?)),
        })
    }
}

/// A plan on a device, with its memory.
#[derive(Debug)]
pub enum Machine {
    /// On the CPU.
    Cpu(Box<cpu::Machine>),
    /// On a GPU.
    Gpu(Box<gpu::Machine>),
}

impl Machine {
    /// The plan it runs.
    pub fn plan(&self) -> &Plan {
        match self {
            Self::Cpu(machine) => machine.plan(),
            Self::Gpu(machine) => machine.plan(),
        }
    }

    /// Steps that may still run before the records are drained.
    pub fn room(&self) -> u32 {
        match self {
            Self::Cpu(machine) => machine.room(),
            Self::Gpu(machine) => machine.room(),
        }
    }

    /// Sets a state, before the steps that are run from now on.
    ///
    /// # Errors
    /// An unknown name or a wrong length.
    pub fn write(&mut self, name: &str, values: &[f32]) -> Result<(), EngineError> {
        match self {
            Self::Cpu(machine) => machine.write(name, values),
            Self::Gpu(machine) => machine.write(name, values),
        }
    }

    /// Sets a part of a state, from element `first` on.
    ///
    /// # Errors
    /// An unknown name, or values past its end.
    pub fn write_part(&mut self, name: &str, first: usize, values: &[f32]) -> Result<(), EngineError> {
        match self {
            Self::Cpu(machine) => machine.write_part(name, first, values),
            Self::Gpu(machine) => machine.write_part(name, first, values),
        }
    }

    /// Sets a state from an array of its shape.
    ///
    /// # Errors
    /// An unknown name, or another shape than the state's.
    pub fn write_array(&mut self, name: &str, values: &ArrayViewD<'_, f32>) -> Result<(), EngineError> {
        let shape = self.plan().named(name).map(|(_, buffer)| self.plan().shape(buffer));
        if let Some(shape) = shape
            && shape.axes() != values.shape()
        {
            let expected = format!("{shape} for “{name}”");
            return Err(ShapeError::new("write", expected, &[&Shape::new(values.shape())]).into());
        }
        match values.as_slice() {
            Some(slice) => self.write(name, slice),
            None => self.write(name, &values.iter().copied().collect::<Vec<f32>>()),
        }
    }

    /// A state or an output after the steps queued so far, as an array of its shape.
    pub fn read_array(&mut self, name: &str) -> Later<ArrayD<f32>> {
        let plan = self.plan();
        let axes = plan.named(name).map(|(_, buffer)| plan.shape(buffer).axes().to_vec()).unwrap_or_default();
        let values = self.read(name);
        Box::pin(async move {
            let values = values.await?;
            let got = values.len();
            ArrayD::from_shape_vec(axes, values).map_err(|_| EngineError::Length {
                name: "the array".to_owned(),
                expected: 0,
                got,
            })
        })
    }

    /// Runs `steps` steps; on a GPU: queues them, in one submission.
    ///
    /// # Errors
    /// More steps than the ring of records has room for, or a lost device.
    pub fn run(&mut self, steps: u32) -> Result<(), EngineError> {
        match self {
            Self::Cpu(machine) => machine.run(steps),
            Self::Gpu(machine) => machine.run(steps),
        }
    }

    /// The rows recorded since the last call, oldest first. The copy is queued at once; more steps may be queued behind it
    /// before the values are awaited.
    pub fn drain(&mut self) -> Later<Vec<f32>> {
        match self {
            Self::Cpu(machine) => {
                let rows = machine.drain();
                Box::pin(async move { Ok(rows) })
            }
            Self::Gpu(machine) => machine.drain(),
        }
    }

    /// Values of a state or an output after the steps queued so far.
    pub fn read(&mut self, name: &str) -> Later<Vec<f32>> {
        match self {
            Self::Cpu(machine) => {
                let values = machine.read(name);
                Box::pin(async move { values })
            }
            Self::Gpu(machine) => machine.read(name),
        }
    }
}
