//! The CPU in a browser that has no WebGPU adapter.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod common;

use compute::{Device, EngineError, Program, grad};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn no_adapter_is_said_and_not_panicked() {
    let refused = Device::gpu().await.map(|device| device.adapter().to_owned());
    console_log!("adapter: none ({refused:?})");
    assert!(matches!(refused, Err(EngineError::NoGpu(_))));
}

#[wasm_bindgen_test]
async fn the_cpu_trains() {
    let mut program = Program::new();
    let x = program.state("x", &[2]);
    let loss = (x.square() * 0.5).sum() + x.cos().sum();
    let slope = grad(&loss, &[&x]).remove(0);
    program.update("x", &(&x - slope * 0.5));
    program.record(&loss);
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    machine.write("x", &[1.0, -2.0]).unwrap();
    machine.run(1000).unwrap();
    let losses = machine.drain().await.unwrap();
    assert!((losses[999] - 2.0).abs() < 1e-2, "{}", losses[999]);
}

#[wasm_bindgen_test]
async fn snapshots_go_back_and_forth() {
    common::faults::snapshots_go_back_and_forth(&Device::cpu()).await;
}

#[wasm_bindgen_test]
async fn divergence_is_named() {
    common::faults::divergence_is_named(&Device::cpu()).await;
}

#[wasm_bindgen_test]
async fn a_step_has_its_price() {
    common::faults::a_step_has_its_price(&Device::cpu()).await;
}

#[wasm_bindgen_test]
async fn the_same_seed_gives_the_same_bits() {
    common::bits::the_same_seed_gives_the_same_bits().await;
}
