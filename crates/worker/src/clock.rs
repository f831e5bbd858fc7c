//! Time in a worker: now, later, and a breath between two slices in which messages come in.

use js_sys::Promise;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel};

/// The worker's global scope.
pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Milliseconds since the worker began.
pub(crate) fn now() -> f64 {
    scope().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// Lets waiting messages in. A posted message, not a timer: browsers make nested timers wait 4 ms.
pub(crate) async fn breathe() {
    let Ok(channel) = MessageChannel::new() else { return };
    let promise = Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
    });
    if channel.port2().post_message(&wasm_bindgen::JsValue::NULL).is_ok() {
        let _woken = JsFuture::from(promise).await;
    }
    channel.port1().set_onmessage(None);
    channel.port1().close();
}

/// Waits so many milliseconds, or until `wake` resolves.
pub(crate) async fn sleep(ms: i32, wake: &Promise) {
    let timer = Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move || {
            let _called = resolve.call0(&wasm_bindgen::JsValue::NULL);
        });
        let _timer = scope().set_timeout_with_callback_and_timeout_and_arguments_0(done.unchecked_ref(), ms);
    });
    let either = js_sys::Array::of2(&timer, wake);
    let _woken = JsFuture::from(Promise::race(&either)).await;
}
