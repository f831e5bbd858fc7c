//! The surface as a landscape: turned by hand or by arrow keys, never by itself.

use super::super::params::{TABLE, VARIABLES};
use super::ground::Ground;
use super::lanes::Lane;
use super::surface::ways;
use crate::stage::{Bench, Canvas};
use labkit::{Content, Lang, Params, Text, Value, short};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use plot::field::Path;
use plot::relief::{Camera, Scene};
use plot::{Pen, PlotError, Relief, Stroke};
use std::rc::Rc;
use ui::Segmented;
use ui::lang::{say, tf};
use wasm_bindgen::JsCast as _;

/// How the surface is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// From above: contours and colour.
    Flat,
    /// From the side.
    Relief,
    /// A function of x alone: a curve.
    Curve,
}

/// Follows the formula and the reader's choice.
pub(super) fn shape(bench: Bench, on_table: Memo<bool>) -> Memo<Shape> {
    let x_alone = |f: &str| labkit::formula::parse(f, VARIABLES).is_ok_and(|ast| !ast.uses(1));
    let curve = Memo::new(move |_| !on_table.get() && bench.params.with(|params| x_alone(&params.text(TABLE, "f"))));
    Memo::new(move |_| match () {
        () if curve.get() => Shape::Curve,
        () if bench.params.with(|params| params.switch(TABLE, "relief")) => Shape::Relief,
        () => Shape::Flat,
    })
}

/// The switch in the head of the figure; a curve has no other side.
#[component]
pub(super) fn Switch(bench: Bench, shape: Memo<Shape>) -> impl IntoView {
    let options = move || vec![Text::new("平面", "flat"), Text::new("立体", "3-D")];
    let chosen = Signal::derive(move || usize::from(shape.get() == Shape::Relief));
    let choose = move |index: usize| bench.set("relief", Value::Switch(index == 1));
    view! {
        <Show when=move || shape.get() != Shape::Curve>
            <Segmented label=Text::new("曲面的画法", "How the surface is drawn") options=options() value=chosen on_change=choose/>
        </Show>
    }
}

/// Where the reader looks from.
fn camera(params: &Params) -> Camera {
    match params.get(TABLE, "turn") {
        Value::Points(at) if !at.is_empty() => Camera::new(at[0].0.to_radians(), at[0].1.to_radians()),
        _ => Camera::default(),
    }
}

/// Azimuth and elevation in whole degrees: finer than the eye, and short in the address.
fn degrees(camera: Camera) -> (f64, f64) {
    (camera.azimuth.to_degrees().round(), camera.elevation.to_degrees().round())
}

fn relief<'a>(ground: &'a Ground, camera: Camera, paths: &'a [Path<'a>]) -> Relief<'a> {
    Relief {
        grid: ground.grid(),
        shade: ground.shade,
        height: ground.height,
        camera,
        contours: &ground.contours,
        paths,
        names: ["x", "y"],
    }
}

/// The figure as a file.
pub(super) fn document(bench: Bench, ground: &Ground, element: &web_sys::Element) -> Option<String> {
    let theme = plot::canvas::theme(element).ok()?;
    let ways = untrack(|| ways(bench));
    let paths: Vec<Path<'_>> = ways.iter().map(Lane::path).collect();
    let size = (element.client_width().unsigned_abs(), element.client_height().unsigned_abs());
    let (seen_from, formula) = bench.params.with_untracked(|params| (camera(params), params.text(TABLE, "f")));
    let figure = relief(ground, seen_from, &paths);
    plot::svg::document(&figure, size, &theme, (say(Text::new("曲面", "Surface"))(), &formula)).ok()
}

/// The arrows of a stage of a step, as on the flat surface: the step solid, all else dashed, the reach of the gradient an ellipse.
fn arrows(bench: Bench, scene: &Scene, pen: &Pen<'_>) -> Result<(), PlotError> {
    let panel = bench.panel("stage").get();
    let Some(Content::Lines(series)) = panel.as_deref() else { return Ok(()) };
    for one in series {
        if one.key == "reach" {
            let places = one.x.0.iter().zip(&one.y.0).filter_map(|(x, y)| scene.to_px((f64::from(*x), f64::from(*y))));
            pen.line(&places.collect::<Vec<_>>(), Stroke::solid(pen.theme.identity(one.identity), 1.25))?;
            continue;
        }
        let end = |i: usize| scene.to_px((f64::from(*one.x.0.get(i)?), f64::from(*one.y.0.get(i)?)));
        let Some((from, to)) = end(0).zip(end(1)) else { continue };
        let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-6);
        let (ux, uy) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        let (back, side) = (9.0_f64.min(length), 4.5);
        let head = [
            (to.0 - ux * back - uy * side, to.1 - uy * back + ux * side),
            to,
            (to.0 - ux * back + uy * side, to.1 - uy * back - ux * side),
        ];
        let solid = Stroke::solid(pen.theme.identity(one.identity), 2.0);
        pen.line(&[from, to], Stroke { dash: dash(&one.key), ..solid })?;
        pen.line(&head, solid)?;
    }
    Ok(())
}

/// The dash of an arrow, as the style sheet has it on the flat surface.
fn dash(key: &str) -> &'static [f64] {
    match key {
        "step" | "m_hat" => &[],
        "m" | "kept" => &[1.0, 4.0],
        _ => &[5.0, 4.0],
    }
}

#[component]
pub(super) fn Landscape(bench: Bench, ground: RwSignal<Option<Rc<Ground>>, LocalStorage>) -> impl IntoView {
    // What the hand does stays here until it lets go: the address follows what stands, not each frame.
    let held = RwSignal::new(None::<Camera>);
    let settled = Memo::new(move |_| bench.params.with(camera));
    let seen_from = Memo::new(move |_| held.get().unwrap_or_else(|| settled.get()));
    let paint_ground = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let Some(ground) = ground.get() else { return Ok(()) };
        let figure = relief(&ground, seen_from.get(), &[]);
        sheet.draw(|area, scale| figure.draw_ground(area, theme, scale)).map(|_| ())
    };
    let paint_runs = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let Some(ground) = ground.get() else { return Ok(()) };
        let ways = ways(bench);
        let paths: Vec<Path<'_>> = ways.iter().map(Lane::path).collect();
        let figure = relief(&ground, seen_from.get(), &paths);
        sheet.draw(|area, scale| {
            let scene = figure.draw_runs(area, theme, scale)?;
            arrows(bench, &scene, &Pen::new(area, theme, scale))
        })
    };
    let label = tf(move |lang| match lang {
        Lang::Zh => format!("曲面的立体图与各优化器的路径。焦点处 x = {}，y = {}", short(bench.metric("x")), short(bench.metric("y"))),
        Lang::En => {
            format!("Surface in 3-D with the paths of the optimisers. In focus at x = {}, y = {}", short(bench.metric("x")), short(bench.metric("y")))
        }
    });
    view! {
        <Canvas draw=paint_ground/>
        <Canvas label=label draw=paint_runs/>
        <Turn bench settled held/>
    }
}

/// The layer that feels: it turns the landscape.
#[component]
fn Turn(bench: Bench, settled: Memo<Camera>, held: RwSignal<Option<Camera>>) -> impl IntoView {
    // The pointer that turns, and where it was.
    let grip = StoredValue::new(None::<(i32, (f64, f64))>);
    let place = |event: &PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let settle = move |camera: Camera| bench.set("turn", Value::Points(vec![degrees(camera)]));
    let take = move |event: PointerEvent| {
        if event.button() != 0 || grip.get_value().is_some() {
            return;
        }
        grip.set_value(Some((event.pointer_id(), place(&event))));
        if let Some(target) = event.current_target() {
            let _held = target.unchecked_into::<web_sys::Element>().set_pointer_capture(event.pointer_id());
        }
    };
    let drag = move |event: PointerEvent| {
        let Some((id, before)) = grip.get_value().filter(|(id, _)| *id == event.pointer_id()) else { return };
        let now = place(&event);
        grip.set_value(Some((id, now)));
        let camera = held.get_untracked().unwrap_or_else(|| settled.get_untracked());
        held.set(Some(camera.dragged((now.0 - before.0, now.1 - before.1))));
    };
    let release = move |event: PointerEvent| {
        if grip.get_value().is_none_or(|(id, _)| id != event.pointer_id()) {
            return;
        }
        grip.set_value(None);
        if let Some(camera) = held.get_untracked() {
            settle(camera);
            held.set(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        // Two pixels of a drag are a degree.
        let step = if event.shift_key() { 30.0 } else { 10.0 };
        let by = match event.key().as_str() {
            "ArrowLeft" => (-step, 0.0),
            "ArrowRight" => (step, 0.0),
            "ArrowUp" => (0.0, -step),
            "ArrowDown" => (0.0, step),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        settle(settled.get_untracked().dragged(by));
    };
    let name = tf(move |lang| {
        let (azimuth, elevation) = degrees(settled.get());
        match lang {
            Lang::Zh => format!("视角：方位 {azimuth}°，仰角 {elevation}°；拖动，或用方向键转动"),
            Lang::En => format!("Seen from azimuth {azimuth}°, elevation {elevation}°; drag, or use the arrow keys to turn it"),
        }
    });
    view! {
        <button type="button" class="surface__turn" class:is-held=move || held.get().is_some() aria-label=name
            on:keydown=key on:pointerdown=take on:pointermove=drag on:pointerup=release on:pointercancel=release
        ></button>
    }
}
