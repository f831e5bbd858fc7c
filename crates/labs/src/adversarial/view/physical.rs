//! Glasses before the reader's camera, and what many other views make of them.

use super::{LOSSES, SHARES, practising, titled};
use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use ui::lang::{t, tf};

const MADE: [(&str, Text); 4] = [
    ("bare", Text::new("没戴", "nothing worn")),
    ("single", Text::new("对一个镜头做", "made for one view")),
    ("views", Text::new("对许多镜头做", "made for many views")),
    ("printed", Text::new("后者印出来", "the latter, printed")),
];
/// In the chart there is less room.
const SHORT: [(&str, Text); 3] = [
    ("single", Text::new("一个镜头", "one view")),
    ("views", Text::new("许多镜头", "many views")),
    ("printed", Text::new("印出来", "printed")),
];
const STEPS: Curves = Curves {
    panel: "phys_steps",
    title: Text::new("认成目标的比例", "Share taken for the target"),
    quiet: Text::new("96 个随机的镜头，没练过的照片", "96 views by lot of unseen photographs"),
    x: Text::new("步", "steps"),
    names: &SHORT,
    focus: "views",
    log: (false, false),
    range: SHARES,
    mark: "",
    beside: &[],
};

fn made(name: &str, lang: Lang) -> String {
    titled(&MADE, name, lang)
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("camera_bare", Text::new("没戴：目标的概率", "nothing worn: probability of the target"), Form::Percent),
        ("camera_single", Text::new("对一个镜头做", "made for one view"), Form::Percent),
        ("camera_views", Text::new("对许多镜头做", "made for many views"), Form::Percent),
        ("camera_printed", Text::new("印出来", "printed"), Form::Percent),
    ];
    let quiet = practising(
        bench,
        Text::new("转动、移近、移开、调光、模糊：看认成谁", "turn, zoom, move, dim or blur it: who is it taken for?"),
    );
    let whom = bench.panel("phys_whom");
    let said = tf(move |lang| match whom.get().as_deref() {
        Some(Content::Text(text)) => text.get(lang).to_owned(),
        _ => String::new(),
    });
    let label = t(
        "相机看到的同一张脸：没戴，对一个镜头做的，对许多镜头做的，印出来的",
        "One face as the camera sees it: nothing worn, made for one view, for many, and printed",
    );
    view! {
        <Plate bench name="camera" tag="a" title=Text::new("镜头前", "Before the camera") quiet>
            <Pictured panel=bench.panel("camera") ink=Ink::Colour columns=4 named=made label/>
            <p class="adv-said" role="status">{said}</p>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const RIGHTS: Group = &[
        ("phys_clean", Text::new("没戴，六人认对", "nothing worn, all six right"), Form::Percent),
        ("phys_single", Text::new("对一个镜头做", "made for one view"), Form::Percent),
        ("phys_views", Text::new("对许多镜头做", "made for many views"), Form::Percent),
        ("phys_printed", Text::new("印出来", "printed"), Form::Percent),
    ];
    const CARE: Group = &[
        ("phys_single_rough", Text::new("一个镜头：邻差", "one view: neighbours differ by"), Form::Number),
        ("phys_rough", Text::new("许多镜头：邻差", "many views: neighbours differ by"), Form::Number),
        ("phys_single_off", Text::new("一个镜头：离印得出的颜色", "one view: off printable colours by"), Form::Number),
        ("phys_off", Text::new("许多镜头：离印得出的颜色", "many views: off printable colours by"), Form::Number),
        ("phys_pixels", Text::new("能改的像素", "pixels that may change"), Form::Count),
        ("phys_outside", Text::new("别处改了", "changed elsewhere"), Form::Number),
    ];
    view! {
        <Chart bench tag="b" curves=STEPS>{view! { <Reads bench reads=RIGHTS/> }.into_any()}</Chart>
        <Plate bench name="pieces" tag="c" title=Text::new("戴的东西", "What is worn")
            quiet=t("通道值从 0 到 1", "levels from 0 to 1")>
            <Pictured panel=bench.panel("pieces") ink=Ink::Colour columns=3 named=made label=t("单独放在白底上", "By itself, on white")/>
            <Reads bench reads=CARE/>
        </Plate>
        <Plate bench name="many" tag="d" title=Text::new("对许多镜头做的，在别的镜头里", "Made for many views, in others")
            quiet=t("认成谁、有多肯定", "who it is taken for, and how surely")>
            <Pictured panel=bench.panel("many_views") ink=Ink::Colour columns=4 label=t("随机镜头里的眼镜，对许多镜头做的", "In views by lot, made for many views")/>
        </Plate>
        <Plate bench name="single" tag="e" title=Text::new("对一个镜头做的，在别的镜头里", "Made for one view, in others")
            quiet=t("同样的镜头", "the same views")>
            <Pictured panel=bench.panel("single_views") ink=Ink::Colour columns=4 label=t("随机镜头里的眼镜，对一个镜头做的", "In views by lot, made for one view")/>
        </Plate>
        <Plate bench name="faces" tag="f" title=Text::new("六个人", "The six") quiet=t("分类器认得的", "whom the classifier knows")>
            <Pictured panel=bench.panel("faces") ink=Ink::Colour columns=6 label=t("每人一张照片", "A photograph of each")/>
        </Plate>
        <Chart bench tag="g" curves=LOSSES/>
    }
}
