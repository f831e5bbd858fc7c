//! What a figure says under the pointer.

use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use plot::Reading;

/// A layer over a figure: `read` answers, for a place in CSS pixels, with what the figure shows there. The numbers are for those who
/// point; everyone else has the figure's label and its table.
#[component]
pub fn Hover<F>(
    /// What is at a place.
    read: F,
    /// A line through the place, for curves.
    #[prop(optional)]
    line: bool,
) -> impl IntoView
where
    F: Fn((f64, f64)) -> Vec<Reading> + Send + 'static,
{
    let node = NodeRef::<html::Div>::new();
    let place = RwSignal::new(None::<(f64, f64)>);
    let width = RwSignal::new(0.0);
    let point = move |event: &PointerEvent| {
        let Some(node) = node.get_untracked() else { return };
        let rect = node.get_bounding_client_rect();
        width.set(rect.width());
        place.set(Some((f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top())));
    };
    let tip = move || {
        let at = place.get()?;
        let readings = read(at);
        let x = readings.first()?.at.left.midpoint(readings.first()?.at.right);
        // On the side where there is room.
        let side = if at.0 > width.get() / 2.0 { "hover__tip hover__tip--left" } else { "hover__tip" };
        let lines = readings
            .into_iter()
            .map(|reading| view! { <p><span>{reading.label}</span>" "<b class="num">{reading.value}</b></p> });
        let hair = line.then(|| view! { <div class="hover__line" style=format!("left:{x:.1}px")></div> });
        Some(view! {
            {hair}
            <div class=side style=format!("left:{:.1}px;top:{:.1}px", at.0, at.1)>{lines.collect_view()}</div>
        })
    };
    view! {
        <div class="hover" aria-hidden="true" node_ref=node
            on:pointermove=move |event: PointerEvent| point(&event)
            on:pointerdown=move |event: PointerEvent| point(&event)
            on:pointerleave=move |_| place.set(None)>
            {tip}
        </div>
    }
}
