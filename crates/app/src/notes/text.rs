//! The text, as it stands in the document.

use web_sys::{Element, HtmlCollection};

/// How far below the top of the window a section begins to be the one that is read: bar and margin, in CSS pixels.
const READING: f64 = 96.0;

/// All sections; they stand in groups.
pub(super) fn sections(text: &Element) -> HtmlCollection {
    text.get_elements_by_class_name("note")
}

/// Sets the bodies of sections in a row.
pub(super) fn fill(text: &Element, first: u32, bodies: &[String]) {
    let sections = sections(text);
    for (index, body) in (first..).zip(bodies) {
        if let Some(slot) = sections.item(index).and_then(|section| section.last_element_child()) {
            slot.set_inner_html(body);
        }
    }
}

/// The section that is read now.
pub(super) fn current(text: &Element) -> Option<u32> {
    let sections = sections(text);
    let above =
        |index: u32| sections.item(index).is_some_and(|section| section.get_bounding_client_rect().top() <= READING);
    let (mut low, mut high) = (0, sections.length());
    while low + 1 < high {
        let middle = u32::midpoint(low, high);
        if above(middle) { low = middle } else { high = middle }
    }
    (sections.length() > 0).then_some(low)
}

/// The id of a section.
pub(super) fn id(text: &Element, index: u32) -> String {
    sections(text).item(index).map(|section| section.id()).unwrap_or_default()
}
