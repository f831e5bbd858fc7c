//! The browser, in small pieces. Whatever is started here ends with the component that started it.

mod animation;
mod event;
mod media;
mod resize;
mod save;
mod timer;

pub use animation::{FrameLoop, use_animation_frame};
pub use event::{is_plain_click, takes_text, undoes_itself};
pub use media::{use_media, use_reduced_motion, use_visibility};
pub use resize::{Extent, use_resize};
pub use save::{bytes_url, forget_url, save_bytes, save_text, save_url};
pub use timer::{Timer, use_timer};

use std::sync::atomic::{AtomicU32, Ordering};
use web_sys::{Element, Storage};

/// Milliseconds since the page began.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Puts a text on the clipboard; `None` where the browser gives none to this page.
pub fn copy(text: &str) -> Option<js_sys::Promise> {
    let navigator = web_sys::window()?.navigator();
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    there.then(|| navigator.clipboard().write_text(text))
}

/// The `<html>` element.
pub fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}

/// The value of `name` in the address's query.
pub fn query(name: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// The browser's first language, `zh-CN` or the like; empty where it does not say.
pub fn browser_language() -> String {
    web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_default()
}

/// A value from local storage; `None` too where the reader forbids storage.
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a value in local storage. A full or forbidden storage is no reason to stop.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// An id that no other element of this page has, for labels and descriptions.
pub fn unique(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
