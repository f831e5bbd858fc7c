use super::{Costs, CpuCosts, GpuCosts, Rates, Reason, choose};
use crate::gpu::wgsl::Tuning;
use crate::plan::{Plan, Program};

/// A processor of 10 GFLOP/s.
fn cpu() -> Costs {
    Costs::Cpu(CpuCosts { kernel: 2e-8, instr: 1e-8, light: 1e-10, heavy: 2e-9, product: 1e-7, flop: 1e-10 })
}

/// A graphics processor of 5 TFLOP/s.
fn gpu() -> GpuCosts {
    GpuCosts {
        submission: 3e-4,
        dispatch: 4e-6,
        depth: 2e-6,
        alone: Rates { light: 2e-11, heavy: 1e-10, flop: 2e-11 },
        abreast: Rates { light: 1e-12, heavy: 5e-12, flop: 2e-13 },
        limit: 128 << 20,
        tuning: Tuning::HARDWARE,
    }
}

fn product(n: usize) -> Plan {
    let mut program = Program::new();
    let (a, b) = (program.state("a", &[n, n]), program.state("b", &[n, n]));
    program.update("a", &a.matmul(&b));
    program.compile().unwrap()
}

fn small() -> Plan {
    let mut program = Program::new();
    let x = program.state("x", &[4]);
    program.update("x", &(x * 0.5));
    program.compile().unwrap()
}

#[test]
fn a_large_product_goes_to_the_gpu_and_a_small_step_does_not() {
    let choice = choose(&product(512), &cpu(), Some(&Costs::Gpu(gpu())));
    assert_eq!((choice.gpu, choice.reason), (true, Reason::Parallel), "{choice:?}");
    // 2 · 512³ operations at 10 GFLOP/s.
    assert!((choice.cpu_ms / 26.8 - 1.0).abs() < 0.05, "{choice:?}");
    let choice = choose(&small(), &cpu(), Some(&Costs::Gpu(gpu())));
    assert_eq!((choice.gpu, choice.reason), (false, Reason::Waiting), "{choice:?}");
}

#[test]
fn what_speaks_against_a_gpu_is_named() {
    // A GPU that is estimated at a little less than the CPU is not worth moving to; one at half is.
    let Costs::Cpu(known) = cpu() else { unreachable!() };
    let on_gpu = Costs::Gpu(gpu()).estimate(&product(512)).step;
    let on_cpu = cpu().estimate(&product(512)).step;
    // Every cost by the same factor: an estimate is linear in them.
    let scaled = |ratio: f64| {
        let by = |cost: f64| cost * ratio * on_gpu / on_cpu;
        let CpuCosts { kernel, instr, light, heavy, product, flop } = known;
        let [kernel, instr, light, heavy, product, flop] = [kernel, instr, light, heavy, product, flop].map(by);
        Costs::Cpu(CpuCosts { kernel, instr, light, heavy, product, flop })
    };
    for (ratio, reason) in [(1.2, Reason::Close), (2.0, Reason::Parallel)] {
        let choice = choose(&product(512), &scaled(ratio), Some(&Costs::Gpu(gpu())));
        assert_eq!((choice.gpu, choice.reason), (reason == Reason::Parallel, reason), "{choice:?}");
    }
    let choice = choose(&small(), &cpu(), None);
    assert_eq!((choice.gpu, choice.gpu_ms, choice.reason), (false, None, Reason::NoGpu));
    let choice = choose(&product(512), &cpu(), Some(&Costs::Gpu(GpuCosts { limit: 1 << 20, ..gpu() })));
    assert_eq!((choice.gpu, choice.gpu_ms, choice.reason), (false, None, Reason::TooLarge));
    let slow = Rates { light: 1e-9, heavy: 1e-9, flop: 1e-9 };
    let choice = choose(&product(512), &cpu(), Some(&Costs::Gpu(GpuCosts { abreast: slow, alone: slow, ..gpu() })));
    assert_eq!((choice.gpu, choice.reason), (false, Reason::Arithmetic), "{choice:?}");
}

/// Loops count their turns, and steps that fit between two frames share a submission.
#[test]
fn turns_and_submissions_are_counted() {
    let turns = |n: usize| {
        let mut program = Program::new();
        let xs = program.state("xs", &[n, 4]);
        let h = program.state("h", &[4]);
        let scanned = crate::scan(&[&h], &[&xs], |h, x| (vec![&h[0] * 0.5 + &x[0]], vec![]));
        program.update("h", &scanned.last[0]);
        program.compile().unwrap()
    };
    let seconds = |n| cpu().estimate(&turns(n)).step;
    let ratio = seconds(200) / seconds(100);
    assert!((1.8..2.1).contains(&ratio), "{ratio}");
    let free = GpuCosts { submission: 0.0, ..gpu() };
    let shared = Costs::Gpu(gpu()).estimate(&small()).step - Costs::Gpu(free).estimate(&small()).step;
    assert!(shared < gpu().submission / 100.0, "{shared}");
}
