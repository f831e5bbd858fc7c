//! The wire to a worker: the engine's, or the reader of notes.

use js_sys::{Array, Uint8Array};
use labkit::message::{decode, encode};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker of its own that is told `To`, ended with the component that started it.
pub struct Link<To: 'static> {
    wire: StoredValue<Option<Wire<To>>, LocalStorage>,
}

impl<To> Clone for Link<To> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<To> Copy for Link<To> {}

struct Wire<To> {
    worker: Worker,
    /// Messages that wait until the worker listens.
    waiting: Rc<RefCell<Option<Vec<To>>>>,
    _listener: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

impl<To: Serialize + 'static> Link<To> {
    /// Starts the worker whose loader Trunk has written as `script`; `hear` gets what it says after `ready`, its first word;
    /// `fail` is called where it cannot start or breaks.
    pub fn start<From: DeserializeOwned + PartialEq + 'static>(
        script: &str,
        ready: From,
        hear: impl Fn(From) + 'static,
        fail: impl Fn() + 'static,
    ) -> Self {
        let wire = StoredValue::new_local(open(script, ready, hear, fail));
        on_cleanup(move || {
            let wire = wire.try_update_value(Option::take).flatten();
            if let Some(wire) = wire {
                wire.worker.terminate();
            }
        });
        Self { wire }
    }

    /// Whether there is a worker; without one nothing computes.
    pub fn is_up(&self) -> bool {
        self.wire.with_value(Option::is_some)
    }

    /// Sends a message, at once or as soon as the worker listens.
    pub fn send(&self, message: To) {
        let _gone = self.wire.try_with_value(|wire| {
            let Some(wire) = wire else { return };
            match wire.waiting.borrow_mut().as_mut() {
                Some(waiting) => waiting.push(message),
                None => post(&wire.worker, &message),
            }
        });
    }
}

fn open<To: Serialize + 'static, From: DeserializeOwned + PartialEq + 'static>(
    script: &str,
    ready: From,
    hear: impl Fn(From) + 'static,
    fail: impl Fn() + 'static,
) -> Option<Wire<To>> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(script, &options).ok()?;
    let waiting = Rc::new(RefCell::new(Some(Vec::new())));
    let (held, answer) = (Rc::clone(&waiting), worker.clone());
    let listener = Closure::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<Uint8Array>() else { return };
        match decode(&bytes.to_vec()) {
            Ok(message) if message == ready => {
                let first = held.borrow_mut().take();
                first.into_iter().flatten().for_each(|message: To| post(&answer, &message));
            }
            Ok(message) => hear(message),
            // Bytes of another version of the site; the service worker will bring both halves to the same one.
            Err(_) => {}
        }
    });
    worker.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    let failed = Closure::new(fail);
    worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
    Some(Wire { worker, waiting, _listener: listener, _failed: failed })
}

fn post<To: Serialize>(worker: &Worker, message: &To) {
    let Ok(bytes) = encode(message) else { return };
    let array = Uint8Array::from(bytes.as_slice());
    let _sent = worker.post_message_with_transfer(&array, &Array::of1(&array.buffer()));
}
