//! The thread that reads notes: the page sends a file and goes on; what is read comes in slices.

use js_sys::{Array, Uint8Array, global};
use labkit::message::{decode, encode};
use notes::message::{FromReader, ToReader};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let answers = scope.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<Uint8Array>() else { return };
        // Bytes that are no message come from another version of the page; it will reload.
        if let Ok(ask) = decode::<ToReader>(&bytes.to_vec()) {
            notes::read(&ask, |answer| send(&answers, &answer));
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // It listens as long as the thread lives.
    listener.forget();
    send(&scope, &FromReader::Ready);
}

/// Sends a message; its buffer goes over without a copy.
fn send(scope: &DedicatedWorkerGlobalScope, message: &FromReader) {
    let Ok(bytes) = encode(message) else { return };
    let array = Uint8Array::from(bytes.as_slice());
    let _sent = scope.post_message_with_transfer(&array, &Array::of1(&array.buffer()));
}
