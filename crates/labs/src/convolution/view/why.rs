//! Why convolution: the networks beside each other, and what they are asked.

use crate::convolution::params::{NETS, TABLE};
use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Kept, Pictured, Plate, Reads, keep_table};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::Palette;
use plot::table::Table;
use ui::lang::{lang, t, tf};

const RIGHTS: Curves = Curves {
    panel: "why_rights",
    title: Text::new("没见过的数字，答对", "Right on unseen digits"),
    quiet: Text::new("每 30 次更新考一次", "tried every 30 updates"),
    x: Text::new("更新", "updates"),
    names: NETS,
    focus: "shared",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const LOSSES: Curves = Curves {
    panel: "why_losses",
    title: Text::new("每一批的损失", "Loss of each batch"),
    quiet: Text::new("对数轴", "log axis"),
    focus: "",
    log: (false, true),
    range: None,
    ..RIGHTS
};
const SHIFTS: Curves = Curves {
    panel: "why_curve",
    title: Text::new("移几个像素，还答对多少", "Right over the shift"),
    quiet: Text::new("向四边各移一次，取平均", "mean over the four sides"),
    x: Text::new("像素", "pixels"),
    ..RIGHTS
};
const SIZES: Curves = Curves {
    title: Text::new("缩放几倍，还答对多少", "Right over the size"),
    quiet: Text::new("训练时都是 1", "all were of size 1 in training"),
    x: Text::new("倍", "times as large"),
    ..SHIFTS
};
const KEEPS: Curves = Curves {
    title: Text::new("抽掉像素，还答对多少", "Right over what is left"),
    quiet: Text::new("k × k 个像素留一个数", "one number of k × k pixels stays"),
    x: Text::same("k"),
    ..SHIFTS
};
const ANSWERS: Curves = Curves {
    panel: "detect_answers",
    title: Text::new("两个卷积核对各个数字的回应", "What both filters answer to each digit"),
    quiet: Text::new("图上最大的一个数，减去门槛，取平均", "largest number of the map above the threshold, on average"),
    x: Text::new("数字", "digit"),
    names: &[("arc", Text::new("弧", "arc")), ("line", Text::new("直线", "line"))],
    focus: "",
    range: None,
    ..RIGHTS
};

/// The leading figure of a question.
#[component]
pub(super) fn Lead(bench: Bench, test: &'static str) -> impl IntoView {
    match test {
        "shift" => view! { <Map bench/> }.into_any(),
        "scale" => view! { <Chart bench tag="a" curves=SIZES/> }.into_any(),
        "subsample" => view! { <Chart bench tag="a" curves=KEEPS/> }.into_any(),
        "count" => view! { <Counted bench/> }.into_any(),
        "detect" => view! { <Detected bench/> }.into_any(),
        _ => view! { <Chart bench tag="a" curves=RIGHTS/> }.into_any(),
    }
}

/// The figures below it.
#[component]
pub(super) fn More(bench: Bench, test: &'static str) -> impl IntoView {
    match test {
        "count" => view! { <super::cubes::Cubes bench/> }.into_any(),
        "detect" => view! { <Filters bench/> }.into_any(),
        _ => {
            let last = match test {
                "shift" => view! { <Chart bench tag="d" curves=SHIFTS/><Maps bench/> }.into_any(),
                "subsample" => view! { <Routes bench/> }.into_any(),
                _ => view! { <Chart bench tag="d" curves=LOSSES/> }.into_any(),
            };
            view! { <Scores bench/><Tried bench/>{last} }.into_any()
        }
    }
}

fn named(name: &str, lang: Lang) -> String {
    NETS.iter().find(|(key, _)| *key == name).map_or(name, |(_, text)| text.get(lang)).to_owned()
}

/// Accuracy over shifts, a map a network.
#[component]
fn Map(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("shift3_full", Text::new("全连接，移 3 像素", "full, 3 pixels off"), Form::Percent),
        ("shift3_shared", Text::new("卷积，移 3 像素", "convolution, 3 pixels off"), Form::Percent),
        ("two_pixels", Text::new("细的 2 移 1 像素，像素变", "thin 2, 1 pixel: pixels"), Form::Percent),
        ("two_chances", Text::new("概率变", "its probabilities"), Form::Percent),
    ];
    let label = t(
        "三个网络在各个位移下答对的比例：越深越多，正中没有移",
        "Share of right answers of three networks at each shift: the darker, the more; in the middle nothing is moved",
    );
    let quiet = t("横竖各从 −6 到 6 像素；每 150 次更新算一次", "−6 to 6 pixels across and down; made every 150 updates");
    view! {
        <Plate bench name="shifts" tag="a" title=Text::new("移一移，还答对多少", "Right over shifts") quiet=quiet>
            <Pictured panel=bench.panel("why_map") ink=Ink::Of(|_| Palette::Magnitude { most: 1.0 }) label named=named/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// Test pictures as they are changed, and what one network takes them for.
#[component]
fn Tried(bench: Bench) -> impl IntoView {
    let panel = bench.panel("why_wall");
    let label = tf(move |lang| {
        let names = match panel.get().as_deref() {
            Some(Content::Pictures(wall)) => wall.names.join(", "),
            _ => String::new(),
        };
        match lang {
            Lang::Zh => format!("考试的图，✗ 是读错的，本来是→读成了：{names}"),
            Lang::En => format!("Test pictures; ✗ was misread, what it is→what was read: {names}"),
        }
    });
    view! {
        <Plate bench name="tried" tag="c" class="fig--fit" title=Text::new("考试的图", "Test pictures") quiet=t("✗ 读错的：本来是→读成了", "✗ misread: what it is→what was read")>
            <Pictured panel ink=Ink::Grey label/>
        </Plate>
    }
}

/// The table of networks.
#[component]
fn Scores(bench: Bench) -> impl IntoView {
    const COLUMNS: [(&str, Text, Form); 5] = [
        ("weights", Text::new("权重", "weights"), Form::Count),
        ("products", Text::new("乘加", "multiply-adds"), Form::Count),
        ("trained", Text::new("训练集", "training"), Form::Percent),
        ("right", Text::new("没见过的", "unseen"), Form::Percent),
        ("changed", Text::new("改动过的", "changed"), Form::Percent),
    ];
    let words = lang();
    let row = move |(key, name): &'static (&'static str, Text)| {
        let there = move || bench.metric(&format!("weights_{key}")).is_finite();
        let cells = COLUMNS.map(|(column, _, form)| {
            let metric = format!("{column}_{key}");
            let name = metric.clone();
            view! { <td data-metric=name>{move || form.write(bench.metric(&metric))}</td> }
        });
        view! { <tr hidden=move || !there()><td>{move || name.get(words.get())}</td>{cells.collect_view()}</tr> }
    };
    let table = move |lang: Lang| {
        let known = NETS.iter().filter(|(key, _)| bench.metric(&format!("weights_{key}")).is_finite());
        let cells = |key: &str| COLUMNS.map(|(column, ..)| bench.metric(&format!("{column}_{key}")).to_string());
        Table {
            header: std::iter::once("").chain(COLUMNS.map(|(_, name, _)| name.get(lang))).map(str::to_owned).collect(),
            rows: known.map(|(key, name)| std::iter::once(name.get(lang).to_owned()).chain(cells(key)).collect()).collect(),
        }
    };
    let heads = COLUMNS.map(|(_, name, _)| view! { <th scope="col">{move || name.get(words.get())}</th> });
    view! {
        <Plate bench name="scores" kept=Kept::Rows tag="b" class="fig--fit fig--low" title=Text::new("谁答对多少", "Who is right how often") quiet=t("权重不计偏置；乘加是一张图的", "weights without biases; multiply-adds for one picture")>
            {keep_table(TextProp::from(""), table)}
            <div class="tablewrap" tabindex="0" role="region" aria-label=t("网络对照表", "The networks compared")>
                <table class="table">
                    <thead><tr><th scope="col">{t("网络", "network")}</th>{heads.collect_view()}</tr></thead>
                    <tbody>{NETS.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Plate>
    }
}

/// The first maps of a picture, and of the picture as it is moved.
#[component]
fn Maps(bench: Bench) -> impl IntoView {
    const READS: Group = &[("map_error", Text::new("差（步幅 2 整除位移时）", "off by (stride 2 divides the shift)"), Form::Number)];
    let label = t("第一层的八张特征图：上面是原图的，下面是移过的图的", "The eight maps of the first layer: of the picture, and of the moved picture");
    view! {
        <Plate bench name="maps" tag="e" title=Text::new("特征图跟着移", "The maps move along") quiet=t("先八张是原图的，后八张是移过的", "eight of the picture, then eight of the moved one")>
            <Pictured panel=bench.panel("why_first") ink=Ink::Of(Palette::sign) columns=8 label/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// Where the gradient of pooling goes.
#[component]
fn Routes(bench: Bench) -> impl IntoView {
    let label = t(
        "一张图，2×2 最大汇聚的梯度（每格一个像素得 1），平均汇聚的梯度（处处 1/4）",
        "A picture; the gradient of 2×2 max pooling, 1 at one pixel of each window; that of mean pooling, 1/4 everywhere",
    );
    view! {
        <Plate bench name="routes" tag="d" title=Text::new("汇聚的梯度去哪里", "Where pooling sends the gradient") quiet=t("图、最大、平均", "picture, max, mean")>
            <Pictured panel=bench.panel("why_routes") ink=Ink::Grey label/>
        </Plate>
    }
}

/// Stacked bars of weights and of multiply-adds.
#[component]
fn Counted(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("count_first", Text::new("第一个卷积层", "first convolution"), Form::Count),
        ("count_second", Text::new("第二个卷积层", "second convolution"), Form::Count),
        ("count_flat", Text::new("展平后", "flattened"), Form::Count),
        ("count_first_separable", Text::new("第一层，可分离", "first layer, separable"), Form::Count),
    ];
    let quiet = t("第一层、第二层、全连接层；条长成比例", "first layer, second, full layer; lengths in proportion");
    view! {
        <Plate bench name="counts" kept=Kept::Numbers tag="a" title=Text::new("权重与乘加", "Weights and multiply-adds") quiet=quiet>
            <Stack bench panel="count_weights" title=Text::new("权重", "Weights")/>
            <Stack bench panel="count_products" title=Text::new("一张图的乘加", "Multiply-adds for a picture")/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

/// What the parts of a bar are, behind the network.
const LAYERS: [Text; 4] =
    [Text::new("网络", "network"), Text::new("第一层", "first layer"), Text::new("第二层", "second layer"), Text::new("全连接层", "full layer")];

/// Bars of three parts each.
#[component]
fn Stack(bench: Bench, panel: &'static str, title: Text) -> impl IntoView {
    let (panel, words) = (bench.panel(panel), lang());
    let rows = move || {
        let Some(Content::Bars(bars)) = panel.get().as_deref().cloned() else { return Vec::new() };
        let total = |parts: &[(String, f32)]| parts.iter().map(|(_, part)| part).sum::<f32>();
        let most = bars.chunks_exact(3).map(total).fold(1.0, f32::max);
        let row = |parts: &[(String, f32)]| {
            let spans = parts.iter().map(|(_, part)| view! { <i style=format!("width:{:.3}%", 100.0 * part / most)></i> });
            let said = parts.iter().map(|(_, part)| Form::Count.write((*part).into())).collect::<Vec<_>>().join(" + ");
            view! {
                <div class="stack__name">{named(&parts[0].0, words.get())}</div>
                <div class="stack__bar" role="img" aria-label=said>{spans.collect_view()}</div>
                <div class="num">{Form::Count.write(total(parts).into())}</div>
            }
        };
        bars.chunks_exact(3).map(row).collect()
    };
    let table = move |lang: Lang| {
        let bars = match panel.get().as_deref() {
            Some(Content::Bars(bars)) => bars.clone(),
            _ => Vec::new(),
        };
        let row = |parts: &[(String, f32)]| {
            std::iter::once(named(&parts[0].0, lang)).chain(parts.iter().map(|(_, part)| part.to_string())).collect()
        };
        Table { header: LAYERS.map(|name| name.get(lang).to_owned()).to_vec(), rows: bars.chunks_exact(LAYERS.len() - 1).map(row).collect() }
    };
    keep_table(TextProp::from(move || title.get(words.get())), table);
    view! {
        <p class="stack__title">{move || title.get(words.get())}</p>
        <div class="stack">{rows}</div>
    }
}

#[component]
fn Detected(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("arc_ratio", Text::new("弧：8、9 比 1、7", "arc: 8 and 9 over 1 and 7"), Form::Times),
        ("line_ratio", Text::new("直线：1、7 比 8、9", "line: 1 and 7 over 8 and 9"), Form::Times),
    ];
    view! { <Chart bench tag="a" curves=ANSWERS>{view! { <Reads bench reads=READS/> }.into_any()}</Chart> }
}

#[component]
fn Filters(bench: Bench) -> impl IntoView {
    let filters = t("两个卷积核：一道弧，一条直线", "The two filters: an arc and a line");
    let maps = t("一张图，弧的特征图，直线的特征图", "A picture, the map of the arc, the map of the line");
    view! {
        <Plate bench name="filters" tag="b" title=Text::new("两个卷积核", "The two filters") quiet=t("蓝要墨，橙要空白", "blue wants ink, orange none")>
            <Pictured panel=bench.panel("detect_filters") ink=Ink::Of(Palette::sign) label=filters/>
        </Plate>
        <Plate bench name="found" tag="c" title=Text::new("它们找到的", "What they find") quiet=t("图、弧、直线", "picture, arc, line")>
            <Pictured panel=bench.panel("detect_maps") ink=Ink::Of(Palette::magnitude) label=maps/>
        </Plate>
    }
}

/// The question of the parameters.
pub(super) fn test(bench: Bench) -> Memo<&'static str> {
    Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "test")))
}
