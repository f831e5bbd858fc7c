//! The wall, and how it came about.

use super::super::params::TABLE;
use super::choice;
use super::exams::Examined;
use crate::stage::{Barred, Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads, Touch};
use labkit::{Content, Text, Value};
use leptos::prelude::*;
use plot::wall::Pixel;
use ui::lang::t;

const LOSSES: Curves = Curves {
    panel: "losses",
    title: Text::new("损失", "Losses"),
    quiet: Text::new("降了不等于画得更好", "a fall does not mean better pictures"),
    x: Text::new("步", "step"),
    names: &[("loss_d", Text::same("D")), ("loss_g", Text::same("G"))],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};
const FRECHET: Curves = Curves {
    panel: "frechets",
    title: Text::new("离真图多远", "How far from real pictures"),
    quiet: Text::new("裁判特征上的 Fréchet 距离", "Fréchet distance on the referee's features"),
    names: &[("frechet", Text::new("Fréchet 距离", "Fréchet distance"))],
    log: (false, true),
    ..LOSSES
};
const SEEN: Curves = Curves {
    panel: "seen",
    title: Text::new("认得出几成", "Share that is recognised"),
    quiet: Text::new("裁判从不上场；把握过半才算", "by a referee who never plays, with more than half its belief"),
    names: &[("recognised", Text::new("认得出", "recognised"))],
    range: Some((0.0, 1.0)),
    ..LOSSES
};
const SCORES: Curves = Curves {
    panel: "scores",
    title: Text::new("D 打的分", "D's scores"),
    quiet: Text::new("每步一批的平均", "means of each step's batch"),
    names: &[("real", Text::new("真图", "real")), ("fake", Text::new("生成的图", "generated"))],
    ..LOSSES
};

/// The ink of the pictures at hand.
pub(super) fn ink(bench: Bench) -> Memo<bool> {
    let data = choice(bench, "data");
    Memo::new(move |_| data.get() == "faces")
}

/// The picture that a parameter numbers from 1, and what takes another choice.
pub(super) fn numbered(bench: Bench, key: &'static str, columns: usize) -> Signal<Option<Pixel>> {
    Signal::derive(move || {
        let at = bench.params.with(|params| params.number(TABLE, key)).round().max(1.0) as usize - 1;
        Some(match columns {
            0 => Pixel { image: at, row: 0, column: 0 },
            _ => Pixel { image: 0, row: at / columns, column: at % columns },
        })
    })
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("recognised_share", Text::new("认得出", "recognised"), Form::Percent),
        ("recognised_real", Text::new("真图认得出", "of real ones"), Form::Percent),
        ("frechet", Text::new("Fréchet 距离", "Fréchet distance"), Form::Number),
        ("frechet_real", Text::new("真图之间", "between real ones"), Form::Number),
        ("d_accuracy", Text::new("D 判对", "D is right"), Form::Percent),
        ("referee_learnt", Text::new("裁判学了", "referee has learnt"), Form::Percent),
    ];
    let chosen = numbered(bench, "tile", 0);
    // The one chosen before is the other end of the walk.
    let pick = Callback::new(move |pixel: Pixel| {
        let before = bench.params.with_untracked(|params| params.number(TABLE, "tile"));
        if before.round() as usize != pixel.image + 1 {
            bench.set("other", Value::Number(before));
            bench.set("tile", Value::Number(pixel.image as f64 + 1.0));
        }
    });
    let colour = ink(bench);
    let wall = move || {
        let ink = if colour.get() { Ink::Colour } else { Ink::Grey };
        let touch = Touch { chosen, pick, whole: true };
        view! { <Pictured panel=bench.panel("wall") ink label=t("生成的图片", "Generated pictures") touch/> }.into_any()
    };
    view! {
        <Plate bench name="wall" tag="a" title=Text::new("生成器的画", "What the generator draws")
            quiet=t("六十四个固定的隐向量；按一张，下面就查它", "of sixty-four fixed latent vectors; press one and it is looked into below")>
            {wall}
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let (energy, colour) = (choice(bench, "loss"), ink(bench));
    view! {
        <Chart bench tag="b" curves=FRECHET><Awaited bench/></Chart>
        <Examined bench/>
        <Chart bench tag="e" curves=SEEN/>
        {move || (!colour.get()).then(|| view! { <Kinds bench/> })}
        {move || (energy.get() == "ebgan").then(|| view! { <Energies bench/> })}
        <Chart bench tag="h" curves=LOSSES/>
        <Chart bench tag="i" curves=SCORES/>
    }
}

/// Why there is no distance yet.
#[component]
fn Awaited(bench: Bench) -> impl IntoView {
    let frechets = bench.panel("frechets");
    let empty = Memo::new(move |_| match frechets.get().as_deref() {
        Some(Content::Lines(curves)) => curves.iter().all(|curve| curve.x.0.is_empty()),
        _ => true,
    });
    view! {
        <p class="quiet" role="status" hidden=move || !empty.get()>
            {t("裁判头 100 步还在学；第 100 步起每 100 步量一次，训练前的距离也在那时补上。", "The referee learns during the first 100 steps; from step 100 on the distance is measured every 100 steps, and that before training is filled in then.")}
        </p>
    }
}

/// How much of what is drawn is each digit.
#[component]
fn Kinds(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("kinds", Text::new("画出了几种", "digits drawn"), Form::OfTen),
        ("score", Text::new("Inception 式得分", "Inception-like score"), Form::Number),
    ];
    view! {
        <Plate bench name="kinds" tag="f" title=Text::new("画的都是哪些数字", "Which digits are drawn") quiet=t("认得出的图里各占多少", "shares of what is recognised")>
            <Barred panel=bench.panel("kinds_bars") label=t("每个数字占多少", "Share of each digit")/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

/// An energy's errors.
#[component]
fn Energies(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("held_out_error", Text::new("重建新的真图", "unseen real pictures"), Form::Number),
        ("fake_error", Text::new("重建生成的图", "generated pictures"), Form::Number),
    ];
    view! {
        <Plate bench name="energies" tag="g" class="fig--fit" title=Text::new("D 重建的误差", "Errors of D's copies") quiet=t("每个像素的平方误差", "squared error of a pixel")>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}
