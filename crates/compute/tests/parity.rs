//! GPU against CPU, natively: the same plans on both backends.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests stop at the first surprise, and name their adapter"
)]

mod common;

use compute::Device;
use compute::gpu::wgsl::Tuning;

fn gpu() -> Device {
    let device = pollster::block_on(Device::gpu()).unwrap();
    println!("adapter: {}", device.adapter());
    device
}

#[test]
fn every_primitive_agrees() {
    pollster::block_on(common::every_primitive_agrees(&gpu()));
}

/// Every way to make shaders of a plan: one workgroup alone, small and large, and all kernels abreast with every size of tile.
#[test]
fn random_graphs_agree() {
    let abreast = Tuning { small: 0, tiny: 0, ..Tuning::SOFTWARE };
    let narrow = Tuning { small: 0, tiny: 0, ..Tuning::HARDWARE };
    for (tuning, seeds) in [(Tuning::SOFTWARE, 0..40), (Tuning::HARDWARE, 40..60), (abreast, 60..80), (narrow, 80..100)]
    {
        let device = pollster::block_on(Device::gpu_tuned(tuning)).unwrap();
        pollster::block_on(common::random_graphs_agree(&device, seeds));
    }
}

#[test]
fn every_operation_agrees() {
    pollster::block_on(common::every_operation_agrees(&gpu()));
}

#[test]
fn a_network_trains_the_same() {
    pollster::block_on(common::a_network_trains_the_same(&gpu()));
}

#[test]
fn regressions_train_the_same() {
    pollster::block_on(common::regressions_train_the_same(&gpu()));
}

#[test]
fn the_ring_runs_past_its_end() {
    pollster::block_on(common::the_ring_runs_past_its_end(&gpu()));
}

#[test]
fn drains_may_overlap_later_steps() {
    pollster::block_on(common::drains_may_overlap_later_steps(&gpu()));
}

#[test]
fn too_much_memory_is_refused() {
    pollster::block_on(common::too_much_memory_is_refused(&gpu()));
}
