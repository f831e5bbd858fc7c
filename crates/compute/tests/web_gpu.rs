//! GPU against CPU in a browser that has WebGPU.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod common;

use compute::Device;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

async fn gpu() -> Device {
    let device = Device::gpu().await.unwrap();
    console_log!("adapter: {}", device.adapter());
    device
}

#[wasm_bindgen_test]
async fn every_operation_agrees() {
    common::every_operation_agrees(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn every_primitive_agrees() {
    common::every_primitive_agrees(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn replicas_are_machines_of_their_own() {
    common::replicas_are_machines_of_their_own(&gpu().await, true).await;
}

#[wasm_bindgen_test]
async fn replay_equals_rebuild() {
    common::replay_equals_rebuild(&gpu().await, true).await;
}

#[wasm_bindgen_test]
async fn random_graphs_agree() {
    common::random_graphs_agree(&gpu().await, 100..110).await;
}

#[wasm_bindgen_test]
async fn a_network_trains_the_same() {
    common::a_network_trains_the_same(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn regressions_train_the_same() {
    common::regressions_train_the_same(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn the_ring_runs_past_its_end() {
    common::the_ring_runs_past_its_end(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn drains_may_overlap_later_steps() {
    common::drains_may_overlap_later_steps(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn too_much_memory_is_refused() {
    common::too_much_memory_is_refused(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn snapshots_go_back_and_forth() {
    common::faults::snapshots_go_back_and_forth(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn snapshots_cross_between_backends() {
    common::faults::snapshots_cross_between_backends(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn divergence_is_named() {
    common::faults::divergence_is_named(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn a_lost_device_is_named_and_a_new_one_goes_on() {
    let open = || async { Device::gpu().await.unwrap() };
    common::faults::a_lost_device_is_named_and_a_new_one_goes_on(open).await;
}

#[wasm_bindgen_test]
async fn a_wrong_shader_is_named() {
    common::faults::a_wrong_shader_is_named(&gpu().await).await;
}

#[wasm_bindgen_test]
async fn a_step_has_its_price() {
    common::faults::a_step_has_its_price(&gpu().await).await;
}
