//! What an ordinary and a separable layer read and multiply for each number of the map, cube by cube.

use super::super::params::TABLE;
use crate::stage::{Bench, Form, Kept, Plate, keep_table};
use labkit::{Lang, Text};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use plot::table::Table;
use ui::lang::{lang, t, tf};
use ui::{Button, Size, use_animation_frame};
use wasm_bindgen::JsCast as _;

/// Side of a cell, units of the drawing; of a cube's depth, in both directions.
const CELL: f64 = 10.0;
const DEPTH: f64 = 4.0;
/// At most so many rows, channels and filters are drawn.
const MOST: [usize; 3] = [10, 4, 6];
/// Milliseconds of a number.
const PACE: f64 = 320.0;

/// The layer as far as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layer {
    side: usize,
    channels: usize,
    window: usize,
    stride: usize,
    map: usize,
    filters: usize,
    /// There is more of it.
    cut: bool,
}

impl Layer {
    fn of(bench: Bench) -> Self {
        let number = |key| bench.params.with(|params| params.number(TABLE, key).round().max(1.0) as usize);
        let asked = ["count_side", "count_channels", "count_filters"].map(number);
        let [side, channels, filters] = [0, 1, 2].map(|i| asked[i].min(MOST[i]));
        let (window, stride) = (number("count_window"), number("count_stride"));
        let map = side.checked_sub(window).map_or(0, |room| room / stride + 1);
        Self { side, channels, window, stride, map, filters, cut: asked != [side, channels, filters] }
    }

    /// Numbers of the map.
    fn numbers(&self) -> usize {
        self.map * self.map * self.filters
    }

    /// Products of one window, and of all channels of it.
    fn patch(&self) -> usize {
        self.channels * self.window * self.window
    }

    /// Products up to the number `at`: ordinary, and separable, where a place's windows are read once for all filters.
    fn products(&self, at: usize) -> [usize; 2] {
        [(at + 1) * self.patch(), (at / self.filters + 1) * self.patch() + (at + 1) * self.channels]
    }

    fn weights(&self) -> [usize; 2] {
        [self.patch() * self.filters, self.patch() + self.channels * self.filters]
    }

    /// Row and column of the map, and the filter, of the number `at`: all filters at one place, then the next place.
    fn place(&self, at: usize) -> (usize, usize, usize) {
        let (place, filter) = (at / self.filters, at % self.filters);
        (place / self.map, place % self.map, filter)
    }
}

/// Sheets of cells, one behind the other to the upper right.
#[derive(Clone, Copy)]
struct Sheets {
    count: usize,
    side: usize,
    /// From a sheet to the next.
    gap: f64,
}

impl Sheets {
    fn extent(&self) -> f64 {
        self.side as f64 * CELL + (self.count - 1) as f64 * self.gap
    }

    fn corner(&self, [sheet, row, column]: [usize; 3]) -> (f64, f64) {
        (column as f64 * CELL + sheet as f64 * self.gap, row as f64 * CELL + (self.count - 1 - sheet) as f64 * self.gap)
    }

    fn path(&self, cells: impl Iterator<Item = [usize; 3]>) -> String {
        let square = |(x, y)| format!("M{x} {y}h{CELL}v{CELL}h-{CELL}z");
        cells.map(|cell| square(self.corner(cell))).collect()
    }

    /// Each sheet’s cells, the nearest sheet first.
    fn sheets(&self) -> Vec<String> {
        let cells = |sheet: usize| (0..self.side * self.side).map(move |at| [sheet, at / self.side, at % self.side]);
        (0..self.count).map(|sheet| self.path(cells(sheet))).collect()
    }

    /// The nearest sheet's cell at a point.
    fn pick(&self, (x, y): (f64, f64)) -> Option<[usize; 3]> {
        (0..self.count).find_map(|sheet| {
            let (left, top) = self.corner([sheet, 0, 0]);
            let [column, row] = [x - left, y - top].map(|offset| (offset / CELL).floor());
            let inside = |index: f64| index >= 0.0 && index < self.side as f64;
            (inside(row) && inside(column)).then_some([sheet, row as usize, column as usize])
        })
    }
}

/// Blocks of `side × side × depth` cubes, in columns.
#[derive(Clone, Copy)]
struct Blocks {
    count: usize,
    side: usize,
    depth: usize,
}

impl Blocks {
    fn pitch(&self) -> (f64, f64) {
        let size = self.side as f64 * CELL + self.depth as f64 * DEPTH;
        (size + 0.6 * CELL, size + 0.6 * CELL)
    }

    fn columns(&self) -> usize {
        self.count.isqrt().max(1)
    }

    fn extent(&self) -> (f64, f64) {
        let (columns, pitch) = (self.columns(), self.pitch());
        (columns as f64 * pitch.0, self.count.div_ceil(columns) as f64 * pitch.1)
    }

    /// Front, top and right faces of each cube of a block.
    fn path(&self, block: usize) -> String {
        let (pitch, depth) = (self.pitch(), self.depth as f64 * DEPTH);
        let (x, y) = ((block % self.columns()) as f64 * pitch.0, (block / self.columns()) as f64 * pitch.1 + depth);
        let face = Sheets { count: 1, side: self.side, gap: 0.0 };
        let mut path = String::new();
        for at in 0..self.side * self.side {
            let (left, top) = face.corner([0, at / self.side, at % self.side]);
            path += &format!("M{} {}h{CELL}v{CELL}h-{CELL}z", x + left, y + top);
        }
        let edge = self.side as f64 * CELL;
        for deep in 0..self.depth {
            let back = deep as f64 * DEPTH;
            for along in 0..self.side {
                let along = along as f64 * CELL;
                path += &format!("M{} {}h{CELL}l{DEPTH} -{DEPTH}h-{CELL}z", x + along + back, y - back);
                path += &format!("M{} {}v{CELL}l{DEPTH} -{DEPTH}v-{CELL}z", x + edge + back, y + along - back);
            }
        }
        path
    }

    fn pick(&self, (x, y): (f64, f64)) -> Option<usize> {
        let pitch = self.pitch();
        let [column, row] = [x / pitch.0, y / pitch.1].map(|at| at.floor().max(0.0) as usize);
        (column < self.columns()).then_some(row * self.columns() + column).filter(|block| *block < self.count)
    }
}

/// Where in a drawing of the given width a click fell, in its units.
fn point(event: &MouseEvent, width: f64) -> Option<(f64, f64)> {
    let element = event.current_target()?.dyn_into::<web_sys::Element>().ok()?;
    let frame = element.get_bounding_client_rect();
    let scale = width / frame.width().max(1.0);
    Some((
        (f64::from(event.client_x()) - frame.left()) * scale - 1.0,
        (f64::from(event.client_y()) - frame.top()) * scale - 1.0,
    ))
}

/// A drawing with its name: faint lines, what is done, what is at work.
#[component]
fn Part(
    name: Signal<String>,
    extent: (f64, f64),
    /// The cells of each sheet, the nearest first, and those of them that are done.
    all: Vec<String>,
    #[prop(optional, into)] done: Signal<Vec<String>>,
    #[prop(into)] lit: Signal<String>,
    /// It mixes channels.
    #[prop(into)]
    mixes: Signal<bool>,
    #[prop(optional, into)] on_pick: Option<Callback<(f64, f64)>>,
) -> impl IntoView {
    // Room for half a line at each side.
    let (width, height) = (extent.0 + 2.0, extent.1 + 2.0);
    let pick = move |event: MouseEvent| {
        if let (Some(on_pick), Some(at)) = (on_pick, point(&event, width)) {
            on_pick.run(at);
        }
    };
    // The farthest first, so that nearer sheets lie over it; what is at work is seen through all.
    let sheets = all.into_iter().enumerate().rev().map(|(sheet, all)| {
        let done = move || done.with(|done| done.get(sheet).cloned().unwrap_or_default());
        view! { <path class="cubes__all" d=all></path><path class="cubes__done" d=done></path> }
    });
    let sheets = sheets.collect_view();
    view! {
        <div class="conv-part">
            <svg class="cubes" class:cubes--held=on_pick.is_some() viewBox=format!("-1 -1 {width} {height}") style=format!("width:{:.1}em", width / 8.5) role="img" aria-label=move || name.get() on:click=pick>
                {sheets}
                <path class="cubes__lit" class:cubes__lit--mix=move || mixes.get() d=move || lit.get()></path>
            </svg>
            <p class="quiet conv-part__note">{move || name.get()}</p>
        </div>
    }
}

/// Both ways of making the map, number by number.
#[component]
pub(super) fn Cubes(bench: Bench) -> impl IntoView {
    let layer = Memo::new(move |_| Layer::of(bench));
    let body = move || {
        let layer = layer.get();
        if layer.map == 0 {
            return view! { <p class="quiet">{t("卷积核比图还大，放不下。", "The window is larger than the picture.")}</p> }.into_any();
        }
        view! { <Running layer/> }.into_any()
    };
    view! {
        <Plate bench name="cubes" kept=Kept::Rows tag="b" title=Text::new("一格一格地看", "Cube by cube") quiet=t("点特征图的一格，或点一个卷积核", "click a cell of a map, or a filter") class="fig--fit fig--low">
            {keep_table(TextProp::from(""), move |lang| counts(layer.get(), lang))}
            {body}
        </Plate>
    }
}

/// What both ways cost.
fn counts(layer: Layer, lang: Lang) -> Table {
    const COLUMNS: [Text; 3] =
        [Text::new("卷积", "convolution"), Text::new("权重", "weights"), Text::new("一张图的乘法", "products for a picture")];
    const WAYS: [Text; 2] = [Text::new("普通", "ordinary"), Text::new("深度可分离", "depthwise separable")];
    let last = layer.numbers().checked_sub(1);
    let (weights, products) = (layer.weights(), last.map_or([0; 2], |last| layer.products(last)));
    let row = |way: usize| vec![WAYS[way].get(lang).to_owned(), weights[way].to_string(), products[way].to_string()];
    Table { header: COLUMNS.map(|name| name.get(lang).to_owned()).to_vec(), rows: (0..WAYS.len()).map(row).collect() }
}

#[component]
fn Running(layer: Layer) -> impl IntoView {
    let at = RwSignal::new(0_usize);
    let words = lang();
    let playing = RwSignal::new(false);
    let last = StoredValue::new(f64::NAN);
    let frames = use_animation_frame(move |time| {
        let before = last.get_value();
        if before.is_nan() || time - before < PACE {
            if before.is_nan() {
                last.set_value(time);
            }
            return;
        }
        last.set_value(time);
        at.update(|at| *at = (*at + 1).min(layer.numbers() - 1));
        if at.get_untracked() + 1 == layer.numbers() {
            playing.set(false);
        }
    });
    Effect::new(move |_| {
        if playing.get() {
            last.set_value(f64::NAN);
            frames.start();
        } else {
            frames.stop();
        }
    });
    let play = move |()| {
        if !playing.get_untracked() && at.get_untracked() + 1 == layer.numbers() {
            at.set(0);
        }
        playing.update(|playing| *playing = !*playing);
    };
    let place = Memo::new(move |_| layer.place(at.get()));
    let go = move |(row, column, filter): (usize, usize, usize)| {
        playing.set(false);
        at.set((row * layer.map + column) * layer.filters + filter);
    };

    let Layer { side, channels, window, map, filters, .. } = layer;
    let input = Sheets { count: channels, side, gap: (window as f64 + 0.5) * CELL };
    let between = Sheets { count: channels, side: map, gap: 1.6 * CELL };
    let output = Sheets { count: filters, side: map, gap: 0.8 * CELL };
    let square = |extent: f64| (extent, extent);

    let read = move |(row, column, _): (usize, usize, usize)| {
        let cell =
            move |channel, at: usize| [channel, row * layer.stride + at / window, column * layer.stride + at % window];
        input.path((0..channels).flat_map(move |channel| (0..window * window).map(move |at| cell(channel, at))))
    };
    let depth = Memo::new(move |_| place.get().2 == 0);
    let here = move || {
        let (row, column, filter) = place.get();
        output.path(std::iter::once([filter, row, column]))
    };
    let there = move || {
        let now = at.get();
        let of = |sheet: usize| {
            let places = (0..now).map(|at| layer.place(at)).filter(|(.., filter)| *filter == sheet);
            output.path(places.map(|(row, column, filter)| [filter, row, column]))
        };
        (0..filters).map(of).collect::<Vec<_>>()
    };
    let columns = move |to: usize| {
        let of = |channel: usize| between.path((0..to).map(move |at| [channel, at / map, at % map]));
        (0..channels).map(of).collect::<Vec<_>>()
    };
    let to_map = Callback::new(move |point| {
        if let Some([filter, row, column]) = output.pick(point) {
            go((row, column, filter));
        }
    });
    let blocks = move |count, side, depth| Blocks { count, side, depth };
    let (ordinary, deep, mixtures) =
        (blocks(filters, window, channels), blocks(channels, window, 1), blocks(filters, 1, channels));
    let to_filter = move |all: Blocks| {
        Callback::new(move |point| {
            let (row, column, _) = place.get_untracked();
            if let Some(filter) = all.pick(point) {
                go((row, column, filter));
            }
        })
    };
    let faces = |all: Blocks| (0..all.count).map(|block| all.path(block)).collect::<String>();
    let named = move |zh: String, en: String| {
        Signal::derive(move || if words.get() == Lang::Zh { zh.clone() } else { en.clone() })
    };
    let picture = named(format!("图 {channels} × {side} × {side}"), format!("picture {channels} × {side} × {side}"));
    let result = named(format!("特征图 {filters} × {map} × {map}"), format!("map {filters} × {map} × {map}"));
    let [all, few] = layer.weights();
    let k = window;
    let kernels = named(
        format!("{filters} 个 {channels} × {k} × {k} 的核：{all} 个权重"),
        format!("{filters} filters of {channels} × {k} × {k}: {all} weights"),
    );
    let deep_ones = named(
        format!("每个通道一个 {k} × {k} 的核：{}", layer.patch()),
        format!("a filter of {k} × {k} a channel: {}", layer.patch()),
    );
    let half = named(format!("中间 {channels} × {map} × {map}"), format!("between: {channels} × {map} × {map}"));
    let mixed = named(
        format!("{filters} 个 {channels} × 1 × 1 的核：{}，共 {few}", channels * filters),
        format!("{filters} filters of {channels} × 1 × 1: {}; {few} in all", channels * filters),
    );
    let never = Signal::stored(false);
    let always = Signal::stored(true);
    let done = move |way: usize| {
        let total = layer.products(layer.numbers() - 1)[way];
        let count = move |number: usize| Form::Count.write(number as f64);
        tf(move |lang| {
            let now = layer.products(at.get())[way];
            let step = match (way, depth.get()) {
                (0, _) => layer.patch(),
                (_, true) => layer.patch() + channels,
                (_, false) => channels,
            };
            match lang {
                Lang::Zh => format!("这个数 {step} 次乘法，到现在 {}，算完 {}", count(now), count(total)),
                Lang::En => format!("this number: {step} products; so far {} of {}", count(now), count(total)),
            }
        })
    };
    let said = Signal::derive(move || {
        let (row, column, filter) = place.get();
        let (row, column, filter) = (row + 1, column + 1, filter + 1);
        match words.get() {
            Lang::Zh => format!("第 {row} 行第 {column} 列，第 {filter} 个核"),
            Lang::En => format!("row {row}, column {column}, filter {filter}"),
        }
    });
    view! {
        <div class="cubes-run">
            <Button label=Text::new("逐个算", "Go through") icon="play" size=Size::Small pressed=playing on_click=play/>
            <input
                type="range"
                class="cubes-run__at"
                min="0"
                max=(layer.numbers() - 1).to_string()
                prop:value=move || at.get().to_string()
                style=("--p", move || format!("{:.2}%", 100.0 * at.get() as f64 / (layer.numbers() - 1).max(1) as f64))
                aria-label=t("特征图的第几个数", "which number of the map")
                aria-valuetext=said
                on:input:target=move |event| {
                    if let Ok(next) = event.target().value().parse::<usize>() {
                        playing.set(false);
                        at.set(next.min(layer.numbers() - 1));
                    }
                }
            />
            <span class="num quiet">{said}</span>
        </div>
        <p class="stack__title">{t("普通卷积", "Ordinary convolution")}</p>
        <div class="cubes-row">
            <Part name=picture extent=square(input.extent()) all=input.sheets() lit=Signal::derive(move || read(place.get())) mixes=never/>
            <span class="conv-sign" aria-hidden="true">"∗"</span>
            <Part name=kernels extent=ordinary.extent() all=vec![faces(ordinary)] lit=Signal::derive(move || ordinary.path(place.get().2)) mixes=never on_pick=to_filter(ordinary)/>
            <span class="conv-sign" aria-hidden="true">"="</span>
            <Part name=result extent=square(output.extent()) all=output.sheets() done=Signal::derive(there) lit=Signal::derive(here) mixes=never on_pick=to_map/>
        </div>
        <p class="num" data-products="ordinary">{done(0)}</p>
        <p class="stack__title">{t("深度可分离卷积", "Depthwise separable convolution")}</p>
        <div class="cubes-row">
            <Part name=picture extent=square(input.extent()) all=input.sheets() lit=Signal::derive(move || if depth.get() { read(place.get()) } else { String::new() }) mixes=never/>
            <span class="conv-sign" aria-hidden="true">"∗"</span>
            <Part name=deep_ones extent=deep.extent() all=vec![faces(deep)] lit=Signal::derive(move || if depth.get() { faces(deep) } else { String::new() }) mixes=never/>
            <span class="conv-sign" aria-hidden="true">"="</span>
            <Part
                name=half
                extent=square(between.extent())
                all=between.sheets()
                done=Signal::derive(move || columns(at.get() / filters))
                lit=Signal::derive(move || {
                    let (row, column, _) = place.get();
                    between.path((0..channels).map(|channel| [channel, row, column]))
                })
                mixes=Signal::derive(move || !depth.get())
            />
            <span class="conv-sign" aria-hidden="true">"∗"</span>
            <Part name=mixed extent=mixtures.extent() all=vec![faces(mixtures)] lit=Signal::derive(move || mixtures.path(place.get().2)) mixes=always on_pick=to_filter(mixtures)/>
            <span class="conv-sign" aria-hidden="true">"="</span>
            <Part name=result extent=square(output.extent()) all=output.sheets() done=Signal::derive(there) lit=Signal::derive(here) mixes=always on_pick=to_map/>
        </div>
        <p class="num" data-products="separable">{done(1)}</p>
        <p class="quiet">{t("蓝：逐通道的那一步，每个位置只算一遍；橙：混合通道，每个核都要算。", "Blue: the step in each channel, done once a place. Orange: mixing the channels, done for each filter.")}</p>
        {layer.cut.then(|| view! { <p class="quiet">{t("只画了左上角 10 × 10、前 4 个通道和前 6 个核。", "Drawn: the upper left 10 × 10, four channels and six filters at most.")}</p> })}
    }
}
