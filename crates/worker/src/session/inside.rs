//! What the reader sees of the inside: the kernels of a step, each with its shader, its twin, and both held against each other.

use super::Session;
use crate::words;
use compute::gpu::wgsl::Tuning;
use compute::{Device, Plan};
use labkit::message::{FromWorker, KernelReport, Look, Parity};
use labkit::{LabError, Sentence};

impl Session {
    /// Sends what is asked for; nothing where there is nothing to run.
    pub(super) async fn look(&mut self, look: Look) -> Result<(), LabError> {
        let plan = self.open.as_ref().and_then(|open| open.model.plan().cloned());
        match (look, plan) {
            (Look::Plan, plan) => {
                let lines = plan.iter().flat_map(|plan| (0..plan.kernels.len()).map(|index| plan.describe(index)));
                self.port.send(&FromWorker::Plan(lines.map(|line| line.trim_end().to_owned()).collect()));
            }
            (Look::Kernel(index), Some(plan)) => {
                if let Some(report) = self.kernel(&plan, index).await? {
                    self.port.send(&FromWorker::Kernel(Box::new(report)));
                }
            }
            (Look::Kernel(_), None) => {}
        }
        Ok(())
    }

    async fn kernel(&mut self, plan: &Plan, index: u32) -> Result<Option<KernelReport>, LabError> {
        let gpu = self.backends.gpu().await;
        let tuning = match &gpu {
            Ok(Device::Gpu(gpu)) => *gpu.tuning(),
            _ => Tuning::HARDWARE,
        };
        let Some(view) = plan.kernel_view(index as usize, &tuning) else { return Ok(None) };
        let parity = match gpu {
            Ok(gpu) => self.parity(plan, index, &gpu).await?,
            Err(error) => Err(words::no_twin(&error)),
        };
        let (step, words) = (self.past.step(), view.words as u64);
        let (formula, wgsl, cpu) = (view.formula, view.wgsl, view.cpu);
        Ok(Some(KernelReport { index, step, formula, wgsl, cpu, words, parity }))
    }

    /// Both backends on the numbers that the run has now.
    async fn parity(&mut self, plan: &Plan, index: u32, gpu: &Device) -> Result<Result<Parity, Sentence>, LabError> {
        let Some(open) = &mut self.open else { return Ok(Err(Sentence::default())) };
        let Some(saved) = open.model.save().await? else { return Ok(Err(Sentence::default())) };
        let adapter = gpu.adapter().to_owned();
        // A kernel that the GPU refuses is told here; the run goes on where it runs.
        Ok(match gpu.twins(plan, &saved.machine, index as usize).await {
            Ok(twins) => Ok(Parity {
                adapter,
                difference: twins.difference,
                largest: twins.largest,
                cpu_us: twins.cpu_us,
                gpu_us: twins.gpu_us,
            }),
            Err(error) => Err(words::no_twin(&error)),
        })
    }
}
