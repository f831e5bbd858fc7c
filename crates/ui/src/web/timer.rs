//! One timeout that ends with its component.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// A timeout; setting it again moves it.
#[derive(Clone, Copy)]
pub struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    /// Calls `then` after `wait`, unless set again or cleared before.
    pub fn set(self, wait: Duration, then: impl FnOnce() + 'static) {
        self.clear();
        let handle = set_timeout_with_handle(then, wait).ok();
        let _ = self.0.try_update_value(|slot| *slot = handle);
    }

    /// Forgets the call.
    pub fn clear(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }
}

/// Makes a timer that ends with the component.
pub fn use_timer() -> Timer {
    let timer = Timer(StoredValue::new(None));
    on_cleanup(move || timer.clear());
    timer
}
