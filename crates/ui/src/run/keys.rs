//! Space, →, ← and . for the run, wherever nothing else wants them.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What uses arrow keys or Space itself.
const TYPING: &str =
    "input, textarea, select, [contenteditable], [role=tab], [role=slider], [data-keys], dialog, [popover]";
const PRESSING: &str = "button, a[href], summary";

pub(super) fn listen(
    playing: Signal<bool>,
    on_play: Callback<bool>,
    on_step: Callback<()>,
    on_back: Callback<()>,
    on_stage: Option<Callback<()>>,
) {
    let keys = crate::keys::use_keys();
    let listener = window_event_listener(ev::keydown, move |event| {
        let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        if held || !keys.on() || event.default_prevented() || within(event.target(), TYPING) {
            return;
        }
        match event.key().as_str() {
            " " if !event.repeat() && !within(event.target(), PRESSING) => on_play.run(!playing.get_untracked()),
            "ArrowRight" => on_step.run(()),
            "ArrowLeft" => on_back.run(()),
            "." => match on_stage {
                Some(on_stage) => on_stage.run(()),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

fn within(target: Option<web_sys::EventTarget>, selector: &str) -> bool {
    target
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}
