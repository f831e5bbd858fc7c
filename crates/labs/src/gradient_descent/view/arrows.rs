//! The arrows of a stage of a step: against the gradient, what the optimiser remembers, and the step itself.

use super::ground::Ground;
use crate::stage::{Bench, doubles};
use labkit::frame::Series;
use labkit::{Content, Text};
use leptos::html;
use leptos::prelude::*;
use plot::field::FieldFigure;
use std::fmt::Write as _;
use std::rc::Rc;
use ui::lang::say;
use ui::use_resize;

/// Length and half the width of an arrow's head, in CSS px.
const HEAD: (f64, f64) = (9.0, 4.5);

/// What each of them is.
const NAMES: &[(&str, Text)] = &[
    ("gradient", Text::new("−g，按比例缩放", "−g, scaled")),
    ("m", Text::new("−m，与 −g 同一比例", "−m, on the scale of −g")),
    ("m_hat", Text::new("−m̂：校正以后", "−m̂: corrected")),
    ("s", Text::new("√s，与 −g 同一比例，朝 −g 的一侧", "√s on the scale of −g, on its side")),
    ("v", Text::new("√v，与 −g 同一比例，朝 −m 的一侧", "√v on the scale of −g, on the side of −m")),
    ("v_hat", Text::new("√v̂：校正以后", "√v̂: corrected")),
    ("u", Text::new("√u：至今最大的 √v", "√u: the largest √v so far")),
    ("u_hat", Text::new("√û：校正以后", "√û: corrected")),
    ("kept", Text::new("λv：留下的速度", "λv: the velocity kept")),
    ("pull", Text::same("−η g")),
    ("reach", Text::new("椭圆：一单位梯度在各方向走多远，1/(√ + ε)", "ellipse: how far a unit of gradient goes each way, 1/(√ + ε)")),
    ("step", Text::new("这一步", "the step")),
];

/// What the stage on view has drawn.
fn drawn(bench: Bench) -> Vec<Series> {
    match bench.panel("stage").get().as_deref() {
        Some(Content::Lines(series)) => series.clone(),
        _ => Vec::new(),
    }
}

/// Keys of the arrows that the reader has put out.
pub(super) type Out = RwSignal<Vec<&'static str>>;

/// What the arrows are, below the surface; nothing while none are drawn. Each name puts its arrow out, and in again.
#[component]
pub(super) fn Legend(bench: Bench, out: Out) -> impl IntoView {
    let one = move |series: Series| {
        let (key, name) = *NAMES.iter().find(|(key, _)| *key == series.key)?;
        let toggle = move |_| {
            out.update(|out| match out.iter().position(|one| *one == key) {
                Some(at) => drop(out.remove(at)),
                None => out.push(key),
            });
        };
        let shown = move || (!out.with(|out| out.contains(&key))).to_string();
        let (class, line) = (format!("arrow arrow--{}", series.key), if series.key == "reach" { ELLIPSE } else { "M1 6h22" });
        Some(view! {
            <button type="button" class="gd-arrow" aria-pressed=shown on:click=toggle>
                <svg viewBox="0 0 24 12" aria-hidden="true" style=format!("--arrow: var(--c{})", series.identity)><path class=class d=line></path></svg>
                {say(name)}
            </button>
        })
    };
    view! { <p class="gd-legend">{move || drawn(bench).into_iter().filter_map(one).collect_view()}</p> }
}

/// The ellipse of the legend.
const ELLIPSE: &str = "M2 6a10 4.5 0 1 0 20 0a10 4.5 0 1 0-20 0z";

#[component]
pub(super) fn Arrows(bench: Bench, out: Out, ground: RwSignal<Option<Rc<Ground>>, LocalStorage>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let size = use_resize(node);
    let arrows = move || {
        let (Some(ground), extent) = (ground.get(), size.get()) else { return Vec::new() };
        let figure = FieldFigure { window: ground.window, contours: &[], paths: &[], minima: &[], starts: &[] };
        let Ok(layout) = figure.layout((extent.width, extent.height)) else { return Vec::new() };
        let arrow = |series: Series| {
            let places: Vec<_> = doubles(&series.x.0).into_iter().zip(doubles(&series.y.0)).map(|at| layout.to_px(at)).collect();
            let paths = match &*places {
                [from, to] => path(*from, *to),
                places => [through(places), String::new()],
            };
            (series.key, series.identity, paths)
        };
        let seen = |series: &Series| !out.with(|out| out.contains(&&*series.key));
        drawn(bench).into_iter().filter(seen).map(arrow).collect::<Vec<_>>()
    };
    let marks = move || {
        let one = |(key, identity, [line, head]): (String, u8, [String; 2])| {
            view! {
                <g style=format!("--arrow: var(--c{identity})")>
                    <path class=format!("arrow arrow--{key}") d=line></path>
                    <path class="arrow arrow--head" d=head></path>
                </g>
            }
        };
        arrows().into_iter().map(one).collect_view()
    };
    view! { <div class="surface__arrows" node_ref=node aria-hidden="true"><svg width="100%" height="100%">{marks}</svg></div> }
}

/// A line through places.
fn through(places: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (i, (x, y)) in places.iter().enumerate() {
        let _written = write!(path, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
    }
    path
}

/// A line, and the head at its end; only the head where the line is shorter.
fn path((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> [String; 2] {
    let length = (x1 - x0).hypot(y1 - y0).max(1e-6);
    let (ux, uy) = ((x1 - x0) / length, (y1 - y0) / length);
    let head = HEAD.0.min(length);
    let (bx, by) = (x1 - ux * head, y1 - uy * head);
    let (lx, ly, rx, ry) = (bx - uy * HEAD.1, by + ux * HEAD.1, bx + uy * HEAD.1, by - ux * HEAD.1);
    [through(&[(x0, y0), (x1, y1)]), through(&[(lx, ly), (x1, y1), (rx, ry)])]
}
