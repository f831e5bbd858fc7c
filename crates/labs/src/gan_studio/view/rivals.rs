//! One generator trained in several ways, or with several sizes of its code.

use super::choice;
use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads};
use labkit::Text;
use leptos::prelude::*;
use ui::lang::{t, tf};

const FIXED: Text = Text::new("随便给的码", "codes drawn beforehand");
const CODER: Text = Text::new("自编码器", "auto-encoder");
const FITTED: Text = Text::new("自编码器，拟合的码", "auto-encoder, fitted codes");
const NORMAL: Text = Text::new("自编码器，N(0, I)", "auto-encoder, N(0, I)");

const SHARES: Curves = Curves {
    panel: "r_shares",
    title: Text::new("认得出几成", "Share that is recognised"),
    quiet: Text::new("随机码生成的图，由裁判认", "pictures of random codes, by the referee"),
    x: Text::new("步", "step"),
    names: &[
        ("fixed", FIXED),
        ("ae", NORMAL),
        ("fitted", FITTED),
        ("vae", Text::same("VAE")),
        ("gan", Text::same("GAN")),
    ],
    focus: "",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const ERRORS: Curves = Curves {
    panel: "r_errors",
    title: Text::new("重建误差", "Reconstruction error"),
    quiet: Text::new("一批的均方误差，对数轴；GAN 没有", "mean squared error of a batch, log axis; a GAN has none"),
    names: &[("fixed", FIXED), ("ae", CODER), ("vae", Text::same("VAE"))],
    log: (false, true),
    range: None,
    ..SHARES
};
const BY_SIZE: Curves = Curves {
    panel: "r_size_shares",
    title: Text::new("随机码认得出几成", "Random codes: share that is recognised"),
    quiet: Text::new("中间最高", "highest in between"),
    x: Text::new("隐向量的维数", "numbers of a code"),
    names: &[("ae", NORMAL), ("fitted", FITTED)],
    focus: "fitted",
    log: (true, false),
    ..SHARES
};
const ERRORS_BY_SIZE: Curves = Curves {
    panel: "r_size_errors",
    title: Text::new("重建误差", "Reconstruction error"),
    quiet: Text::new("维数越多越小", "falls with each size"),
    names: &[("ae", CODER)],
    focus: "ae",
    log: (true, true),
    range: None,
    ..BY_SIZE
};

fn sizes(bench: Bench) -> Signal<bool> {
    let what = choice(bench, "r_what");
    Signal::derive(move || what.get() == "sizes")
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("r_best_code", Text::new("认得最多的维数", "best size"), Form::Count),
        ("r_share_best", Text::new("那里认得出", "recognised there"), Form::Percent),
        ("r_share_small", Text::new("2 维时", "of 2 numbers"), Form::Percent),
        ("r_share_large", Text::new("64 维时", "of 64 numbers"), Form::Percent),
        ("r_error_small", Text::new("2 维的误差", "error, 2 numbers"), Form::Number),
        ("r_error_large", Text::new("64 维的误差", "error, 64 numbers"), Form::Number),
    ];
    let sizes = sizes(bench);
    move || {
        if sizes.get() {
            view! {
                <Plate bench name="sizes" tag="a" title=Text::new("码的维数", "Sizes of a code") quiet=t("每行一种：2、4、8、16、64 维；拟合的随机码", "a row each of 2, 4, 8, 16 and 64 numbers; random codes, fitted")>
                    <Pictured panel=bench.panel("r_size_wall") ink=Ink::Grey label=t("各种维数生成的图", "Pictures by size of the code") columns=12/>
                    <Reads bench reads=READS/>
                </Plate>
            }
            .into_any()
        } else {
            const VAE: Group = &[
                ("r_share_vae", Text::new("认得出", "recognised"), Form::Percent),
                ("r_error_vae", Text::new("重建误差", "reconstruction error"), Form::Number),
                (
                    "r_vae_lead",
                    Text::new("比自编码器 N(0, I) 多", "more than the auto-encoder of N(0, I)"),
                    Form::Percent,
                ),
            ];
            view! { <Wall bench name="vae" tag="a" title=Text::same("VAE") quiet=Text::new("码从 N(0, I) 抽", "codes of N(0, I)") wall="r_wall_vae" reads=VAE/> }
                .into_any()
        }
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    let sizes = sizes(bench);
    move || {
        if sizes.get() {
            view! { <Chart bench tag="b" curves=BY_SIZE/><Chart bench tag="c" curves=ERRORS_BY_SIZE/> }.into_any()
        } else {
            view! { <Ways bench/> }.into_any()
        }
    }
}

#[component]
fn Ways(bench: Bench) -> impl IntoView {
    const GIVEN: Group = &[
        ("r_share_fixed", Text::new("认得出", "recognised"), Form::Percent),
        ("r_error_fixed", Text::new("重建误差", "reconstruction error"), Form::Number),
    ];
    const PLAIN: Group = &[
        ("r_share_ae", Text::new("认得出", "recognised"), Form::Percent),
        ("r_error_ae", Text::new("重建误差", "reconstruction error"), Form::Number),
    ];
    const OWN: Group = &[("r_share_fitted", Text::new("认得出", "recognised"), Form::Percent)];
    const GAN: Group = &[
        ("r_share_gan", Text::new("认得出", "recognised"), Form::Percent),
        ("r_gan_lead", Text::new("比自编码器多", "more than the auto-encoder"), Form::Percent),
        ("r_share_real", Text::new("真图", "real pictures"), Form::Percent),
    ];
    view! {
        <Wall bench name="fixed" tag="b" title=FIXED quiet=Text::new("每张图一个随机的码，从头到尾不变", "a random code of each picture, which stays") wall="r_wall_fixed" reads=GIVEN/>
        <Wall bench name="ae" tag="c" title=NORMAL quiet=Text::new("没人说过码在那里", "nobody said that codes lie there") wall="r_wall_ae" reads=PLAIN/>
        <Wall bench name="fitted" tag="d" title=FITTED quiet=Text::new("均值和标准差照真图的码，逐维独立", "means and deviations of real pictures' codes, each number by itself")
            wall="r_wall_fitted" reads=OWN/>
        <Wall bench name="gan" tag="e" title=Text::same("GAN") quiet=Text::new("同样的层，加上 DCGAN 的批归一化", "the same layers, with DCGAN's batch norms") wall="r_wall_gan" reads=GAN/>
        <Plate bench name="plane" tag="f" title=Text::new("隐平面", "A plane of codes") quiet=t("头两维从 −2 到 2 个标准差", "the first two numbers, within 2 deviations")>
            <Pictured panel=bench.panel("r_plane") ink=Ink::Grey label=t("隐平面上的图", "Pictures on the plane") columns=16/>
        </Plate>
        <Chart bench tag="g" curves=SHARES/>
        <Chart bench tag="h" curves=ERRORS/>
    }
}

/// Pictures of random codes.
#[component]
fn Wall(
    bench: Bench,
    name: &'static str,
    tag: &'static str,
    title: Text,
    quiet: Text,
    wall: &'static str,
    reads: Group,
) -> impl IntoView {
    view! {
        <Plate bench name tag title quiet=tf(move |lang| quiet.get(lang))>
            <Pictured panel=bench.panel(wall) ink=Ink::Grey label=t("随机码生成的图", "Pictures of random codes") columns=12/>
            <Reads bench reads/>
        </Plate>
    }
}
