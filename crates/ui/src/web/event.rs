//! Questions to events.

use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, MouseEvent};

/// Whether a click on a link means "go there", and not "open it in a tab" or the like.
pub fn is_plain_click(event: &MouseEvent) -> bool {
    let held = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    event.button() == 0 && !held && !event.default_prevented()
}

/// Whether keys typed at `target` are text.
pub fn takes_text(target: &EventTarget) -> bool {
    target
        .dyn_ref::<Element>()
        .is_some_and(|element| element.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some())
}

/// Whether an element has an undo of its own: a field with text in it. Sliders, lists and boxes have none.
pub fn undoes_itself(target: &EventTarget) -> bool {
    const OTHERS: &str = "[type=range], [type=checkbox], [type=radio], [type=file]";
    target.dyn_ref::<Element>().is_some_and(|element| {
        let is = |selectors: &str| element.closest(selectors).ok().flatten().is_some();
        is("input, textarea, [contenteditable]") && !is(OTHERS)
    })
}
