//! What the reader sees of the inside: equations with their numbers, tensors, and the kernels of a step, each with its shader, its
//! twin, and both held against each other.

use super::Session;
use crate::words;
use compute::gpu::wgsl::Tuning;
use compute::{Device, Plan, Tensor};
use labkit::inside::{KernelLine, KernelReport, Look, MOST_VALUES, Parity, TensorId, TensorLine, TensorReport};
use labkit::message::FromWorker;
use labkit::{LabError, Sentence};

impl Session {
    /// Sends what is asked for; nothing where there is nothing to run.
    pub(super) async fn look(&mut self, look: Look) -> Result<(), LabError> {
        let plan = self.open.as_ref().and_then(|open| open.model.plan().cloned());
        match (look, plan) {
            (Look::Equations, _) => {
                let Some(open) = &mut self.open else { return Ok(()) };
                let equations = open.model.equations().await?;
                self.port.send(&FromWorker::Equations(equations));
            }
            (Look::Plan, plan) => {
                let line = |plan: &Plan, index: usize| KernelLine {
                    line: plan.describe(index).trim_end().to_owned(),
                    level: short(plan.kernels.get(index).map_or(0, |kernel| kernel.level)),
                    sources: plan.sources(index).into_iter().map(short).collect(),
                };
                let lines = plan.iter().flat_map(|plan| (0..plan.kernels.len()).map(|index| line(plan, index)));
                self.port.send(&FromWorker::Plan(lines.collect()));
            }
            (Look::Kernel(index), Some(plan)) => {
                if let Some(report) = self.kernel(&plan, index).await? {
                    self.port.send(&FromWorker::Kernel(Box::new(report)));
                }
            }
            (Look::Tensors, plan) => {
                let lines = plan.iter().flat_map(|plan| self.tensors(plan)).collect();
                self.port.send(&FromWorker::Tensors(lines));
            }
            (Look::Tensor(id), Some(plan)) => {
                if let Some(report) = self.tensor(&plan, id).await? {
                    self.port.send(&FromWorker::Tensor(Box::new(report)));
                }
            }
            (Look::Kernel(_) | Look::Tensor(_), None) => {}
        }
        Ok(())
    }

    /// What is watched, then what lives from step to step.
    fn tensors(&self, plan: &Plan) -> Vec<TensorLine> {
        let lines = |plan: &Plan, watched: bool| {
            let named = plan.names.iter().filter(move |named| !watched || !named.writable);
            let line = |named: &compute::plan::Named| {
                let shape = plan.buffers.get(named.buffer).map(|buffer| plan.shape(buffer).axes().to_vec());
                let id = if watched { TensorId::Watched } else { TensorId::State };
                let shape = shape.unwrap_or_default().into_iter().map(short).collect();
                TensorLine { id: id(named.name.clone()), name: named.name.clone(), shape }
            };
            named.map(line).collect::<Vec<_>>()
        };
        let watched = self.open.as_ref().and_then(|open| open.model.watched());
        let mut all = watched.map_or_else(Vec::new, |watched| lines(watched, true));
        all.extend(lines(plan, false));
        all
    }

    /// A tensor as it is now.
    async fn tensor(&mut self, plan: &Plan, id: TensorId) -> Result<Option<TensorReport>, LabError> {
        let step = self.past.step();
        let Some(open) = &mut self.open else { return Ok(None) };
        let Some(saved) = open.model.save().await? else { return Ok(None) };
        let failed = |error: compute::EngineError| {
            let Sentence { zh, en } = words::engine(&error);
            LabError::general(zh, en)
        };
        let now = &saved.machine;
        let tensor: Option<Tensor> = match &id {
            TensorId::State(name) => plan.tensor(now, name),
            TensorId::Watched(name) => match open.model.watched() {
                Some(watched) => {
                    plan.watch(watched, now).map_err(failed)?.into_iter().find(|tensor| tensor.name == *name)
                }
                None => None,
            },
            TensorId::Written(kernel, which) => {
                plan.written(now, *kernel as usize).map_err(failed)?.into_iter().nth(*which as usize)
            }
        };
        Ok(tensor.map(|Tensor { name, shape, mut values }| {
            values.truncate(MOST_VALUES);
            let line = TensorLine { id, name, shape: shape.into_iter().map(short).collect() };
            TensorReport { line, step, values: values.into() }
        }))
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

/// A count that fits any screen.
fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
