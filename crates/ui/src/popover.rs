//! A button with something to read behind it: on top of everything, closed by Escape or a press outside.

use crate::lang::say;
use crate::web::{root, unique};
use labkit::text::Text;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A button that shows `children` beside itself.
#[component]
pub fn Popover(
    /// Name of the button; also the heading inside.
    label: Text,
    /// Classes of the button.
    #[prop(default = "iconbtn iconbtn--s")]
    class: &'static str,
    /// Whether `face` says in words what the button is; else the label is its name.
    #[prop(optional)]
    spoken: bool,
    /// What the button shows.
    face: ViewFn,
    /// What is behind it.
    children: ChildrenFn,
) -> impl IntoView {
    let id = unique("pop");
    let place = RwSignal::new(Place::default());
    let name = say(label);
    view! {
        <button
            type="button"
            class=class
            popovertarget=id.clone()
            aria-label=move || (!spoken).then(name)
            on:click=move |event| place.set(beside(&event))
        >
            {face.run()}
        </button>
        <div
            class="popover"
            id=id
            popover="auto"
            style:left=move || place.get().left
            style:top=move || place.get().top
            style:bottom=move || place.get().bottom
        >
            <p class="popover__title">{name}</p>
            {children()}
        </div>
    }
}

#[derive(Clone, Default)]
struct Place {
    left: String,
    top: String,
    bottom: String,
}

// Under the button in the upper half of the window, above it in the lower; never over its left or right edge. Known
// before the popover has a size, so that it never jumps.
fn beside(event: &MouseEvent) -> Place {
    let button = event_target::<web_sys::Element>(event);
    let button = button.closest("button").ok().flatten().unwrap_or(button);
    let rect = button.get_bounding_client_rect();
    let Some(root) = root() else { return Place::default() };
    let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
    let left = format!("clamp(var(--s-2), {:.0}px, calc({width:.0}px - var(--pop-w) - var(--s-2)))", rect.left());
    if rect.top() < height / 2.0 {
        Place { left, top: format!("calc({:.0}px + var(--s-1))", rect.bottom()), bottom: "auto".to_owned() }
    } else {
        let bottom = format!("calc({:.0}px + var(--s-1))", height - rect.top());
        Place { left, top: "auto".to_owned(), bottom }
    }
}
