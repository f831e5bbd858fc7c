//! Earth on a line of places: two heaps to be painted, a plan to be filled in, and the cheapest beside it.

use super::Told;
use crate::gan_critic::params::TABLE;
use crate::stage::{Barred, Bench, Board, Cells, Chart, Curves, Form, Group, Pick, Plate, Reads, Stroke, pictures};
use labkit::{Content, Text, Value};
use leptos::prelude::*;
use plot::Palette;
use ui::lang::t;
use ui::{Button, Look, Size};

/// Highest heap, units.
const HIGHEST: usize = 9;

const COSTS: Curves = Curves {
    panel: "costs",
    title: Text::new("Sinkhorn 的代价", "Sinkhorn’s cost"),
    quiet: Text::new("水平线是最优；ε 越小靠得越近", "the level line is the best; the smaller ε, the nearer"),
    x: Text::new("轮", "round"),
    names: &[("soft", Text::same("Sinkhorn")), ("best", Text::new("最优", "best"))],
    focus: "soft",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const GAPS: Curves = Curves {
    panel: "lack_curve",
    title: Text::new("行和还差多少", "What its rows lack"),
    quiet: Text::new("对数轴；列和每轮都对", "log axis; its columns are right after each round"),
    names: &[("gap", Text::new("差", "lacking"))],
    focus: "gap",
    log: (false, true),
    ..COSTS
};

/// How high each place of a heap is.
fn heights(bench: Bench, panel: &'static str) -> Vec<usize> {
    match bench.panel(panel).get().as_deref() {
        Some(Content::Bars(bars)) => bars.iter().map(|(_, units)| units.round().max(0.0) as usize).collect(),
        _ => Vec::new(),
    }
}

/// A heap as a board of cells, counted from the ground: the topmost number is how much it is. Pressing a cell makes the heap that
/// high, a digit says how high.
#[component]
fn Heap(bench: Bench, key: &'static str, name: Text) -> impl IntoView {
    let cells = move || {
        let heap = heights(bench, key);
        let level = |row: usize| HIGHEST - row;
        let filled =
            |row: usize| heap.iter().map(move |units| if level(row) <= *units { level(row) as f32 } else { 0.0 });
        let values = (0..HIGHEST).flat_map(filled).collect();
        (!heap.is_empty()).then(|| Cells {
            palette: |_| Palette::Magnitude { most: 1.0 },
            zeros: false,
            ..Cells::new((HIGHEST, heap.len()), values)
        })
    };
    let pick = bench.own(|| {
        Callback::new(move |Pick { row, column, stroke }: Pick| {
            let mut heap = untrack(|| heights(bench, key));
            let Some(units) = heap.get_mut(column) else { return };
            *units = match stroke {
                // The top of a heap comes off.
                Stroke::Press if *units == HIGHEST - row => *units - 1,
                Stroke::Press | Stroke::Drag => HIGHEST - row,
                Stroke::Sign(sign) => match sign.to_digit(10) {
                    Some(digit) => digit as usize,
                    None => units.saturating_sub(1),
                },
            };
            let text = heap.iter().map(ToString::to_string).collect::<String>();
            bench.set(key, Value::Text(text));
        })
    });
    let words = ui::lang::lang();
    view! {
        <div class="conv-part">
            <p class="conv-part__name">{move || name.get(words.get())}</p>
            <Board label=move || name.get(words.get()).to_owned() cells on_pick=pick/>
        </div>
    }
}

/// The units of a panel's matrix; none while there is none.
fn matrix(bench: Bench, panel: &'static str) -> Option<((usize, usize), Vec<f32>)> {
    let all = pictures(bench.panel(panel))?;
    Some(((all.height as usize, all.width as usize), all.values.0))
}

fn typed((_, columns): (usize, usize), units: &[f32]) -> String {
    let row = |row: &[f32]| row.iter().map(|units| format!("{:.0}", units.clamp(0.0, 9.0))).collect::<String>();
    units.chunks(columns.max(1)).map(row).collect::<Vec<_>>().join("/")
}

/// What still stands somewhere, or is still wanted there.
fn remains(bench: Bench, panel: &'static str, at: usize) -> f32 {
    match bench.panel(panel).get().as_deref() {
        Some(Content::Bars(bars)) => bars.get(at).map_or(0.0, |(_, units)| *units),
        _ => 0.0,
    }
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("your_cost", Text::new("你的 B(γ)", "your B(γ)"), Form::Number),
        ("best_cost", Text::new("最优的 W", "the best, W"), Form::Number),
        ("area", Text::same("∫|F_P − F_Q|"), Form::Number),
        ("units_left", Text::new("还没搬", "not yet moved"), Form::Count),
        ("units_missing", Text::new("还缺", "still wanted"), Form::Count),
    ];
    let solution = Memo::new(move |_| bench.params.with(|params| params.switch(TABLE, "solution")));
    let board = |panel: &'static str| {
        move || {
            let (size, values) = matrix(bench, panel)?;
            Some(Cells { palette: Palette::magnitude, zeros: false, ..Cells::new(size, values) })
        }
    };
    let (yours, best) = (board("yours"), board("best"));
    let pick = bench.own(|| {
        Callback::new(move |Pick { row, column, stroke }: Pick| {
            let Some((size, mut units)) = untrack(|| matrix(bench, "yours")) else { return };
            let Some(cell) = units.get_mut(row * size.1 + column) else { return };
            let room = untrack(|| remains(bench, "left", row).min(remains(bench, "lack", column)));
            *cell = match stroke {
                Stroke::Press | Stroke::Drag if room >= 1.0 => *cell + 1.0,
                // Nothing more fits here: it goes back.
                Stroke::Press => 0.0,
                Stroke::Drag => *cell,
                Stroke::Sign(sign) => match sign.to_digit(10) {
                    Some(digit) => digit as f32,
                    None => (*cell - 1.0).max(0.0),
                },
            };
            bench.set("moves", Value::Text(typed(size, &units)));
        })
    });
    let clear = move |()| {
        bench.set("moves", Value::Text(String::new()));
    };
    let take = move |()| {
        if let Some((size, units)) = untrack(|| matrix(bench, "best")) {
            bench.set("moves", Value::Text(typed(size, &units)));
        }
    };
    view! {
        <Plate bench name="earth" tag="a" title=Text::new("搬土", "Moving earth") quiet=t("按一格搬一格土，输数字搬几格，减号搬回一格；点土堆改高低", "a press moves a unit, a digit so many, minus takes one back; the heaps are painted, too")>
            <div class="conv-field">
                <Heap bench key="heap" name=Text::new("现有的土 P", "as it is, P")/>
                <Heap bench key="wanted" name=Text::new("要的土 Q", "as it should be, Q")/>
            </div>
            <Told bench panel="said"/>
            <div class="conv-field">
                <div class="conv-part">
                    <p class="conv-part__name">{t("你的计划 γ：行是出发地，列是目的地", "your plan γ: a row from each place, a column to each")}</p>
                    <Board label=t("你的计划 γ", "Your plan γ") cells=yours on_pick=pick/>
                </div>
                <Show when=move || solution.get()>
                    <div class="conv-part">
                        <p class="conv-part__name">{t("一个最优计划", "a best plan")}</p>
                        <Board label=t("最优计划", "The best plan") cells=best/>
                    </div>
                </Show>
            </div>
            <p class="conv-begin__row">
                <Button label=Text::new("全部搬回", "Take all back") size=Size::Small look=Look::Quiet on_click=clear/>
                <Button label=Text::new("照最优的搬", "Move as the best does") size=Size::Small look=Look::Quiet on_click=take/>
            </p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("soft_cost", Text::new("代价", "cost"), Form::Number),
        ("soft_gap", Text::new("行和差", "rows lack"), Form::Number),
    ];
    const PROOF: Group = &[
        ("area_gap", Text::new("与 ∫|F_P − F_Q| 之差", "difference from ∫|F_P − F_Q|"), Form::Number),
        ("dual_gap", Text::new("与对偶之差", "difference from the dual"), Form::Number),
        ("marginal_gap", Text::new("行列和差", "sums off by"), Form::Number),
    ];
    let soft = move || {
        let (size, values) = matrix(bench, "soft")?;
        Some(Cells { palette: Palette::magnitude, ..Cells::new(size, values) })
    };
    view! {
        <Plate bench name="remains" tag="b" title=Text::new("还差什么", "What is missing") quiet=t("小于 0 是搬多了", "below 0 it is too much")>
            <Barred panel=bench.panel("left") label=t("各处还没搬的土", "Units still there, by place") values=true/>
            <Barred panel=bench.panel("lack") label=t("各处还缺的土", "Units still wanted, by place") values=true/>
            <Reads bench reads=PROOF known=true/>
        </Plate>
        <Plate bench name="soft" tag="c" title=Text::new("Sinkhorn 的计划", "Sinkhorn’s plan") quiet=t("按播放：一步一轮", "press play: a step is a round")>
            <Board label=t("Sinkhorn 的计划", "Sinkhorn’s plan") cells=soft/>
            <Reads bench reads=READS known=true/>
        </Plate>
        <Chart bench tag="d" curves=COSTS/>
        <Chart bench tag="e" curves=GAPS/>
    }
}
