//! A sweep: one parameter through up to eight values, each run from step 0 with the same seed, side by side.

use labkit::message::ToWorker;
use labkit::sweep::{MOST_STEPS, MOST_VALUES, Swept, SweptRun};
use labkit::{Acts, Content, Kind, LabError, Lang, Param, Params, Sentence, Text, Value, short};
use labs::stage::{Bench, Canvas, doubles};
use leptos::prelude::*;
use plot::line::Xs;
use plot::lines::{Lines, Series};
use plot::{Axis, PlotError};
use std::sync::Arc;
use ui::Field;
use ui::lang::{lang, say, t, tf};
use ui::number::format_count;

/// Steps of each run, until the reader says otherwise.
const STEPS: u64 = 500;

#[component]
pub(super) fn Sweep(bench: Bench) -> impl IntoView {
    let table = bench.lab.table;
    // What is shown now and has values to go through.
    let choices = Memo::new(move |_| {
        let fits = |param: &&Param, params: &Params| {
            let counts = param.acts != Acts::Shows && (bench.lab.shown)(param, params);
            counts && !param.spread(&params.get(table, param.key), 2).is_empty()
        };
        bench
            .params
            .with(|params| table.iter().filter(|param| fits(param, params)).map(|param| param.key).collect::<Vec<_>>())
    });
    let picked = RwSignal::new(String::new());
    let key = Memo::new(move |_| {
        let picked = picked.get();
        let rate = |key: &&&str| {
            table.iter().any(|param| param.key == **key && matches!(param.kind, Kind::Number { log: true, .. }))
        };
        choices.with(|keys| {
            let chosen = keys.iter().find(|key| **key == picked);
            chosen.or_else(|| keys.iter().find(rate)).or(keys.first()).copied().unwrap_or("")
        })
    });
    let param = move || table.iter().find(|param| param.key == key.get());
    // What the reader has typed; else values around the present one.
    let typed = RwSignal::new(None::<(&'static str, Vec<Value>)>);
    let values = Memo::new(move |_| {
        let Some(param) = param() else { return Vec::new() };
        if let Some((_, values)) = typed.get().filter(|(key, _)| *key == param.key) {
            return values;
        }
        param.spread(&bench.params.with(|params| params.get(table, param.key)), MOST_VALUES)
    });
    let text = Signal::derive(move || {
        let Some(param) = param() else { return String::new() };
        values.with(|values| values.iter().map(|value| write(param, value)).collect::<Vec<_>>().join(", "))
    });
    let commit = move |text: String| {
        let Some(param) = untrack(param) else { return Ok(()) };
        let values = read(param, &text)?;
        typed.set(Some((param.key, values)));
        Ok(())
    };
    let steps = RwSignal::new(STEPS);
    let commit_steps = move |text: String| {
        let wanted = ui::number::parse_number(&text)
            .filter(|steps| steps.fract() == 0.0 && (1.0..=MOST_STEPS as f64).contains(steps));
        let Some(wanted) = wanted else {
            let (zh, en) = (
                format!("步数应是 1 到 {MOST_STEPS} 的整数"),
                format!("expected a whole number of steps from 1 to {MOST_STEPS}"),
            );
            return Err(LabError::general(zh, en));
        };
        steps.set(wanted as u64);
        Ok(())
    };
    let swept = bench.swept;
    let running = Memo::new(move |_| swept.with(|swept| swept.as_ref().is_some_and(|swept| !swept.done)));
    let go = move || {
        if running.get_untracked() {
            return bench.send(ToWorker::EndSweep);
        }
        bench.playing.set(false);
        let (key, values, steps) = (key.get_untracked().to_owned(), values.get_untracked(), steps.get_untracked());
        bench.send(ToWorker::Sweep { key, values, steps });
    };
    let words = lang();
    let options = move || {
        let one = |name: &'static str| {
            let label = table.iter().find(|param| param.key == name).map_or(Text::same(name), |param| param.label);
            view! { <option value=name selected=move || key.get() == name>{say(label)}</option> }
        };
        choices.get().into_iter().map(one).collect_view()
    };
    let label = Signal::derive(move || {
        if running.get() { Text::new("停下", "Stop") } else { Text::new("逐个跑一遍", "Run the sweep") }
    });
    let progress = tf(move |lang| {
        let Some(swept) = swept.get().filter(|swept| !swept.done) else { return String::new() };
        let done: u64 = swept.runs.iter().map(|run| run.step.min(swept.steps)).sum();
        let share = 100 * done / (swept.steps * swept.runs.len() as u64).max(1);
        match lang {
            Lang::Zh => format!("已完成 {share}%"),
            Lang::En => format!("{share}% done"),
        }
    });
    view! {
        <section class="sweep" aria-labelledby="sweep-title">
            <h2 class="ctls__title" id="sweep-title">{t("扫描一个参数", "Sweep one parameter")}<small>{t("同一个种子，各从第 0 步跑起", "one seed, each from step 0")}</small></h2>
            <div class="sweep__form">
                <label class="sweep__what">
                    <span class="ctl__label">{t("参数", "Parameter")}</span>
                    <span class="select">
                        <select on:change:target=move |event| picked.set(event.target().value())>{options}</select>
                        <ui::Icon name="chevron-down" size=12/>
                    </span>
                </label>
                <Field label=Text::new("取值", "Values") value=text on_commit=commit/>
                <Field label=Text::new("步数", "Steps") value=Signal::derive(move || steps.get().to_string()) on_commit=commit_steps number=true/>
                <button type="button" class="btn btn--primary btn--s" on:click=move |_| go()>{move || label.get().get(words.get())}</button>
                <span class="quiet num" role="status">{progress}</span>
            </div>
            {move || swept.get().map(|swept| view! { <Multiples bench swept/> })}
        </section>
    }
}

/// The values in a text, with commas between.
fn read(param: &'static Param, text: &str) -> Result<Vec<Value>, LabError> {
    let table = std::slice::from_ref(param);
    let mut values = Vec::new();
    for part in text.split([',', '，']).map(str::trim).filter(|part| !part.is_empty()) {
        let mut params = Params::defaults(table);
        let part = option(param, part);
        params.set(table, param.key, &part).map_err(LabError::from)?;
        let value = params.get(table, param.key);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if (2..=MOST_VALUES).contains(&values.len()) {
        return Ok(values);
    }
    let (zh, en) = (
        format!("要 2 到 {MOST_VALUES} 个不同的值，用逗号隔开，得到 {} 个", values.len()),
        format!("expected 2 to {MOST_VALUES} different values with commas between, got {}", values.len()),
    );
    Err(LabError::general(zh, en))
}

/// The key of an option that was named in words; anything else as it is.
fn option(param: &Param, word: &str) -> String {
    let named = match param.kind {
        Kind::Choice { options, .. } => {
            options.iter().find(|(_, name)| name.zh == word || name.en == word).map(|(key, _)| *key)
        }
        _ => None,
    };
    named.unwrap_or(word).to_owned()
}

/// A value as [`read`] takes it.
fn write(param: &'static Param, value: &Value) -> String {
    let table = std::slice::from_ref(param);
    let mut params = Params::defaults(table);
    params.put(table, param.key, value.clone());
    params.all(table).into_iter().next().map_or_else(String::new, |(_, text)| text)
}

/// The curves, each in a small figure on the same axes.
#[component]
fn Multiples(bench: Bench, swept: Arc<Swept>) -> impl IntoView {
    let Some(param) = bench.lab.table.iter().find(|param| param.key == swept.key) else { return ().into_any() };
    let words = lang();
    let curves: Vec<Vec<Curve>> = swept.runs.iter().map(|run| curves(bench, run)).collect();
    // The same axes for all: what is lower is lower. A run that diverges leaves them at the top.
    const TOP: f64 = 4.0;
    let positive = |y: &&f64| y.is_finite() && **y > 0.0;
    let lines = || curves.iter().flatten().map(|(_, _, y)| y);
    let top = TOP * lines().filter_map(|y| y.first()).filter(positive).fold(0.0_f64, |high, y| high.max(*y));
    let low = lines().flatten().filter(positive).fold(f64::INFINITY, |low, y| low.min(*y));
    let range = if low < top { (low, top) } else { (low.min(1.0) / 2.0, top.max(1.0)) };
    let last = swept.steps.max(1) as f64;
    let measure = bench.lab.metrics.first().map_or("", |(key, _)| *key);
    let found =
        |run: &SweptRun| run.metrics.iter().find(|(key, _)| key == measure).map_or(f64::NAN, |(_, value)| *value);
    let best = swept.runs.iter().map(found).filter(|value| value.is_finite()).fold(f64::INFINITY, f64::min);
    let figure = |(run, curves): (&SweptRun, Vec<Curve>)| {
        let value = run.value.clone();
        let name = Signal::derive({
            let value = value.clone();
            move || format!("{} {}", param.label.get(words.get()), param.kind.say(&value, words.get()))
        });
        let (ended, end) = (found(run), run.step.min(swept.steps));
        let is_best = swept.done && ended == best;
        let halted: Option<Sentence> = run.halted.clone();
        let caption = move || match &halted {
            Some(why) => why.get(words.get()).to_owned(),
            None => match words.get() {
                Lang::Zh => format!("第 {} 步：{}", format_count(end), short(ended)),
                Lang::En => format!("step {}: {}", format_count(end), short(ended)),
            },
        };
        let label = {
            let caption = caption.clone();
            Signal::derive(move || format!("{}. {}", name.get(), caption()))
        };
        let draw = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
            let series: Vec<Series<'_>> = curves
                .iter()
                .map(|(identity, x, y)| Series { xs: Xs::Values(x), ..Series::new("", *identity, y) })
                .collect();
            let lines = Lines {
                series: &series,
                x: Axis::default().over(0.0, last),
                y: Axis::log().over(range.0, range.1),
                references: &[],
                now: None,
            };
            sheet.draw(|area, scale| lines.draw(area, theme, scale)).map(|_| ())
        };
        let take = move |_| {
            let mut params = bench.params.get_untracked();
            params.put(bench.lab.table, param.key, value.clone());
            bench.set_params(params);
        };
        view! {
            <li class="multiple" class:multiple--best=is_best>
                <p class="multiple__name">{name}{is_best.then(|| view! { " "<span class="badge badge--ok">{t("最低", "lowest")}</span> })}</p>
                <div class="sheet multiple__sheet"><Canvas label=label draw=draw/></div>
                <p class="quiet num">{caption}</p>
                <button type="button" class="btn btn--quiet btn--s" on:click=take>{t("取这个值", "Take this value")}</button>
            </li>
        }
    };
    let figures: Vec<_> = swept.runs.iter().zip(curves.clone()).map(figure).collect();
    view! { <ul class="multiples">{figures}</ul> }.into_any()
}

/// Identity, steps, values.
type Curve = (u8, Vec<f64>, Vec<f64>);

/// The losses of a run.
fn curves(bench: Bench, run: &SweptRun) -> Vec<Curve> {
    let panel = run.panels.iter().find(|panel| panel.id == "losses").map(|panel| &panel.content);
    let Some(Content::Lines(series)) = panel else { return Vec::new() };
    // Those of the option in focus, where there is one; else all.
    let focus = untrack(|| bench.focus());
    let focused = series.iter().filter(|series| focus.as_ref().is_none_or(|focus| series.key == *focus));
    focused.map(|series| (series.identity, doubles(&series.x.0), doubles(&series.y.0))).collect()
}
