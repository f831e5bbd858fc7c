//! The numbers of a device, from small plans that run on it. Fewer than 200 ms of it, so that a page can do it at its start.

use super::count::Count;
use super::{Costs, CpuCosts, GpuCosts, Rates};
use crate::device::Device;
use crate::error::EngineError;
use crate::expr::Expr;
use crate::plan::{Plan, Program};
use crate::{cpu, gpu};
use std::rc::Rc;
use web_time::Instant;

/// Seconds that a measurement should last, so that coarse clocks tell.
const LONG: f64 = 0.001;
/// Times that each is measured; the best counts.
const TIMES: usize = 3;
/// Most steps in one go.
const MOST: u32 = 1024;

impl Costs {
    /// Measures a device.
    ///
    /// # Errors
    /// Whatever the device refuses.
    pub async fn measure(device: &Device) -> Result<Self, EngineError> {
        match device {
            Device::Cpu => measure_cpu().map(Self::Cpu),
            Device::Gpu(gpu) => measure_gpu(gpu).await.map(Self::Gpu),
        }
    }
}

/// `light` additions and products, and `heavy` hyperbolic tangents, of each of `size` elements.
fn chain(size: usize, light: usize, heavy: usize) -> Result<Plan, EngineError> {
    let mut program = Program::new();
    let x = program.state("x", &[size]);
    let y = (0..light / 2).fold(x, |y, _| y * 0.9 + 0.1);
    program.update("x", &(0..heavy).fold(y, |y, _| y.tanh()));
    program.compile()
}

/// A product of squares.
fn product(n: usize) -> Result<Plan, EngineError> {
    let mut program = Program::new();
    let (a, b) = (program.state("a", &[n, n]), program.state("b", &[n, n]));
    program.output("c", &a.matmul(&b));
    program.compile()
}

/// Kernels that do next to nothing: of one depth.
fn many(kernels: usize) -> Result<Plan, EngineError> {
    let mut program = Program::new();
    for n in 1..=kernels {
        let name = n.to_string();
        let x = program.state(&name, &[n]);
        program.update(&name, &(x + 1.0));
    }
    program.compile()
}

/// Kernels that wait for each other.
fn deep(depth: usize) -> Result<Plan, EngineError> {
    let mut program = Program::new();
    let x = program.state("x", &[8]);
    let y: Expr = (0..depth).fold(x.clone(), |y, _| &x + y.sum_axes(&[0]) * 0.1);
    program.update("x", &y);
    program.compile()
}

/// What is left of `seconds` for each of `count` when other things took their part: a tenth at least, since clocks err.
fn each(seconds: f64, others: f64, count: f64) -> f64 {
    (seconds - others).max(0.1 * seconds) / count.max(1.0)
}

fn measure_cpu() -> Result<CpuCosts, EngineError> {
    let mut costs = CpuCosts::default();
    // With one instruction a kernel begins; with many, each of them.
    let (kernels, instrs) = (many(16)?, chain(8, 64, 0)?);
    let count = Count::of(&instrs.kernels);
    let first = Count::of(&kernels.kernels);
    let (few, long) = (cpu_step(kernels)?, cpu_step(instrs)?);
    costs.instr = each(long, few / first.kernels, count.instrs);
    costs.kernel = each(few, first.instrs * costs.instr, first.kernels);

    let mut rate =
        |plan: Plan, part: fn(&mut CpuCosts) -> &mut f64, of: fn(&Count) -> f64| -> Result<(), EngineError> {
            let (count, others) = (Count::of(&plan.kernels), Costs::Cpu(costs).estimate(&plan).step);
            *part(&mut costs) = each(cpu_step(plan)?, others, of(&count));
            Ok(())
        };
    rate(chain(4096, 64, 0)?, |costs| &mut costs.light, |count| count.light)?;
    rate(chain(1024, 0, 8)?, |costs| &mut costs.heavy, |count| count.heavy)?;
    rate(product(4)?, |costs| &mut costs.product, |count| count.products)?;
    rate(product(96)?, |costs| &mut costs.flop, |count| count.padded)?;
    Ok(costs)
}

/// Seconds of a step, the best of some times.
fn cpu_step(plan: Plan) -> Result<f64, EngineError> {
    let mut machine = cpu::Machine::new(plan);
    let (mut steps, mut best) = (1, f64::INFINITY);
    let mut left = TIMES;
    while left > 0 {
        let start = Instant::now();
        machine.run(steps)?;
        let seconds = start.elapsed().as_secs_f64();
        if seconds < LONG && steps < MOST {
            steps = (steps * 4).min(MOST);
        } else {
            best = best.min(seconds / f64::from(steps));
            left -= 1;
        }
    }
    Ok(best)
}

async fn measure_gpu(gpu: &Rc<gpu::Gpu>) -> Result<GpuCosts, EngineError> {
    let plan = deep(8)?;
    let lanes = gpu.tuning().alone;
    let count = Count::in_lanes(&plan.kernels, lanes);
    let mut machine = gpu::Machine::new(Rc::clone(gpu), plan)?;
    let mut submission = f64::INFINITY;
    for _ in 0..=TIMES {
        submission = submission.min(gpu_steps(&mut machine, 1).await?);
    }
    let step = gpu_step(&mut machine, submission).await?;
    // Of no steps, a dispatch is nothing but a dispatch.
    machine.run(0)?;
    let mut dispatch = f64::INFINITY;
    for _ in 0..TIMES {
        let start = Instant::now();
        machine.run_dispatch(0, 64);
        machine.settle().await?;
        dispatch = dispatch.min(each(start.elapsed().as_secs_f64(), submission, 64.0));
    }
    let depth = step / count.depths;

    let mut rates = [0.0; 5];
    let plans = [chain(4096, 8, 0)?, product(16)?, chain(512, 0, 8)?, chain(1 << 18, 8, 0)?, product(128)?];
    for (at, plan) in plans.into_iter().enumerate() {
        let count = Count::of(&plan.kernels);
        let mut machine = gpu::Machine::new(Rc::clone(gpu), plan)?;
        gpu_steps(&mut machine, 1).await?;
        let step = gpu_step(&mut machine, submission).await?;
        let resident = machine.is_resident();
        let others = if resident { depth * count.depths } else { dispatch };
        let (others, of) = match at {
            0 | 3 => (others, count.elements),
            1 | 4 => (others, count.flops),
            _ => (others + rates[0] * count.elements, count.heavy),
        };
        rates[at] = each(step, others, of);
    }
    let [light, flop, heavy, wide, flops] = rates;
    // One shader less to make: heavy and light are in the same proportion everywhere.
    let widest = heavy * wide / light;
    Ok(GpuCosts {
        submission,
        dispatch,
        depth,
        alone: Rates { light, heavy, flop },
        abreast: Rates { light: wide, heavy: widest, flop: flops },
        limit: gpu.limit(),
        tuning: *gpu.tuning(),
    })
}

/// Seconds until so many steps are done.
async fn gpu_steps(machine: &mut gpu::Machine, steps: u32) -> Result<f64, EngineError> {
    let start = Instant::now();
    machine.run(steps)?;
    machine.settle().await?;
    Ok(start.elapsed().as_secs_f64())
}

/// Seconds of a step without its submission.
async fn gpu_step(machine: &mut gpu::Machine, submission: f64) -> Result<f64, EngineError> {
    let (mut steps, long) = (1, 2.0 * submission + 2.0 * LONG);
    loop {
        let seconds = gpu_steps(machine, steps).await?;
        if seconds > long || steps >= MOST {
            let again = gpu_steps(machine, steps).await?;
            return Ok(each(seconds.min(again), submission, f64::from(steps)));
        }
        // As many as should do, a little on the safe side.
        let more = 1.5 * long / each(seconds, submission, f64::from(steps));
        steps = (more as u32).clamp(2 * steps, 2 * MOST);
    }
}
