//! What is looked into under the wall.

use super::super::params::{EXAMS, TABLE};
use super::choice;
use super::studio::{ink, numbered};
use crate::stage::{Barred, Bench, Chart, Curves, Drawn, Form, Group, Ink, Pictured, Plate, Reads, Sketch, Touch};
use labkit::{Content, Lang, Text, Value};
use leptos::prelude::*;
use plot::wall::Pixel;
use plot::{Matrix, Palette};
use ui::Select;
use ui::lang::t;

/// Rows and columns of the map that attention looks at.
const PLACES: usize = 8;

/// The choice of an exam, and its figures.
#[component]
pub(super) fn Examined(bench: Bench) -> impl IntoView {
    let exam = choice(bench, "exam");
    let at = Signal::derive(move || EXAMS.iter().position(|(key, _)| *key == exam.get()).unwrap_or(0));
    let choose = move |index: usize| bench.set("exam", Value::Choice(u32::try_from(index).unwrap_or(0)));
    let options = EXAMS.iter().map(|(_, name)| *name).collect::<Vec<_>>();
    let figures = move || match exam.get() {
        "slice" => view! { <Slice bench/> }.into_any(),
        "features" => view! { <Features bench/> }.into_any(),
        "arithmetic" => view! { <Sums bench/> }.into_any(),
        "batch" => view! { <Ties bench/> }.into_any(),
        "mistakes" => view! { <Mistakes bench/> }.into_any(),
        "looks" => view! { <Looks bench/> }.into_any(),
        _ => view! { <Near bench/> }.into_any(),
    };
    view! {
        <div class="gd-head"><Select label=Text::new("查什么", "Examine") options value=at on_change=choose/></div>
        {figures}
    }
}

/// A panel of generated pictures.
#[component]
fn Wall(bench: Bench, panel: &'static str, label: Text, columns: usize) -> impl IntoView {
    let colour = ink(bench);
    move || {
        let ink = if colour.get() { Ink::Colour } else { Ink::Grey };
        view! { <Pictured panel=bench.panel(panel) ink label=t(label.zh, label.en) columns/> }.into_any()
    }
}

#[component]
fn Near(bench: Bench) -> impl IntoView {
    const NEAREST: Group = &[
        ("nearest", Text::new("离最近的一张", "from the nearest"), Form::Number),
        ("nearest_ratio", Text::new("所有图的平均，新的真图为 1", "mean of all; unseen real ones: 1"), Form::Times),
    ];
    const WALK: Group = &[
        ("walk_share", Text::new("向量的中点认得出", "recognised half-way, vectors"), Form::Percent),
        ("blend_share", Text::new("像素的中点认得出", "recognised half-way, pixels"), Form::Percent),
    ];
    view! {
        <Plate bench name="nearest" tag="c" title=Text::new("是抄来的吗", "Is it a copy?") quiet=t("选中的一张，和训练图里离它最近的五张（均方根差）", "the chosen one and the five training pictures nearest to it (root mean square)")>
            <Wall bench panel="nearest_wall" label=Text::new("选中的图和最近的训练图", "The chosen picture and its nearest training pictures") columns=6/>
            <Reads bench reads=NEAREST known=true/>
        </Plate>
        <Plate bench name="walk" tag="d" title=Text::new("从一张走到另一张", "From one to another") quiet=t("上：沿着隐向量的球面走；下：两张图的像素相混", "above: along the sphere of latent vectors; below: their pixels mixed")>
            <Wall bench panel="walk" label=Text::new("插值", "Interpolation") columns=9/>
            <Reads bench reads=WALK known=true/>
        </Plate>
    }
}

#[component]
fn Slice(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("class_changes", Text::new("沿一条轴换几次", "changes along an axis"), Form::Number),
        ("axis_information", Text::new("最管用的一维说出多少", "told by the best dimension"), Form::Percent),
    ];
    let panel = bench.panel("classes");
    let colour = ink(bench);
    let show = move |_: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let held = panel.get();
        let Some(Content::Field(field)) = held.as_deref() else { return };
        let columns = field.nx as usize;
        let values: Vec<f32> = field.values.0.chunks_exact(columns.max(1)).rev().flatten().copied().collect();
        let count = if colour.get() { 8 } else { 11 };
        done(&Matrix {
            palette: Palette::Kinds { count },
            numbers: false,
            bar: false,
            ..Matrix::new(field.ny as usize, columns, &values)
        });
    };
    view! {
        <Plate bench name="slice" tag="c" title=Text::new("隐空间的一片", "A slice of latent space") quiet=t("只动两维，从 −2.5 到 2.5，其余照选中的那张", "two dimensions from −2.5 to 2.5, the others as the chosen picture has them")>
            <Wall bench panel="slice" label=Text::new("两维的网格", "A grid of two dimensions") columns=7/>
        </Plate>
        <Plate bench name="classes" tag="d" title=Text::new("裁判认作什么", "What the referee sees there") quiet=t("同一片，每种数字（或发色）一种颜色", "the same slice, a colour for each digit (or hair)")>
            <Sketch class="adv-square" label=t("每处认作什么", "The answer at each place") show/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

#[component]
fn Features(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("probe_d", Text::new("D 的特征", "D's features"), Form::Percent),
        ("probe_random", Text::new("没学过的 D", "a D that has learnt nothing"), Form::Percent),
        ("probe_pixels", Text::new("像素", "pixels"), Form::Percent),
    ];
    view! {
        <Plate bench name="features" tag="c" title=Text::new("D 学到了什么", "What D has learnt") quiet=t("同一个线性分类器，只给五十个标签", "the same linear classifier, from fifty labels")>
            <Barred panel=bench.panel("probes") label=t("认对的比例", "Share that is right") range=(0.0, 1.0) values=true/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

#[component]
fn Sums(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("sum_share", Text::new("各用一个向量", "of single vectors"), Form::Percent),
        ("mean_share", Text::new("各用三个的平均", "of means of three"), Form::Percent),
        ("sum_base", Text::new("随手画就这样", "by chance"), Form::Percent),
    ];
    let digits = Memo::new(move |_| !ink(bench).get());
    view! {
        <Plate bench name="sums" tag="c" title=Text::new("a − b + c", "a − b + c") quiet=t("每行：戴眼镜的，同样发色不戴的，别的发色不戴的，和算出来的", "each row: glasses; the same hair without; another hair without; and what comes of them")>
            {move || digits.get().then(|| view! { <p class="told">{t("数字没有眼镜：把真实图片换成卡通头像。", "Digits wear no glasses: choose cartoon faces as real pictures.")}</p> })}
            <Wall bench panel="sums" label=Text::new("向量加减", "Sums of vectors") columns=4/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

const TINTS: Curves = Curves {
    panel: "tints",
    title: Text::new("每批有多亮", "How bright each batch is"),
    quiet: Text::new("十六批的平均亮度", "mean brightness of sixteen batches"),
    x: Text::new("第几批", "batch"),
    names: &[("batch_tint", Text::new("平均亮度", "mean brightness"))],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};

#[component]
fn Ties(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("mates_change", Text::new("像素最多变", "a pixel changes by"), Form::Number),
        ("own_tint", Text::new("它的亮度变动", "its brightness varies by"), Form::Number),
        ("output_moves", Text::new("tanh 之前的批均值变动", "batch means before tanh vary by"), Form::Number),
        ("output_gap", Text::new("它离 β", "they are off β by"), Form::Number),
    ];
    const TINT: Group =
        &[("batch_tint", Text::new("批间方差，互不相干为 1", "variance between batches; independent: 1"), Form::Times)];
    view! {
        <Plate bench name="company" tag="c" title=Text::new("同一个向量，不同的同伴", "One vector in different company") quiet=t("照训练时那样归一化，每次换掉同批的其余六十三张", "normalised as in training; the other sixty-three of the batch change each time")>
            <Wall bench panel="company" label=Text::new("同一个向量在八批里", "The same vector in eight batches") columns=8/>
            <Reads bench reads=READS known=true/>
        </Plate>
        <Chart bench tag="d" curves=TINTS>{view! { <Reads bench reads=TINT known=true/> }.into_any()}</Chart>
    }
}

#[component]
fn Mistakes(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("stray_error", Text::new("多一个点：平方误差", "stray pixel: squared error"), Form::Number),
        ("thick_error", Text::new("粗一点：平方误差", "thicker: squared error"), Form::Number),
        ("stray_nearer", Text::new("多一个点的误差更小", "the stray has less error"), Form::Percent),
        ("stray_worse", Text::new("误差更小，D 给分却更低", "less error, yet the lower score"), Form::Percent),
        ("stray_minded", Text::new("多一个点的给分低于原图", "the stray below the original"), Form::Percent),
        ("thick_milder", Text::new("粗一点的分变得更少", "thicker changes the score less"), Form::Percent),
    ];
    view! {
        <Plate bench name="mistakes" tag="c" title=Text::new("哪个错更要紧", "Which mistake is grave") quiet=t("上：原图；中：远处多一个点；下：笔画粗一点，误差是多一个点的 1.2 倍；数字是 D 的分", "above: as they were; middle: a stray pixel; below: the stroke a little thicker, 1.2 times the stray’s error; numbers are D's scores")>
            <Wall bench panel="mistakes" label=Text::new("原图和两种错", "Originals and two kinds of mistakes") columns=4/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}

#[component]
fn Looks(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("mirror_look", Text::new("看镜像处，平均为 1", "on the mirror place; uniform: 1"), Form::Times),
        ("attention_gain", Text::same("γ"), Form::Number),
        ("mirror", Text::new("左右之差，真图为 1", "left against right; real: 1"), Form::Times),
    ];
    let off = Memo::new(move |_| bench.params.with(|params| !params.switch(TABLE, "attention")));
    let chosen = numbered(bench, "place", PLACES);
    let pick = Callback::new(move |pixel: Pixel| {
        bench.set("place", Value::Number((pixel.row * PLACES + pixel.column) as f64 + 1.0));
    });
    let touch = Touch { chosen, pick, whole: false };
    view! {
        <Plate bench name="looks" tag="c" title=Text::new("它在看哪里", "Where it looks") quiet=t("选中的一张，框住的那一处看各处有多重；按一处换过去", "of the chosen picture, the weights that the framed place gives to all; press another")>
            {move || off.get().then(|| view! { <p class="told">{t("先打开自注意力层。", "Switch the layer of self-attention on first.")}</p> })}
            <Pictured panel=bench.panel("looked") ink=Ink::Of(Palette::magnitude) label=t("注意力的权重", "Weights of attention") touch/>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}
