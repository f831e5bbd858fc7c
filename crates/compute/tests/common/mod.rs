//! What both backends must agree on; run natively and in the browser.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests stop at the first surprise, and say what they saw"
)]

pub(crate) mod bits;
pub(crate) mod faults;
pub(crate) mod graphs;

use compute::ops::random::key;
use compute::ops::{Binary, Unary, cases};
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, Random, Shape, grad};
use std::collections::BTreeMap;

/// How often a check saw each primitive: a column of the list of primitives and checks.
#[derive(Default)]
pub(crate) struct Covered(BTreeMap<&'static str, usize>);

impl Covered {
    pub(crate) fn note(&mut self, expr: &Expr) {
        for name in cases::primitives_of(expr) {
            *self.0.entry(name).or_default() += 1;
        }
    }

    /// Prints the column; every primitive must be in it.
    pub(crate) fn whole(&self, check: &str) {
        #[cfg(not(target_arch = "wasm32"))]
        for (name, count) in &self.0 {
            println!("{name:<14}{count:>8} {check}");
        }
        assert_eq!(cases::missing(&self.0.keys().copied().collect()), Vec::<&str>::new(), "not covered: {check}");
    }
}

fn normal(seed: u64, count: usize) -> Vec<f32> {
    let mut random = Stream::new(seed, 0);
    (0..count).map(|_| random.normal()).collect()
}

/// The program on the CPU and on `gpu`, with the same values in its states.
fn both(program: &Program, gpu: &Device, states: &[(&str, Vec<f32>)]) -> [Machine; 2] {
    [&Device::cpu(), gpu].map(|device| {
        let mut machine = device.machine(program.compile().unwrap()).unwrap();
        for (name, values) in states {
            machine.write(name, values).unwrap();
        }
        machine
    })
}

async fn compare(program: &Program, gpu: &Device, states: &[(&str, Vec<f32>)], steps: u32, relative: f32, what: &str) {
    let [mut cpu, mut gpu] = both(program, gpu, states);
    cpu.run(steps).unwrap();
    gpu.run(steps).unwrap();
    let (expected, got) = (cpu.drain().await.unwrap(), gpu.drain().await.unwrap());
    assert_eq!(expected.len(), got.len(), "{what}");
    assert!(!got.is_empty(), "{what}: nothing was recorded");
    for (index, (e, g)) in expected.iter().zip(&got).enumerate() {
        assert!((e - g).abs() <= 1e-5 + relative * e.abs(), "{what}, number {index}: CPU {e}, GPU {g}");
    }
}

pub(crate) async fn every_operation_agrees(gpu: &Device) {
    for &op in Unary::ALL {
        let mut program = Program::new();
        let x = program.state("x", &[67]);
        let input = if matches!(op, Unary::Log | Unary::Sqrt) { x.abs() + 0.1 } else { x.clone() };
        program.record(&input.unary(op));
        compare(&program, gpu, &[("x", normal(1, 67))], 1, 1e-3, op.rule().name).await;
    }
    for &op in Binary::ALL {
        let mut program = Program::new();
        let (a, b) = (program.state("a", &[5, 13]), program.state("b", &[13]));
        let base = if op == Binary::Pow { a.abs() + 0.1 } else { a.clone() };
        program.record(&base.binary(op, &(&b + 0.05)));
        compare(&program, gpu, &[("a", normal(2, 65)), ("b", normal(3, 13))], 1, 1e-3, op.rule().name).await;
    }
    let mut program = Program::new();
    let x = program.state("x", &[3]);
    program.record(&x.binary(Binary::Pow, &Expr::scalar(3.0)));
    compare(&program, gpu, &[("x", vec![-2.0, -0.5, 1.5])], 1, 1e-3, "pow of negative bases").await;
    let mut program = Program::new();
    let (z, x) = (program.state("z", &[0, 4]), program.state("x", &[3]));
    program.record(&z.transpose().sin().sum());
    program.record(&z.max_axes(&[0]));
    let zero = program.state("zero", &[3]);
    program.record(&(&zero * &x).binary(Binary::Pow, &zero));
    compare(&program, gpu, &[("x", vec![1.0, 2.0, 3.0])], 1, 1e-3, "nothing, and 0 to the 0").await;
    for (m, k, n) in [(1, 1, 1), (3, 5, 2), (2, 300, 3), (17, 33, 9)] {
        let mut program = Program::new();
        let (a, b) = (program.state("a", &[2, m, k]), program.state("b", &[k, n]));
        let y = a.matmul(&b);
        program.record(&y);
        program.record(&y.transpose().matmul(&a).sum_axes(&[0, 2]));
        program.record(&a.max_axes(&[1]));
        program.record(&(Expr::iota(&[m, n], 0) + y.tanh()).sum());
        compare(&program, gpu, &[("a", normal(4, 2 * m * k)), ("b", normal(5, k * n))], 1, 1e-3, "matmul, sum, max")
            .await;
    }
}

const BATCH: usize = 64;
const SIZES: [usize; 4] = [2, 8, 8, 1];

/// A step of gradient descent of a network 2-8-8-1 with tanh.
fn network() -> Program {
    let mut program = Program::new();
    let (x, t) = (program.state("x", &[BATCH, 2]), program.state("t", &[BATCH, 1]));
    let mut layer = x.clone();
    let mut weights = Vec::new();
    for (index, pair) in SIZES.windows(2).enumerate() {
        let names = (format!("w{index}"), format!("b{index}"));
        let (w, b) = (program.state(&names.0, pair), program.state(&names.1, &[pair[1]]));
        layer = layer.matmul(&w) + &b;
        if index + 2 < SIZES.len() {
            layer = layer.tanh();
        }
        weights.extend([(names.0, w), (names.1, b)]);
    }
    // Binary cross-entropy on logits: softplus(z) − t·z.
    let loss = (((-layer.abs()).exp() + 1.0).log() + layer.relu() - &t * &layer).mean();
    let wrt: Vec<&Expr> = weights.iter().map(|(_, w)| w).collect();
    for ((name, w), slope) in weights.iter().zip(grad(&loss, &wrt)) {
        program.update(name, &(w - slope * 0.5));
    }
    program.record(&loss);
    program
}

/// The network on XOR-like points, a hundred steps.
pub(crate) async fn a_network_trains_the_same(gpu: &Device) {
    let program = network();
    let points = normal(6, 2 * BATCH);
    let targets = points.chunks(2).map(|p| f32::from(u8::from(p[0] * p[1] > 0.0))).collect();
    let mut states = vec![("x", points), ("t", targets)];
    let half = |seed, count| normal(seed, count).iter().map(|v| v * 0.5).collect::<Vec<f32>>();
    for (i, (pair, (w, b))) in SIZES.windows(2).zip([("w0", "b0"), ("w1", "b1"), ("w2", "b2")]).enumerate() {
        states.extend([(w, half(10 + 2 * i as u64, pair[0] * pair[1])), (b, half(11 + 2 * i as u64, pair[1]))]);
    }
    compare(&program, gpu, &states, 100, 0.01, "network").await;
    let [mut cpu, _] = both(&program, gpu, &states);
    cpu.run(1000).unwrap();
    let losses = cpu.drain().await.unwrap();
    assert!(losses[999] < 0.5 * losses[0], "it learns: {} → {}", losses[0], losses[999]);
}

/// Linear and logistic regression, 200 steps, with the loss of each step recorded.
pub(crate) async fn regressions_train_the_same(gpu: &Device) {
    const ROWS: usize = 500;
    for logistic in [false, true] {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[ROWS, 3]), program.state("y", &[ROWS, 1]));
        let (w, b) = (program.state("w", &[3, 1]), program.state("b", &[1]));
        let z = x.matmul(&w) + &b;
        let loss = if logistic {
            (((-z.abs()).exp() + 1.0).log() + z.relu() - &y * &z).mean()
        } else {
            (&z - &y).square().mean()
        };
        let slopes = grad(&loss, &[&w, &b]);
        program.update("w", &(&w - &slopes[0] * 0.1));
        program.update("b", &(&b - &slopes[1] * 0.1));
        program.record(&loss);
        let points = normal(8, ROWS * 3);
        let truth = |p: &[f32]| 2.0 * p[0] - p[1] + 0.5;
        let targets: Vec<f32> =
            points.chunks(3).map(|p| if logistic { f32::from(u8::from(truth(p) > 0.0)) } else { truth(p) }).collect();
        compare(&program, gpu, &[("x", points), ("y", targets)], 200, 0.01, "regression").await;
    }
}

/// Every case of every primitive, with its gradients: the GPU within rtol 1e-3 and atol 1e-5 of the CPU (or what the case allows).
pub(crate) async fn every_primitive_agrees(gpu: &Device) {
    let mut covered = Covered::default();
    for case in cases::every_primitive() {
        let mut inputs = Program::new();
        let leaves: Vec<Expr> =
            case.inputs.iter().enumerate().map(|(i, input)| inputs.state(&i.to_string(), &input.axes)).collect();
        covered.note(&(case.build)(&leaves));
        let (program, states) = case.program(1);
        let [mut cpu, mut gpu] = [&Device::cpu(), gpu].map(|device| {
            let plan = program.compile().unwrap_or_else(|error| panic!("{}: {error}", case.name));
            let mut machine = device.machine(plan).unwrap_or_else(|error| panic!("{}: {error}", case.name));
            for (name, values) in &states {
                machine.write(name, values).unwrap();
            }
            machine.run(1).unwrap_or_else(|error| panic!("{}: {error}", case.name));
            machine
        });
        let (expected, got) = (cpu.drain().await.unwrap(), gpu.drain().await);
        let got = got.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(expected.len(), got.len(), "{}", case.name);
        let (relative, absolute) = (case.relative.max(1e-3), case.absolute);
        for (index, (e, g)) in expected.iter().zip(&got).enumerate() {
            let close =
                (e - g).abs() <= absolute + relative * e.abs() || (!e.is_finite() && e.to_bits() == g.to_bits());
            assert!(close, "{}, number {index}: CPU {e}, GPU {g}", case.name);
        }
    }
    covered.whole("GPU against CPU");
}

/// Random graphs of all primitives.
pub(crate) async fn random_graphs_agree(gpu: &Device, seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let (program, _, mut source) = graphs::program(seed);
        let mut values = |n: usize| (0..n).map(|_| source.normal()).collect::<Vec<f32>>();
        let states = [("x", values(12)), ("y", values(4))];
        compare(&program, gpu, &states, 2, 1e-3, &format!("graph {seed}")).await;
    }
}

pub(crate) async fn the_ring_runs_past_its_end(gpu: &Device) {
    let mut program = Program::new();
    let x = program.state("x", &[1]);
    program.update("x", &(&x + 1.0));
    program.record(&x);
    let mut machine = gpu.machine(program.compile().unwrap()).unwrap();
    let mut seen = 0.0;
    for steps in [1500, 1000, 2048, 3] {
        machine.run(steps).unwrap();
        for value in machine.drain().await.unwrap() {
            assert_eq!(value, seen);
            seen += 1.0;
        }
    }
    assert_eq!(seen, 4551.0);
}

pub(crate) async fn drains_may_overlap_later_steps(gpu: &Device) {
    let mut program = Program::new();
    let x = program.state("x", &[1]);
    program.update("x", &(&x + 1.0));
    program.record(&x);
    let mut machine = gpu.machine(program.compile().unwrap()).unwrap();
    machine.run(2).unwrap();
    let first = machine.drain();
    machine.run(3).unwrap();
    let second = machine.drain();
    let state = machine.read("x");
    assert_eq!(first.await.unwrap(), [0.0, 1.0]);
    assert_eq!(second.await.unwrap(), [2.0, 3.0, 4.0]);
    assert_eq!(state.await.unwrap(), [5.0]);
}

pub(crate) async fn too_much_memory_is_refused(gpu: &Device) {
    let mut program = Program::new();
    let x = program.state("x", &[1 << 28]);
    program.update("x", &(&x + 1.0));
    let refused = gpu.machine(program.compile().unwrap());
    assert!(matches!(refused, Err(EngineError::TooLarge { .. })), "a gigabyte in one buffer");
}

/// Replicas of a step, with data that they share and rates of their own, go as machines of their own do, bit for bit on one device.
pub(crate) async fn replicas_are_machines_of_their_own(device: &Device, lone: bool) {
    const RATES: [f32; 5] = [0.01, 0.03, 0.1, 0.3, 0.5];
    const ROWS: usize = 30;
    let program = |replicas: usize| {
        let mut program = Program::new();
        let x = program.shared("x", &[ROWS, 3]);
        let (w, rate) = (program.state("w", &[3, 2]), program.state("rate", &[]));
        let noise = Random::new(&mut program, "key").normal(&[ROWS, 2]);
        // Large enough, where asked, that its kernels run abreast.
        let wide = if lone { x.clone() } else { x.broadcast(&Shape::new(&[64, ROWS, 3])) };
        let loss = (wide.matmul(&w).tanh() - noise * 0.1).square().mean();
        let step = grad(&loss, &[&w]).remove(0) * &rate;
        program.update("w", &(&w - &step));
        program.output("step", &step.sum_axes(&[1]));
        program.record(&loss);
        program.record(&w.slice(0, 1, 1));
        program.replicas(replicas);
        program
    };
    let (x, w) = (normal(1, ROWS * 3), normal(2, 6));
    let mut all = device.machine(program(RATES.len()).compile().unwrap()).unwrap();
    all.write("x", &x).unwrap();
    all.write("w", &w).unwrap();
    all.write("rate", &RATES).unwrap();
    for (replica, rate) in RATES.iter().enumerate() {
        let key = key(u64::from(rate.to_bits()));
        all.write_part("key", replica * key.len(), &key).unwrap();
    }
    assert!(all.write("rate", &RATES[..2]).is_err(), "neither one nor all");
    all.run(3).unwrap();
    let snapshot = all.snapshot().await.unwrap();
    all.run(4).unwrap();
    let (rows, moved, steps) =
        (all.drain().await.unwrap(), all.read_array("w").await.unwrap(), all.read_array("step").await.unwrap());
    let width = all.plan().ring.width;
    assert_eq!((moved.shape(), steps.shape()), (&[5, 3, 2][..], &[5, 3, 1][..]));
    assert_eq!(rows.len(), 7 * RATES.len() * width);
    all.restore(&snapshot).unwrap();
    all.run(4).unwrap();
    assert_eq!(all.drain().await.unwrap(), rows[3 * RATES.len() * width..], "the same again after a snapshot");
    for (replica, rate) in RATES.iter().enumerate() {
        let mut one = device.machine(program(1).compile().unwrap()).unwrap();
        for (name, values) in [("x", &x[..]), ("w", &w), ("rate", &[*rate]), ("key", &key(u64::from(rate.to_bits())))] {
            one.write(name, values).unwrap();
        }
        one.run(7).unwrap();
        let (own, its) = (one.drain().await.unwrap(), one.read("w").await.unwrap());
        assert_eq!(its, moved.index_axis(ndarray::Axis(0), replica).iter().copied().collect::<Vec<_>>());
        for (step, row) in own.chunks(width).enumerate() {
            let at = (step * RATES.len() + replica) * width;
            assert_eq!(row, &rows[at..at + width], "replica {replica}, step {step}");
        }
    }
    let mut wrong = Program::new();
    let x = wrong.shared("x", &[3]);
    wrong.update("x", &(x + 1.0));
    assert!(wrong.compile().is_err(), "what is shared is not written");
    assert!(program(0).compile().is_err() && program(70_000).compile().is_err(), "a number that no device takes");
}

/// Many steps in a submission, with a slider moved on the way, are the steps of machines that are made anew for each: of a
/// network, and of a plan so small that one dispatch runs all its steps where the device's tuning is `resident`.
pub(crate) async fn replay_equals_rebuild(device: &Device, resident: bool) {
    let mut states = vec![("x", normal(6, 2 * BATCH)), ("t", normal(7, BATCH))];
    for (i, (pair, (w, b))) in SIZES.windows(2).zip([("w0", "b0"), ("w1", "b1"), ("w2", "b2")]).enumerate() {
        states.extend([(w, normal(10 + i as u64, pair[0] * pair[1])), (b, normal(20 + i as u64, pair[1]))]);
    }
    replay(&network(), device, &states, normal(30, BATCH)).await;
    let mut tiny = Program::new();
    let (x, t) = (tiny.state("x", &[BATCH]), tiny.state("t", &[BATCH]));
    tiny.update("x", &(&x - (&x - &t).sin() * 0.3));
    tiny.record(&x.sum());
    let states = [("x", normal(31, BATCH)), ("t", normal(32, BATCH))];
    let machine = replay(&tiny, device, &states, normal(33, BATCH)).await;
    assert_eq!(matches!(machine, Machine::Gpu(machine) if machine.is_resident()), resident);
}

/// Answers with the machine that ran many steps in a submission.
async fn replay(program: &Program, device: &Device, states: &[(&str, Vec<f32>)], slider: Vec<f32>) -> Machine {
    let [_, mut replayed] = both(program, device, states);
    replayed.run(5).unwrap();
    replayed.write("t", &slider).unwrap();
    replayed.run(7).unwrap();
    let (mut rows, mut snapshot) = (Vec::new(), None);
    for step in 0..12 {
        let [_, mut machine] = both(program, device, states);
        if let Some(snapshot) = &snapshot {
            machine.restore(snapshot).unwrap();
        }
        if step == 5 {
            machine.write("t", &slider).unwrap();
        }
        machine.run(1).unwrap();
        rows.extend(machine.drain().await.unwrap());
        snapshot = Some(machine.snapshot().await.unwrap());
    }
    assert_eq!(replayed.drain().await.unwrap(), rows, "bit for bit");
    assert_eq!(Some(replayed.snapshot().await.unwrap()), snapshot);
    replayed
}
