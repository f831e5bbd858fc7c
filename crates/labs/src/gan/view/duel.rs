//! The plane of a game of two numbers: where both want to go, and the path of every rule.

use super::super::params::TABLE;
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Plate, Reads, Sketch, doubles};
use labkit::frame::Series;
use labkit::{Content, Lang, Text, short};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use plot::Layout;
use plot::field::{FieldFigure, Path, Spot, Window};
use plot::lines::Emphasis;
use ui::lang::tf;
use ui::use_resize;
use wasm_bindgen::JsCast as _;

/// Half the width of the plane.
const REACH: f64 = 3.0;
/// The longest arrow, of the distance between two.
const LONGEST: f64 = 0.8;
/// How far an arrow key moves the start, and with shift.
const NUDGE: (f64, f64) = (0.05, 0.25);

const RULES: &[(&str, Text)] = &[
    ("simultaneous", Text::new("同时", "simultaneous")),
    ("alternating", Text::new("轮流", "alternating")),
    ("momentum", Text::new("动量", "momentum")),
    ("extragradient", Text::new("外梯度", "extragradient")),
    ("optimistic", Text::new("乐观", "optimistic")),
    ("averaged", Text::new("历史平均", "historical averaging")),
    ("flow", Text::new("无穷小的步", "infinitely small steps")),
];

const RADII: Curves = Curves {
    panel: "j_radii",
    title: Text::new("离均衡多远", "Distance to the equilibrium"),
    quiet: Text::new("同一起点，每种走法一条；对数轴", "one start, a line a rule; log axis"),
    x: Text::new("步", "step"),
    names: RULES,
    focus: "",
    log: (false, true),
    range: None,
    mark: "",
    beside: &[],
};
const RANGE: Curves = Curves {
    panel: "j_range",
    title: Text::new("历史平均：系数多大才管用", "Historical averaging: which weights work"),
    quiet: Text::new(
        "此刻还剩起点的几成，每个系数各走一遍；不到一半算管用",
        "what is left of the start by now, each weight tried; under a half works",
    ),
    x: Text::same("c"),
    names: &[("left", Text::new("还剩", "left"))],
    focus: "left",
    log: (true, true),
    range: None,
    mark: "",
    beside: &[],
};

fn layout((width, height): (f64, f64)) -> Option<(Window, Layout)> {
    let window = Window::around((0.0, 0.0), (2.0 * REACH, 2.0 * REACH), (width, height));
    let figure = FieldFigure { window, contours: &[], paths: &[], minima: &[], starts: &[] };
    figure.layout((width, height)).ok().map(|layout| (window, layout))
}

fn lines(content: Option<&Content>) -> Vec<Series> {
    match content {
        Some(Content::Lines(all) | Content::Points(all)) => all.clone(),
        _ => Vec::new(),
    }
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("j_radius", Text::new("所看的：离均衡", "in focus: distance"), Form::Number),
        ("j_factor", Text::new("同时走一步乘", "a simultaneous step multiplies by"), Form::Number),
        ("j_factor_known", Text::same("√(1 + η²)"), Form::Number),
        ("j_drift", Text::new("x² + y² ∓ ηxy 偏了", "x² + y² ∓ ηxy is off by"), Form::Number),
        ("j_arrived", Text::new("外梯度到 1% 用了", "extragradient at 1 % after"), Form::Count),
    ];
    let paths = bench.panel("j_paths");
    let node = NodeRef::<html::Div>::new();
    let size = use_resize(node);
    let chosen = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "j_rule")));
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let extent = size.get();
        let Some((window, _)) = layout((extent.width, extent.height)) else { return };
        let held: Vec<(Series, Vec<f64>, Vec<f64>)> = lines(paths.get().as_deref())
            .into_iter()
            .map(|series| {
                let (x, y) = (doubles(&series.x.0), doubles(&series.y.0));
                (series, x, y)
            })
            .collect();
        let named = |key: &str| RULES.iter().find(|(known, _)| *known == key).map_or("", |(_, name)| name.get(lang));
        let drawn: Vec<Path<'_>> = held
            .iter()
            .filter(|(_, x, y)| x.len() == y.len())
            .map(|(series, x, y)| Path {
                name: named(&series.key),
                identity: series.identity,
                x,
                y,
                now: x.len().saturating_sub(1),
                emphasis: if series.key == chosen.get() { Emphasis::Focus } else { Emphasis::Pinned },
            })
            .collect();
        let end = [Spot { at: (0.0, 0.0), label: Text::new("均衡", "equilibrium").get(lang) }];
        done(&FieldFigure { window, contours: &[], paths: &drawn, minima: &end, starts: &[] });
    };
    let label = tf(move |lang| {
        let left = short(bench.metric("j_radius"));
        match lang {
            Lang::Zh => format!("相平面：每种走法的路径。所看的走法离均衡是起点的 {left} 倍"),
            Lang::En => format!(
                "Phase plane with the path of every rule. The one in focus is {left} times as far off as the start"
            ),
        }
    });
    let quiet = tf(move |lang| {
        let game = bench.params.with(|params| params.choice(TABLE, "j_game"));
        match (lang, game == "xy") {
            (Lang::Zh, true) => "横 x，纵 y；箭头：各自想去哪；拖动起点",
            (Lang::En, true) => "x across, y up; arrows: where each wants to go; drag the start",
            (Lang::Zh, false) => "横：判别器 ψ，纵：生成器 θ；拖动起点",
            (Lang::En, false) => "discriminator ψ across, generator θ up; drag the start",
        }
    });
    view! {
        <Plate bench name="duel" tag="a" title=Text::new("两个数的博弈", "A game of two numbers") quiet>
            <div class="surface" node_ref=node>
                <Sketch label show/>
                <Arrows bench size=Signal::derive(move || (size.get().width, size.get().height))/>
                <Start bench/>
            </div>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

/// Where both want to go from places all over the plane.
#[component]
fn Arrows(bench: Bench, size: Signal<(f64, f64)>) -> impl IntoView {
    let panel = bench.panel("j_arrows");
    let marks = move || {
        let all = lines(panel.get().as_deref());
        let ([from, way], Some((_, layout))) = (&*all, layout(size.get())) else { return String::new() };
        let longest = way.x.0.iter().zip(&way.y.0).map(|(x, y)| x.hypot(*y)).fold(1e-6, f32::max);
        let apart = from.x.0.get(1).zip(from.x.0.first()).map_or(0.0, |(b, a)| f64::from(b - a));
        let scale = LONGEST * apart / f64::from(longest);
        let places = from.x.0.iter().zip(&from.y.0).zip(way.x.0.iter().zip(&way.y.0));
        places
            .map(|((x, y), (dx, dy))| {
                let (x, y, dx, dy) = (f64::from(*x), f64::from(*y), f64::from(*dx) * scale, f64::from(*dy) * scale);
                arrow(layout.to_px((x, y)), layout.to_px((x + dx, y + dy)))
            })
            .collect()
    };
    view! {
        <div class="surface__arrows" aria-hidden="true">
            <svg width="100%" height="100%" style="--arrow: var(--c8)">
                <path class="arrow arrow--head" style="stroke-width: 1" d=marks></path>
            </svg>
        </div>
    }
}

/// A line with a head of a third of its length.
fn arrow((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> String {
    let (dx, dy) = ((x1 - x0) / 3.0, (y1 - y0) / 3.0);
    let side = |turn: f64| (x1 - dx - turn * dy * 0.6, y1 - dy + turn * dx * 0.6);
    let ((lx, ly), (rx, ry)) = (side(1.0), side(-1.0));
    format!("M{x0:.1} {y0:.1}L{x1:.1} {y1:.1}M{lx:.1} {ly:.1}L{x1:.1} {y1:.1}L{rx:.1} {ry:.1}")
}

/// The start, to be dragged, or moved by arrow keys.
#[component]
fn Start(bench: Bench) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let extent = use_resize(node);
    let plane =
        Signal::derive_local(move || layout((extent.get().width, extent.get().height)).map(|(_, layout)| layout));
    let start =
        Signal::derive(move || bench.params.with(|params| (params.number(TABLE, "j_x"), params.number(TABLE, "j_y"))));
    let dragging = RwSignal::new(false);
    let put = move |(x, y): (f64, f64)| {
        let written = |value: f64| ((value.clamp(-2.5, 2.5) * 100.0).round() / 100.0).to_string();
        let _set = bench.set_texts(&[("j_x".to_owned(), written(x)), ("j_y".to_owned(), written(y))]);
    };
    let at = move |event: &PointerEvent| {
        let rect = node.get_untracked()?.get_bounding_client_rect();
        let place = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        plane.get_untracked().map(|layout| layout.to_data(place))
    };
    let key = move |event: KeyboardEvent| {
        let by = if event.shift_key() { NUDGE.1 } else { NUDGE.0 };
        let (x, y) = start.get_untracked();
        let to = match event.key().as_str() {
            "ArrowLeft" => (x - by, y),
            "ArrowRight" => (x + by, y),
            "ArrowUp" => (x, y + by),
            "ArrowDown" => (x, y - by),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        put(to);
    };
    let style = move || {
        let (x, y) = plane.get().map_or((-99.0, -99.0), |layout| layout.to_px(start.get()));
        format!("left:{x:.1}px;top:{y:.1}px")
    };
    let name = tf(move |lang| {
        let (x, y) = start.get();
        match lang {
            Lang::Zh => format!("起点 {}，{}；拖动，或用方向键", short(x), short(y)),
            Lang::En => format!("Start {}, {}; drag, or use the arrow keys", short(x), short(y)),
        }
    });
    let take = move |event: PointerEvent| {
        event.stop_propagation();
        dragging.set(true);
        if let Some(target) = event.target() {
            let _held = target.unchecked_into::<web_sys::Element>().set_pointer_capture(event.pointer_id());
        }
    };
    let drag = move |event: PointerEvent| {
        if dragging.get_untracked()
            && let Some(to) = at(&event)
        {
            put(to);
        }
    };
    view! {
        <div class="surface__touch" node_ref=node>
            <button type="button" class="surface__start" class:is-held=dragging style=style aria-label=name on:keydown=key
                on:pointerdown=take on:pointermove=drag
                on:pointerup=move |_: PointerEvent| dragging.set(false)
                on:pointercancel=move |_: PointerEvent| dragging.set(false)></button>
        </div>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("j_low", Text::new("管用的最小", "least that works"), Form::Number),
        ("j_high", Text::new("管用的最大", "greatest that works"), Form::Number),
        ("j_mean_gap", Text::new("递推平均与直接求和差", "running mean against the sum"), Form::Number),
    ];
    const ALL: Group = &[
        ("j_simultaneous", Text::new("同时", "simultaneous"), Form::Number),
        ("j_alternating", Text::new("轮流", "alternating"), Form::Number),
        ("j_momentum", Text::new("动量", "momentum"), Form::Number),
        ("j_extragradient", Text::new("外梯度", "extragradient"), Form::Number),
        ("j_optimistic", Text::new("乐观", "optimistic"), Form::Number),
        ("j_averaged", Text::new("历史平均", "averaging"), Form::Number),
    ];
    view! {
        <Chart bench tag="b" curves=RADII>{view! { <Reads bench reads=ALL/> }.into_any()}</Chart>
        <Chart bench tag="c" curves=RANGE>{view! { <Reads bench reads=READS known=true/> }.into_any()}</Chart>
    }
}
