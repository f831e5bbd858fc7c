//! Every tensor of the run, as it is now: what lives from step to step, and what is computed from it for whoever looks.

use super::follow;
use labkit::inside::{Look, TensorId, TensorLine, TensorReport};
use labkit::{Lang, Text, brief};
use labs::stage::{Bench, Canvas, Hover};
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::histogram::{Bins, Part, Summary};
use plot::palette::Coat;
use plot::{Histogram, Matrix, Palette, PlotError, Reading, Theme, Wall};
use std::sync::Arc;
use ui::lang::{lang, say, t};
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
            <div class="tensor"><Show when=move || report.with(Option::is_some)><Tensor report/></Show></div>
        </div>
    }
}

fn shape(axes: &[u32]) -> String {
    let axes: Vec<String> = axes.iter().map(u32::to_string).collect();
    format!("[{}]", axes.join("×"))
}

#[component]
fn Tensor(report: Memo<Option<Arc<TensorReport>>>) -> impl IntoView {
    let words = lang();
    let summary = Memo::new(move |_| {
        report.with(|report| report.as_ref().map_or_else(|| Summary::of(&[]), |report| Summary::of(&report.values.0)))
    });
    let reads = STATISTICS.iter().map(|(name, value)| {
        view! { <div class="read"><div class="read__label">{say(*name)}</div><div class="read__value num">{move || summary.with(value)}</div></div> }
    });
    let bars = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(report) = report.get() else { return Ok(()) };
        let bins = Bins::of(&report.values.0);
        let parts = [Part { name: "", bins: &bins, coat: Coat::Sign }];
        sheet.paint(&Histogram { parts: &parts, log: false, x_title: None, y_title: None }, theme)
    };
    let picture = move |sheet: &Sheet, theme: &Theme| report.get().map_or(Ok(()), |report| draw(sheet, theme, &report));
    let label = move || {
        let name = report.with(|report| report.as_ref().map_or_else(String::new, |report| report.line.name.clone()));
        let [low, high, mean] = summary.with(|all| [all.min, all.max, all.mean].map(brief));
        match words.get() {
            Lang::Zh => format!("{name}：从 {low} 到 {high}，均值 {mean}"),
            Lang::En => format!("{name}: from {low} to {high}, mean {mean}"),
        }
    };
    let (node, bins_node) = (NodeRef::<leptos::html::Div>::new(), NodeRef::<leptos::html::Div>::new());
    let read = move |at: (f64, f64)| {
        let (Some(report), Some(node)) = (report.get(), node.get()) else { return Vec::new() };
        read_at(&node, &report, at).into_iter().collect()
    };
    let read_bins = move |at: (f64, f64)| {
        let (Some(report), Some(node)) = (report.get(), bins_node.get()) else { return Vec::new() };
        let bins = Bins::of(&report.values.0);
        let parts = [Part { name: "", bins: &bins, coat: Coat::Sign }];
        let figure = Histogram { parts: &parts, log: false, x_title: None, y_title: None };
        let layout = plot::canvas::theme(&node).and_then(|theme| figure.layout(size(&node), &theme));
        layout.map_or_else(|_| Vec::new(), |layout| figure.read(&layout, at))
    };
    let histogram = t("直方图", "histogram");
    let histogram_label = move || format!("{} · {}", histogram(), label());
    let rows = move || {
        let Some(report) = report.get() else { return Vec::new() };
        let width = report.line.shape.last().map_or(1, |width| *width as usize).clamp(1, MOST);
        let shown = report.values.0.iter().take(MOST).map(|value| brief(f64::from(*value))).collect::<Vec<_>>();
        let row = |row: &[String]| {
            let cells = row.iter().map(|value| view! { <td class="num">{value.clone()}</td> }).collect_view();
            view! { <tr>{cells}</tr> }
        };
        shown.chunks(width).map(row).collect_view()
    };
    let note = move || {
        let count = report.with(|report| report.as_ref().map_or(0, |report| report.values.0.len()));
        match (count > MOST, words.get()) {
            (false, _) => String::new(),
            (true, Lang::Zh) => format!("写出前 {MOST} 个数，共 {} 个", format_count(count as u64)),
            (true, Lang::En) => format!("the first {MOST} numbers of {}", format_count(count as u64)),
        }
    };
    view! {
        <div class="reads">{reads.collect_view()}</div>
        <div class="tensor__pictures">
            <div class="sheet" node_ref=node><Canvas label=label draw=picture/><Hover read/></div>
            <div class="sheet" node_ref=bins_node><Canvas label=histogram_label draw=bars/><Hover read=read_bins/></div>
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
enum Picture<'a> {
    Matrix(Matrix<'a>),
    Wall(Wall<'a>),
}

impl<'a> Picture<'a> {
    fn of(report: &'a TensorReport) -> Self {
        let (shape, values) = (&report.line.shape, &*report.values.0);
        let side =
            |back: usize| shape.len().checked_sub(back).and_then(|i| shape.get(i)).map_or(1, |side| *side as usize);
        let (rows, columns) = (side(2), side(1));
        // Of what was cut off at the end only whole pictures are shown.
        let whole = values.len() / (rows * columns).max(1) * rows * columns;
        if whole > rows * columns {
            Self::Wall(Wall::new((rows, columns), &values[..whole], Palette::sign(values)))
        } else {
            Self::Matrix(Matrix::new(rows, columns, values))
        }
    }
}

fn draw(sheet: &Sheet, theme: &Theme, report: &TensorReport) -> Result<(), PlotError> {
    match Picture::of(report) {
        Picture::Matrix(matrix) => sheet.paint(&matrix, theme),
        Picture::Wall(wall) => sheet.paint(&wall, theme),
    }
}

/// The number of the picture in `node` at a place.
fn read_at(node: &web_sys::Element, report: &TensorReport, at: (f64, f64)) -> Option<Reading> {
    let theme = plot::canvas::theme(node).ok()?;
    match Picture::of(report) {
        Picture::Matrix(matrix) => matrix.read(&matrix.layout(size(node), &theme).ok()?, at),
        Picture::Wall(wall) => {
            let ratio = window().device_pixel_ratio();
            wall.read(&wall.layout(size(node), &theme, ratio).ok()?, at)
        }
    }
}

fn size(node: &web_sys::Element) -> (f64, f64) {
    (f64::from(node.client_width()), f64::from(node.client_height()))
}

/// Its name, and how it is said.
type Statistic = (Text, fn(&Summary) -> String);

/// What a reader asks first of many numbers.
const STATISTICS: [Statistic; 8] = [
    (Text::new("个数", "count"), |all| format_count(all.count as u64)),
    (Text::new("均值", "mean"), |all| brief(all.mean)),
    (Text::new("标准差", "std. dev."), |all| brief(all.deviation)),
    (Text::new("最小", "min"), |all| brief(all.min)),
    (Text::new("中位数", "median"), |all| brief(all.median)),
    (Text::new("最大", "max"), |all| brief(all.max)),
    (Text::new("L₂ 长度", "L₂ norm"), |all| brief(all.norm)),
    (Text::new("不是有限数", "not finite"), |all| all.not_finite.to_string()),
];
