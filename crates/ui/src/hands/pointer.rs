//! Mouse, pen and finger on a paper: one of them at a time, and where it went.

use js_sys::Reflect;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, PointerEvent};

/// A place where the pointer was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Touch {
    /// In the unit square from the top left corner; outside of it where the pointer is captured and has left the paper.
    pub(crate) x: f32,
    /// Downwards.
    pub(crate) y: f32,
    /// How much wider the line is than with a pointer that knows no pressure.
    pub(crate) weight: f32,
}

/// The pointer that draws. A second finger, or the palm beside the pen, draws nothing.
#[derive(Clone, Copy)]
pub(crate) struct Grip(StoredValue<Option<i32>>);

impl Grip {
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Takes the pointer that goes down, so that its moves arrive outside of the paper, too; says whether it was taken.
    pub(crate) fn take(self, event: &PointerEvent, paper: &HtmlElement) -> bool {
        let free = self.0.get_value().is_none() && event.button() == 0;
        if free {
            self.0.set_value(Some(event.pointer_id()));
            let _ = paper.set_pointer_capture(event.pointer_id());
            // A finger that draws gives no focus, and Ctrl+Z would go elsewhere.
            let still = FocusOptions::new();
            still.set_prevent_scroll(true);
            let _ = paper.focus_with_options(&still);
        }
        free
    }

    /// Whether the event is of the pointer that draws.
    pub(crate) fn holds(self, event: &PointerEvent) -> bool {
        self.0.get_value() == Some(event.pointer_id())
    }

    /// Lets go in the middle of a stroke.
    pub(crate) fn drop(self) {
        self.0.set_value(None);
    }

    /// Lets go at the end of the stroke.
    pub(crate) fn release(self, event: &PointerEvent) {
        if self.holds(event) {
            self.drop();
        }
    }
}

/// The paper, once it is in the page.
pub(crate) fn element(paper: NodeRef<html::Div>) -> Option<HtmlElement> {
    paper.get_untracked().map(Into::into)
}

/// Whether the paper has the focus, and has it from the keyboard.
pub(crate) fn by_keyboard(paper: NodeRef<html::Div>) -> bool {
    element(paper).is_some_and(|paper| paper.matches(":focus-visible").unwrap_or(false))
}

/// Where the pointer was since the last event: each place that the browser kept, where it keeps them, else the last one.
pub(crate) fn touches(event: &PointerEvent, paper: &Element) -> Vec<Touch> {
    let area = paper.get_bounding_client_rect();
    let (wide, high) = (area.width().max(1.0), area.height().max(1.0));
    let touch = |event: &PointerEvent| Touch {
        x: ((f64::from(event.client_x()) - area.left()) / wide) as f32,
        y: ((f64::from(event.client_y()) - area.top()) / high) as f32,
        // Fingers say 0, ½ or 1, whatever they do, and the mouse ½: only a pen means it.
        weight: if event.pointer_type() == "pen" { weight(event.pressure()) } else { 1.0 },
    };
    let keeps = Reflect::has(event, &"getCoalescedEvents".into()).unwrap_or(false);
    let kept = if keeps { event.get_coalesced_events() } else { js_sys::Array::new() };
    if kept.length() == 0 {
        return vec![touch(event)];
    }
    kept.iter().filter_map(|event| event.dyn_into::<PointerEvent>().ok()).map(|event| touch(&event)).collect()
}

/// The width for a pressure in 0…1, linear, 1 at the ½ of a usual hand.
fn weight(pressure: f32) -> f32 {
    0.4 + 1.2 * pressure.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn a_usual_hand_draws_the_usual_width() {
        assert_eq!(weight(0.5), 1.0);
        assert!(weight(0.0) > 0.0 && weight(0.2) < weight(0.8));
        assert_eq!(weight(9.0), weight(1.0));
    }
}
