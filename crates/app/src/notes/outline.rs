//! The outline, as it stands in the document: a thousand lines that come as HTML, so that no signal hangs on each of them.

use web_sys::Element;

/// Shows what is neither folded away nor left out by the filter.
pub(super) fn show(list: &Element, filter: &str) {
    let words = filter.trim().to_lowercase();
    let lines = list.children();
    let depth = |line: &Element| line.get_attribute("data-depth").and_then(|depth| depth.parse().ok()).unwrap_or(1_u32);
    if words.is_empty() {
        // Everything deeper than a folded line, until one as high as it.
        let mut folded = u32::MAX;
        for line in (0..lines.length()).filter_map(|index| lines.item(index)) {
            let depth = depth(&line);
            let visible = depth <= folded;
            set_hidden(&line, !visible);
            if visible {
                folded = if fold_of(&line).is_some_and(|fold| !is_open(&fold)) { depth } else { u32::MAX };
            }
        }
        return;
    }
    // From the end, so that what stands above something found is shown, too.
    let mut wanted = 0;
    for line in (0..lines.length()).rev().filter_map(|index| lines.item(index)) {
        let depth = depth(&line);
        let found = line.text_content().unwrap_or_default().to_lowercase().contains(&words);
        set_hidden(&line, !(found || depth < wanted));
        if found || depth < wanted {
            wanted = depth;
        }
    }
}

/// Opens a folded line or folds an open one.
pub(super) fn turn(fold: &Element) {
    let _set = fold.set_attribute("aria-expanded", if is_open(fold) { "false" } else { "true" });
}

/// Folds all lines, or opens them.
pub(super) fn turn_all(list: &Element, open: bool) {
    let lines = list.children();
    for fold in (0..lines.length()).filter_map(|index| lines.item(index)).filter_map(|line| fold_of(&line)) {
        let _set = fold.set_attribute("aria-expanded", if open { "true" } else { "false" });
    }
}

/// Marks the line of the section `index`, or the nearest one above it that is shown. `lead` sections have no line.
pub(super) fn mark(list: &Element, index: u32) {
    if let Ok(Some(before)) = list.query_selector("[aria-current]") {
        let _gone = before.remove_attribute("aria-current");
    }
    let lines = list.children();
    let line = (0..=index).rev().filter_map(|index| lines.item(index)).find(|line| !line.has_attribute("hidden"));
    let Some(link) = line.as_ref().and_then(|line| line.query_selector("a").ok().flatten()) else { return };
    let _set = link.set_attribute("aria-current", "location");
    // Within the outline only; the text does not move.
    let (frame, place) = (list.get_bounding_client_rect(), link.get_bounding_client_rect());
    let margin = place.height() * 2.0;
    if place.top() < frame.top() + margin {
        list.set_scroll_top(list.scroll_top() - (frame.top() + margin - place.top()) as i32);
    } else if place.bottom() > frame.bottom() - margin {
        list.set_scroll_top(list.scroll_top() + (place.bottom() + margin - frame.bottom()) as i32);
    }
}

fn fold_of(line: &Element) -> Option<Element> {
    line.first_element_child().filter(|first| first.class_list().contains("fold"))
}

fn is_open(fold: &Element) -> bool {
    fold.get_attribute("aria-expanded").as_deref() != Some("false")
}

fn set_hidden(line: &Element, hidden: bool) {
    let _set = line.toggle_attribute_with_force("hidden", hidden);
}
