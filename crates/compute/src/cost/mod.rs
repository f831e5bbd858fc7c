//! What a step costs where: a few numbers measured once per device, and the plan's own counts, make an estimate; two estimates
//! make a choice of backend, with the reason.
//!
//! On the CPU a step takes `Σ kernels · kernel + instructions · instr + elements · (light, heavy) + products · product + flops · flop`.
//! On a GPU each dispatch takes `dispatch + depths · depth + work / rate`, where one workgroup alone has a rate of its own, and
//! many steps share a submission. It is a model of one line each: good for choosing, not for boasting. It knows nothing of caches,
//! nor of a GPU that a kernel does not fill.

mod count;
mod measure;
#[cfg(test)]
mod tests;

use crate::gpu::wgsl::{Tuning, shaders};
use crate::plan::Plan;
use count::Count;

/// Seconds that a caller lets steps run in one submission: about what fits between two frames.
const SLICE: f64 = 0.006;

/// How many times faster a GPU must promise to be: estimates err, and the CPU needs no waiting for results.
const WORTH: f64 = 1.5;

/// What a device takes, in seconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Costs {
    /// The CPU.
    Cpu(CpuCosts),
    /// A GPU.
    Gpu(GpuCosts),
}

/// What the CPU takes, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CpuCosts {
    /// To begin a kernel.
    pub kernel: f64,
    /// To begin an instruction on a block of elements.
    pub instr: f64,
    /// An addition, a product, a load: for an element.
    pub light: f64,
    /// An exponential, a sine: for an element.
    pub heavy: f64,
    /// To begin a matrix product.
    pub product: f64,
    /// An addition or multiplication inside of a matrix product.
    pub flop: f64,
}

/// What a GPU takes, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GpuCosts {
    /// To submit and to read something back.
    pub submission: f64,
    /// To begin a dispatch behind another one.
    pub dispatch: f64,
    /// To go on to kernels of the next depth, in one workgroup.
    pub depth: f64,
    /// One workgroup alone.
    pub alone: Rates,
    /// As many workgroups as there is work for.
    pub abreast: Rates,
    /// Bytes that a plan may have.
    pub limit: u64,
    /// How its shaders are written.
    pub tuning: Tuning,
}

/// Seconds for one of each.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rates {
    /// An addition, a product, a load: for an element.
    pub light: f64,
    /// An exponential, a sine: for an element.
    pub heavy: f64,
    /// An addition or multiplication inside of a matrix product.
    pub flop: f64,
}

/// What a step of a plan takes, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// All of it.
    pub step: f64,
    /// The part in which nothing is computed: kernels begin, dispatches wait for each other, submissions are on their way.
    pub waiting: f64,
}

/// Where a plan should run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// Whether on the GPU.
    pub gpu: bool,
    /// Milliseconds of a step on the CPU.
    pub cpu_ms: f64,
    /// Milliseconds of a step on the GPU; `None` where it cannot run.
    pub gpu_ms: Option<f64>,
    /// Why.
    pub reason: Reason,
}

/// Why a backend was chosen; the page puts it into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The CPU: there is no GPU.
    NoGpu,
    /// The CPU: the plan needs more memory than the GPU gives one buffer.
    TooLarge,
    /// The CPU: the GPU computes faster, but not by as much as it waits for its dispatches.
    Waiting,
    /// The CPU: the GPU promises less, but by less than estimates err.
    Close,
    /// The CPU: it computes faster than this GPU, as with an adapter that is a processor in truth.
    Arithmetic,
    /// The GPU: it computes so much faster that waiting for it pays.
    Parallel,
}

impl Costs {
    /// What a step of `plan` takes on this device, where steps are queued as many at a time as fit between two frames.
    pub fn estimate(&self, plan: &Plan) -> Estimate {
        match self {
            Self::Cpu(costs) => costs.estimate(plan),
            Self::Gpu(costs) => costs.estimate(plan),
        }
    }

    fn takes(&self, plan: &Plan) -> bool {
        match self {
            Self::Cpu(_) => true,
            Self::Gpu(costs) => (plan.words * size_of::<f32>()) as u64 <= costs.limit,
        }
    }
}

impl CpuCosts {
    fn estimate(&self, plan: &Plan) -> Estimate {
        let count = Count::of(&plan.kernels);
        let waiting = self.waiting(&count);
        let work = count.light * self.light + count.heavy * self.heavy + count.padded * self.flop;
        let replicas = plan.replicas as f64;
        Estimate { step: (waiting + work) * replicas, waiting: waiting * replicas }
    }

    fn waiting(&self, count: &Count) -> f64 {
        count.kernels * self.kernel + count.instrs * self.instr + count.products * self.product
    }
}

impl GpuCosts {
    fn estimate(&self, plan: &Plan) -> Estimate {
        let (mut waiting, mut work, mut once) = (0.0, 0.0, self.submission);
        for shader in shaders(plan, &self.tuning) {
            let kernels = shader.kernels.iter().filter_map(|&index| plan.kernels.get(index));
            let alone = shader.resident || shader.groups == (1, 1);
            let count = Count::in_lanes(kernels, if alone { self.tuning.alone } else { 1 });
            // Replicas run side by side, until there are as many as the device has room for.
            let all = self.abreast.work(&count) * plan.replicas as f64;
            work += if alone { all.max(self.alone.work(&count)) } else { all };
            if alone {
                waiting += self.depth * count.depths;
            }
            *(if shader.resident { &mut once } else { &mut waiting }) += self.dispatch;
        }
        // So many steps share what is needed once.
        let steps = (SLICE / (waiting + work).max(f64::MIN_POSITIVE)).clamp(1.0, f64::from(crate::plan::RING_ROWS));
        let waiting = waiting + once / steps.floor();
        Estimate { step: waiting + work, waiting }
    }
}

impl Rates {
    fn work(&self, count: &Count) -> f64 {
        count.elements * self.light + count.heavy * self.heavy + count.flops * self.flop
    }
}

/// The backend on which a step of `plan` takes less, and why. A caller that has its own reasons does not ask.
pub fn choose(plan: &Plan, cpu: &Costs, gpu: Option<&Costs>) -> Choice {
    let on_cpu = cpu.estimate(plan).step;
    let choice = |gpu: bool, on_gpu: Option<f64>, reason| Choice {
        gpu,
        cpu_ms: on_cpu * 1e3,
        gpu_ms: on_gpu.map(|seconds| seconds * 1e3),
        reason,
    };
    let Some(costs) = gpu else { return choice(false, None, Reason::NoGpu) };
    if !costs.takes(plan) {
        return choice(false, None, Reason::TooLarge);
    }
    let Estimate { step, waiting } = costs.estimate(plan);
    if step * WORTH < on_cpu {
        choice(true, Some(step), Reason::Parallel)
    } else if step < on_cpu {
        choice(false, Some(step), Reason::Close)
    } else if step - waiting < on_cpu {
        choice(false, Some(step), Reason::Waiting)
    } else {
        choice(false, Some(step), Reason::Arithmetic)
    }
}
