//! Taking a figure away.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, DomRect, HtmlCanvasElement};

/// Saves what the canvases inside `element` show, where they stand beside or over each other, as a PNG.
pub fn save_picture(element: &web_sys::Element, name: &str) {
    let Ok(found) = element.query_selector_all("canvas") else { return };
    let layers = (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<HtmlCanvasElement>().ok());
    let layers: Vec<_> =
        layers.map(|layer| (layer.get_bounding_client_rect(), layer)).filter(|(rect, _)| rect.width() > 0.0).collect();
    let Some((rect, first)) = layers.first() else { return };
    let ratio = f64::from(first.width()) / rect.width();
    let least = |side: fn(&DomRect) -> f64| layers.iter().map(|(rect, _)| side(rect)).fold(f64::INFINITY, f64::min);
    let most = |side: fn(&DomRect) -> f64| layers.iter().map(|(rect, _)| side(rect)).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|rect| rect.left()), least(|rect| rect.top()));
    let Ok(copy) = document().create_element("canvas") else { return };
    let copy: HtmlCanvasElement = copy.unchecked_into();
    copy.set_width(((most(|rect| rect.right()) - left) * ratio).round() as u32);
    copy.set_height(((most(|rect| rect.bottom()) - top) * ratio).round() as u32);
    let Ok(Some(context)) = copy.get_context("2d") else { return };
    let context: CanvasRenderingContext2d = context.unchecked_into();
    // The paper under the figure: canvases are transparent.
    if let Some(paper) = paper(element) {
        context.set_fill_style_str(&paper);
        context.fill_rect(0.0, 0.0, f64::from(copy.width()), f64::from(copy.height()));
    }
    for (rect, layer) in &layers {
        let at = [rect.left() - left, rect.top() - top].map(|side| (side * ratio).round());
        let _drawn = context.draw_image_with_html_canvas_element(layer, at[0], at[1]);
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
