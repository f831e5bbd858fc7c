//! The same seed gives the same bits on the CPU: on two calls, natively, and in a browser.

use super::graphs;
use compute::{Device, Expr, Program, Random, grad};

/// What all runs below come to. A change of the arithmetic changes it, on every machine alike: then this number is written anew.
const EXPECTED: u64 = 0x3ec0_48ca_d834_9b61;

/// FNV-1a over the bits of the numbers.
fn hash(mut hash: u64, values: &[f32]) -> u64 {
    for byte in values.iter().flat_map(|value| value.to_bits().to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

async fn run(program: &Program, states: &[(&str, Vec<f32>)], steps: u32, before: u64) -> u64 {
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    for (name, values) in states {
        machine.write(name, values).unwrap();
    }
    machine.run(steps).unwrap();
    hash(before, &machine.drain().await.unwrap())
}

/// Random graphs of all primitives, then a network with products of odd sizes, every function and draws, for fifty steps.
async fn all() -> u64 {
    let mut total = 0xcbf2_9ce4_8422_2325;
    for seed in 1000..1200 {
        let (program, _, mut source) = graphs::program(seed);
        let mut values = |n: usize| (0..n).map(|_| source.normal()).collect::<Vec<f32>>();
        let states = [("x", values(12)), ("y", values(4))];
        total = run(&program, &states, 2, total).await;
    }
    let mut program = Program::new();
    let mut random = Random::new(&mut program, "random");
    let (w, v) = (program.state("w", &[33, 65]), program.state("v", &[65, 3]));
    let x = random.normal(&[17, 33]);
    let hidden = x.matmul(&w);
    let mixed = hidden.tanh() + hidden.sigmoid() * hidden.erf() + hidden.sin() * hidden.cos() + (-hidden.abs()).exp();
    let out = mixed.matmul(&v);
    let loss = (out.square() + 1.0).log().mean() + out.abs().pow(&Expr::scalar(1.5)).mean() * 0.1;
    for ((name, state), slope) in [("w", &w), ("v", &v)].into_iter().zip(grad(&loss, &[&w, &v])) {
        program.update(name, &(state - slope * 0.1));
    }
    program.record(&loss);
    let key = compute::ops::random::key(7).to_vec();
    let spread = |count: usize| (0..count).map(|i| (i * 7919 % 1000) as f32 / 1000.0 - 0.5).collect::<Vec<f32>>();
    run(&program, &[("random", key), ("w", spread(33 * 65)), ("v", spread(65 * 3))], 50, total).await
}

pub(crate) async fn the_same_seed_gives_the_same_bits() {
    let (first, second) = (all().await, all().await);
    assert_eq!(first, second, "two calls");
    assert_eq!(first, EXPECTED, "natively and in a browser: {first:#018x}");
}
