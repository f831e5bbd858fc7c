//! The table of training × attack, one digit under each row's own attack, and how the rows learn.

use super::{LOSSES, titled};
use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, pictures};
use labkit::{Lang, Text};
use leptos::prelude::*;
use plot::{Matrix, Palette};
use ui::lang::{t, tf};

/// The rows, and the columns.
const ROWS: [(&str, Text); 5] = [
    ("plain", Text::new("普通", "plain")),
    ("decay", Text::new("权重衰减", "decay")),
    ("dropout", Text::same("dropout")),
    ("distilled", Text::new("蒸馏", "distilled")),
    ("hardened", Text::new("对抗训练", "adversarial")),
];
const COLUMNS: [Text; 5] = [
    Text::new("原样", "clean"),
    Text::new("随机", "random"),
    Text::same("FGSM"),
    Text::same("PGD"),
    Text::new("转来的", "passed on"),
];
const CLEAN: (&str, Text) = ("clean", Text::new("原样", "as it is"));

const LEARNT: Curves = Curves { names: &ROWS, focus: "", ..LOSSES };

/// Rows: how it was taught; columns: what is done to the digits.
#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("plain_pgd", Text::new("普通，PGD 后", "plain, after PGD"), Form::Percent),
        ("hardened_pgd", Text::new("对抗训练，PGD 后", "adversarial, after PGD"), Form::Percent),
        ("hardened_clean", Text::new("对抗训练，原样", "adversarial, clean"), Form::Percent),
        ("distilled_pgd", Text::new("蒸馏，PGD 后", "distilled, after PGD"), Form::Percent),
        ("distilled_passed", Text::new("蒸馏，转来的", "distilled, passed on"), Form::Percent),
    ];
    let panel = bench.panel("table");
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let Some(all) = pictures(panel).filter(|all| (all.height, all.width) == (5, 5)) else { return };
        let (rows, columns) = (ROWS.map(|(_, name)| name.get(lang)), COLUMNS.map(|name| name.get(lang)));
        done(&Matrix {
            palette: Palette::Magnitude { most: 1.0 },
            row_names: &rows,
            column_names: &columns,
            row_title: Some(Text::new("怎样训练 ↓ 怎样攻击 →", "taught ↓ attacked →").get(lang)),
            ..Matrix::new(ROWS.len(), COLUMNS.len(), &all.values.0)
        });
    };
    let quiet = tf(move |lang| match (bench.metric("practice_left"), bench.metric("cell_digits"), lang) {
        (left, _, Lang::Zh) if left > 0.0 => {
            format!("五个全连接网络在学，还差 {left:.0} 批；格里是眼下答对的比例，每十步试 32 个数字")
        }
        (left, _, Lang::En) if left > 0.0 => {
            format!(
                "five fully connected networks learn: {left:.0} batches to go; cells are right answers by now, of 32 digits every ten steps"
            )
        }
        (_, digits, Lang::Zh) => format!("{digits:.0} 个没练过的数字，答对的比例；“转来的”是在普通网络上做的 PGD"),
        (_, digits, Lang::En) => {
            format!("right answers on {digits:.0} unseen digits; “passed on”: the PGD made on the plain network")
        }
    });
    view! {
        <Plate bench name="robustness" tag="a" title=Text::new("怎样训练，怎样攻击", "Every training, every attack") quiet>
            <Sketch class="adv-square" label=t("五种训练、五种处理，答对的比例", "Right answers, by training and by attack") show/>
            <Reads bench reads=READS/>
        </Plate>
    }
}

fn shot(name: &str, lang: Lang) -> String {
    titled(&[&[CLEAN], &ROWS[..]].concat(), name, lang)
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    view! {
        <Plate bench name="shots" tag="b" title=Text::new("同一张，各自的 PGD", "One digit, each one’s PGD")
            quiet=t("在哪个网络上做 · 它认成几", "made on · what that one takes it for")>
            <Pictured panel=bench.panel("shots") ink=Ink::Grey named=shot label=t("同一个数字，在每个网络上做的 PGD", "One digit, PGD made on each network") columns=3/>
        </Plate>
        <Chart bench tag="c" curves=LEARNT/>
    }
}
