//! The (α, β) diagram of momentum: which pairs converge, which swing, which diverge. A click takes the pair.

use super::Read;
use crate::stage::{Bench, Canvas};
use labkit::frame::Field;
use labkit::{Content, Lang, Text, Value, short};
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use plot::field::{FieldFigure, Path, Spot, Window};
use plot::lines::Emphasis;
use plot::raster::Raster;
use plot::{Layout, PlotError, Rgb, Theme};
use ui::lang::{lang, t, tf};
use ui::{Button, FigureFrame, Look, Size, use_resize};

/// Diverging pairs grey; the others by how fast: blue where they creep straight in, orange where they swing.
fn colour(value: f32, theme: &Theme) -> Rgb {
    let rate = f64::from(value.abs());
    if rate >= 1.0 {
        return theme.paper.mix(theme.ink3, 0.35);
    }
    // Factors between 0.5 and 1 fill most of the scale: there the pairs differ.
    let fast = ((1.0 - rate) / 0.5).clamp(0.0, 1.0).sqrt();
    theme.sign(if value < 0.0 { -fast } else { fast } * 0.9)
}

fn window(field: &Field) -> Window {
    Window { x: field.x, y: field.y }
}

/// The field in pixels, from above.
fn raster(field: &Field, theme: &Theme) -> Raster {
    let (nx, ny) = (field.nx as usize, field.ny as usize);
    let rows = (0..ny).rev().flat_map(|j| field.values.0.iter().skip(j * nx).take(nx));
    let rgba = rows.flat_map(|value| {
        let Rgb([r, g, b]) = colour(*value, theme);
        [r, g, b, 255]
    });
    Raster { width: nx, height: ny, rgba: rgba.collect(), x: field.x, y: field.y }
}

#[component]
pub(super) fn Phase(bench: Bench) -> impl IntoView {
    let (field, marks) = (bench.panel("phase"), bench.panel("phase-marks"));
    let words = lang();
    let newest = move || match field.get().as_deref() {
        Some(Content::Field(field)) => Some(field.clone()),
        _ => None,
    };
    let mark = move |key: &str| -> Option<(Vec<f64>, Vec<f64>)> {
        let Some(Content::Lines(lines)) = marks.get().as_deref().cloned() else { return None };
        let line = lines.into_iter().find(|line| line.key == key)?;
        Some((crate::stage::doubles(&line.x.0), crate::stage::doubles(&line.y.0)))
    };
    let point = move |key: &str| mark(key).and_then(|(x, y)| Some((*x.first()?, *y.first()?)));
    let paint = move |sheet: &plot::canvas::Sheet, theme: &Theme| -> Result<(), PlotError> {
        let (Some(field), lang) = (newest(), words.get()) else { return Ok(()) };
        let edge = mark("edge").unwrap_or_default();
        let name = Text::new("稳定的边界", "edge of stability").get(lang);
        let path = Path { name, identity: 8, x: &edge.0, y: &edge.1, now: edge.0.len(), emphasis: Emphasis::Normal };
        let best = point("best").map(|at| Spot { at, label: Text::new("最好", "best").get(lang) });
        let now = point("now").map(|at| Spot { at, label: Text::new("现在", "now").get(lang) });
        let (best, now): (Vec<Spot<'_>>, Vec<Spot<'_>>) = (best.into_iter().collect(), now.into_iter().collect());
        let figure = FieldFigure { window: window(&field), contours: &[], paths: &[path], minima: &best, starts: &now };
        let layout = figure.layout(sheet.size())?;
        sheet.put(&raster(&field, theme), &layout)?;
        sheet.draw(|area, scale| figure.draw(area, theme, scale)).map(|_| ())
    };
    let node = NodeRef::<html::Div>::new();
    let size = use_resize(node);
    let layout = move || -> Option<Layout> {
        let (field, extent) = (newest()?, size.get());
        let figure = FieldFigure { window: window(&field), contours: &[], paths: &[], minima: &[], starts: &[] };
        figure.layout((extent.width, extent.height)).ok()
    };
    let take = move |rate: f64, keep: f64| {
        let four = |value: f64| format!("{value:.4e}").parse::<f64>().unwrap_or(value).to_string();
        let keep = (keep.clamp(0.0, 0.9999) * 1e4).round() / 1e4;
        let pairs = [("lr_momentum", four(rate)), ("momentum", keep.to_string()), ("optimiser", "momentum".to_owned())];
        if let Value::Set(bits) = bench.params.with_untracked(|params| params.get(super::TABLE, "show")) {
            bench.set("show", Value::Set(bits | 0b10));
        }
        let _set = bench.set_texts(&pairs.map(|(key, value)| (key.to_owned(), value)));
        // The path of the new pair, from the start.
        bench.restart(bench.seed.get_untracked());
        bench.play(true);
    };
    let click = move |event: PointerEvent| {
        let Some(rect) = node.get_untracked().map(|node| node.get_bounding_client_rect()) else { return };
        let place = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        if let Some((x, y)) = untrack(layout).map(|layout| layout.to_data(place)) {
            take(10_f64.powf(x), y);
        }
    };
    let to_best = move |()| take(bench.metric("best_rate"), bench.metric("best_keep"));
    let label = Signal::derive(tf(move |lang| match lang {
        Lang::Zh => format!("动量的相图：横轴 log₁₀ α，纵轴 β。现在每步缩到 {} 倍", short(bench.metric("phase_rate"))),
        Lang::En => format!("Diagram of momentum: log₁₀ α across, β up. Now the error shrinks to {} a step", short(bench.metric("phase_rate"))),
    }));
    let best = move || bench.metric("best_rate").is_finite();
    let none = move || newest().is_none();
    view! {
        <FigureFrame tag="c" title=Text::new("(α, β) 相图", "The (α, β) diagram") quiet=t("横轴 log₁₀ α；点一下，就用那一对", "log₁₀ α across; click to take a pair")>
            <Show when=move || !none() fallback=move || view! {
                <p class="quiet gd-tool__none">{t("这里没有向上弯的方向，动量哪一对都不收敛。", "No direction bends up here: momentum converges for no pair.")}</p>
            }>
                <div class="sheet gd-phase" node_ref=node on:pointerdown=click><Canvas label=move || label.get() draw=paint/></div>
                <p class="gd-legend"><i class="gd-legend__in"></i>{t("直接收敛", "creeps in")}<i class="gd-legend__swing"></i>{t("摆着收敛", "swings in")}<i class="gd-legend__out"></i>{t("发散", "diverges")}</p>
                <div class="reads">
                    <Read bench label=Text::new("现在每步缩到", "now a step shrinks to") metric="phase_rate"/>
                    <Read bench label=Text::new("最好能到", "at best to") metric="best_phase_rate"/>
                    <Show when=best><Button label=Text::new("用最好的一对", "Take the best pair") look=Look::Plain size=Size::Small on_click=to_best/></Show>
                </div>
            </Show>
        </FigureFrame>
    }
}
