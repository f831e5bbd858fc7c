//! What a tool draws over the surface: axes of the Hessian, its quadratic model, the trust circle, arrows to where a step would lead.

use super::super::params::TABLE;
use super::ground::Ground;
use crate::stage::{Bench, doubles};
use labkit::Content;
use leptos::html;
use leptos::prelude::*;
use plot::field::FieldFigure;
use std::fmt::Write as _;
use std::rc::Rc;
use ui::use_resize;

#[component]
pub(super) fn Overlay(bench: Bench, ground: RwSignal<Option<Rc<Ground>>, LocalStorage>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let size = use_resize(node);
    let panel = bench.panel("overlay");
    // The panel of a tool that is no longer chosen stays where it was.
    let on = Memo::new(move |_| bench.params.with(|params| ["hessian", "circle"].contains(&params.choice(TABLE, "tool"))));
    let lines = move || {
        let (Some(ground), extent, true) = (ground.get(), size.get(), on.get()) else { return Vec::new() };
        let figure = FieldFigure { window: ground.window, contours: &[], paths: &[], minima: &[], starts: &[] };
        let Ok(layout) = figure.layout((extent.width, extent.height)) else { return Vec::new() };
        let Some(Content::Lines(lines)) = panel.get().as_deref().cloned() else { return Vec::new() };
        let path = |line: &labkit::frame::Series| {
            let (xs, ys) = (doubles(&line.x.0), doubles(&line.y.0));
            let mut path = String::new();
            for (i, at) in xs.into_iter().zip(ys).enumerate() {
                let (x, y) = layout.to_px(at);
                let _written = write!(path, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
            }
            (format!("overlay overlay--{}", line.key), path)
        };
        lines.iter().map(path).collect()
    };
    let drawn = move || lines().into_iter().map(|(class, path)| view! { <path class=class d=path></path> }).collect_view();
    view! { <div class="surface__arrows" node_ref=node aria-hidden="true"><svg width="100%" height="100%">{drawn}</svg></div> }
}
