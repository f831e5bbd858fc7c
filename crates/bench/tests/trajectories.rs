//! A hundred training steps on the CPU and on the GPU, of every kind of network: the losses go the same way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests stop at the first surprise, and say what they saw"
)]

use bench::Runner;
use compute::Device;

const STEPS: u32 = 100;
/// Where rounding stays as small as it is; and where training enlarges it, as that of critics and of attention does.
const CALM: f32 = 1e-4;
const WILD: f32 = 1e-2;

fn losses(name: &str, device: &Device) -> Vec<f32> {
    let mut runner = Runner::open(name, device).unwrap();
    runner.machine.run(STEPS).unwrap();
    pollster::block_on(runner.machine.drain()).unwrap()
}

/// Apart by no more than `within` at every step, of the loss, or of its usual size where it comes near zero, as a critic's does.
fn the_same(name: &str, within: f32) {
    let gpu = pollster::block_on(Device::gpu()).expect("an adapter: `cargo xtask setup` brings a software one");
    let (cpu, gpu) = (losses(name, &Device::cpu()), losses(name, &gpu));
    assert_eq!((cpu.len(), gpu.len()), (STEPS as usize, STEPS as usize));
    let usual = cpu.iter().map(|loss| loss.abs()).sum::<f32>() / STEPS as f32;
    let worst = cpu.iter().zip(&gpu).map(|(c, g)| (c - g).abs() / c.abs().max(usual)).fold(0.0, f32::max);
    println!("{name}: {} → {} on the CPU, {} on the GPU; farthest apart {worst:.1e}", cpu[0], cpu[99], gpu[99]);
    assert!(cpu[99] != cpu[0], "{name} does not move");
    assert!(worst < within, "{name}: {worst}");
}

#[test]
fn mlp() {
    the_same("mlp", CALM);
}

#[test]
fn cnn() {
    the_same("lenet", CALM);
}

#[test]
fn gan() {
    the_same("dcgan", CALM);
}

#[test]
fn wgan_gp() {
    the_same("wgan-gp", WILD);
}

#[test]
fn lstm() {
    the_same("lstm", CALM);
}

#[test]
fn transformer() {
    the_same("transformer", WILD);
}
