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
fn replicas_are_machines_of_their_own() {
    for device in [Device::cpu(), gpu()] {
        for lone in [true, false] {
            pollster::block_on(common::replicas_are_machines_of_their_own(&device, lone));
        }
    }
    let abreast = Tuning { small: 0, tiny: 0, ..Tuning::HARDWARE };
    let device = pollster::block_on(Device::gpu_tuned(abreast)).unwrap();
    pollster::block_on(common::replicas_are_machines_of_their_own(&device, true));
}

#[test]
fn replay_equals_rebuild() {
    let resident = pollster::block_on(Device::gpu_tuned(Tuning::SOFTWARE)).unwrap();
    for (device, resident) in [(Device::cpu(), false), (gpu(), Tuning::LLVMPIPE.resident), (resident, true)] {
        pollster::block_on(common::replay_equals_rebuild(&device, resident));
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

#[test]
fn snapshots_go_back_and_forth() {
    pollster::block_on(common::faults::snapshots_go_back_and_forth(&gpu()));
}

#[test]
fn snapshots_cross_between_backends() {
    pollster::block_on(common::faults::snapshots_cross_between_backends(&gpu()));
}

#[test]
fn divergence_is_named() {
    pollster::block_on(common::faults::divergence_is_named(&gpu()));
}

#[test]
fn a_lost_device_is_named_and_a_new_one_goes_on() {
    let open = || async { Device::gpu().await.unwrap() };
    pollster::block_on(common::faults::a_lost_device_is_named_and_a_new_one_goes_on(open));
}

#[test]
fn a_wrong_shader_is_named() {
    pollster::block_on(common::faults::a_wrong_shader_is_named(&gpu()));
}

#[test]
fn a_step_has_its_price() {
    pollster::block_on(common::faults::a_step_has_its_price(&Device::cpu()));
    pollster::block_on(common::faults::a_step_has_its_price(&gpu()));
}

#[test]
fn a_little_net_stays_on_the_cpu_of_a_software_adapter() {
    pollster::block_on(common::faults::a_little_net_stays_on_the_cpu(&gpu()));
}

#[test]
fn the_cpu_goes_back_and_names_divergence() {
    pollster::block_on(common::faults::snapshots_go_back_and_forth(&Device::cpu()));
    pollster::block_on(common::faults::divergence_is_named(&Device::cpu()));
}
