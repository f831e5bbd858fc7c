//! The sliding window: picture, filter, products and map, each to be painted or pointed at.

use super::super::params::TABLE;
use super::boards::{INK, cells, count, marks, pictures, signed, turned, typed, write};
use crate::stage::{Barred, Bench, Board, Cells, Form, Group, Pick, Plate, Reads, Stroke};
use labkit::message::{Drawing, ToWorker};
use labkit::{Content, Lang, Text, Value, brief};
use leptos::prelude::*;
use ui::lang::{t, tf};
use ui::{Button, FigureFrame, Look, Pad, Size};

/// Filters to begin with.
const FILTERS: [(Text, &str); 6] = [
    (Text::new("斜线", "diagonal"), "1 -1 -1 / -1 1 -1 / -1 -1 1"),
    (Text::new("竖线", "vertical"), "-1 1 -1 / -1 1 -1 / -1 1 -1"),
    (Text::new("边缘", "edge"), "-1 0 1 / -2 0 2 / -1 0 1"),
    (Text::new("锐化", "sharpen"), "0 -1 0 / -1 5 -1 / 0 -1 0"),
    (Text::new("模糊", "blur"), "0.11 0.11 0.11 / 0.11 0.11 0.11 / 0.11 0.11 0.11"),
    (Text::new("5×5 平均", "5×5 mean"), "0.04 0.04 0.04 0.04 0.04 / 0.04 0.04 0.04 0.04 0.04 / 0.04 0.04 0.04 0.04 0.04 / 0.04 0.04 0.04 0.04 0.04 / 0.04 0.04 0.04 0.04 0.04"),
];

/// Pictures to begin with.
const PICTURES: [(Text, &str); 3] = [
    (Text::new("讲义的例子", "the lecture’s"), ""),
    (Text::new("空白 8×8", "blank 8×8"), "0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 0"),
    (Text::new("一个点", "one point"), "0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 / 0 0 0 1 0 0 0 / 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0 / 0 0 0 0 0 0 0"),
];

fn choice(bench: Bench, key: &'static str) -> Memo<&'static str> {
    Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, key)))
}

fn number(bench: Bench, key: &'static str) -> usize {
    bench.params.with(|params| params.number(TABLE, key).round().max(0.0) as usize)
}

/// The channel on view, counted from 0.
fn channel(bench: Bench) -> Memo<usize> {
    Memo::new(move |_| (number(bench, "channel").max(1) - 1) % count(bench, "input").max(1))
}

#[component]
pub(super) fn Slide(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("value", Text::new("窗口处的数", "at the window"), Form::Number),
        ("largest", Text::new("图上最大", "largest of the map"), Form::Number),
        ("rows", Text::new("行", "rows"), Form::Count),
        ("side", Text::new("列", "columns"), Form::Count),
    ];
    let op = choice(bench, "op");
    let channel = channel(bench);
    let body = move || match op.get() {
        "conv" => view! { <Product bench channel/> }.into_any(),
        "spread" => view! { <Spread bench/> }.into_any(),
        _ => view! { <Pooled bench op/> }.into_any(),
    };
    view! {
        <Plate bench name="window" tag="a" title=Text::new("窗口", "The window") quiet=t("点特征图的一格，窗口就过去；格子都可以改", "click a cell of the map and the window goes there; every cell can be changed")>
            {body}
            <p class="conv-said num" aria-live="off"><Arithmetic bench channel/></p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// A board with its name above and what it is below.
#[component]
fn Named(name: Text, #[prop(optional, into)] note: Option<TextProp>, children: Children) -> impl IntoView {
    let words = ui::lang::lang();
    view! {
        <div class="conv-part">
            <p class="conv-part__name">{move || name.get(words.get())}</p>
            {children()}
            {note.map(|note| view! { <p class="quiet conv-part__note">{move || note.get()}</p> })}
        </div>
    }
}

/// The picture, where the window reads; painted where its cells are the reader's.
#[component]
fn Input(bench: Bench, channel: Memo<usize>) -> impl IntoView {
    let source = choice(bench, "source");
    let shown = move || {
        let found = cells(bench, "input", channel.get())?;
        Some(Cells { marked: marks(bench, "window", "reads"), palette: INK, ..found })
    };
    let brush = StoredValue::new(1.0_f32);
    let paint = move |pick: Pick| {
        let conv = bench.params.with_untracked(|params| params.choice(TABLE, "op") == "conv");
        let pad = if conv { untrack(|| number(bench, "pad")) } else { 0 };
        let Some(all) = untrack(|| pictures(bench, "input")) else { return };
        if source.get_untracked() != "cells" {
            return;
        }
        let (rows, columns) = (all.height as usize - 2 * pad, all.width as usize - 2 * pad);
        let (Some(row), Some(column)) = (pick.row.checked_sub(pad), pick.column.checked_sub(pad)) else { return };
        if row >= rows || column >= columns {
            return;
        }
        let planes = all.values.0.len() / (all.height * all.width) as usize;
        let mut values = Vec::with_capacity(planes * rows * columns);
        for plane in all.values.0.chunks((all.height * all.width) as usize) {
            for y in 0..rows {
                let start = (y + pad) * all.width as usize + pad;
                values.extend_from_slice(&plane[start..start + columns]);
            }
        }
        let at = (channel.get_untracked() * rows + row) * columns + column;
        let Some(value) = values.get_mut(at) else { return };
        *value = match pick.stroke {
            Stroke::Press => {
                brush.set_value(if *value == 0.0 { 1.0 } else { 0.0 });
                brush.get_value()
            }
            Stroke::Drag => brush.get_value(),
            Stroke::Sign(sign) => signed(*value, sign),
        };
        write(bench, "picture", typed((rows, columns), &values));
    };
    let on_pick = Callback::new(paint);
    view! { <Board label=t("图", "Picture") cells=shown on_pick/> }
}

#[component]
fn Filter(bench: Bench, channel: Memo<usize>) -> impl IntoView {
    let shown = move || cells(bench, "filter", channel.get());
    let change = move |pick: Pick| {
        let Some(found) = untrack(|| cells(bench, "filter", channel.get())) else { return };
        if pick.stroke == Stroke::Drag {
            return;
        }
        // One plane for all channels, or one for each: as it stands in the text.
        let text = bench.params.with_untracked(|params| params.text(TABLE, "kernel"));
        let planes = text.split('|').count();
        let mut values = if planes > 1 { untrack(|| pictures(bench, "filter")).map_or_else(Vec::new, |all| all.values.0) } else { found.values.clone() };
        let plane = if planes > 1 { channel.get_untracked() } else { 0 };
        let at = (plane * found.size.0 + pick.row) * found.size.1 + pick.column;
        let Some(value) = values.get_mut(at) else { return };
        *value = match pick.stroke {
            Stroke::Sign(sign) => signed(*value, sign),
            _ => turned(*value),
        };
        write(bench, "kernel", typed(found.size, &values));
    };
    let on_pick = Callback::new(change);
    view! { <Board label=t("卷积核", "Filter") cells=shown on_pick/> }
}

/// Which of the maps has a channel in it.
fn group(bench: Bench, channel: usize) -> usize {
    channel * count(bench, "map") / count(bench, "input").max(1)
}

/// A map: a click on a cell brings the window there.
#[component]
fn Map(bench: Bench, channel: Memo<usize>, #[prop(optional)] second: bool) -> impl IntoView {
    let panel = if second { "second" } else { "map" };
    let shown = move || {
        let found = cells(bench, panel, if second { 0 } else { group(bench, channel.get()) })?;
        let writes = marks(bench, "window", "writes");
        Some(Cells { chosen: (!second && writes.len() == 1).then(|| writes[0]), marked: if writes.len() > 1 { writes } else { Vec::new() }, ..found })
    };
    let go = move |pick: Pick| {
        if let Some(all) = untrack(|| pictures(bench, "map")) {
            jump(bench, pick.row * all.width as usize + pick.column);
        }
    };
    let on_pick = Callback::new(go);
    let label = if second { t("撒到现在", "Spread so far") } else { t("特征图", "Feature map") };
    view! { <Board label cells=shown on_pick/> }
}

/// Brings the window to place `to`: that many places are skipped from here on.
fn jump(bench: Bench, to: usize) {
    let places = untrack(|| bench.metric("places"));
    if places >= 1.0 {
        let (places, step) = (places as u64, bench.step.get_untracked());
        let skipped = (to as u64 + places - step % places) % places;
        bench.set("at", Value::Number(skipped as f64));
    }
}

#[component]
fn Product(bench: Bench, channel: Memo<usize>) -> impl IntoView {
    let products = move || {
        let (patch, filter) = (cells(bench, "patch", channel.get())?, cells(bench, "filter", channel.get())?);
        let values = patch.values.iter().zip(&filter.values).map(|(x, w)| x * w).collect();
        Some(Cells::new(filter.size, values))
    };
    let size = tf(move |lang| {
        let (s, p, d) = (number(bench, "stride").max(1), number(bench, "pad"), number(bench, "dilation").max(1));
        let Some((all, filter)) = pictures(bench, "input").zip(pictures(bench, "filter")) else { return String::new() };
        let (n, k, side) = (all.width as usize - 2 * p, filter.width, bench.metric("side"));
        let kernel = if d > 1 { format!("{d}·({k} − 1) − 1") } else { format!("{k}") };
        let size = format!("⌊({n} + 2·{p} − {kernel}) / {s}⌋ + 1 = {}", brief(side));
        match (count(bench, "map"), group(bench, channel.get()) + 1, lang) {
            (0 | 1, ..) => size,
            (maps, at, Lang::Zh) => format!("{maps} 张里的第 {at} 张；{size}"),
            (maps, at, Lang::En) => format!("map {at} of {maps}; {size}"),
        }
    });
    view! {
        <div class="conv-slide">
            <Named name=Text::new("图", "picture")><Input bench channel/><Channels bench channel/></Named>
            <span class="conv-sign" aria-hidden="true">"∗"</span>
            <div class="conv-pair">
                <Named name=Text::new("卷积核", "filter")><Filter bench channel/></Named>
                <Named name=Text::new("格对格相乘", "products")><Board label=t("乘积", "Products") cells=products/></Named>
            </div>
            <span class="conv-sign" aria-hidden="true">"→"</span>
            <Named name=Text::new("特征图", "feature map") note=size><Map bench channel/></Named>
        </div>
    }
}

/// Which channel is on the boards.
#[component]
fn Channels(bench: Bench, channel: Memo<usize>) -> impl IntoView {
    let several = Memo::new(move |_| count(bench, "input"));
    let next = move |by: usize| {
        let all = several.get_untracked().max(1);
        bench.set("channel", Value::Number(((channel.get_untracked() + by) % all + 1) as f64));
    };
    let said = tf(move |lang| match lang {
        Lang::Zh => format!("通道 {} / {}", channel.get() + 1, several.get()),
        Lang::En => format!("channel {} of {}", channel.get() + 1, several.get()),
    });
    let said = Signal::derive(said);
    view! {
        <Show when=move || { several.get() > 1 }>
            <div class="conv-channels">
                <Button label=Text::new("‹", "‹") size=Size::Small on_click=move |()| next(several.get_untracked().max(1) - 1)/>
                <span class="quiet num">{said}</span>
                <Button label=Text::new("›", "›") size=Size::Small on_click=move |()| next(1)/>
            </div>
        </Show>
    }
}

#[component]
fn Pooled(bench: Bench, op: Memo<&'static str>) -> impl IntoView {
    let channel = channel(bench);
    let name = move || match op.get() {
        "unpool" => t("放回原处", "put back")(),
        "repeat" => t("重复", "repeated")(),
        _ => t("梯度回到哪里", "where the gradient goes")(),
    };
    let shown = move || {
        let found = cells(bench, "second", channel.get())?;
        Some(Cells { marked: marks(bench, "window", "reads"), palette: INK, ..found })
    };
    view! {
        <div class="conv-slide conv-slide--three">
            <Named name=Text::new("图", "picture")><Input bench channel/><Channels bench channel/></Named>
            <span class="conv-sign" aria-hidden="true">"→"</span>
            <Named name=Text::new("池化后", "pooled")><Map bench channel/></Named>
            <span class="conv-sign" aria-hidden="true">"→"</span>
            <div class="conv-part"><p class="conv-part__name">{name}</p><Board label=t("倒着走", "The way back") cells=shown/></div>
        </div>
    }
}

#[component]
fn Spread(bench: Bench) -> impl IntoView {
    let channel = channel(bench);
    view! {
        <div class="conv-slide">
            <Named name=Text::new("图", "picture")><Input bench channel/></Named>
            <span class="conv-sign" aria-hidden="true">"∗"</span>
            <div class="conv-pair">
                <Named name=Text::new("卷积核", "filter")><Filter bench channel/></Named>
            </div>
            <span class="conv-sign" aria-hidden="true">"→"</span>
            <div class="conv-pair conv-pair--wide">
                <Named name=Text::new("撒开，叠加到现在", "spread and added, so far")><Map bench channel second=true/></Named>
                <Named name=Text::new("补零，用翻转的核卷积", "padded, convolved with the filter turned around")><Map bench channel/></Named>
            </div>
        </div>
    }
}

/// The numbers of this place as a line of arithmetic.
#[component]
fn Arithmetic(bench: Bench, channel: Memo<usize>) -> impl IntoView {
    let line = tf(move |lang| {
        let op = bench.params.with(|params| params.choice(TABLE, "op"));
        let value = brief(bench.metric("value"));
        let sign = |value: f32| if value < 0.0 { format!("({})", brief(f64::from(value))) } else { brief(f64::from(value)) };
        match op {
            "conv" => {
                let Some((patch, filter)) = cells(bench, "patch", channel.get()).zip(cells(bench, "filter", channel.get())) else { return String::new() };
                if summed(bench) > 1 || patch.values.len() > 9 {
                    return parts(bench, &value, lang);
                }
                let terms: Vec<String> = patch.values.iter().zip(&filter.values).map(|(x, w)| format!("{}·{}", sign(*x), sign(*w))).collect();
                format!("{} = {value}", terms.join(" + "))
            }
            "spread" => match lang {
                Lang::Zh => format!("{value} 乘上整个卷积核，加到窗口盖住的格子上"),
                Lang::En => format!("{value} times the whole filter, added to the cells under the window"),
            },
            "mean" => format!("mean = {value}"),
            _ => format!("max = {value}"),
        }
    });
    view! { {line} }
}

/// How many channels are summed.
fn summed(bench: Bench) -> usize {
    match bench.panel("parts").get().as_deref() {
        Some(Content::Bars(parts)) => parts.len(),
        _ => 0,
    }
}

/// The sum over channels.
fn parts(bench: Bench, value: &str, lang: Lang) -> String {
    let held = bench.panel("parts").get();
    let Some(Content::Bars(parts)) = held.as_deref() else { return String::new() };
    let shown: Vec<String> = parts.iter().take(4).map(|(_, part)| brief(f64::from(*part))).collect();
    let more = if parts.len() > 4 { " + …" } else { "" };
    let sum = format!("{}{more} = {value}", shown.join(" + ").replace("+ −", "− "));
    match (lang, parts.len()) {
        (_, 1) => format!("Σ w·x = {value}"),
        (Lang::Zh, n) => format!("{n} 个通道相加：{sum}"),
        (Lang::En, n) => format!("{n} channels, summed: {sum}"),
    }
}

/// What there is to begin with, the reader's own drawing, and the channels' parts.
#[component]
pub(super) fn Beside(bench: Bench) -> impl IntoView {
    let (source, op) = (choice(bench, "source"), choice(bench, "op"));
    let begin = move |key: &'static str, list: &'static [(Text, &'static str)]| {
        let one = move |(name, text): &'static (Text, &'static str)| view! { <Button label=*name size=Size::Small look=Look::Quiet on_click=move |()| write(bench, key, (*text).to_owned())/> };
        list.iter().map(one).collect_view()
    };
    let draw = move |drawing: Option<ui::Drawing>| {
        let drawing = drawing.map(|drawing| Drawing { side: drawing.side as u32, values: drawing.values.into() });
        bench.send(ToWorker::Drawn(drawing));
    };
    let draws = move || matches!(source.get(), "digit" | "maps");
    let several = Memo::new(move |_| summed(bench) > 1);
    view! {
        <FigureFrame tag="b" title=Text::new("从这里开始", "Begin with") quiet=t("或者在格子上涂", "or paint the cells")>
            <div class="conv-begin">
                <Show when=move || source.get() == "cells"><p class="conv-begin__row"><span>{t("图", "picture")}</span>{begin("picture", &PICTURES)}</p></Show>
                <Show when=move || matches!(op.get(), "conv" | "spread")><p class="conv-begin__row"><span>{t("卷积核", "filter")}</span>{begin("kernel", &FILTERS)}</p></Show>
                <Show when=draws><Pad label=Text::new("手写板", "Drawing pad") on_change=draw/></Show>
            </div>
        </FigureFrame>
        <Show when=move || several.get() && op.get() == "conv">
            <Plate bench name="parts" tag="c" title=Text::new("各通道的部分和", "Parts of the channels") quiet=t("加起来是一个数，不是一叠图", "added up they are one number, not a pile of maps")>
                <Barred panel=bench.panel("parts") label=t("每个通道贡献多少", "What each channel adds")/>
            </Plate>
        </Show>
    }
}
