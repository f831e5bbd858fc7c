//! What is descended: a formula, or a table with its target and features.

use super::super::params::{TABLE, TASKS, VARIABLES};
use super::super::presets::PRESETS;
use super::table::Columns;
use crate::stage::Bench;
use labkit::{LabError, Lang, Params, Sentence, Text, Value};
use leptos::prelude::*;
use ui::lang::{t, tf};
use ui::{Button, DropZone, FormulaField, Look, PointPad, Segmented, Select, Size, Spot};

#[component]
pub(super) fn Head(bench: Bench, task: Memo<&'static str>) -> impl IntoView {
    // A table dropped on the formula is a change of task.
    let over = ui::use_drops(bench.drop_file);
    let tasks: Vec<Text> = TASKS.iter().map(|(_, name)| *name).collect();
    let at = Signal::derive(move || TASKS.iter().position(|(key, _)| *key == task.get()).unwrap_or(0));
    let choose = move |index: usize| {
        let Some((key, _)) = TASKS.get(index) else { return };
        // A network wants other rates than a bowl; what the reader has set already stays.
        let rates = NET_RATES.iter().filter(|_| *key == "net");
        let untouched = |rate: &&(&'static str, &'static str)| {
            bench.params.with_untracked(|params| params.changed(TABLE).iter().all(|(key, _)| *key != rate.0))
        };
        let rates = rates.filter(untouched).map(|(key, rate)| ((*key).to_owned(), (*rate).to_owned()));
        let pairs: Vec<(String, String)> = std::iter::once(("task".to_owned(), (*key).to_owned())).chain(rates).collect();
        let _set = bench.set_texts(&pairs);
    };
    let body = move || match task.get() {
        "table" => dropped::part((bench, over)),
        "formula" => view! { <Typed bench/> }.into_any(),
        task => view! { <Told net=task == "net"/> }.into_any(),
    };
    view! {
        <div class="gd-head">
            <Segmented label=Text::new("损失来自", "The loss is") options=tasks value=at on_change=choose medium=true/>
            {body}
        </div>
    }
}

/// Rates with which a small network learns.
const NET_RATES: [(&str, &str); 11] = [
    ("lr_gd", "1"),
    ("lr_momentum", "0.2"),
    ("lr_adagrad", "0.2"),
    ("lr_rmsprop", "0.02"),
    ("lr_adam", "0.03"),
    ("lr_sgd", "0.5"),
    ("lr_nesterov", "0.2"),
    ("lr_adamw", "0.03"),
    ("lr_amsgrad", "0.03"),
    ("lr_radam", "0.03"),
    ("lr_lookahead", "0.03"),
];

/// What the task is, where nothing is typed or dropped.
#[component]
fn Told(net: bool) -> impl IntoView {
    let said = tf(move |lang| match (net, lang) {
        (true, Lang::Zh) => "2 个输入，8 个 tanh 单元，1 个 logit，共 33 个参数；128 个点。每个优化器各训练一份，曲面是损失在一个平面上的切面。",
        (true, Lang::En) => "2 inputs, 8 tanh units, 1 logit: 33 parameters; 128 points. Each optimiser trains a copy of its own; the surface is a slice of the loss.",
        (false, Lang::Zh) => "临界点处的海森矩阵若像随机对称矩阵，它全是正特征值的机会有多大？真的网络又如何？",
        (false, Lang::En) => "If the Hessian at a critical point were a random symmetric matrix: how likely are all its eigenvalues positive? And in a real network?",
    });
    view! { <p class="quiet gd-told">{said}</p> }
}

#[component]
fn Typed(bench: Bench) -> impl IntoView {
    let f = Signal::derive(move || bench.params.with(|params| params.text(TABLE, "f")));
    let check = move |text: String| {
        let read = labkit::formula::parse(&text, VARIABLES);
        read.map(|_| ()).map_err(|error| LabError::field("f", error.zh(), error.en()).at(error.at, error.len))
    };
    let exact = Sentence::new("梯度与海森矩阵由自动微分得到", "gradient and Hessian by automatic differentiation");
    let mut names: Vec<Text> = PRESETS.iter().map(|preset| preset.label).collect();
    names.push(Text::new("自己输入", "your own"));
    let preset = Signal::derive(move || bench.params.with(preset_of));
    let choose = move |index: usize| {
        if let Some(preset) = PRESETS.get(index) {
            let pairs: Vec<(String, String)> = preset.sets.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            // Presets hold what the table allows: a test says so.
            let _set = bench.set_texts(&pairs);
        }
    };
    view! {
        <div class="gd-typed">
            <FormulaField label=Text::new("函数", "Function") lhs="f (x, y) =" value=f check=check status=exact
                on_commit=move |text| bench.set("f", Value::Text(text))/>
            <Select label=Text::new("现成的曲面", "Surface") options=names value=preset on_change=choose/>
        </div>
    }
}

/// The preset whose formula stands in the field, or the place behind the last.
fn preset_of(params: &Params) -> usize {
    let f = params.text(TABLE, "f");
    let same = |sets: &[(&str, &str)]| sets.iter().any(|(key, value)| *key == "f" && *value == f);
    PRESETS.iter().position(|preset| same(preset.sets)).unwrap_or(PRESETS.len())
}

crate::part!(dropped, given: (Bench, RwSignal<bool>), {
    let (bench, over) = given;
    view! { <Dropped bench over/> }
});

#[component]
fn Dropped(bench: Bench, over: RwSignal<bool>) -> impl IntoView {
    // What belongs to a column stands beside the columns; the rest is the file's.
    let problem = Signal::derive(move || bench.trouble.get().filter(|error| error.field.is_none()).map(|error| error.text));
    let told = tf(move |lang| {
        bench.data.with(|data| match (data, lang) {
            (None, _) => String::new(),
            (Some(data), Lang::Zh) => {
                format!("{}：{} 行，{} 列。{}", data.name, data.rows, data.columns.len(), notes(data, lang))
            }
            (Some(data), Lang::En) => {
                format!("{}: {} rows, {} columns. {}", data.name, data.rows, data.columns.len(), notes(data, lang))
            }
        })
    });
    let note = bench.panel("note");
    let noted = tf(move |lang| match note.get().as_deref() {
        Some(labkit::Content::Text(sentence)) => sentence.get(lang).to_owned(),
        _ => String::new(),
    });
    view! {
        <div class="gd-dropped" class:gd-dropped--full=move || bench.data.with(Option::is_some)>
            <DropZone label=Text::new("CSV 或 TSV，至多 32 MB", "CSV or TSV, up to 32 MB") accept=".csv,.tsv,.txt,text/csv"
                on_file=bench.drop_file over=over problem=problem/>
            <p class="gd-dropped__told quiet" aria-live="polite">{told}" "{noted}</p>
            <Paint bench/>
            <Show when=move || bench.data.with(Option::is_some)><Columns bench/></Show>
        </div>
    }
}

/// The way to points that the reader paints.
#[component]
fn Paint(bench: Bench) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <div class="gd-painted">
            <Button label=Text::new("或者画几个点", "or paint points") icon="points" look=Look::Quiet size=Size::Small pressed=open on_click=move |()| open.update(|open| *open = !*open)/>
            <Show when=move || open.get()>{painted::part(bench)}</Show>
        </div>
    }
}

crate::part!(painted, bench: Bench, view! { <Painted bench/> });

/// Points that the reader paints, as a table of two columns.
#[component]
fn Painted(bench: Bench) -> impl IntoView {
    let points = RwSignal::new(Vec::<Spot>::new());
    let fit = move |()| {
        let mut csv = "x,y\n".to_owned();
        points.with_untracked(|points| points.iter().for_each(|(x, y, _)| csv.push_str(&format!("{x:.4},{y:.4}\n"))));
        let parts = web_sys::js_sys::Array::of1(&csv.into());
        if let Ok(file) = web_sys::File::new_with_str_sequence(&parts, "painted.csv") {
            bench.drop_file.run(file);
        }
    };
    let few = move || points.with(|points| points.len() < LEAST);
    view! {
        <PointPad label=Text::new("要拟合的点", "points to fit") classes=vec![Text::new("点", "points")] value=points on_change=move |all| points.set(all)/>
        <Show when=move || !few() fallback=move || view! { <p class="quiet">{t("至少画 3 个点", "paint 3 points or more")}</p> }>
            <Button label=Text::new("拟合这些点", "Fit these points") look=Look::Primary on_click=fit/>
        </Show>
    }
    .into_any()
}

/// Points that a line can be fitted to.
const LEAST: usize = 3;

fn notes(data: &labkit::message::DataSummary, lang: Lang) -> String {
    data.notes.iter().map(|note| note.get(lang)).collect::<Vec<_>>().join(" ")
}
