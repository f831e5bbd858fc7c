//! D's ground with those who climb it, or the pictures that they end at; what each round leaves of D's errors.

use super::choice;
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, doubles};
use labkit::frame::Series;
use labkit::{Content, Lang, Text, short};
use leptos::prelude::*;
use plot::contour::{Grid, trace};
use plot::field::Window;
use plot::plane::{Crowd, Plane};
use plot::raster::Shade;
use plot::{Reading, Rect, Theme};
use ui::lang::{lang, t, tf};

const EXAMS: Curves = Curves {
    panel: "a_exams",
    title: Text::new("每轮之后", "After each round"),
    quiet: Text::new("训练结束时量", "measured where its training ends"),
    x: Text::new("轮", "round"),
    names: &[
        ("fooled", Text::new("不该给高分的，给了", "high scores where none are due")),
        ("real", Text::new("该给高分的，给了", "high scores where they are due")),
    ],
    focus: "fooled",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const CLIMB: Curves = Curves {
    panel: "a_climb",
    title: Text::new("爬到多高", "How high they climb"),
    quiet: Text::new("128 个起点上 D 的平均", "mean of D at 128 places"),
    x: Text::new("步", "step"),
    names: &[("climb", Text::same("D(x)"))],
    focus: "climb",
    ..EXAMS
};
const LOSSES: Curves = Curves {
    panel: "a_losses",
    title: Text::new("D 的损失", "D's loss"),
    quiet: Text::new("新负例一来就升高", "each batch of new negatives lifts it"),
    names: &[("loss", Text::same("D"))],
    focus: "loss",
    range: None,
    ..CLIMB
};
const SCORES: Curves = Curves {
    panel: "a_scores",
    title: Text::new("D 给的分", "D's scores"),
    quiet: Text::new("各 128 张没见过的，从低到高", "of 128 unseen ones each, from low to high"),
    x: Text::new("第几张 / 总数", "place / number"),
    names: &[("real", Text::new("真数字", "real digits")), ("spoilt", Text::new("拼凑的数字", "spoilt digits"))],
    focus: "",
    ..EXAMS
};
const COST: Group = &[
    ("passes_per_sample", Text::new("一个样本，过网络几趟", "passes per sample"), Form::Count),
    ("gan_passes", Text::new("GAN 的一个样本", "per sample of a GAN"), Form::Count),
    ("found_score", Text::new("D 给找到的打的分", "D's score of what was found"), Form::Number),
];

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    let data = choice(bench, "a_data");
    move || match data.get() {
        "digits" => view! { <Wall bench/> }.into_any(),
        _ => view! { <Ground bench/> }.into_any(),
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let data = choice(bench, "a_data");
    view! {
        {move || (data.get() == "digits").then(|| view! {
            <Plate bench name="judged" tag="b" title=Text::new("真的与拼凑的", "Real and spoilt") quiet=t("拼凑的：一个数字的上半、另一个的下半，错开", "spoilt: the upper half of one digit on the lower half of another, moved aside")>
                <Pictured panel=bench.panel("a_real") ink=Ink::Grey label=t("没见过的真数字", "Unseen real digits") columns=16/>
                <Pictured panel=bench.panel("a_spoilt") ink=Ink::Grey label=t("拼凑的数字", "Spoilt digits") columns=16/>
            </Plate>
            <Chart bench tag="c" curves=SCORES/>
        })}
        <Chart bench tag="d" curves=EXAMS/>
        <Chart bench tag="e" curves=CLIMB><Reads bench reads=COST known=true/></Chart>
        <Chart bench tag="f" curves=LOSSES/>
    }
}

/// What happens at this step.
#[component]
fn Said(bench: Bench) -> impl IntoView {
    let panel = bench.panel("a_said");
    let said = tf(move |lang| match panel.get().as_deref() {
        Some(Content::Text(said)) => said.get(lang).to_owned(),
        _ => String::new(),
    });
    view! { <p class="adv-said" role="status">{said}</p> }
}

#[component]
fn Wall(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("spoilt_passed", Text::new("放过的拼凑数字", "spoilt digits passed"), Form::Percent),
        ("real_passed", Text::new("认可的真数字", "real digits passed"), Form::Percent),
        ("found_apart", Text::new("离最近的真图", "to the nearest real one"), Form::Number),
        ("real_apart", Text::new("真图之间", "between real ones"), Form::Number),
    ];
    view! {
        <Plate bench name="argmax" tag="a" title=Text::new("D 认为最好的图", "Pictures that D likes best") quiet=t("从噪声出发，沿 D 的梯度爬到的地方", "where D's gradient leads from noise")>
            <Pictured panel=bench.panel("a_wall") ink=Ink::Grey label=t("D 的极大点", "Maxima of D") columns=8 most=460.0/>
            <Said bench/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

fn series(content: Option<&Content>) -> &[Series] {
    match content {
        Some(Content::Points(series) | Content::Lines(series)) => series,
        _ => &[],
    }
}

/// Calls back with the figure of the newest frame.
fn plane(panels: [crate::stage::Panel; 3], lang: Lang, done: &mut dyn FnMut(&Plane<'_>)) {
    let [field, crowds, ways] = panels.map(|panel| panel.get());
    let Some(Content::Field(field)) = field.as_deref() else { return };
    if field.nx < 2 || field.values.0.len() != (field.nx * field.ny) as usize {
        return;
    }
    let values = doubles(&field.values.0);
    let under = Grid { nx: field.nx as usize, ny: field.ny as usize, x: field.x, y: field.y, values: &values };
    let levels = trace(&under, &[(0.5, true)]).unwrap_or_default();
    let way = |way: &Series| way.x.0.iter().zip(&way.y.0).map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
    let lines: Vec<Vec<(f64, f64)>> = series(ways.as_deref()).iter().map(way).collect();
    let name = |key: &str| match key {
        "data" => Text::new("数据", "data").get(lang),
        "negative" => Text::new("负例", "negatives").get(lang),
        _ => Text::new("在爬的点", "climbing").get(lang),
    };
    let held = series(crowds.as_deref()).iter().map(|one| (one, doubles(&one.x.0), doubles(&one.y.0)));
    let held: Vec<_> = held.collect();
    let none: (&[f64], &[f64]) = (&[], &[]);
    let crowds: Vec<Crowd<'_>> = held
        .iter()
        .map(|(one, x, y)| Crowd { name: name(&one.key), identity: one.identity, x, y, push: none, ringed: false })
        .collect();
    done(&Plane {
        window: Window { x: field.x, y: field.y },
        field: Some((under, Shade::Sign { zero: 0.5, reach: 0.5 })),
        levels: &levels,
        lines: &lines,
        crowds: &crowds,
        reach: 0.0,
    });
}

#[component]
fn Ground(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("false_area", Text::new("假面积", "false area"), Form::Percent),
        ("false_first", Text::new("只有噪声时", "with noise only"), Form::Percent),
        ("false_drop", Text::new("缩小了", "gone of it"), Form::Percent),
        ("real_passed", Text::new("D 认可的数据", "data that D passes"), Form::Percent),
        ("found_on_data", Text::new("找到的点在数据上", "found points on data"), Form::Percent),
    ];
    let words = lang();
    let panels = ["a_field", "a_crowds", "a_ways"].map(|id| bench.panel(id));
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| plane(panels, lang, &mut |plane| done(plane));
    let read = bench.own(move || {
        Callback::new(move |((width, height), _, at): ((f64, f64), Theme, (f64, f64))| {
            let mut reading = None;
            plane(panels, words.get_untracked(), &mut |plane| {
                let there = plane.layout((width, height)).ok().and_then(|layout| plane.read(&layout, at));
                reading = there.map(|(label, value)| {
                    let at = Rect { left: at.0, right: at.0, top: at.1, bottom: at.1 };
                    Reading { label, value: short(value), at }
                });
            });
            reading
        })
    });
    let label = tf(move |lang| {
        let (now, first) =
            (Form::Percent.write(bench.metric("false_area")), Form::Percent.write(bench.metric("false_first")));
        match lang {
            Lang::Zh => format!("D 的地形、数据和负例：没有数据而得高分的地方占 {now}，只有噪声时占 {first}"),
            Lang::En => format!(
                "D's ground with data and negatives: {now} of the plane scores high without data; with noise only it was {first}"
            ),
        }
    });
    let quiet = t(
        "● 数据，▲ 最新的负例，◆ 在爬的点和走过的路；底色蓝 D > 0.5，橙 D < 0.5",
        "● data, ▲ newest negatives, ◆ climbing points and their ways; blue D > 0.5, orange D < 0.5",
    );
    view! {
        <Plate bench name="ground" tag="a" title=Text::new("D 的地形", "D's ground") quiet>
            <Sketch class="gan-plane" label show read/>
            <Said bench/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}
