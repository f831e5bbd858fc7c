//! Browsers look for finished work when something is submitted, else only every few milliseconds: a short step would wait longer
//! than it computes. A few empty submissions make them look.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

/// Measured in Chromium on a short step: 2.6 ms without, 0.9 ms with ten; more only keep the processor busy.
const NUDGES: usize = 10;

#[wasm_bindgen]
extern "C" {
    type MessageChannel;
    #[wasm_bindgen(constructor)]
    fn new() -> MessageChannel;
    #[wasm_bindgen(method, getter)]
    fn port1(this: &MessageChannel) -> MessagePort;
    #[wasm_bindgen(method, getter)]
    fn port2(this: &MessageChannel) -> MessagePort;

    type MessagePort;
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &MessagePort, listener: &Function);
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post_message(this: &MessagePort, message: &JsValue);
    #[wasm_bindgen(method)]
    fn close(this: &MessagePort);
}

/// Lets the browser go on with its other work, and submits nothing in between, until `done` has its answer or long enough.
pub(super) async fn until_done(queue: &wgpu::Queue, done: &dyn Fn() -> bool) {
    let channel = MessageChannel::new();
    let (here, there) = (channel.port1(), channel.port2());
    for _ in 0..NUDGES {
        let turn = Promise::new(&mut |resolve, _| here.set_onmessage(&resolve));
        there.post_message(&JsValue::NULL);
        // A message to oneself always comes.
        let _come = JsFuture::from(turn).await;
        if done() {
            break;
        }
        queue.submit([]);
    }
    here.close();
}
