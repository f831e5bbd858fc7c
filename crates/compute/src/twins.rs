//! A kernel on both backends: what each makes of the same numbers, and how long it takes.

use crate::cpu;
use crate::device::Device;
use crate::error::EngineError;
use crate::gpu;
use crate::plan::Plan;
use crate::snapshot::Snapshot;
use std::rc::Rc;
use web_time::Instant;

/// How long a batch of runs takes at least on the CPU, in s, of how many runs at most, and how many batches there are.
const LONG: f64 = 3e-3;
const OFTEN: u32 = 1 << 14;
const BATCHES: u32 = 3;
/// Dispatches by which a GPU is timed: the difference between many and one leaves the way there and back out.
const MANY: u32 = 33;

/// A kernel on both backends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Twins {
    /// Largest |GPU − CPU| over all numbers that the kernel writes; infinite where only one of them is a number.
    pub difference: f32,
    /// Largest |CPU| among these, to hold the difference against.
    pub largest: f32,
    /// What the kernel takes on the CPU, in µs.
    pub cpu_us: f64,
    /// What it takes on the GPU, in µs; 0 where that is less than the clock tells.
    pub gpu_us: f64,
}

impl Plan {
    /// The plan of one kernel alone, in the memory of the whole.
    fn alone(&self, index: usize) -> Self {
        let mut plan = self.clone();
        plan.kernels = self.kernels.get(index).cloned().into_iter().collect();
        plan
    }
}

/// Runs kernel `index` of the step that follows `now` on both backends: the step up to it on the CPU, then the kernel on the
/// same memory here and there.
async fn twins(plan: &Plan, now: &Snapshot, index: usize, device: &Rc<gpu::Gpu>) -> Result<Twins, EngineError> {
    let mut here = cpu::Machine::new(plan.clone());
    here.restore(now)?;
    (0..index).for_each(|before| here.run_kernel(before));
    let mut there = gpu::Machine::new(Rc::clone(device), plan.alone(index))?;
    there.fill(here.memory())?;

    let before = here.memory().to_vec();
    here.run_kernel(index);
    there.run(1)?;
    let found = there.memory().await?;
    let (mut difference, mut largest) = (0.0_f32, 0.0_f32);
    for ((was, cpu), gpu) in before.iter().zip(here.memory()).zip(&found) {
        // Untouched by both.
        if cpu.to_bits() == was.to_bits() && gpu.to_bits() == was.to_bits() {
            continue;
        }
        difference = difference.max(apart(*cpu, *gpu));
        largest = largest.max(cpu.abs());
    }
    let gpu_us = on_gpu(&mut there).await?;
    Ok(Twins { difference, largest, cpu_us: on_cpu(&mut here, index), gpu_us })
}

fn apart(a: f32, b: f32) -> f32 {
    match (a.is_finite(), b.is_finite()) {
        (true, true) => (a - b).abs(),
        (false, false) => 0.0,
        _ => f32::INFINITY,
    }
}

/// The best of a few batches, each long enough for a coarse clock; the first ones warm up what compiles as it runs.
fn on_cpu(machine: &mut cpu::Machine, index: usize) -> f64 {
    let (mut times, mut batches, mut best) = (1_u32, 0, f64::INFINITY);
    while batches < BATCHES {
        let began = Instant::now();
        (0..times).for_each(|_| machine.run_kernel(index));
        let took = began.elapsed().as_secs_f64();
        if took < LONG && times < OFTEN {
            times *= 2;
            continue;
        }
        best = best.min(took / f64::from(times));
        // One run of a large kernel is long enough.
        batches = if times == 1 { BATCHES } else { batches + 1 };
    }
    best * 1e6
}

async fn on_gpu(machine: &mut gpu::Machine) -> Result<f64, EngineError> {
    let mut took = [f64::INFINITY; 2];
    for _ in 0..3 {
        for (best, times) in took.iter_mut().zip([1, MANY]) {
            let began = Instant::now();
            machine.run_dispatch(0, times);
            machine.settle().await?;
            *best = best.min(began.elapsed().as_secs_f64());
        }
    }
    let [one, many] = took;
    Ok(((many - one) * 1e6 / f64::from(MANY - 1)).max(0.0))
}

impl Device {
    /// Holds kernel `index` of a plan against itself on the CPU and on this GPU; see [`Twins`].
    ///
    /// # Errors
    /// A snapshot of another plan, what the GPU refuses, [`EngineError::NoGpu`] on the CPU.
    pub async fn twins(&self, plan: &Plan, now: &Snapshot, index: usize) -> Result<Twins, EngineError> {
        match self {
            Self::Gpu(gpu) => twins(plan, now, index, gpu).await,
            Self::Cpu => Err(EngineError::NoGpu("this is the CPU".to_owned())),
        }
    }
}
