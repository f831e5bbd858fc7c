//! The surface with its balls: click to drop one, drag the first one's start, arrow keys move it too.

use super::super::params::{MORE_BALLS, TABLE};
use super::ground::ground;
use super::lanes::{Lane, lanes};
use super::relief::{Shape, shape};
use crate::stage::{Bench, Canvas, save_picture, stem};
use labkit::message::ToWorker;
use labkit::{Content, Lang, Text, Value, short};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use plot::field::{FieldFigure, Path};
use plot::{Layout, PlotError};
use ui::lang::{lang, say, t, tf};
use ui::{DataTable, FigureFrame, SaveAs, use_resize};

const BALLS: Text = Text::new("点一下，放一个球；拖动起点", "click to drop a ball; drag the start");
const CURVE: Text = Text::new("只有一个变量：点一下，放一个球；拖动起点", "of one variable: click to drop a ball; drag the start");
const TURN: Text = Text::new("拖动，转着看", "drag to turn it");
const BOWL: Text = Text::new("前两个参数的损失", "loss over the first two parameters");
const SLICE: Text = Text::new("损失在参数空间一个平面上的切面", "the loss over a plane through parameter space");

/// The paths over the surface. A pinned run of another formula lies on another surface.
pub(super) fn ways(bench: Bench) -> Vec<Lane> {
    let surface = |params: &labkit::Params| ["task", "f", "k"].map(|key| params.get(TABLE, key));
    let here = bench.params.with(surface);
    lanes(bench, "paths", Lang::En, |pin| surface(&pin.params) == here)
}

#[component]
pub(super) fn Surface(bench: Bench, fixed: Memo<bool>) -> impl IntoView {
    let (ground, shape) = (ground(bench), shape(bench, fixed));
    let paint_ground = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let Some(ground) = ground.get() else { return Ok(()) };
        let figure = FieldFigure { window: ground.window, contours: &ground.contours, paths: &[], minima: &[], starts: &[] };
        let layout = figure.layout(sheet.size())?;
        sheet.put(&ground.raster(theme)?, &layout)?;
        sheet.draw(|area, scale| figure.draw_ground(area, theme, scale)).map(|_| ())
    };
    // As a file: the ground as one picture, contours and paths as lines over it.
    let document = move |element: &web_sys::Element| -> Option<String> {
        let (ground, theme) = (ground.get_untracked()?, plot::canvas::theme(element).ok()?);
        match shape.get_untracked() {
            Shape::Relief => return super::relief::document(bench, &ground, element),
            Shape::Curve => return super::curve::document(bench, &ground, element),
            Shape::Flat => {}
        }
        let ways = untrack(|| ways(bench));
        let paths: Vec<Path<'_>> = ways.iter().map(Lane::path).collect();
        let figure = FieldFigure { window: ground.window, contours: &ground.contours, paths: &paths, minima: &[], starts: &[] };
        let size = (element.client_width().unsigned_abs(), element.client_height().unsigned_abs());
        let (svg, layout) = plot::svg::render(size, &theme, |area, scale| figure.draw(area, &theme, scale)).ok()?;
        let svg = plot::svg::underlay(&svg, &ground.raster(&theme).ok()?, &layout);
        let formula = bench.params.with_untracked(|params| params.text(TABLE, "f"));
        Some(plot::svg::titled(&svg, say(Text::new("曲面", "Surface"))(), &formula))
    };
    let paint_runs = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let Some(ground) = ground.get() else { return Ok(()) };
        let ways = ways(bench);
        let drawn: Vec<Path<'_>> = ways.iter().map(Lane::path).collect();
        let figure = FieldFigure { window: ground.window, contours: &[], paths: &drawn, minima: &[], starts: &[] };
        sheet.draw(|area, scale| figure.draw_runs(area, theme, scale)).map(|_| ())
    };
    let label = Signal::derive(tf(move |lang| match lang {
        Lang::Zh => format!("等高线与各优化器的路径。焦点处 x = {}，y = {}", short(bench.metric("x")), short(bench.metric("y"))),
        Lang::En => format!("Contours with the paths of the optimisers. In focus at x = {}, y = {}", short(bench.metric("x")), short(bench.metric("y"))),
    }));
    let net = move || bench.params.with(|params| params.choice(TABLE, "task") == "net");
    let quiet = tf(move |lang| {
        let words = match shape.get() {
            Shape::Curve => CURVE,
            Shape::Relief => TURN,
            Shape::Flat if net() => SLICE,
            Shape::Flat if fixed.get() => BOWL,
            Shape::Flat => BALLS,
        };
        words.get(lang)
    });
    let flat = move || shape.get() == Shape::Flat;
    let out = super::arrows::Out::new(Vec::new());
    let node = NodeRef::<html::Div>::new();
    let extent = use_resize(node);
    // A hundredth is finer than the eye; the model draws anew for each.
    let aspect = Memo::new(move |_| {
        let extent = extent.get();
        (!extent.is_empty()).then(|| (extent.width / extent.height * 100.0).round() / 100.0)
    });
    Effect::new(move |_| {
        if let Some(aspect) = aspect.get() {
            bench.send(ToWorker::Aspect(aspect));
        }
    });
    let save = move |form: SaveAs| {
        let name = stem(bench.lab.id, "surface");
        match form {
            SaveAs::Png => {
                if let Some(element) = node.get_untracked() {
                    save_picture(&element, &name);
                }
            }
            SaveAs::Svg => {
                if let Some(svg) = node.get_untracked().and_then(|element| document(&element)) {
                    ui::web::save_text(&format!("{name}.svg"), "image/svg+xml", &svg);
                }
            }
            SaveAs::Csv => ui::web::save_text(&format!("{name}.csv"), "text/csv", &csv(bench)),
        }
    };
    view! {
        <FigureFrame tag="a" title=Text::new("曲面", "Surface") quiet=move || quiet().to_owned()
            saves=vec![SaveAs::Png, SaveAs::Svg, SaveAs::Csv] on_save=save
            controls=move || view! { <super::relief::Switch bench shape/> }
            table=move || view! { <Points bench/> }>
            <div class="surface" node_ref=node>
                <Show when=flat>
                    <Canvas draw=paint_ground/>
                    <Canvas label=move || label.get() draw=paint_runs/>
                </Show>
                <Show when=move || flat() && !net()><super::overlay::Overlay bench ground/></Show>
                <Show when=move || flat() && !fixed.get()><super::arrows::Arrows bench out ground/></Show>
                <Show when=move || flat() && !fixed.get()><Touch bench ground/></Show>
                <Show when=move || shape.get() == Shape::Relief>{landscape::part((bench, ground))}</Show>
                <Show when=move || shape.get() == Shape::Curve>{curve::part((bench, ground))}</Show>
            </div>
            <Show when=move || shape.get() != Shape::Curve><super::arrows::Legend bench out/></Show>
            <Reads bench/>
        </FigureFrame>
    }
}

type Shown = (Bench, RwSignal<Option<std::rc::Rc<super::ground::Ground>>, LocalStorage>);

crate::part!(landscape, shown: Shown, {
    let (bench, ground) = shown;
    view! { <super::super::relief::Landscape bench ground/> }
});
crate::part!(curve, shown: Shown, {
    let (bench, ground) = shown;
    view! { <super::super::curve::Curve bench ground/> }
});

/// Every point of every path, for a file.
fn csv(bench: Bench) -> String {
    let mut text = "optimiser,x,y\n".to_owned();
    for way in untrack(|| ways(bench)) {
        for (x, y) in way.x.iter().zip(&way.y) {
            text.push_str(&format!("{},{x},{y}\n", way.name));
        }
    }
    text
}

/// Where each path is now.
#[component]
fn Points(bench: Bench) -> impl IntoView {
    let head = Signal::derive(move || vec![t("优化器", "optimiser")().to_owned(), "x".to_owned(), "y".to_owned()]);
    let rows = Signal::derive(move || {
        let last = |values: &[f64]| values.last().map_or_else(|| "—".to_owned(), |v| short(*v));
        ways(bench).iter().map(|way| vec![way.name.clone(), last(&way.x), last(&way.y)]).collect::<Vec<_>>()
    });
    view! { <DataTable caption=Text::new("小球现在的位置", "Where the balls are now") head=head rows=rows/> }
}

/// The read-outs under the surface.
#[component]
fn Reads(bench: Bench) -> impl IntoView {
    let (words, verdict) = (lang(), bench.panel("verdict"));
    let here = move || match verdict.get().as_deref() {
        Some(Content::Text(word)) => word.get(words.get()).to_owned(),
        _ => "—".to_owned(),
    };
    let pair = move || format!("{}, {}", short(bench.metric("lambda_max")), short(bench.metric("lambda_min")));
    view! {
        <div class="reads gd-reads">
            <div class="read"><div class="read__label">"f"</div><div class="read__value num" data-metric="loss">{move || short(bench.metric("loss"))}</div></div>
            <div class="read"><div class="read__label">"|∇f|"</div><div class="read__value num">{move || short(bench.metric("grad_norm"))}</div></div>
            <div class="read"><div class="read__label">{t("海森矩阵", "Hessian")}" λ"<sub>"1"</sub>", λ"<sub>"2"</sub></div><div class="read__value num">{pair}</div></div>
            <div class="read"><div class="read__label">{t("此处", "here")}</div><div class="read__value">{here}</div></div>
        </div>
    }
}

/// The layer that feels: clicks drop balls, the ring is the start of the first.
#[component]
fn Touch(bench: Bench, ground: RwSignal<Option<std::rc::Rc<super::ground::Ground>>, LocalStorage>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let size = use_resize(node);
    let layout = move || -> Option<Layout> {
        let (ground, extent) = (ground.get()?, size.get());
        let figure = FieldFigure { window: ground.window, contours: &[], paths: &[], minima: &[], starts: &[] };
        figure.layout((extent.width, extent.height)).ok().filter(|_| !extent.is_empty())
    };
    let layout = Signal::derive_local(layout);
    let start = Signal::derive(move || {
        bench.params.with(|params| (params.number(TABLE, "x0"), params.number(TABLE, "y0")))
    });
    let at = move |event: &PointerEvent| {
        let rect = node.get_untracked()?.get_bounding_client_rect();
        let place = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        layout.get_untracked().map(|layout| layout.to_data(place))
    };
    let dragging = RwSignal::new(false);
    // Four digits are finer than a pixel, and keep the address short.
    let round = |value: f64| (value * 1e4).round() / 1e4;
    let move_start = move |(x, y): (f64, f64)| {
        let pairs = [("x0".to_owned(), round(x).to_string()), ("y0".to_owned(), round(y).to_string())];
        let _set = bench.set_texts(&pairs);
    };
    let drop_ball = move |event: &PointerEvent| {
        let Some((x, y)) = at(event) else { return };
        let Value::Points(mut balls) = bench.params.with_untracked(|params| params.get(TABLE, "balls")) else { return };
        if balls.len() < MORE_BALLS {
            balls.push((round(x), round(y)));
            bench.set("balls", Value::Points(balls));
        }
    };
    let key = move |event: KeyboardEvent| {
        let Some(ground) = ground.get_untracked() else { return };
        let share = if event.shift_key() { 0.05 } else { 0.01 };
        let (dx, dy) = ((ground.window.x.1 - ground.window.x.0) * share, (ground.window.y.1 - ground.window.y.0) * share);
        let (x, y) = start.get_untracked();
        let to = match event.key().as_str() {
            "ArrowLeft" => (x - dx, y),
            "ArrowRight" => (x + dx, y),
            "ArrowUp" => (x, y + dy),
            "ArrowDown" => (x, y - dy),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        move_start(to);
    };
    let style = move || {
        let (x, y) = layout.get().map_or((-99.0, -99.0), |layout| layout.to_px(start.get()));
        format!("left:{x:.1}px;top:{y:.1}px")
    };
    let name = tf(move |lang| {
        let (x, y) = start.get();
        match lang {
            Lang::Zh => format!("起点 x = {}，y = {}；拖动，或用方向键", short(x), short(y)),
            Lang::En => format!("Start x = {}, y = {}; drag, or use the arrow keys", short(x), short(y)),
        }
    });
    let count = move || match bench.params.with(|params| params.get(TABLE, "balls")) {
        Value::Points(balls) => balls.len(),
        _ => 0,
    };
    view! {
        <div class="surface__touch" node_ref=node on:pointerdown=move |event: PointerEvent| if event.button() == 0 { drop_ball(&event) }>
            <button type="button" class="surface__start" class:is-held=dragging style=style aria-label=name
                on:keydown=key
                on:pointerdown=move |event: PointerEvent| {
                    event.stop_propagation();
                    dragging.set(true);
                    if let Some(target) = event.target() {
                        use wasm_bindgen::JsCast as _;
                        let _held = target.unchecked_into::<web_sys::Element>().set_pointer_capture(event.pointer_id());
                    }
                }
                on:pointermove=move |event: PointerEvent| if dragging.get_untracked() && let Some(to) = at(&event) { move_start(to) }
                on:pointerup=move |event: PointerEvent| { event.stop_propagation(); dragging.set(false) }
                on:pointercancel=move |_| dragging.set(false)
            ></button>
            <Show when=move || 0 < count()>
                <button type="button" class="btn btn--s surface__clear" on:pointerdown=|event: PointerEvent| event.stop_propagation()
                    on:click=move |_| bench.set("balls", Value::Points(Vec::new()))>{say(Text::new("收走小球", "Clear the balls"))}</button>
            </Show>
        </div>
    }
}
