//! Icons and lab pictures. The symbols stand once in the page, inside the document: no request, and the page's own
//! colours reach them (an external `<use href="icons.svg#…">` is cut off from the style sheet).

use leptos::prelude::*;

const ICONS: &str = include_str!("../../../www/icons/icons.svg");

/// The symbols of all icons. Put it once, first thing in the page.
#[component]
pub fn Sprite() -> impl IntoView {
    view! { <div hidden inner_html=ICONS></div> }
}

/// An icon of 16 px. It says nothing to a screen reader: the button around it carries the name.
#[component]
pub fn Icon(
    /// Name without the prefix: `play`, `chevron-down`.
    #[prop(into)]
    name: Signal<&'static str>,
    /// 12, 16 or 20.
    #[prop(default = 16)]
    size: u8,
    /// Filled, not outlined.
    #[prop(optional)]
    solid: bool,
) -> impl IntoView {
    let class = match (size, solid) {
        (12, false) => "icon icon--12",
        (12, true) => "icon icon--12 icon--solid",
        (20, false) => "icon icon--20",
        (20, true) => "icon icon--20 icon--solid",
        (_, false) => "icon",
        (_, true) => "icon icon--solid",
    };
    view! { <svg class=class aria-hidden="true"><use href=move || format!("#i-{}", name.get())></use></svg> }
}

/// The picture of a lab, from `www/icons/lab-pictures.svg`, whose symbols the course map puts into the page.
#[component]
pub fn Picture(
    /// The lab's id.
    lab: &'static str,
) -> impl IntoView {
    view! { <svg class="pic" aria-hidden="true"><use href=format!("#p-{lab}")></use></svg> }
}
