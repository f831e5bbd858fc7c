//! The arrows of a stage of a step: against the gradient, and the step itself.

use super::ground::Ground;
use crate::stage::Bench;
use labkit::Content;
use labkit::frame::Series;
use leptos::html;
use leptos::prelude::*;
use plot::field::FieldFigure;
use std::rc::Rc;
use ui::use_resize;

/// Length and half the width of an arrow's head, in CSS px.
const HEAD: (f64, f64) = (9.0, 4.5);

#[component]
pub(super) fn Arrows(bench: Bench, ground: RwSignal<Option<Rc<Ground>>, LocalStorage>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let size = use_resize(node);
    let panel = bench.panel("stage");
    let arrows = move || {
        let (Some(ground), extent) = (ground.get(), size.get()) else { return Vec::new() };
        let figure = FieldFigure { window: ground.window, contours: &[], paths: &[], minima: &[], starts: &[] };
        let Ok(layout) = figure.layout((extent.width, extent.height)) else { return Vec::new() };
        let Some(Content::Lines(series)) = panel.get().as_deref().cloned() else { return Vec::new() };
        let arrow = |series: &Series| {
            let end = |i: usize| Some((f64::from(*series.x.0.get(i)?), f64::from(*series.y.0.get(i)?)));
            let (from, to) = (layout.to_px(end(0)?), layout.to_px(end(1)?));
            Some((series.key.clone(), series.identity, path(from, to)))
        };
        series.iter().filter_map(arrow).collect::<Vec<_>>()
    };
    let drawn = move || {
        let one = |(key, identity, [line, head]): (String, u8, [String; 2])| {
            let class = if key == "step" { "arrow arrow--step" } else { "arrow" };
            view! {
                <g style=format!("--arrow: var(--c{identity})")>
                    <path class=class d=line></path>
                    <path class="arrow arrow--head" d=head></path>
                </g>
            }
        };
        arrows().into_iter().map(one).collect_view()
    };
    view! { <div class="surface__arrows" node_ref=node aria-hidden="true"><svg width="100%" height="100%">{drawn}</svg></div> }
}

/// A line, and the head at its end; only the head where the line is shorter.
fn path((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> [String; 2] {
    let length = (x1 - x0).hypot(y1 - y0).max(1e-6);
    let (ux, uy) = ((x1 - x0) / length, (y1 - y0) / length);
    let head = HEAD.0.min(length);
    let (bx, by) = (x1 - ux * head, y1 - uy * head);
    let (lx, ly, rx, ry) = (bx - uy * HEAD.1, by + ux * HEAD.1, bx + uy * HEAD.1, by - ux * HEAD.1);
    [format!("M{x0:.1} {y0:.1}L{x1:.1} {y1:.1}"), format!("M{lx:.1} {ly:.1}L{x1:.1} {y1:.1}L{rx:.1} {ry:.1}")]
}
