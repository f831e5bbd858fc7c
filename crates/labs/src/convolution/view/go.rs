//! Boards on which the reader puts stones, with where each network would play.

use super::super::params::TABLE;
use super::reading::{Refused, Rows, Told};
use crate::stage::{Bench, Chart, Curves, Form, Group, Kept, Plate, Reads, keep_table};
use labkit::{Content, Lang, Pictures, Text, Value};
use leptos::prelude::*;
use plot::table::Table;
use ui::lang::{lang, say, t, tf};
use ui::{Button, Look, Segmented, Size};
use web_sys::{KeyboardEvent, PointerEvent};

const NAMES: [(Text, &str); 3] = [
    (Text::new("不池化", "no pooling"), "go_chance"),
    (Text::new("池化", "pooling"), "go_chance_pooled"),
    (Text::new("全连接", "fully connected"), "go_chance_dense"),
];

/// What a click puts: black, white, nothing.
const TOOLS: [(f32, Text); 3] =
    [(1.0, Text::new("黑子", "black")), (-1.0, Text::new("白子", "white")), (0.0, Text::new("拿掉", "take off"))];

fn boards(bench: Bench) -> Option<Pictures> {
    match bench.panel("board").get().as_deref() {
        Some(Content::Pictures(boards)) if boards.height > 0 => Some(boards.clone()),
        _ => None,
    }
}

/// The stones as the parameter `board` holds them.
fn written(stones: &[f32], side: usize) -> String {
    let row = |row: &[f32]| {
        let (mut text, mut empty) = (String::new(), 0);
        for stone in row.iter().chain([&f32::NAN]) {
            if *stone == 0.0 {
                empty += 1;
                continue;
            }
            if empty > 0 {
                text.push_str(&empty.to_string());
                empty = 0;
            }
            if stone.is_finite() {
                text.push(if *stone > 0.0 { 'b' } else { 'w' });
            }
        }
        text
    };
    stones.chunks_exact(side).map(row).collect::<Vec<_>>().join("/")
}

#[component]
pub(super) fn Go(bench: Bench) -> impl IntoView {
    let tool = RwSignal::new(0_usize);
    let cursor = RwSignal::new(None::<usize>);
    let said = RwSignal::new(String::new());
    let put = Callback::new(move |(at, stone): (usize, f32)| {
        let Some(boards) = untrack(|| boards(bench)) else { return };
        let side = boards.width as usize;
        let mut stones = boards.values.0[..side * side].to_vec();
        if let Some(point) = stones.get_mut(at) {
            *point = if *point == stone { 0.0 } else { stone };
        }
        // What is on view is the position as it was moved: from now on it is the position.
        let sets = [("board", written(&stones, side)), ("down", "0".to_owned()), ("right", "0".to_owned())];
        let _set = bench.set_texts(&sets.map(|(key, text)| (key.to_owned(), text)));
    });
    let back = move |()| bench.set("board", Value::Text(String::new()));
    let tools: Vec<Text> = TOOLS.iter().map(|(_, name)| *name).collect();
    let own = Signal::derive(move || bench.params.with(|params| params.text(TABLE, "board").is_empty()));
    const READS: Group = &[
        ("go_plain", Text::new("不池化，答对", "no pooling, right"), Form::Percent),
        ("go_pooled", Text::new("池化，答对", "pooling, right"), Form::Percent),
        ("go_dense", Text::new("全连接，答对", "fully connected, right"), Form::Percent),
        ("go_gap", Text::new("平移后的差", "change on moving"), Form::Number),
        ("go_gap_pooled", Text::new("池化的差", "with pooling"), Form::Number),
    ];
    view! {
        <Plate bench name="boards" kept=Kept::Numbers tag="a" title=Text::new("下在哪里", "Where to play")
            quiet=t("黑先；颜色越深，网络越想下在那里；圈是答案", "black to play; the deeper a point, the likelier the move; the ring is the answer")>
            {keep_table(TextProp::from(""), move |lang| points(bench, lang))}
            <Told bench panel="asks"/>
            <div class="goboards">
                {NAMES.into_iter().enumerate().map(|(which, (name, chance))| view! {
                    <div class="goboards__one">
                        <Board bench which name cursor said put tool/>
                        <p class="quiet">{say(name)}" "<b class="num">{move || percent(bench.metric(chance))}</b></p>
                    </div>
                }).collect_view()}
            </div>
            <div class="goboards__tools">
                <Segmented label=Text::new("点一下放什么", "What a click puts") options=tools
                    value=tool on_change=move |at: usize| tool.set(at)/>
                <Button label=Text::new("回到题目", "Back to the problem") look=Look::Quiet size=Size::Small disabled=own on_click=back/>
                <span class="quiet">{t("键盘：方向键移动，b 黑，w 白，空格放下", "Keys: arrows move, b black, w white, Space puts")}</span>
            </div>
            <Refused bench field="board"/>
            <p class="sr" role="status">{move || said.get()}</p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// Each point: its place, what stands there, and how likely each network plays there.
fn points(bench: Bench, lang: Lang) -> Table {
    let heads = [Text::new("行", "row"), Text::new("列", "column"), Text::new("棋子", "stone")];
    let header = heads.into_iter().chain(NAMES.map(|(name, _)| name)).map(|name| name.get(lang).to_owned()).collect();
    let Some(boards) = boards(bench) else { return Table { header, rows: Vec::new() } };
    let (side, values) = (boards.width as usize, &boards.values.0);
    let row = |at: usize| {
        let numbers = (0..=NAMES.len()).filter_map(|plane| values.get(plane * side * side + at)).map(f32::to_string);
        [at / side + 1, at % side + 1].map(|place| place.to_string()).into_iter().chain(numbers).collect()
    };
    Table { header, rows: (0..side * side).map(row).collect() }
}

fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.0} %", 100.0 * share) } else { String::new() }
}

/// A board of one network.
#[component]
fn Board(
    bench: Bench,
    which: usize,
    name: Text,
    cursor: RwSignal<Option<usize>>,
    said: RwSignal<String>,
    put: Callback<(usize, f32)>,
    tool: RwSignal<usize>,
) -> impl IntoView {
    let words = lang();
    let side = move || boards(bench).map_or(1, |boards| boards.width as usize);
    let stone = move |tool: usize| TOOLS.get(tool).map_or(0.0, |(stone, _)| *stone);
    let press = move |event: PointerEvent| {
        let Some(target) = event.current_target() else { return };
        let target: web_sys::Element = wasm_bindgen::JsCast::unchecked_into(target);
        let (rect, side) = (target.get_bounding_client_rect(), untrack(side));
        let along = |at: f64, size: f64| ((at / size * side as f64) as usize).min(side - 1);
        let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        let at = along(y, rect.height()) * side + along(x, rect.width());
        cursor.set(Some(at));
        put.run((at, stone(tool.get_untracked())));
    };
    let key = move |event: KeyboardEvent| {
        let (side, at) = (untrack(side), cursor.get_untracked());
        let at = at.unwrap_or(side * side / 2);
        let (row, column) = (at / side, at % side);
        match &*event.key() {
            "ArrowUp" => cursor.set(Some(row.saturating_sub(1) * side + column)),
            "ArrowDown" => cursor.set(Some((row + 1).min(side - 1) * side + column)),
            "ArrowLeft" => cursor.set(Some(row * side + column.saturating_sub(1))),
            "ArrowRight" => cursor.set(Some(row * side + (column + 1).min(side - 1))),
            "b" | "B" => put.run((at, 1.0)),
            "w" | "W" => put.run((at, -1.0)),
            " " => put.run((at, stone(tool.get_untracked()))),
            _ => return,
        }
        event.prevent_default();
        if let Some(at) = cursor.get_untracked() {
            said.set(spoken(bench, which, at, words.get_untracked()));
        }
    };
    let marks = move || {
        let boards = boards(bench)?;
        let (side, points) = (boards.width as usize, (boards.width * boards.width) as usize);
        let (stones, heat) = (boards.values.0.get(..points)?.to_vec(), boards.values.0.get((which + 1) * points..(which + 2) * points)?.to_vec());
        let place = move |at: usize| ((at % side) as f64 + 0.5, (at / side) as f64 + 0.5);
        let warm = heat.into_iter().enumerate().filter(|(_, chance)| *chance > 0.004).map(move |(at, chance)| {
            let (x, y) = place(at);
            view! { <rect class="goboard__heat" x=x - 0.5 y=y - 0.5 width="1" height="1" style=format!("opacity:{:.3}", chance.sqrt())></rect> }
        });
        let discs = stones.into_iter().enumerate().filter(|(_, stone)| *stone != 0.0).map(move |(at, stone)| {
            let (x, y) = place(at);
            let class = if stone > 0.0 { "goboard__b" } else { "goboard__w" };
            view! { <circle class=class cx=x cy=y r="0.44"></circle> }
        });
        let answer = bench.metric("go_answer");
        let ring = answer.is_finite().then(|| {
            let (x, y) = place(answer as usize);
            view! { <circle class="goboard__answer" cx=x cy=y r="0.3"></circle> }
        });
        let lines: String = (0..side)
            .map(|k| format!("M.5 {0}H{1}M{0} .5V{1}", k as f64 + 0.5, side as f64 - 0.5))
            .collect();
        let at = cursor.get().map(|at| {
            let (x, y) = place(at);
            view! { <rect class="goboard__at" x=x - 0.5 y=y - 0.5 width="1" height="1"></rect> }
        });
        Some(view! { {warm.collect_view()}<path class="goboard__line" d=lines></path>{discs.collect_view()}{ring}{at} })
    };
    let label = tf(move |lang| match lang {
        Lang::Zh => format!("棋盘，{}：方向键移动，b 黑，w 白，空格放下", name.get(lang)),
        Lang::En => format!("Board, {}: arrows move, b black, w white, Space puts", name.get(lang)),
    });
    view! {
        <svg class="goboard" viewBox=move || format!("0 0 {0} {0}", side()) tabindex="0" role="application" data-keys=""
            aria-label=label on:pointerdown=press on:keydown=key>{marks}</svg>
    }
}

/// What stands at a point and how likely the network plays there.
fn spoken(bench: Bench, which: usize, at: usize, lang: Lang) -> String {
    let Some(boards) = untrack(|| boards(bench)) else { return String::new() };
    let side = boards.width as usize;
    let stone = boards.values.0.get(at).copied().unwrap_or_default();
    let chance = boards.values.0.get((which + 1) * side * side + at).copied().unwrap_or_default();
    let stone = match (stone > 0.0, stone < 0.0) {
        (true, _) => Text::new("黑子", "black"),
        (_, true) => Text::new("白子", "white"),
        _ => Text::new("空", "empty"),
    };
    let (row, column) = (at / side + 1, at % side + 1);
    match lang {
        Lang::Zh => format!("第 {row} 行第 {column} 列，{}，{}", stone.get(lang), percent(f64::from(chance))),
        Lang::En => format!("row {row}, column {column}, {}, {}", stone.get(lang), percent(f64::from(chance))),
    }
}

const STEPS: Text = Text::new("步", "steps");
const KEYS: &[(&str, Text)] = &[
    ("plain", Text::new("不池化", "no pooling")),
    ("pooled", Text::new("池化", "pooling")),
    ("dense", Text::new("全连接", "fully connected")),
];
const RIGHTS: Curves = Curves {
    panel: "rights",
    title: Text::new("没见过的题，答对的比例", "Share of unseen problems answered"),
    quiet: Text::same(""),
    x: STEPS,
    names: KEYS,
    focus: "plain",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    view! {
        <Chart bench tag="b" curves=RIGHTS/>
        <Plate bench name="sizes" kept=Kept::Rows tag="c" title=Text::new("补零，大小不变", "Padded, so that the size stays")>
            <Rows bench panel="sizes" caption=Text::new("棋盘、补零后、特征图的边长", "Sides of board, padded board and map")/>
        </Plate>
    }
}
