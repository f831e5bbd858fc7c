//! The size of an element, in CSS pixels, and the pixels per CSS pixel.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};

/// A size on the page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extent {
    /// Width in CSS pixels; 0 before the first layout.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Device pixels per CSS pixel.
    pub dpr: f64,
}

impl Extent {
    /// Whether there is anything to paint on.
    pub fn is_empty(self) -> bool {
        self.width < 1.0 || self.height < 1.0
    }
}

/// Follows the size of the element behind `node`. Watching ends with the component.
pub fn use_resize<E>(node: NodeRef<E>) -> Signal<Extent>
where
    E: leptos::html::ElementType + 'static,
    E::Output: JsCast + AsRef<Element> + Clone + 'static,
{
    let extent = RwSignal::new(Extent::default());
    let watch = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let element: Element = AsRef::<Element>::as_ref(&element).clone();
        let measured = element.clone();
        let closure = Closure::<dyn FnMut()>::new(move || {
            let dpr = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
            let now = Extent { width: measured.client_width().into(), height: measured.client_height().into(), dpr };
            if extent.try_get_untracked().is_some_and(|before| before != now) {
                let _ = extent.try_set(now);
            }
        });
        if let Ok(observer) = ResizeObserver::new(closure.as_ref().unchecked_ref()) {
            observer.observe(&element);
            if let Some((before, _)) = watch.try_update_value(|slot| slot.replace((observer, closure))).flatten() {
                before.disconnect();
            }
        }
    });
    on_cleanup(move || {
        let _ = watch.try_update_value(|slot| slot.take().map(|(observer, _)| observer.disconnect()));
    });
    extent.into()
}
