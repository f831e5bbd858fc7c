//! A function of x alone: its curve with the balls on it. Click to drop one, drag the first one's start.

use super::super::params::{MORE_BALLS, TABLE};
use super::ground::Ground;
use super::lanes::Lane;
use super::surface::ways;
use crate::stage::{Bench, Canvas};
use labkit::{Content, Lang, Text, Value, short};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use plot::lines::Emphasis;
use plot::profile::Ball;
use plot::{Layout, PlotError, Profile};
use std::rc::Rc;
use ui::lang::{say, tf};
use wasm_bindgen::JsCast as _;

type Shared = RwSignal<Option<Rc<Ground>>, LocalStorage>;

/// Up to this step every place of a path is kept, so that the last two are one step apart.
const EVERY_STEP: u64 = 1000;

/// Draws with the figure of the newest frame.
fn with<T>(bench: Bench, ground: &Ground, draw: impl FnOnce(&Profile<'_>) -> T) -> T {
    let lanes = ways(bench);
    let staged = staged(bench);
    let near = bench.step.get() <= EVERY_STEP;
    let mut first = true;
    let ball = |lane: &'_ Lane| {
        let focus = lane.emphasis == Emphasis::Focus;
        let last = lane.x.last_chunk::<2>().filter(|_| near).map(|[from, to]| (*from, *to));
        // What a stage shows is the step of the first ball.
        let told = staged.filter(|_| focus && std::mem::take(&mut first));
        told.or(last).filter(|_| focus)
    };
    let steps: Vec<Option<(f64, f64)>> = lanes.iter().map(ball).collect();
    let balls: Vec<Ball<'_>> = lanes
        .iter()
        .zip(steps)
        .map(|(lane, step)| Ball { name: &lane.name, identity: lane.identity, places: &lane.x, step, emphasis: lane.emphasis })
        .collect();
    draw(&Profile { x: ground.window.x, values: ground.row(), balls: &balls, titles: ["x", "f(x)"] })
}

/// The arrow of the stage on view along x: the step, or before it is known the way against the gradient.
fn staged(bench: Bench) -> Option<(f64, f64)> {
    let panel = bench.panel("stage").get()?;
    let Content::Lines(series) = &*panel else { return None };
    let [from, to] = series.last()?.x.0.last_chunk::<2>()?;
    Some((f64::from(*from), f64::from(*to)))
}

/// The figure as a file.
pub(super) fn document(bench: Bench, ground: &Ground, element: &web_sys::Element) -> Option<String> {
    let theme = plot::canvas::theme(element).ok()?;
    let size = (element.client_width().unsigned_abs(), element.client_height().unsigned_abs());
    let formula = bench.params.with_untracked(|params| params.text(TABLE, "f"));
    let words = (say(Text::new("曲线", "Curve"))(), formula.as_str());
    untrack(|| with(bench, ground, |profile| plot::svg::document(profile, size, &theme, words))).ok()
}

#[component]
pub(super) fn Curve(bench: Bench, ground: Shared) -> impl IntoView {
    let laid = RwSignal::new_local(None::<Layout>);
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let Some(ground) = ground.get() else { return Ok(()) };
        let drawn = with(bench, &ground, |profile| sheet.draw(|area, scale| profile.draw(area, theme, scale)))?;
        laid.set(Some(drawn));
        Ok(())
    };
    let label = tf(move |lang| {
        let (x, f) = (short(bench.metric("x")), short(bench.metric("loss")));
        match lang {
            Lang::Zh => format!("f(x) 的曲线与各优化器的小球。焦点处 x = {x}，f = {f}"),
            Lang::En => format!("Curve of f(x) with the balls of the optimisers. In focus at x = {x}, f = {f}"),
        }
    });
    view! {
        <Canvas label=label draw=paint/>
        <Touch bench ground laid/>
    }
}

/// The layer that feels: clicks drop balls, the ring is the start of the first.
#[component]
fn Touch(bench: Bench, ground: Shared, laid: RwSignal<Option<Layout>, LocalStorage>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let start = Signal::derive(move || bench.params.with(|params| (params.number(TABLE, "x0"), params.number(TABLE, "y0"))));
    let at = move |event: &PointerEvent| {
        let left = node.get_untracked()?.get_bounding_client_rect().left();
        let layout = laid.get_untracked()?;
        let (low, high) = layout.x.data();
        Some(layout.x.to_data(f64::from(event.client_x()) - left).clamp(low, high))
    };
    // Four digits are finer than a pixel, and keep the address short.
    let round = |value: f64| (value * 1e4).round() / 1e4;
    let move_start = move |x: f64| {
        let _set = bench.set_texts(&[("x0".to_owned(), round(x).to_string())]);
    };
    let drop_ball = move |event: PointerEvent| {
        let Some(x) = at(&event).filter(|_| event.button() == 0) else { return };
        let Value::Points(mut balls) = bench.params.with_untracked(|params| params.get(TABLE, "balls")) else { return };
        if balls.len() < MORE_BALLS {
            balls.push((round(x), start.get_untracked().1));
            bench.set("balls", Value::Points(balls));
        }
    };
    let dragging = RwSignal::new(false);
    let take = move |event: PointerEvent| {
        event.stop_propagation();
        dragging.set(true);
        if let Some(target) = event.target() {
            let _held = target.unchecked_into::<web_sys::Element>().set_pointer_capture(event.pointer_id());
        }
    };
    let drag = move |event: PointerEvent| {
        if dragging.get_untracked()
            && let Some(x) = at(&event)
        {
            move_start(x);
        }
    };
    let key = move |event: KeyboardEvent| {
        let Some(ground) = ground.get_untracked() else { return };
        let by = (ground.window.x.1 - ground.window.x.0) * if event.shift_key() { 0.05 } else { 0.01 };
        let x = start.get_untracked().0;
        let to = match event.key().as_str() {
            "ArrowLeft" => x - by,
            "ArrowRight" => x + by,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        move_start(to);
    };
    let style = move || {
        let (x, _) = start.get();
        let on = ground.get().zip(laid.get()).and_then(|(ground, layout)| {
            let profile = Profile { x: ground.window.x, values: ground.row(), balls: &[], titles: ["", ""] };
            profile.at(x).map(|y| layout.to_px((x, y)))
        });
        let (left, top) = on.unwrap_or((-99.0, -99.0));
        format!("left:{left:.1}px;top:{top:.1}px")
    };
    let name = tf(move |lang| {
        let x = short(start.get().0);
        match lang {
            Lang::Zh => format!("起点 x = {x}；拖动，或用左右方向键"),
            Lang::En => format!("Start x = {x}; drag, or use the left and right arrow keys"),
        }
    });
    let some = move || matches!(bench.params.with(|params| params.get(TABLE, "balls")), Value::Points(balls) if !balls.is_empty());
    view! {
        <div class="surface__touch" node_ref=node on:pointerdown=drop_ball>
            <button type="button" class="surface__start" class:is-held=dragging style=style aria-label=name on:keydown=key
                on:pointerdown=take on:pointermove=drag
                on:pointerup=move |event: PointerEvent| { event.stop_propagation(); dragging.set(false) }
                on:pointercancel=move |_| dragging.set(false)
            ></button>
            <Show when=some>
                <button type="button" class="btn btn--s surface__clear" on:pointerdown=|event: PointerEvent| event.stop_propagation()
                    on:click=move |_| bench.set("balls", Value::Points(Vec::new()))>{say(Text::new("收走小球", "Clear the balls"))}</button>
            </Show>
        </div>
    }
}
