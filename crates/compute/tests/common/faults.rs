//! What must not be lost, and what must be named when something is.
#![allow(clippy::print_stdout, reason = "tests say what they measured")]

use super::normal;
use compute::cost::{Costs, Reason, choose};
use compute::gpu::{self, wgsl};
use compute::ops::random::key;
use compute::{Device, EngineError, Machine, Program, Random, Snapshot, grad};
use std::rc::Rc;

/// A little net with momentum, noise and an output: whatever a run goes on from is in its states.
fn net() -> Program {
    let mut program = Program::new();
    let mut random = Random::new(&mut program, "key");
    let (x, t) = (program.state("x", &[16, 3]), program.state("t", &[16, 1]));
    let (w, b) = (program.state("w", &[3, 1]), program.state("b", &[1]));
    let (v, rate) = (program.state("v", &[3, 1]), program.state("rate", &[]));
    let y = ((&x + random.normal(&[16, 3]) * 0.1).matmul(&w) + &b).tanh();
    let loss = (&y - &t).square().mean();
    let slopes = grad(&loss, &[&w, &b]);
    let next = &v * 0.9 + &slopes[0];
    program.update("w", &(&w - &next * &rate));
    program.update("v", &next);
    program.update("b", &(&b - &slopes[1] * &rate));
    program.output("y", &y);
    program.record(&loss);
    program.record(&w);
    program
}

fn begin(device: &Device) -> Machine {
    let mut machine = device.machine(net().compile().unwrap()).unwrap();
    machine.write("key", &key(7)).unwrap();
    machine.write("x", &normal(1, 48)).unwrap();
    machine.write("t", &normal(2, 16)).unwrap();
    machine.write("w", &normal(3, 3)).unwrap();
    machine.write("rate", &[0.05]).unwrap();
    machine
}

async fn rows(machine: &mut Machine, steps: u32) -> Vec<u32> {
    machine.run(steps).unwrap();
    machine.drain().await.unwrap().into_iter().map(f32::to_bits).collect()
}

pub(crate) async fn snapshots_go_back_and_forth(device: &Device) {
    let mut machine = begin(device);
    let start = machine.snapshot().await.unwrap();
    let first = rows(&mut machine, 10).await;
    // More steps may be queued behind the copy.
    let middle = machine.snapshot();
    let second = rows(&mut machine, 10).await;
    let middle = middle.await.unwrap();
    assert_eq!((start.step(), middle.step(), machine.steps()), (0, 10, 20));
    assert_ne!(first, second);
    let output = machine.read("y").await.unwrap();

    machine.restore(&middle).unwrap();
    assert_eq!((machine.steps(), machine.next_row()), (10, 10));
    assert_eq!(rows(&mut machine, 10).await, second, "from the middle");
    assert_eq!(machine.read("y").await.unwrap(), output);
    // Rows of a run that is left are dropped.
    machine.run(5).unwrap();
    machine.restore(&start.clone()).unwrap();
    assert_eq!(machine.drain().await.unwrap(), Vec::<f32>::new());
    assert_eq!(rows(&mut machine, 10).await, first, "from the start");
    assert_eq!(rows(&mut machine, 10).await, second, "and on");
    // Another machine, of the same program compiled anew.
    let mut other = device.machine(net().compile().unwrap()).unwrap();
    other.restore(&middle).unwrap();
    assert_eq!(rows(&mut other, 10).await, second, "elsewhere");

    // States and the output, each in places of whole vectors; nothing of the ring.
    assert!((4 * 95..4 * 120).contains(&middle.bytes()), "{} bytes", middle.bytes());
    let mut another = net();
    another.record(&compute::Expr::scalar(1.0));
    let mut another = device.machine(another.compile().unwrap()).unwrap();
    let before = another.snapshot().await.unwrap();
    assert_eq!(another.restore(&middle), Err(EngineError::OtherPlan));
    assert_eq!(another.snapshot().await.unwrap(), before, "nothing has changed");
}

pub(crate) async fn snapshots_cross_between_backends(gpu: &Device) {
    let (mut here, mut there) = (begin(&Device::cpu()), begin(gpu));
    rows(&mut here, 10).await;
    rows(&mut there, 3).await;
    let taken = here.snapshot().await.unwrap();
    there.restore(&taken).unwrap();
    let back: Snapshot = there.snapshot().await.unwrap();
    assert_eq!(back, taken, "bit for bit");
    here.run(10).unwrap();
    there.run(10).unwrap();
    let (expected, got) = (here.drain().await.unwrap(), there.drain().await.unwrap());
    assert_eq!((expected.len(), got.len()), (40, 40));
    for (e, g) in expected.iter().zip(&got) {
        assert!((e - g).abs() <= 1e-5 + 1e-2 * e.abs(), "CPU {e}, GPU {g}");
    }
}

/// A step of 1e30: on a GPU it may come out as anything, but not as nothing.
pub(crate) async fn divergence_is_named(device: &Device) {
    let mut program = Program::new();
    let (a, x, rate) = (program.state("a", &[4]), program.state("x", &[4]), program.state("rate", &[]));
    let loss = (x.square() * &a).sum();
    let slope = grad(&loss, &[&x]).remove(0);
    program.update("x", &(&x - slope * &rate));
    program.record(&loss);
    let mut machine = device.machine(program.compile().unwrap()).unwrap();
    machine.write("a", &[1.0; 4]).unwrap();
    machine.write("x", &[1.0, -2.0, 3.0, 0.5]).unwrap();
    machine.write("rate", &[0.1]).unwrap();
    machine.run(3).unwrap();
    let first = machine.next_row();
    let well = machine.drain().await.unwrap();
    machine.diagnose(first, &well).await.unwrap();

    machine.run(2).unwrap();
    machine.write("rate", &[1e30]).unwrap();
    machine.run(4).unwrap();
    let first = machine.next_row();
    let rows = machine.drain().await.unwrap();
    assert_eq!((first, rows.len()), (3, 6));
    let error = machine.diagnose(first, &rows).await.unwrap_err();
    // Step 5 is the first with the new rate; its record sees x as it was, that of step 6 does not. And the rate, which only the
    // host writes, is not what diverged.
    assert_eq!(error, EngineError::Diverged { step: 6, tensor: Some("x".into()) }, "{rows:?}");
    assert_eq!(error.to_string(), "the run diverged at step 6: the values of “x” are no longer finite");

    // Where only the record went wrong, no state is blamed.
    machine.write("x", &[1.0; 4]).unwrap();
    machine.write("rate", &[0.0]).unwrap();
    let error = machine.diagnose(20, &[1.0, f32::NAN]).await.unwrap_err();
    assert_eq!(error, EngineError::Diverged { step: 21, tensor: None });
}

pub(crate) async fn a_lost_device_is_named_and_a_new_one_goes_on<F: Future<Output = Device>>(open: impl Fn() -> F) {
    fn is_lost<T: std::fmt::Debug>(result: Result<T, EngineError>) {
        match result {
            Err(EngineError::DeviceLost { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    let device = open().await;
    let Device::Gpu(gpu) = &device else { panic!("a GPU") };
    let mut machine = begin(&device);
    rows(&mut machine, 10).await;
    let snapshot = machine.snapshot().await.unwrap();
    let expected = rows(&mut machine, 10).await;

    machine.run(1).unwrap();
    gpu.destroy();
    is_lost(machine.drain().await);
    is_lost(machine.run(1));
    is_lost(machine.read("w").await);
    is_lost(machine.snapshot().await);
    is_lost(machine.write("rate", &[0.1]));
    is_lost(machine.restore(&snapshot));
    is_lost(machine.diagnose(0, &[f32::NAN]).await);
    is_lost(device.machine(net().compile().unwrap()));
    is_lost(Costs::measure(&device).await);

    let device = open().await;
    let mut machine = device.machine(net().compile().unwrap()).unwrap();
    machine.restore(&snapshot).unwrap();
    assert_eq!(rows(&mut machine, 10).await, expected, "the run goes on as if nothing had been");
}

/// Natively the machine is refused; a browser says it when values are awaited. Other machines work on natively.
pub(crate) async fn a_wrong_shader_is_named(device: &Device) {
    let Device::Gpu(gpu) = device else { panic!("a GPU") };
    let plan = net().compile().unwrap();
    let mut shaders = wgsl::shaders(&plan, gpu.tuning());
    for shader in &mut shaders {
        shader.source = shader.source.replace("fn main(", "fn main(,");
    }
    let error = match gpu::Machine::with_shaders(Rc::clone(gpu), plan, shaders) {
        Ok(mut machine) => machine.settle().await.unwrap_err(),
        Err(error) => error,
    };
    assert!(matches!(error, EngineError::Shader(_)), "{error}");
}

/// What a step takes, in seconds, when so many share a submission that their own work fills the time between two frames; the
/// best of a few. What the submission itself takes does not count towards that time: on a slow one a single step would fill it.
async fn step(machine: &mut Machine) -> f64 {
    let mut alone = f64::INFINITY;
    for _ in 0..4 {
        alone = alone.min(seconds(machine, 1).await);
    }
    let mut steps = 1;
    while steps < 1024 && seconds(machine, steps).await < alone + 0.006 {
        steps *= 2;
    }
    let mut best = f64::INFINITY;
    for _ in 0..4 {
        best = best.min(seconds(machine, steps).await / f64::from(steps));
    }
    best
}

async fn seconds(machine: &mut Machine, steps: u32) -> f64 {
    let start = web_time::Instant::now();
    machine.run(steps).unwrap();
    machine.drain().await.unwrap();
    start.elapsed().as_secs_f64()
}

/// Estimates within a factor of four of what is measured on the CPU, for a little net and a large product; within ten on a GPU,
/// whose clock here is that of a busy processor. Three tries, since clocks err.
pub(crate) async fn a_step_has_its_price(device: &Device) {
    let mut product = Program::new();
    let (a, b) = (product.state("a", &[256, 256]), product.state("b", &[256, 256]));
    let c = a.matmul(&b);
    product.output("c", &c);
    product.record(&c.slice(0, 1, 1).slice(1, 1, 1));
    let mut said = String::new();
    for _ in 0..3 {
        let start = web_time::Instant::now();
        let costs = Costs::measure(device).await.unwrap();
        let seconds = start.elapsed().as_secs_f64();
        said += &format!("measured in {:.0} ms: {costs:?}\n", seconds * 1e3);
        let factor = if device.is_gpu() { 10.0 } else { 4.0 };
        let mut close = true;
        for (name, program) in [("net", super::network()), ("product", product.clone())] {
            let mut machine = device.machine(program.compile().unwrap()).unwrap();
            let (estimate, measured) = (costs.estimate(machine.plan()), step(&mut machine).await);
            said += &format!("{name}: {estimate:?}, measured {measured}\n");
            close &= (1.0 / factor..factor).contains(&(estimate.step / measured));
        }
        if close {
            #[cfg(not(target_arch = "wasm32"))]
            println!("{said}");
            return;
        }
    }
    panic!("{said}");
}

/// On an adapter that is a processor in truth, a little net runs on the CPU.
pub(crate) async fn a_little_net_stays_on_the_cpu(gpu: &Device) {
    let Device::Gpu(open) = gpu else { panic!("a GPU") };
    if *open.tuning() == wgsl::Tuning::HARDWARE {
        return;
    }
    let (here, there) = (Costs::measure(&Device::cpu()).await.unwrap(), Costs::measure(gpu).await.unwrap());
    let choice = choose(&super::network().compile().unwrap(), &here, Some(&there));
    assert!(!choice.gpu && matches!(choice.reason, Reason::Waiting | Reason::Close | Reason::Arithmetic), "{choice:?}");
}
