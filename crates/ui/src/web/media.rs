//! What the system prefers, and whether the page is seen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventTarget, VisibilityState};

/// Whether a media query holds, kept up to date.
pub fn use_media(query: &str) -> Signal<bool> {
    let list = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    let holds = RwSignal::new(list.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(list) = list {
        let source = list.clone();
        listen(list.unchecked_into(), "change", move || {
            let _ = holds.try_set(source.matches());
        });
    }
    holds.into()
}

/// Whether the reader asked for less motion.
pub fn use_reduced_motion() -> Signal<bool> {
    use_media("(prefers-reduced-motion: reduce)")
}

/// Whether the page is in front; nothing need be painted where it is not.
pub fn use_visibility() -> Signal<bool> {
    let document = web_sys::window().and_then(|window| window.document());
    let seen = RwSignal::new(document.as_ref().is_none_or(|d| d.visibility_state() == VisibilityState::Visible));
    if let Some(document) = document {
        let source = document.clone();
        listen(document.unchecked_into(), "visibilitychange", move || {
            let _ = seen.try_set(source.visibility_state() == VisibilityState::Visible);
        });
    }
    seen.into()
}

/// Listens to an event of something that is no element, until the owner ends.
fn listen(target: EventTarget, event: &'static str, react: impl FnMut() + 'static) {
    let closure = Closure::<dyn FnMut()>::new(react);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    let held = StoredValue::new_local((target, closure));
    on_cleanup(move || {
        let _ = held.try_with_value(|(target, closure)| {
            target.remove_event_listener_with_callback(event, closure.as_ref().unchecked_ref())
        });
    });
}
