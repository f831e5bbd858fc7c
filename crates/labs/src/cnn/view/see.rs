//! The figures of what filters, neurons and outputs look for.

use super::practice::practising;
use crate::cnn::params::TABLE;
use crate::stage::{Barred, Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads, Touch};
use labkit::{Text, Value};
use leptos::prelude::*;
use plot::wall::Pixel;
use ui::lang::{say, t};

const TERMS: Curves = Curves {
    panel: "terms",
    title: Text::new("两项", "The two terms"),
    quiet: Text::new("各带符号，各张图的平均", "each with its sign, mean over the pictures"),
    x: Text::new("图走的步", "steps of the pictures"),
    names: &[("y", Text::same("y")), ("r", Text::same("R(x)"))],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};

/// The figure in front.
#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("probability_min", Text::new("最低的类别概率", "least probability"), Form::Percent),
        ("judge_right", Text::new("裁判认对", "judge is right on"), Form::OfTen),
        ("judge_none", Text::new("裁判说不是数字", "no digit, it says"), Form::OfTen),
        ("beats_data", Text::new("胜过一千个数字", "beat a thousand digits"), Form::Percent),
        ("lit", Text::new("亮的像素", "lit pixels"), Form::Percent),
        ("periodic", Text::new("有重复的花纹", "repeat themselves"), Form::Percent),
        ("correlation_length", Text::new("花纹有多粗，像素", "grain, pixels"), Form::Number),
    ];
    let panel = bench.panel("wall");
    let chosen = Signal::derive(move || {
        let image = bench.params.with(|params| params.number(TABLE, "unit")).round() as usize;
        Some(Pixel { image, row: 0, column: 0 })
    });
    let pick = Callback::new(move |pixel: Pixel| bench.set("unit", Value::Number(pixel.image as f64)));
    let quiet = practising(bench, Text::new("一个单元一张；按一张，看数据里什么像它", "one a unit; press one to see what of the data is like it"));
    view! {
        <Plate bench name="wall" tag="a" title=Text::new("最让它兴奋的图", "What excites it most") quiet>
            <Pictured panel ink=Ink::Grey label=t("爬坡中的图，一个单元一张", "Pictures that climb, one a unit") touch=Touch { chosen, pick, whole: true }/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

/// The figures behind.
#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let output = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "aim") == "out"));
    let [favourites, patches, salient] = ["favourites", "unit patches", "salient"].map(|id| bench.panel(id));
    view! {
        <Chart bench tag="b" curves=TERMS/>
        {move || output.get().then(|| view! { <Chances bench/> })}
        <Plate bench name="favourites" tag="d" title=Text::new("数据里最让它兴奋的", "The data’s strongest")
            quiet=t("每个单元在一千个数字里的第一名", "of a thousand digits, the first for each unit")>
            <Pictured panel=favourites ink=Ink::Grey label=t("每个单元最喜欢的数字", "The favourite digit of each unit")/>
        </Plate>
        <Plate bench name="patches" tag="e" title=Text::new("选中单元的前九名", "The chosen unit’s nine strongest")
            quiet=t("卷积层只截它看到的那一块", "of convolutions, only the patch that it sees")>
            <Pictured panel=patches ink=Ink::Grey label=t("最让选中单元兴奋的九块", "The nine patches that excite the chosen unit most")/>
        </Plate>
        <Plate bench name="saliency" tag="f" title=Text::new("显著图 |∂y/∂x|", "Saliency |∂y/∂x|")
            quiet=t("数字，和改动哪些像素最影响答案", "digits, and beside each which pixels the answer hangs on")>
            <Pictured panel=salient ink=Ink::Grey label=t("十个数字，各带显著图", "Ten digits, each with its saliency")/>
        </Plate>
    }
}

/// How likely the network and the judge find each picture to be of its class.
#[component]
fn Chances(bench: Bench) -> impl IntoView {
    let of = move |id: &'static str, name: Text| {
        view! {
            <div class="cnn-chances__one">
                <p class="quiet">{say(name)}</p>
                <Barred panel=bench.panel(id) label=say(name) range=(0.0, 1.0)/>
            </div>
        }
    };
    view! {
        <Plate bench name="chances" tag="c" title=Text::new("像那个数字的概率", "Probability of its digit")
            quiet=t("裁判是另一个网络，没见过这些图", "the judge is another network that has no part in the pictures")>
            <div class="cnn-chances">{of("own", Text::new("网络", "the network"))}{of("judge", Text::new("裁判", "the judge"))}</div>
        </Plate>
    }
}
