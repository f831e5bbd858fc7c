//! One element alone on the page.

use web_sys::Element;

/// While it lives, everything beside `element` and its ancestors is inert: not reached by keyboard, pointer or screen
/// reader. What was inert before stays so after.
pub(crate) struct Solo(Vec<Element>);

impl Solo {
    pub(crate) fn new(element: &Element) -> Self {
        let mut silenced = Vec::new();
        let mut inner = element.clone();
        while let Some(outer) = inner.parent_element() {
            let children = outer.children();
            for index in 0..children.length() {
                let Some(child) = children.item(index) else { continue };
                let skip = child.is_same_node(Some(inner.as_ref())) || child.has_attribute("inert");
                if !skip && child.set_attribute("inert", "").is_ok() {
                    silenced.push(child);
                }
            }
            if outer.tag_name().eq_ignore_ascii_case("body") {
                break;
            }
            inner = outer;
        }
        Self(silenced)
    }
}

impl Drop for Solo {
    fn drop(&mut self) {
        for element in &self.0 {
            let _ = element.remove_attribute("inert");
        }
    }
}
