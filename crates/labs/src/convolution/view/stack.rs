//! The stack of layers: its ledger, and what one number sees.

use super::super::params::TABLE;
use super::boards::{cells, marks};
use crate::stage::{Bench, Board, Cells, Form, Group, Kept, Pick, Plate, Reads, keep_table};
use labkit::{Content, LabError, Lang, Sentence, Text, Value};
use leptos::prelude::*;
use plot::Palette;
use plot::table::Table;
use ui::lang::{lang, t, tf};
use ui::{Button, FormulaField, Look, Size};

/// Networks to begin with.
const STACKS: [(Text, &str); 5] = [
    (Text::new("讲义的程序", "the listing"), "conv 32 3, relu, pool 2, conv 64 3, relu, pool 2, view 9216, dense 128, relu, dense 10"),
    (Text::new("改对了", "put right"), "conv 32 3, relu, pool 2, conv 64 3, relu, pool 2, dense 128, relu, dense 10"),
    (Text::new("25 和 50 个核", "25 and 50 filters"), "conv 25 3, pool 2, conv 50 3, pool 2, flatten, dense 10"),
    (Text::new("只有卷积", "convolutions only"), "conv 8 3 p1, relu, conv 8 3 s2 p1, relu, conv 8 3 s2 p1, relu, conv 8 3 d2 p2"),
    (Text::new("全连接", "fully connected"), "dense 1000, relu, dense 10"),
];

#[component]
pub(super) fn Stack(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("parameters", Text::new("参数", "parameters"), Form::Count),
        ("weights", Text::new("权重", "weights"), Form::Count),
        ("multiply_adds", Text::new("乘加", "multiply-adds"), Form::Count),
        ("outputs", Text::new("输出", "outputs"), Form::Count),
    ];
    let line = Signal::derive(move || bench.params.with(|params| params.text(TABLE, "layers")));
    // What is wrong with a line is the model's to say; it says so once the line is taken.
    let check = |_: String| Ok::<(), LabError>(());
    let status = Sentence::new("回车生效", "Enter takes it");
    let one = move |(name, text): &'static (Text, &'static str)| {
        view! { <Button label=*name size=Size::Small look=Look::Quiet on_click=move |()| bench.set("layers", Value::Text((*text).to_owned()))/> }
    };
    let problem = tf(move |lang| match bench.trouble.get() {
        Some(error) if error.field.as_deref() == Some("layers") => error.text.get(lang).to_owned(),
        _ => String::new(),
    });
    view! {
        <Plate bench name="ledger" kept=Kept::Rows tag="a" title=Text::new("账本", "The ledger") quiet=t("每一层的形状、参数、乘加、感受野；点一层看它看到什么", "shape, parameters, multiply-adds and field of each layer; click one to see what it sees")>
            <FormulaField label=Text::new("各层", "Layers") lhs="x →" value=line check=check status=status on_commit=move |text| bench.set("layers", Value::Text(text))/>
            <p class="conv-begin__row">{STACKS.iter().map(one).collect_view()}</p>
            <p class="conv-problem" role="status">{problem}</p>
            <Ledger bench/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
fn Ledger(bench: Bench) -> impl IntoView {
    let words = lang();
    let held = bench.panel("ledger");
    let heads = move || match held.get().as_deref() {
        Some(Content::Table(table)) => table.head.iter().map(|head| view! { <th scope="col">{head.get(words.get()).to_owned()}</th> }).collect_view(),
        _ => Vec::new(),
    };
    let chosen = Memo::new(move |_| marks(bench, "box", "layer").first().map_or(0, |(_, layer)| *layer));
    let rows = move || {
        let Some(Content::Table(table)) = held.get().as_deref().cloned() else { return Vec::new() };
        let row = move |(at, row): (usize, Vec<String>)| {
            let mut cells = row.into_iter();
            let name = cells.next().unwrap_or_default();
            let choose = move |_| bench.set("layer", Value::Number(at as f64));
            let grouped = |cell: String| cell.parse::<u64>().map_or_else(|_| cell.clone(), ui::number::format_count);
            view! {
                <tr class:is-focus=move || chosen.get() == at>
                    <th scope="row"><button type="button" class="gd-pick" aria-pressed=move || (chosen.get() == at).to_string() on:click=choose>{name}</button></th>
                    {cells.map(|cell| view! { <td class="num">{grouped(cell)}</td> }).collect_view()}
                </tr>
            }
        };
        table.rows.into_iter().enumerate().map(row).collect_view()
    };
    keep_table(TextProp::from(""), move |lang| match held.get().as_deref() {
        Some(Content::Table(table)) => {
            Table { header: table.head.iter().map(|head| head.get(lang).to_owned()).collect(), rows: table.rows.clone() }
        }
        _ => Table::default(),
    });
    view! {
        <div class="tablewrap conv-ledger" tabindex="0" role="region" aria-label=t("账本", "The ledger")>
            <table class="table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
}

#[component]
pub(super) fn Beside(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("sees", Text::new("边长，算出来", "side, computed"), Form::Count),
        ("measured", Text::new("量出来", "measured"), Form::Count),
        ("jump", Text::new("隔几格", "apart by"), Form::Count),
        ("probes", Text::new("试了几次", "tries"), Form::Count),
    ];
    let reached = move || {
        let found = cells(bench, "reached", 0)?;
        let corners = marks(bench, "box", "sees");
        let (top, left) = corners.first().copied()?;
        let (bottom, right) = corners.get(2).copied()?;
        // Only its rim is marked: the inside is what the gradient shows.
        let rim = |(y, x): &(usize, usize)| *y == top || *y + 1 == bottom || *x == left || *x + 1 == right;
        let marked = (top..bottom).flat_map(|y| (left..right).map(move |x| (y, x))).filter(rim).collect();
        Some(Cells { marked, palette: Palette::magnitude, ..found })
    };
    let place = move || {
        let found = cells(bench, "place", 0)?;
        let at = found.values.iter().position(|value| *value > 0.5)?;
        Some(Cells { chosen: Some((at / found.size.1, at % found.size.1)), values: vec![0.0; found.values.len()], palette: |_| Palette::Picture { lo: -1.0, hi: 1.0 }, ..found })
    };
    let choose = Callback::new(move |pick: Pick| {
        if let Some(found) = untrack(|| cells(bench, "place", 0)) {
            bench.set("unit", Value::Number((pick.row * found.size.1 + pick.column + 1) as f64));
        }
    });
    let told = tf(move |lang| match lang {
        Lang::Zh => "框是算出来的感受野；颜色是这个数对每个像素的梯度，每步换一批权重和图。",
        Lang::En => "The frame is the field as computed; colour is the gradient of this number at each pixel, each step with other weights and pictures.",
    });
    view! {
        <Plate bench name="field" tag="b" title=Text::new("一个数看到多大一块", "What one number sees") quiet=t("在右边的图上点一格", "click a cell of its map")>
            <div class="conv-field">
                <div class="conv-part"><p class="conv-part__name">{t("图上", "in the picture")}</p><Board label=t("感受野", "Receptive field") cells=reached/></div>
                <div class="conv-part"><p class="conv-part__name">{t("这一层", "in the layer")}</p><Board label=t("这一层的数", "Numbers of the layer") cells=place on_pick=choose/></div>
            </div>
            <p class="quiet">{told}</p>
            <Reads bench reads=READS/>
        </Plate>
    }
}
