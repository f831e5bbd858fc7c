//! What is fused, planned and laid out computes what the plain interpreter computes, with gradients, over several steps, on a
//! thousand random graphs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod common;

use common::{Covered, graphs};
use compute::Device;
use compute::interpret::interpret;

const GRAPHS: u64 = 1000;

#[test]
fn a_plan_equals_the_interpreter() {
    let mut covered = Covered::default();
    for seed in 0..GRAPHS {
        let (program, results, mut source) = graphs::program(seed);
        results.iter().for_each(|result| covered.note(result));
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
        let mut values: Vec<Vec<f64>> =
            [12, 4].iter().map(|&n| (0..n).map(|_| f64::from(source.normal())).collect()).collect();
        for (name, value) in ["x", "y"].iter().zip(&values) {
            machine.write(name, &value.iter().map(|v| *v as f32).collect::<Vec<_>>()).unwrap();
        }
        for _ in 0..3 {
            machine.run(1).unwrap();
            let row = pollster::block_on(machine.drain()).unwrap();
            let expected = interpret(&results, &|i| values[i].clone()).unwrap();
            let close = |got: &[f32], expected: &[f64]| {
                got.iter().zip(expected).all(|(g, e)| (f64::from(*g) - e).abs() < 2e-3 * (1.0 + e.abs()))
            };
            assert!(close(&row[..1], &expected[2]), "graph {seed}: loss {} and {}", row[0], expected[2][0]);
            assert!(close(&row[1..], &values[0]), "graph {seed}: the record sees the state before the step");
            let read = |machine: &mut compute::Machine, name| pollster::block_on(machine.read(name)).unwrap();
            for (name, expected) in ["x", "y"].iter().zip(&expected) {
                let got = read(&mut machine, name);
                assert!(close(&got, expected), "graph {seed}, {name}: {got:?} and {expected:?}");
            }
            // Go on from what the machine has, so that rounding does not add up.
            values = ["x", "y"].map(|name| read(&mut machine, name).into_iter().map(f64::from).collect()).into();
        }
    }
    covered.whole("in random graphs");
}

#[test]
fn the_same_seed_gives_the_same_bits() {
    pollster::block_on(common::bits::the_same_seed_gives_the_same_bits());
}
