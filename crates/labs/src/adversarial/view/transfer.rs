//! The matrix of transferred attacks, one digit under each, and how far questions alone get.

use super::{LOSSES, SHARES, titled};
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, pictures};
use labkit::{Lang, Text};
use leptos::prelude::*;
use plot::{Matrix, Palette};
use ui::lang::{t, tf};

/// The networks, in the order of the columns.
const NETS: [(&str, Text); 4] = [
    ("linear", Text::new("线性", "linear")),
    ("mlp", Text::new("全连接", "dense")),
    ("cnn", Text::new("卷积", "conv")),
    ("deep", Text::new("更深", "deeper")),
];
/// Rows above and below theirs.
const CLEAN: (&str, Text) = ("clean", Text::new("原样", "as it is"));
const RANDOM: (&str, Text) = ("random", Text::new("随机噪声", "random"));
const PROXY: (&str, Text) = ("proxy", Text::new("替身", "proxy"));

const QUERIES: Curves = Curves {
    panel: "queries",
    title: Text::new("只问不看", "Only asking"),
    quiet: Text::new("方块攻击：64 个数字里还答对的比例", "Square Attack: share of 64 digits still answered"),
    x: Text::new("每张问了几次", "questions a digit"),
    names: &[("left", Text::new("答对", "right"))],
    focus: "left",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};
const LEARNT: Curves = Curves { names: &NETS, focus: "", ..LOSSES };

/// Rows: whom an attack was made on; columns: whom it is shown to.
#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("asked_random", Text::new("问的那个：随机噪声", "the one asked: random noise"), Form::Percent),
        ("asked_own", Text::new("在它自己身上做", "made on itself"), Form::Percent),
        ("asked_others", Text::new("在别的上做，平均", "made on others, mean"), Form::Percent),
        ("asked_answers", Text::new("在替身上做", "made on the proxy"), Form::Percent),
        ("proxy_queries", Text::new("替身问了几次", "questions of the proxy"), Form::Count),
        ("proxy_agrees", Text::new("替身答得一样", "proxy agrees"), Form::Percent),
    ];
    let panel = bench.panel("matrix");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let Some(all) = pictures(panel).filter(|all| all.width as usize == NETS.len()) else { return };
        let rows = all.height as usize;
        let names: Vec<&str> =
            [CLEAN, RANDOM].iter().chain(&NETS).chain([&PROXY]).take(rows).map(|(_, name)| name.get(lang)).collect();
        let columns = NETS.map(|(_, name)| name.get(lang));
        // Where a network is attacked with what was made on itself.
        let own: Vec<(usize, usize)> = (0..NETS.len()).map(|k| (k + 2, k)).filter(|(row, _)| *row < rows).collect();
        done(&Matrix {
            palette: Palette::Magnitude { most: 1.0 },
            row_names: &names,
            column_names: &columns,
            row_title: Some(Text::new("在谁身上做 ↓ 给谁看 →", "made on ↓ shown to →").get(lang)),
            marked: &own,
            ..Matrix::new(rows, NETS.len(), &all.values.0)
        });
    };
    let quiet = tf(move |lang| match (bench.metric("practice_left"), lang) {
        (left, Lang::Zh) if left > 0.0 => {
            format!("四个网络先学，还差 {left:.0} 批；这一行是它们眼下答对的比例，64 个数字")
        }
        (left, Lang::En) if left > 0.0 => {
            format!(
                "first the four networks learn: {left:.0} batches to go; the row is what they get right by now, of 64 digits"
            )
        }
        (_, Lang::Zh) => "256 个没练过的数字，答对的比例；框里是白盒；最后一行边做边填".to_owned(),
        (_, Lang::En) => {
            "right answers on 256 unseen digits; ringed: white box; the last row fills as it is made".to_owned()
        }
    });
    view! {
        <Plate bench name="transfer" tag="a" title=Text::new("换一个网络，还灵不灵", "Does it carry over?") quiet>
            <Sketch class="adv-square" label=t("攻击在谁身上做、给谁看，答对的比例", "Right answers, by whom the attack was made on and shown to") show/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

fn shot(name: &str, lang: Lang) -> String {
    titled(&[&[CLEAN, PROXY], &NETS[..]].concat(), name, lang)
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("query_left", Text::new("还答对", "still right"), Form::Percent),
        ("query_done", Text::new("每张问了", "questions a digit"), Form::Count),
        ("query_mean", Text::new("认错的平均问了", "questions of the fooled, mean"), Form::Number),
    ];
    view! {
        <Plate bench name="shots" tag="b" title=Text::new("同一张，各处的攻击", "One digit, each attack")
            quiet=t("在谁身上做 · 问的那个认成几", "made on · what the one asked takes it for")>
            <Pictured panel=bench.panel("shots") ink=Ink::Grey named=shot label=t("在各个网络上做的攻击", "Attacks made on each network")/>
        </Plate>
        <Chart bench tag="c" curves=QUERIES>{view! { <Reads bench reads=READS/> }.into_any()}</Chart>
        <Plate bench name="guesses" tag="d" title=Text::new("问出来的", "Found by asking")
            quiet=t("本来是→认成 · 问了几次", "what it is→taken for · questions")>
            <Pictured panel=bench.panel("guesses") ink=Ink::Grey label=t("方块攻击下的数字", "Digits under the Square Attack")/>
        </Plate>
        <Chart bench tag="e" curves=LEARNT/>
    }
}
