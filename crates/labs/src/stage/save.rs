//! Taking a figure away.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Saves what the canvases inside `element` show, one over the other, as a PNG.
pub fn save_picture(element: &web_sys::Element, name: &str) {
    let Ok(found) = element.query_selector_all("canvas") else { return };
    let layers: Vec<HtmlCanvasElement> = (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect();
    let Some(first) = layers.first() else { return };
    let Ok(copy) = document().create_element("canvas") else { return };
    let copy: HtmlCanvasElement = copy.unchecked_into();
    copy.set_width(first.width());
    copy.set_height(first.height());
    let Ok(Some(context)) = copy.get_context("2d") else { return };
    let context: CanvasRenderingContext2d = context.unchecked_into();
    // The paper under the figure: canvases are transparent.
    if let Some(paper) = paper(element) {
        context.set_fill_style_str(&paper);
        context.fill_rect(0.0, 0.0, f64::from(copy.width()), f64::from(copy.height()));
    }
    for layer in &layers {
        let _drawn = context.draw_image_with_html_canvas_element(layer, 0.0, 0.0);
    }
    if let Ok(url) = copy.to_data_url() {
        ui::web::save_url(&format!("{name}.png"), &url);
    }
}

fn paper(element: &web_sys::Element) -> Option<String> {
    let style = window().get_computed_style(element).ok()??;
    style.get_property_value("--paper").ok().map(|paper| paper.trim().to_owned())
}

/// A file name for a figure of a lab: `gradient-descent-loss`.
pub fn stem(lab: &str, figure: &str) -> String {
    format!("{lab}-{figure}")
}
