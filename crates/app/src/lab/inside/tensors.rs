//! Every tensor of the run, as it is now: what lives from step to step, and what is computed from it for whoever looks.

use super::follow;
use labkit::inside::{Look, TensorId, TensorLine, TensorReport};
use labkit::{Lang, Text, brief};
use labs::stage::{Bench, Canvas};
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::histogram::{Bins, Part, Summary};
use plot::palette::Coat;
use plot::{Histogram, Matrix, Palette, PlotError, Theme, Wall};
use std::sync::Arc;
use ui::lang::{lang, t};
use ui::number::format_count;

/// Most numbers that are written out.
const MOST: usize = 400;

#[component]
pub(super) fn Tensors(bench: Bench) -> impl IntoView {
    Effect::new(move |_| {
        bench.run.track();
        bench.look(Look::Tensors);
    });
    let lines = bench.inside.tensors;
    let chosen = RwSignal::new(None::<TensorId>);
    // One that is gone with another run gives way to the first.
    Effect::new(move |_| {
        let first = lines.with(|lines| {
            let there = chosen.with(|chosen| lines.iter().any(|line| Some(&line.id) == chosen.as_ref()));
            if there { None } else { lines.first().map(|line| line.id.clone()) }
        });
        if first.is_some() {
            chosen.set(first);
        }
    });
    follow(bench, move || chosen.get().map(Look::Tensor));
    let list = move || {
        let one = |line: TensorLine| {
            let (id, asked) = (line.id.clone(), line.id);
            let shape = shape(&line.shape);
            view! {
                <button type="button" aria-current=move || (chosen.with(|chosen| chosen.as_ref() == Some(&asked))).then_some("true")
                    on:click=move |_| chosen.set(Some(id.clone()))>
                    <span class="mono">{line.name}</span>
                    <span class="num">{shape}</span>
                </button>
            }
        };
        lines.get().into_iter().map(one).collect_view()
    };
    let report = Memo::new(move |_| {
        let chosen = chosen.get();
        bench.inside.tensor.with(|tensor| tensor.clone().filter(|tensor| Some(&tensor.line.id) == chosen.as_ref()))
    });
    view! {
        <div class="inside">
            <div class="tensors tensors--shapes" role="group" aria-label=t("张量", "Tensors")>{list}</div>
            <div class="tensor">{move || report.get().map(|report| view! { <Tensor report/> })}</div>
        </div>
    }
}

fn shape(axes: &[u32]) -> String {
    let axes: Vec<String> = axes.iter().map(u32::to_string).collect();
    format!("[{}]", axes.join("×"))
}

#[component]
fn Tensor(report: Arc<TensorReport>) -> impl IntoView {
    let words = lang();
    let summary = Summary::of(&report.values.0);
    let reads = statistics(&summary).map(|(name, value)| {
        view! { <div class="read"><div class="read__label">{move || name.get(words.get())}</div><div class="read__value num">{value}</div></div> }
    });
    let (bins, values) = (Bins::of(&report.values.0), Arc::clone(&report));
    let bars = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let parts = [Part { name: "", bins: &bins, coat: Coat::Sign }];
        sheet.paint(&Histogram { parts: &parts, log: false, x_title: None, y_title: None }, theme)
    };
    let picture = {
        let report = Arc::clone(&report);
        move |sheet: &Sheet, theme: &Theme| draw(sheet, theme, &report)
    };
    let name = report.line.name.clone();
    let label = {
        let (low, high, mean) = (brief(summary.min), brief(summary.max), brief(summary.mean));
        move || match words.get() {
            Lang::Zh => format!("{name}：从 {low} 到 {high}，均值 {mean}"),
            Lang::En => format!("{name}: from {low} to {high}, mean {mean}"),
        }
    };
    let histogram_label = {
        let label = label.clone();
        move || format!("{} · {}", t("直方图", "histogram")(), label())
    };
    let width = report.line.shape.last().map_or(1, |width| *width as usize).max(1);
    let rows = move || {
        let shown = values.values.0.iter().take(MOST).map(|value| brief(f64::from(*value))).collect::<Vec<_>>();
        let row = |row: &[String]| {
            let cells = row.iter().map(|value| view! { <td class="num">{value.clone()}</td> }).collect_view();
            view! { <tr>{cells}</tr> }
        };
        shown.chunks(width.min(MOST)).map(row).collect_view()
    };
    let count = report.values.0.len();
    let more = count.saturating_sub(MOST);
    let note = move || match (more, words.get()) {
        (0, _) => String::new(),
        (_, Lang::Zh) => format!("写出前 {MOST} 个数，共 {} 个", format_count(count as u64)),
        (_, Lang::En) => format!("the first {MOST} numbers of {}", format_count(count as u64)),
    };
    view! {
        <div class="reads">{reads.collect_view()}</div>
        <div class="tensor__pictures">
            <div class="sheet"><Canvas label=label draw=picture/></div>
            <div class="sheet"><Canvas label=histogram_label draw=bars/></div>
        </div>
        <details class="tensor__numbers">
            <summary>{t("数值", "Numbers")}</summary>
            <div class="tablewrap" tabindex="0" role="region" aria-label=t("数值", "Numbers")>
                <table class="table tensor__values"><tbody>{rows}</tbody></table>
            </div>
            <p class="quiet">{note}</p>
        </details>
    }
}

/// One matrix as a matrix, a stack of them as a wall; a vector is a row.
fn draw(sheet: &Sheet, theme: &Theme, report: &TensorReport) -> Result<(), PlotError> {
    let (shape, values) = (&report.line.shape, &*report.values.0);
    let side = |back: usize| shape.len().checked_sub(back).and_then(|i| shape.get(i)).map_or(1, |side| *side as usize);
    let (rows, columns) = (side(2), side(1));
    // Of what was cut off at the end only whole pictures are shown.
    let whole = values.len() / (rows * columns).max(1) * rows * columns;
    if whole > rows * columns {
        return sheet.paint(&Wall::new((rows, columns), &values[..whole], Palette::sign(values)), theme);
    }
    sheet.paint(&Matrix::new(rows, columns, values), theme)
}

/// What a reader asks first of many numbers.
fn statistics(summary: &Summary) -> [(Text, String); 8] {
    [
        (Text::new("个数", "count"), format_count(summary.count as u64)),
        (Text::new("均值", "mean"), brief(summary.mean)),
        (Text::new("标准差", "std. dev."), brief(summary.deviation)),
        (Text::new("最小", "min"), brief(summary.min)),
        (Text::new("中位数", "median"), brief(summary.median)),
        (Text::new("最大", "max"), brief(summary.max)),
        (Text::new("L₂ 长度", "L₂ norm"), brief(summary.norm)),
        (Text::new("不是有限数", "not finite"), summary.not_finite.to_string()),
    ]
}
