//! The schedule that is drawn by hand: nine factors of the rate, each a handle that is dragged or moved with the arrow keys. What is
//! drawn is a parameter, so that it stands in the address and undo takes it back.

use super::super::drawing::{HIGHEST, POINTS, factors as drawn};
use super::super::params::TABLE;
use crate::stage::Bench;
use labkit::{Lang, Text, Value, short};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Write as _;
use ui::lang::{t, tf};
use ui::FigureFrame;

/// Hundredths are finer than a pixel, and keep the address short.
fn round(factor: f64) -> f64 {
    (factor.clamp(0.0, HIGHEST) * 100.0).round() / 100.0
}

/// Percent from the left and from above.
fn place(at: usize, factor: f64) -> (f64, f64) {
    (at as f64 / (POINTS - 1) as f64 * 100.0, (1.0 - factor / HIGHEST) * 100.0)
}

#[component]
pub(super) fn Drawn(bench: Bench) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let factors = Memo::new(move |_| bench.params.with(drawn).into_iter().map(|factor| round(f64::from(factor))).collect::<Vec<_>>());
    let horizon = Memo::new(move |_| bench.params.with(|params| params.number(TABLE, "horizon")));
    let set = move |at: usize, factor: f64| {
        let mut all = factors.get_untracked();
        let Some(slot) = all.get_mut(at) else { return };
        *slot = round(factor);
        let text: Vec<String> = all.iter().map(f64::to_string).collect();
        bench.set("drawn", Value::Text(text.join(", ")));
    };
    let line = move || {
        let mut points = String::new();
        for (at, factor) in factors.get().into_iter().enumerate() {
            let (x, y) = place(at, factor);
            let _written = write!(points, "{x},{y} ");
        }
        points
    };
    // Where the run is.
    let now = move || format!("left:{:.2}%", (bench.step.get() as f64 / horizon.get()).min(1.0) * 100.0);
    let handle = move |at: usize| {
        let factor = move || factors.with(|all| all.get(at).copied().unwrap_or(1.0));
        let held = RwSignal::new(false);
        let key = move |event: KeyboardEvent| {
            let by = if event.shift_key() { 0.25 } else { 0.05 };
            let to = match event.key().as_str() {
                "ArrowUp" | "ArrowRight" => factor() + by,
                "ArrowDown" | "ArrowLeft" => factor() - by,
                "Home" => 0.0,
                "End" => HIGHEST,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            set(at, to);
        };
        let drag = move |event: PointerEvent| {
            let (true, Some(node)) = (held.get_untracked(), node.get_untracked()) else { return };
            let rect = node.get_bounding_client_rect();
            set(at, (1.0 - (f64::from(event.client_y()) - rect.top()) / rect.height()) * HIGHEST);
        };
        let style = move || {
            let (x, y) = place(at, factor());
            format!("left:{x}%;top:{y}%")
        };
        let step = move || short((horizon.get() * at as f64 / (POINTS - 1) as f64).round());
        let name = tf(move |lang| match lang {
            Lang::Zh => format!("第 {} 步的因子；拖动，或用方向键", step()),
            Lang::En => format!("Factor at step {}; drag, or use the arrow keys", step()),
        });
        view! {
            <button type="button" class="surface__start" class:is-held=held style=style role="slider" aria-label=name aria-orientation="vertical"
                aria-valuemin="0" aria-valuemax=HIGHEST.to_string() aria-valuenow=move || factor().to_string()
                on:keydown=key
                on:pointerdown=move |event: PointerEvent| {
                    held.set(true);
                    if let Some(target) = event.target() {
                        use wasm_bindgen::JsCast as _;
                        let _held = target.unchecked_into::<web_sys::Element>().set_pointer_capture(event.pointer_id());
                    }
                }
                on:pointermove=drag
                on:pointerup=move |_| held.set(false)
                on:pointercancel=move |_| held.set(false)
            ></button>
        }
    };
    view! {
        <FigureFrame tag="d" title=Text::new("自己画的计划", "The schedule, drawn") quiet=t("学习率乘以几；拖动各点", "what the rate is multiplied with; drag the points") class="fig--drawn">
            <div class="gd-drawn">
                <span class="gd-drawn__high num">{HIGHEST.to_string()}</span><span class="gd-drawn__one num">"1"</span>
                <div class="gd-drawn__sheet" node_ref=node>
                    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                        <path class="gd-drawn__grid" d="M0 50h100"></path>
                        <polyline class="gd-drawn__line" points=line></polyline>
                    </svg>
                    <i class="gd-drawn__now" style=now></i>
                    {(0..POINTS).map(handle).collect_view()}
                </div>
                <span class="gd-drawn__start num">"0"</span><span class="gd-drawn__end num">{move || short(horizon.get())} " " {t("步", "steps")}</span>
            </div>
        </FigureFrame>
    }
}
