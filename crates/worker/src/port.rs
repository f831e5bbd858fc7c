//! Messages in and out.

use crate::clock::scope;
use js_sys::{Function, Promise, Uint8Array};
use labkit::message::{FromWorker, ToWorker, decode, encode};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::MessageEvent;

#[derive(Default)]
struct Inbox {
    waiting: VecDeque<ToWorker>,
    wake: Option<Function>,
}

/// The worker's end.
pub(crate) struct Port {
    inbox: Rc<RefCell<Inbox>>,
    // Lives as long as the worker.
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

/// Wakes whoever waits for a message, without one.
#[derive(Clone)]
pub(crate) struct Bell(Rc<RefCell<Inbox>>);

impl Bell {
    pub(crate) fn ring(&self) {
        let wake = self.0.borrow_mut().wake.take();
        if let Some(wake) = wake {
            let _called = wake.call0(&wasm_bindgen::JsValue::NULL);
        }
    }
}

impl Port {
    /// Starts to listen, and says so.
    pub(crate) fn open() -> Self {
        let inbox = Rc::new(RefCell::new(Inbox::default()));
        let into = Rc::clone(&inbox);
        let listener = Closure::new(move |event: MessageEvent| {
            let Ok(bytes) = event.data().dyn_into::<Uint8Array>() else { return };
            // Bytes that are no message come from another version of the page; it will reload.
            if let Ok(message) = decode(&bytes.to_vec()) {
                let mut inbox = into.borrow_mut();
                inbox.waiting.push_back(message);
                if let Some(wake) = inbox.wake.take() {
                    let _called = wake.call0(&wasm_bindgen::JsValue::NULL);
                }
            }
        });
        scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
        let port = Self { inbox, _listener: listener };
        port.send(&FromWorker::Ready);
        port
    }

    /// Makes [`Self::arrival`] resolve.
    pub(crate) fn bell(&self) -> Bell {
        Bell(Rc::clone(&self.inbox))
    }

    /// The next message, if one waits.
    pub(crate) fn next(&self) -> Option<ToWorker> {
        self.inbox.borrow_mut().waiting.pop_front()
    }

    /// Resolves as soon as a message comes; at once if one waits.
    pub(crate) fn arrival(&self) -> Promise {
        Promise::new(&mut |resolve, _| {
            let mut inbox = self.inbox.borrow_mut();
            if inbox.waiting.is_empty() {
                inbox.wake = Some(resolve);
            } else {
                let _called = resolve.call0(&wasm_bindgen::JsValue::NULL);
            }
        })
    }

    /// Sends a message; its buffer goes over without a copy.
    pub(crate) fn send(&self, message: &FromWorker) {
        let Ok(bytes) = encode(message) else { return };
        let array = Uint8Array::from(bytes.as_slice());
        let transfer = js_sys::Array::of1(&array.buffer());
        let _sent = scope().post_message_with_transfer(&array, &transfer);
    }
}
