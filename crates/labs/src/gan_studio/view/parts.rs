//! Two eyes that must agree: whose faces, and how left and right go together.

use crate::stage::{Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, doubles};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::Axis;
use plot::scatter::Scatter;
use ui::lang::t;

const TIES: Curves = Curves {
    panel: "p_ties",
    title: Text::new("左眼与右眼的相关系数", "Correlation of left and right"),
    quiet: Text::new("每五十步考一次", "examined every fifty steps"),
    x: Text::new("步", "step"),
    names: &[
        ("ae", Text::new("自编码器", "auto-encoder")),
        ("d", Text::new("只有 D", "D alone")),
        ("gan", Text::same("GAN")),
    ],
    focus: "gan",
    log: (false, false),
    range: Some((-0.2, 1.05)),
    mark: "",
    beside: &[],
};
const LOSSES: Curves = Curves {
    panel: "p_losses",
    title: Text::new("损失", "Losses"),
    quiet: Text::new("自编码器的是每像素均方误差", "the auto-encoder's is its mean squared error a pixel"),
    names: &[
        ("loss_d", Text::same("D")),
        ("loss_g", Text::same("G")),
        ("error", Text::new("自编码器", "auto-encoder")),
    ],
    focus: "",
    range: None,
    ..TIES
};

/// Faces of one kind, and their eyes as points.
#[component]
fn Faces(
    bench: Bench,
    name: &'static str,
    tag: &'static str,
    title: Text,
    quiet: Text,
    wall: &'static str,
    eyes: &'static str,
    reads: Group,
) -> impl IntoView {
    let panel = bench.panel(eyes);
    let show = move |lang: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let held = panel.get();
        let Some(Content::Points(all)) = held.as_deref() else { return };
        let Some(points) = all.first() else { return };
        let (x, y) = (doubles(&points.x.0), doubles(&points.y.0));
        let axis = |name: Text| Axis::default().over(0.0, 1.0).titled(name.get(lang));
        let (x_axis, y_axis) = (axis(Text::new("左眼", "left eye")), axis(Text::new("右眼", "right eye")));
        done(&Scatter { diagonal: true, x_axis, y_axis, ..Scatter::new(&x, &y) });
    };
    view! {
        <Plate bench name tag title quiet=ui::lang::tf(move |lang| quiet.get(lang))>
            <Pictured panel=bench.panel(wall) ink=Ink::Grey label=t("脸", "Faces") columns=8/>
            <Sketch label=t("左眼与右眼的灰度", "Greys of left and right eyes") show/>
            <Reads bench reads/>
        </Plate>
    }
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("p_r_gan", Text::new("r，GAN", "r, GAN"), Form::Number),
        ("p_gap_gan", Text::new("平均 |左 − 右|", "mean |left − right|"), Form::Number),
        (
            "p_spread_gan",
            Text::new("灰度的标准差与真脸之比", "deviation of its greys to that of real ones"),
            Form::Number,
        ),
    ];
    view! {
        <Faces bench name="gan" tag="a" title=Text::new("GAN：自下而上加自上而下", "GAN: bottom-up and top-down")
            quiet=Text::new("D 看整张脸，G 学着交卷", "D sees the whole face, G learns to please it") wall="p_wall_gan" eyes="p_eyes_gan" reads=READS/>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const REAL: Group = &[("p_r_real", Text::same("r"), Form::Number)];
    const APART: Group = &[
        ("p_r_apart", Text::same("r"), Form::Number),
        ("p_gap_apart", Text::new("平均 |左 − 右|", "mean |left − right|"), Form::Number),
    ];
    const CODER: Group = &[
        ("p_r_ae", Text::same("r"), Form::Number),
        ("p_gap_ae", Text::new("平均 |左 − 右|", "mean |left − right|"), Form::Number),
    ];
    const ALONE: Group = &[
        ("p_r_d", Text::same("r"), Form::Number),
        ("p_gap_d", Text::new("平均 |左 − 右|", "mean |left − right|"), Form::Number),
    ];
    view! {
        <Faces bench name="real" tag="b" title=Text::new("真脸", "Real faces") quiet=Text::new("由种子画出来", "drawn from the seed")
            wall="p_wall_real" eyes="p_eyes_real" reads=REAL/>
        <Faces bench name="apart" tag="c" title=Text::new("零件各做各的", "Each part by itself")
            quiet=Text::new("每个零件都从真脸里抄，但不是同一张", "each part is copied from a real face, but not from the same one")
            wall="p_wall_apart" eyes="p_eyes_apart" reads=APART/>
        <Faces bench name="coder" tag="d" title=Text::new("自编码器的解码器", "An auto-encoder's decoder")
            quiet=Text::new("喂随机的码", "fed with random codes") wall="p_wall_ae" eyes="p_eyes_ae" reads=CODER/>
        <Faces bench name="alone" tag="e" title=Text::new("只有判别器", "A discriminator alone")
            quiet=Text::new("从噪声出发，朝 D 的分数爬十六步", "sixteen steps up D's score, from noise") wall="p_wall_d" eyes="p_eyes_d" reads=ALONE/>
        <Chart bench tag="f" curves=TIES/>
        <Chart bench tag="g" curves=LOSSES/>
    }
}
