//! Many games side by side: thumbnails, what came of each recipe, and what that is worth.

use super::super::params::TABLE;
use crate::stage::{
    Bench, Chart, Curves, Drawn, Form, Group, Ink, Kept, Panel, Pictured, Plate, Reads, Sketch, keep_table, pictures,
};
use labkit::frame::{Series, TableData};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use plot::bars::{Bar, Bars};
use plot::palette::Coat;
use plot::table::Table;
use plot::{Matrix, Palette, Reading, Theme};
use ui::DataTable;
use ui::lang::{lang, t, tf};

/// What recipes, losses and networks are called.
const NAMES: &[(&str, Text)] = &[
    ("bare", Text::new("不用药", "no remedy")),
    ("replay", Text::new("重放旧样本", "old samples again")),
    ("penalty", Text::new("梯度惩罚", "gradient penalty")),
    ("alike", Text::new("小批判别", "batch discrimination")),
    ("unrolled", Text::new("往前看五步", "unrolled, 5 steps")),
    ("matching", Text::new("特征匹配", "feature matching")),
    ("momentum", Text::new("去掉动量", "no momentum")),
    ("alternating", Text::new("轮流", "in turns")),
    ("simultaneous", Text::new("同时", "both at once")),
    ("minimax", Text::new("极小极大", "minimax")),
    ("non-saturating", Text::new("非饱和", "non-saturating")),
    ("lsgan", Text::same("LSGAN")),
    ("wgan", Text::same("WGAN")),
    ("wgan-gp", Text::same("WGAN-GP")),
    ("spectral", Text::new("谱归一化", "spectral norm")),
    ("vae", Text::same("VAE")),
    ("gan", Text::same("GAN")),
    ("gan-5", Text::new("GAN，D 五步", "GAN, 5 of D")),
    ("clip", Text::new("WGAN，裁剪", "WGAN, clipped")),
    ("gp", Text::same("WGAN-GP")),
    ("recipe", Text::new("32 × 2", "32 × 2")),
    ("narrow", Text::new("窄：8 × 2", "narrow: 8 × 2")),
    ("deep", Text::new("深：16 × 4", "deep: 16 × 4")),
    ("tanh", Text::new("全用 tanh", "tanh everywhere")),
    ("shallow-d", Text::new("D 只有一层 16", "D of one layer of 16")),
    ("linear-g", Text::new("G 只有一层", "G of one layer")),
];
const COLUMNS: [&str; 4] = ["gan", "gan-5", "clip", "gp"];
const ROWS: [&str; 6] = ["recipe", "narrow", "deep", "tanh", "shallow-d", "linear-g"];

const COVERED: Curves = Curves {
    panel: "m_covered",
    title: Text::new("一路上几个峰", "Modes along the way"),
    quiet: Text::new("所有种子的平均", "mean over all seeds"),
    x: Text::new("步", "step"),
    names: NAMES,
    focus: "",
    log: (false, false),
    range: Some((0.0, 8.5)),
    mark: "",
    beside: &[],
};
const TOGETHER: Curves = Curves {
    panel: "m_together",
    title: Text::new("几个生成器一起有几个峰", "Modes of several generators together"),
    quiet: Text::new(
        "任取 n 个的平均，与每个各占一个随机的峰时该有的",
        "mean over all choices of n, and what is due if each has one mode by chance",
    ),
    x: Text::new("生成器", "generators"),
    names: &[("found", Text::new("这些生成器", "these generators")), ("expected", Text::same("8 (1 − (7/8)ⁿ)"))],
    focus: "found",
    log: (false, false),
    range: Some((0.0, 8.5)),
    mark: "",
    beside: &[],
};

fn named(key: &str, lang: Lang) -> String {
    NAMES.iter().find(|(known, _)| *known == key).map_or(key, |(_, name)| name.get(lang)).to_owned()
}

fn what(bench: Bench) -> Memo<&'static str> {
    Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "m_what")))
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("m_modes", Text::new("平均几个峰", "modes, mean"), Form::Number),
        ("m_share", Text::new("成功的种子", "seeds that succeed"), Form::Percent),
        ("m_collapsed", Text::new("至多两个峰", "two modes at most"), Form::Percent),
        ("m_tried", Text::new("试完的配方", "recipes tried"), Form::Count),
    ];
    let (what, panel) = (what(bench), bench.panel("m_said"));
    let quiet = tf(move |lang| match panel.get().as_deref() {
        Some(Content::Text(said)) => said.get(lang).to_owned(),
        _ => String::new(),
    });
    let under = tf(move |lang| match (lang, what.get() == "draws") {
        (Lang::Zh, true) => "每张一个种子；下面是切片 Wasserstein 距离",
        (Lang::En, true) => "a picture a seed; below it the sliced Wasserstein distance",
        (Lang::Zh, false) => "每张一个种子；下面是覆盖了几个峰，✓ 是成功",
        (Lang::En, false) => "a picture a seed; below it the modes covered, ✓ means success",
    });
    view! {
        <Plate bench name="many" tag="a" title=Text::new("每个种子的生成点", "What each seed generates") quiet>
            <p class="adv-said" role="status">{under}</p>
            <Pictured panel=bench.panel("m_wall") ink=Ink::Grey label=t("每个种子的生成点", "Generated points of each seed")/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let what = what(bench);
    view! {
        {move || match what.get() {
            "nets" => view! { <Cells bench/> }.into_any(),
            "ensemble" => view! { <Together bench/> }.into_any(),
            "draws" => view! { <Ranges bench/><Draws bench/> }.into_any(),
            _ => view! { <Ranges bench/> }.into_any(),
        }}
        <Rows bench/>
        {move || (what.get() != "nets").then(|| view! { <Chart bench tag="d" curves=COVERED/> })}
    }
}

/// What came of each recipe, and how far it may be off.
#[component]
fn Ranges(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("m_bare_collapsed", Text::new("不用药：坍缩的种子", "no remedy: seeds that collapse"), Form::Percent),
        ("m_work", Text::new("分明管用的药方", "remedies that clearly work"), Form::Count),
    ];
    let what = what(bench);
    let range = Signal::derive(move || (what.get() != "draws").then_some((0.0, 1.0)));
    let quiet = tf(move |lang| match (lang, what.get() == "draws") {
        (Lang::Zh, true) => "中位数，须：四分位；切片 Wasserstein，越小越好",
        (Lang::En, true) => "median, whiskers at quartiles; sliced Wasserstein, less is better",
        (Lang::Zh, false) => "至少七个峰、一半以上是好点；须：Wilson 95 % 区间",
        (Lang::En, false) => "seven modes at least and over half of the points good; whiskers: Wilson's 95 % interval",
    });
    view! {
        <Plate bench name="shares" tag="b" title=Text::new("每个配方", "Recipe by recipe") quiet>
            <Whiskers panel=bench.panel("m_ranges") range label=t("每个配方的结果和区间", "What came of each recipe, with its interval")/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

/// A bar for each curve of three: least, middle and most.
#[component]
pub(super) fn Whiskers(
    panel: Panel,
    #[prop(into)] range: Signal<Option<(f64, f64)>>,
    #[prop(into)] label: TextProp,
) -> impl IntoView {
    let with = move |lang: Lang, done: &mut dyn FnMut(&Bars<'_>)| {
        let held = panel.get();
        let Some(Content::Lines(all)) = held.as_deref() else { return };
        let names: Vec<String> = all.iter().map(|one| named(&one.key, lang)).collect();
        let bar = |(name, one): (&'_ String, &Series)| match *one.y.0 {
            [low, middle, high] => Some((name.clone(), f64::from(low), f64::from(middle), f64::from(high))),
            _ => None,
        };
        let values: Vec<_> = names.iter().zip(all).filter_map(bar).collect();
        let bars: Vec<Bar<'_>> = values
            .iter()
            .map(|(name, low, middle, high)| Bar { range: Some((*low, *high)), ..Bar::new(name, *middle) })
            .collect();
        if !bars.is_empty() {
            done(&Bars { bars: &bars, coat: Coat::Each, range: range.get(), values: true, ..Bars::default() });
        }
    };
    let words = lang();
    let read = Callback::new(move |(size, theme, at): ((f64, f64), Theme, (f64, f64))| -> Option<Reading> {
        let mut reading = None;
        with(words.get_untracked(), &mut |bars| {
            reading = bars.layout(size, &theme).ok().and_then(|layout| bars.read(&layout, at));
        });
        reading
    });
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| with(lang, &mut |bars| done(bars));
    view! { <Sketch label show read/> }
}

/// Networks and losses.
#[component]
fn Cells(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("m_cells_gan", Text::same("GAN"), Form::Count),
        ("m_cells_gan5", Text::new("GAN，D 五步", "GAN, 5 of D"), Form::Count),
        ("m_cells_clip", Text::new("WGAN，裁剪", "WGAN, clipped"), Form::Count),
        ("m_cells_gp", Text::same("WGAN-GP"), Form::Count),
    ];
    let panel = bench.panel("m_matrix");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let Some(all) = pictures(panel) else { return };
        let (rows, columns) = (ROWS.map(|key| named(key, lang)), COLUMNS.map(|key| named(key, lang)));
        let (rows, columns) = (rows.each_ref().map(String::as_str), columns.each_ref().map(String::as_str));
        done(&Matrix {
            palette: Palette::Magnitude { most: 1.0 },
            row_names: &rows,
            column_names: &columns,
            ..Matrix::new(ROWS.len(), COLUMNS.len(), &all.values.0)
        });
    };
    view! {
        <Plate bench name="nets" tag="b" title=Text::new("网络与损失", "Networks and losses")
            quiet=t("成功的种子；下面：过半种子成功的网络有几个", "seeds that succeed; below: networks with which more than half do")>
            <Sketch class="adv-square" label=t("每种网络、每种损失下成功的种子", "Seeds that succeed, by network and loss") show/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
fn Together(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("m_union", Text::new("一起有几个峰", "modes together"), Form::Count),
        ("m_expected", Text::new("该有", "expected"), Form::Number),
        ("m_error", Text::same("±"), Form::Number),
        ("m_lead", Text::new("离自己的峰最近的点", "points nearest to its own mode"), Form::Percent),
    ];
    view! { <Chart bench tag="b" curves=TOGETHER>{view! { <Reads bench reads=READS/> }.into_any()}</Chart> }
}

#[component]
fn Draws(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("m_iqr_gan", Text::new("GAN 的四分位距", "IQR of GANs"), Form::Number),
        ("m_iqr_vae", Text::new("VAE 的四分位距", "IQR of the VAE"), Form::Number),
        ("m_iqr_ratio", Text::new("相差", "ratio"), Form::Times),
        ("m_best_gan", Text::new("最好的 GAN", "best GAN"), Form::Number),
        ("m_best_vae", Text::new("最好的 VAE", "best VAE"), Form::Number),
        ("m_overlaps", Text::new("分不出高下的几对 GAN", "pairs of GANs not told apart"), Form::Count),
    ];
    view! { <Reads bench reads=READS known=true/> }
}

#[component]
fn Rows(bench: Bench) -> impl IntoView {
    view! {
        <Plate bench name="recipes" kept=Kept::Rows tag="c" class="fig--fit" title=Text::new("数字", "The numbers")>
            <Listing bench/>
        </Plate>
    }
}

/// The numbers of all recipes that were played to their end.
#[component]
fn Listing(bench: Bench) -> impl IntoView {
    let (words, panel) = (lang(), bench.panel("m_table"));
    let data = move || match panel.get().as_deref() {
        Some(Content::Table(data)) => data.clone(),
        _ => TableData::default(),
    };
    let head =
        Signal::derive(move || data().head.iter().map(|head| head.get(words.get()).to_owned()).collect::<Vec<_>>());
    let rows = Signal::derive(move || {
        let say = |row: &Vec<String>| row.iter().map(|cell| named(cell, words.get())).collect::<Vec<_>>();
        data().rows.iter().map(say).collect::<Vec<_>>()
    });
    let caption = Text::new("每个配方", "Recipe by recipe");
    keep_table(tf(move |lang| caption.get(lang)).into(), move |_| Table { header: head.get(), rows: rows.get() });
    view! { <DataTable caption head rows/> }
}
