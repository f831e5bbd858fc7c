//! A callback per painted frame.

use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

type Tick = Closure<dyn FnMut(f64)>;

struct Inner {
    running: Cell<bool>,
    request: Cell<Option<i32>>,
    tick: RefCell<Option<Tick>>,
}

impl Inner {
    fn request(&self) {
        if let (Some(window), Some(tick)) = (web_sys::window(), self.tick.borrow().as_ref()) {
            self.request.set(window.request_animation_frame(tick.as_ref().unchecked_ref()).ok());
        }
    }

    fn stop(&self) {
        self.running.set(false);
        if let (Some(window), Some(request)) = (web_sys::window(), self.request.take()) {
            let _ = window.cancel_animation_frame(request);
        }
    }
}

/// The handle of a loop that calls back before each paint while it runs.
#[derive(Clone, Copy)]
pub struct FrameLoop(StoredValue<Rc<Inner>, LocalStorage>);

impl FrameLoop {
    /// Starts; does nothing where it runs already.
    pub fn start(self) {
        let _ = self.0.try_with_value(|inner| {
            if !inner.running.replace(true) {
                inner.request();
            }
        });
    }

    /// Stops until the next start.
    pub fn stop(self) {
        let _ = self.0.try_with_value(|inner| inner.stop());
    }

    /// Whether it runs.
    pub fn running(self) -> bool {
        self.0.try_with_value(|inner| inner.running.get()).unwrap_or(false)
    }
}

/// Makes a loop, not yet running, that calls `paint` with the time in ms before each paint. It ends with the component.
pub fn use_animation_frame(mut paint: impl FnMut(f64) + 'static) -> FrameLoop {
    let inner = Rc::new(Inner { running: Cell::new(false), request: Cell::new(None), tick: RefCell::new(None) });
    // Weak, or the closure would keep itself alive.
    let weak = Rc::downgrade(&inner);
    let tick = Closure::new(move |time: f64| {
        let Some(inner) = weak.upgrade() else { return };
        inner.request.set(None);
        if inner.running.get() {
            paint(time);
        }
        // The callback itself may have stopped the loop, or its component may be gone.
        if inner.running.get() && inner.request.get().is_none() {
            inner.request();
        }
    });
    *inner.tick.borrow_mut() = Some(tick);
    let handle = FrameLoop(StoredValue::new_local(inner));
    on_cleanup(move || handle.stop());
    handle
}
