//! Tensors of a run, to be looked at: what lives from step to step, what a kernel writes, what no step keeps but a reader asks
//! for (gradients, activations).

use crate::cpu;
use crate::error::EngineError;
use crate::plan::{Plan, Program};
use crate::snapshot::{Snapshot, fingerprint};

/// A tensor with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Its name, or the label of its buffer.
    pub name: String,
    /// Its shape; replicas are an axis in front.
    pub shape: Vec<usize>,
    /// Row by row.
    pub values: Vec<f32>,
}

impl Program {
    /// Lets `value` be looked at by `name` without any step computing it: it has a plan of its own, see [`Program::watched`].
    pub fn watch(&mut self, name: &str, value: &crate::Expr) {
        self.watched.push((name.to_owned(), value.clone()));
    }

    /// The plan that computes all that is watched from the states as they stand; `None` where nothing is.
    ///
    /// # Errors
    /// As [`Program::compile`].
    pub fn watched(&self) -> Result<Option<Plan>, EngineError> {
        if self.watched.is_empty() {
            return Ok(None);
        }
        let mut alone = self.clone();
        alone.outputs = std::mem::take(&mut alone.watched);
        alone.updates.clear();
        alone.records.clear();
        alone.compile().map(Some)
    }
}

impl Plan {
    /// The tensor of that name, a state or an output, as it was in `now`; `None` where there is none.
    pub fn tensor(&self, now: &Snapshot, name: &str) -> Option<Tensor> {
        let (_, buffer) = self.named(name)?;
        let values = now.for_plan(self, fingerprint(self)).ok()?.get(self.place(buffer))?;
        let shape = self.shape(buffer).axes().to_vec();
        Some(Tensor { name: name.to_owned(), shape, values: buffer.dense(values.to_vec()) })
    }

    /// Every tensor that kernel `index` writes in the step that follows `now`, computed on the CPU.
    ///
    /// # Errors
    /// A snapshot of another plan.
    pub fn written(&self, now: &Snapshot, index: usize) -> Result<Vec<Tensor>, EngineError> {
        let Some(kernel) = self.kernels.get(index) else { return Ok(Vec::new()) };
        let mut machine = cpu::Machine::new(self.clone());
        machine.restore(now)?;
        (0..=index).for_each(|kernel| machine.run_kernel(kernel));
        let mut buffers: Vec<usize> = kernel.writes().iter().map(|view| view.buffer).collect();
        buffers.sort_unstable();
        buffers.dedup();
        let tensor = |buffer: usize| {
            let buffer = self.buffers.get(buffer)?;
            let values = machine.memory().get(self.place(buffer))?;
            let shape = self.shape(buffer).axes().to_vec();
            Some(Tensor { name: buffer.label.clone(), shape, values: buffer.dense(values.to_vec()) })
        };
        Ok(buffers.into_iter().filter_map(tensor).collect())
    }

    /// What `watched`, the plan of [`Program::watched`] for the same program, makes of the states in `now`; on the CPU.
    ///
    /// # Errors
    /// A snapshot of another plan.
    pub fn watch(&self, watched: &Self, now: &Snapshot) -> Result<Vec<Tensor>, EngineError> {
        let values = now.for_plan(self, fingerprint(self))?;
        let mut machine = cpu::Machine::new(watched.clone());
        for named in watched.names.iter().filter(|named| named.writable) {
            if let Some((_, buffer)) = self.named(&named.name)
                && let Some(values) = values.get(self.place(buffer))
            {
                machine.write(&named.name, &buffer.dense(values.to_vec()))?;
            }
        }
        machine.run(1)?;
        let outputs = watched.names.iter().filter(|named| !named.writable);
        let tensor = |name: &str| {
            let (_, buffer) = watched.named(name)?;
            let values = machine.memory().get(watched.place(buffer))?;
            let shape = watched.shape(buffer).axes().to_vec();
            Some(Tensor { name: name.to_owned(), shape, values: buffer.dense(values.to_vec()) })
        };
        Ok(outputs.filter_map(|named| tensor(&named.name)).collect())
    }

    /// The kernels whose results kernel `index` reads: for each tensor the last one before it that writes there.
    pub fn sources(&self, index: usize) -> Vec<usize> {
        let Some(kernel) = self.kernels.get(index) else { return Vec::new() };
        let mut read: Vec<usize> = kernel.touches();
        read.sort_unstable();
        read.dedup();
        let writes =
            |kernel: usize, buffer: usize| self.kernels[kernel].writes().iter().any(|view| view.buffer == buffer);
        let last = |buffer: &usize| (0..index).rev().find(|before| writes(*before, *buffer));
        let mut sources: Vec<usize> = read.iter().filter_map(last).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }
}

#[cfg(test)]
mod tests {
    use crate::{Device, Program, grad};

    /// `w ← w − 0.5 ∇ Σ(x·w)²`, with the gradient watched.
    fn program() -> Program {
        let mut program = Program::new();
        let (x, w) = (program.state("x", &[2, 3]), program.state("w", &[3, 1]));
        let loss = x.matmul(&w).square().sum();
        let slope = grad(&loss, &[&w]).remove(0);
        program.update("w", &(&w - &slope * 0.5));
        program.output("loss", &loss);
        program.watch("gradient.w", &slope);
        program.watch("x·w", &x.matmul(&w));
        program
    }

    #[test]
    fn what_is_watched_is_what_the_step_uses_and_costs_it_nothing() {
        let program = program();
        let plan = program.compile().unwrap();
        let mut bare = program.clone();
        bare.watched.clear();
        assert_eq!(plan, bare.compile().unwrap(), "no step computes it");
        let watched = program.watched().unwrap().unwrap();
        for device in [Device::cpu(), pollster::block_on(Device::gpu()).unwrap()] {
            let mut machine = device.machine(plan.clone()).unwrap();
            machine.write("x", &[1.0, 2.0, 3.0, 0.5, -1.0, 0.25]).unwrap();
            machine.write("w", &[0.3, -0.2, 0.1]).unwrap();
            machine.run(2).unwrap();
            let now = pollster::block_on(machine.snapshot()).unwrap();
            let seen = plan.watch(&watched, &now).unwrap();
            let names: Vec<&str> = seen.iter().map(|tensor| tensor.name.as_str()).collect();
            assert_eq!(names, ["gradient.w", "x·w"]);
            assert_eq!((&*seen[0].shape, &*seen[1].shape), (&[3, 1][..], &[2, 1][..]));
            let before = plan.tensor(&now, "w").unwrap().values;
            assert_eq!(before, pollster::block_on(machine.read("w")).unwrap());
            machine.run(1).unwrap();
            let after = pollster::block_on(machine.read("w")).unwrap();
            for ((before, after), slope) in before.iter().zip(after).zip(&seen[0].values) {
                assert!((before - 0.5 * slope - after).abs() <= 1e-5 * after.abs().max(1.0));
            }
            let loss: f32 = seen[1].values.iter().map(|value| value * value).sum();
            let kept = pollster::block_on(machine.read("loss")).unwrap()[0];
            assert!((loss - kept).abs() <= 1e-5 * kept.abs(), "the loss that the step saw");
        }
    }

    #[test]
    fn kernels_show_what_they_write_and_where_it_comes_from() {
        let plan = program().compile().unwrap();
        let mut machine = Device::cpu().machine(plan.clone()).unwrap();
        machine.write("x", &[1.0; 6]).unwrap();
        machine.write("w", &[1.0; 3]).unwrap();
        let now = pollster::block_on(machine.snapshot()).unwrap();
        let all: Vec<_> = (0..plan.kernels.len()).map(|kernel| plan.written(&now, kernel).unwrap()).collect();
        assert!(all.iter().flatten().any(|tensor| tensor.shape == [2, 1] && tensor.values == [3.0, 3.0]), "{all:?}");
        let last =
            plan.kernels.iter().position(|kernel| kernel.writes().iter().any(|v| plan.buffers[v.buffer].label == "w"));
        assert!(!plan.sources(last.unwrap()).is_empty(), "the update needs the product");
        assert!((0..plan.kernels.len()).all(|kernel| plan.sources(kernel).iter().all(|source| *source < kernel)));
        let other = Program::new().compile().unwrap();
        assert!(other.written(&now, 0).unwrap().is_empty());
        assert!(other.tensor(&now, "w").is_none() && plan.tensor(&now, "no such").is_none());
    }
}
