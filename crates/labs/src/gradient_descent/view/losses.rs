//! The loss of each optimiser, step by step, on a logarithmic axis.

use super::lanes::{Lane, lanes};
use crate::stage::{Bench, Canvas, Hover, save_picture, stem};
use labkit::{Lang, Text, short};
use leptos::html;
use leptos::prelude::*;
use plot::line::Xs;
use plot::lines::{Lines, Reference, Series};
use plot::{Axis, PlotError};
use ui::lang::{lang, t, tf};
use ui::{DataTable, FigureFrame, SaveAs};

/// The losses by step.
fn curves(bench: Bench, lang: Lang) -> Vec<Lane> {
    lanes(bench, "losses", lang, |_| true)
}

/// Draws with the figure of the newest frame.
fn with<T>(bench: Bench, lang: Lang, draw: impl FnOnce(&Lines<'_>) -> T) -> T {
    let curves = curves(bench, lang);
    let series: Vec<Series<'_>> = curves
        .iter()
        .map(|curve| Series {
            xs: Xs::Values(&curve.x),
            emphasis: curve.emphasis,
            ..Series::new(&curve.name, curve.identity, &curve.y)
        })
        .collect();
    let best = bench.metric("loss_closed_form");
    let label = Text::new("闭式解", "closed form").get(lang);
    let references: Vec<Reference<'_>> = best.is_finite().then_some(Reference { value: best, label }).into_iter().collect();
    let step = Text::new("步", "step").get(lang);
    let last = curves.iter().filter_map(|curve| curve.x.last()).fold(0.0, |most: f64, step| most.max(*step));
    draw(&Lines { series: &series, x: Axis::default().titled(step).over(0.0, last.max(10.0)), y: Axis::log(), references: &references, now: None })
}

#[component]
pub(super) fn Losses(bench: Bench) -> impl IntoView {
    let words = lang();
    let laid = RwSignal::new_local(None::<plot::Layout>);
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let drawn = with(bench, words.get(), |lines| sheet.draw(|area, scale| lines.draw(area, theme, scale)))?;
        laid.set(Some(drawn));
        Ok(())
    };
    let read = move |(x, _): (f64, f64)| {
        let Some(layout) = laid.get() else { return Vec::new() };
        let series = with(bench, words.get(), |lines| plot::hover::read(lines.series, &layout, x));
        let step = plot::Reading {
            label: t("步", "step")().to_owned(),
            value: ui::number::format_count(layout.to_data((x, 0.0)).0.round().max(0.0) as u64),
            at: plot::Rect { left: x, right: x, top: 0.0, bottom: 0.0 },
        };
        if series.is_empty() { series } else { std::iter::once(step).chain(series).collect() }
    };
    let label = tf(move |lang| {
        let now: Vec<String> = curves(bench, lang)
            .iter()
            .map(|curve| format!("{} {}", curve.name, curve.y.last().map_or_else(|| "—".to_owned(), |v| short(*v))))
            .collect();
        match lang {
            Lang::Zh => format!("每步的损失，对数轴。现在：{}", now.join("；")),
            Lang::En => format!("Loss by step, log axis. Now: {}", now.join("; ")),
        }
    });
    let node = NodeRef::<html::Div>::new();
    let save = move |form: SaveAs| {
        let (name, lang) = (stem(bench.lab.id, "loss"), words.get_untracked());
        let Some(element) = node.get_untracked() else { return };
        match form {
            SaveAs::Png => save_picture(&element, &name),
            SaveAs::Csv => {
                let text = untrack(|| with(bench, lang, |lines| plot::table::rows(lines).to_csv()));
                ui::web::save_text(&format!("{name}.csv"), "text/csv", &text);
            }
            SaveAs::Svg => {
                let Ok(theme) = plot::canvas::theme(&element) else { return };
                let size = (element.client_width().unsigned_abs(), element.client_height().unsigned_abs());
                let drawn = untrack(|| {
                    with(bench, lang, |lines| plot::svg::render(size, &theme, |area, scale| lines.draw(area, &theme, scale)))
                });
                if let Ok((svg, _)) = drawn {
                    ui::web::save_text(&format!("{name}.svg"), "image/svg+xml", &svg);
                }
            }
        }
    };
    let table = move || {
        let all = Memo::new(move |_| {
            bench.step.track();
            let table = with(bench, words.get(), |lines| plot::table::rows(lines));
            (table.header, table.rows)
        });
        let heads = Signal::derive(move || all.with(|(head, _)| head.clone()));
        let body = Signal::derive(move || all.with(|(_, rows)| rows.clone()));
        view! { <DataTable caption=Text::new("每步的损失", "Loss by step") head=heads rows=body/> }
    };
    view! {
        <FigureFrame tag="b" title=Text::new("每步的损失", "Loss by step") quiet=t("对数轴", "log axis")
            saves=vec![SaveAs::Png, SaveAs::Svg, SaveAs::Csv] on_save=save table=table>
            <div class="sheet" node_ref=node><Canvas label=label draw=paint/><Hover read line=true/></div>
        </FigureFrame>
    }
}
