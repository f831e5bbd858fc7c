//! Every tensor of the run, as it is now: what lives from step to step, and what is computed from it for whoever looks.

use super::follow;
use labkit::inside::{Look, TensorId, TensorLine, TensorReport};
use labkit::{Text, brief};
use labs::stage::Bench;
use leptos::prelude::*;
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
    let values = Arc::clone(&report);
    let stats = statistics(&report.values.0);
    let reads = stats.map(|(name, value)| {
        view! { <div class="read"><div class="read__label">{move || name.get(words.get())}</div><div class="read__value num">{value}</div></div> }
    });
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
        (_, labkit::Lang::Zh) => format!("写出前 {MOST} 个数，共 {} 个", format_count(count as u64)),
        (_, labkit::Lang::En) => format!("the first {MOST} numbers of {}", format_count(count as u64)),
    };
    view! {
        <div class="reads">{reads.collect_view()}</div>
        <div class="tablewrap" tabindex="0" role="region" aria-label=t("数值", "Values")>
            <table class="table tensor__values"><tbody>{rows}</tbody></table>
        </div>
        <p class="quiet">{note}</p>
    }
}

/// What a reader asks first of many numbers.
fn statistics(values: &[f32]) -> [(Text, String); 6] {
    let finite: Vec<f64> = values.iter().filter(|value| value.is_finite()).map(|value| f64::from(*value)).collect();
    let count = finite.len() as f64;
    let mean = finite.iter().sum::<f64>() / count;
    let deviation = (finite.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    let (low, high) = finite.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    let norm = finite.iter().map(|value| value * value).sum::<f64>().sqrt();
    let bad = values.len() - finite.len();
    [
        (Text::new("均值", "mean"), brief(mean)),
        (Text::new("标准差", "standard deviation"), brief(deviation)),
        (Text::new("最小", "min"), brief(low)),
        (Text::new("最大", "max"), brief(high)),
        (Text::new("L₂ 长度", "L₂ norm"), brief(norm)),
        (Text::new("不是有限数", "not finite"), bad.to_string()),
    ]
}
