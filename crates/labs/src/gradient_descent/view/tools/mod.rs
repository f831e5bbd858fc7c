//! What is looked at beside the surface, one tool at a time. Fetched when first asked for.

mod basins;
mod challenge;
pub(super) mod curves;
mod hessian;
mod phase;
mod surprise;

use super::super::params::{TABLE, TOOLS};
use super::places::Places;
use crate::stage::Bench;
use curves::{Curve, Curves};
use labkit::{Content, Lang, Text, Value, short};
use leptos::prelude::*;
use ui::lang::tf;
use ui::{Button, FigureFrame, Look, Select, Size};

/// The choice of a tool, and the tool.
#[component]
pub(super) fn Tool(bench: Bench) -> impl IntoView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task")));
    let tool = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "tool")));
    let body = move || match (tool.get(), task.get()) {
        // There the weights stand beside the fit.
        ("places", "table") => ().into_any(),
        ("places", _) => view! { <Places bench/> }.into_any(),
        ("basins" | "modes", "table" | "net") | ("circle" | "phase", "net") => {
            view! { <Elsewhere/> }.into_any()
        }
        _ => chosen::part(bench).into_any(),
    };
    let options: Vec<Text> = TOOLS.iter().map(|(_, name)| *name).collect();
    let at = Signal::derive(move || TOOLS.iter().position(|(key, _)| *key == tool.get()).unwrap_or(0));
    let choose = move |index: usize| bench.set("tool", Value::Choice(u32::try_from(index).unwrap_or(0)));
    view! {
        <div class="gd-tool" class:gd-tool--open=move || tool.get() != "places">
            <Select label=Text::new("细看", "Look closer") options=options value=at on_change=choose/>
            {body}
        </div>
    }
}

crate::part!(chosen, bench: Bench, view! { <Chosen bench/> });

/// A tool that has nothing to look at here.
#[component]
fn Elsewhere() -> impl IntoView {
    let said = tf(|lang| match lang {
        Lang::Zh => "这一项要有公式写出的曲面：在上面选“公式”。",
        Lang::En => "This needs a surface given by a formula: choose “a formula” above.",
    });
    view! { <p class="quiet gd-tool__none">{said}</p> }
}

#[component]
fn Chosen(bench: Bench) -> impl IntoView {
    let tool = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "tool")));
    let one = move || match tool.get() {
        "hessian" => view! { <hessian::Hessian bench/> }.into_any(),
        "circle" => view! { <Circle bench/> }.into_any(),
        "phase" => view! { <phase::Phase bench/> }.into_any(),
        "modes" => view! { <Modes bench/> }.into_any(),
        "basins" => view! { <basins::Basins bench/> }.into_any(),
        "rates" => view! { <Rates bench/> }.into_any(),
        "range" => view! { <Range bench/> }.into_any(),
        "challenge" => view! { <challenge::Challenges bench/> }.into_any(),
        "surprise" => view! { <surprise::Surprise bench/> }.into_any(),
        _ => ().into_any(),
    };
    view! { {one} }.into_any()
}

/// A number under a figure.
#[component]
fn Read(bench: Bench, label: Text, metric: &'static str, #[prop(optional)] unit: &'static str) -> impl IntoView {
    let value = move || {
        let value = bench.metric(metric);
        if value.is_finite() { format!("{}{unit}", short(value)) } else { "—".to_owned() }
    };
    view! {
        <div class="read"><div class="read__label">{ui::say(label)}</div><div class="read__value num" data-metric=metric>{value}</div></div>
    }
}

const RIM: &[Curve] = &[
    Curve { key: "true", name: Text::new("真正的损失", "the true loss"), identity: 1 },
    Curve { key: "plane", name: Text::new("梯度说的", "what the gradient says"), identity: 2 },
];

#[component]
fn Circle(bench: Bench) -> impl IntoView {
    view! {
        <FigureFrame tag="c" title=Text::new("信赖圆", "The trust circle") quiet=ui::lang::t("圆周上的损失；0° 是负梯度的方向", "the loss around the rim; 0° is the way against the gradient")>
            <Curves bench panel="rim" curves=RIM x=Text::new("偏离负梯度的角度", "degrees off the way down") label=Text::new("圆周上的损失，和梯度的预言", "The loss around the rim, and what the gradient says")/>
            <div class="reads">
                <Read bench label=Text::new("两个最低处的夹角", "angle of the two lowest") metric="circle_angle" unit="°"/>
                <Read bench label=Text::new("许诺的下降", "descent promised") metric="circle_promised"/>
                <Read bench label=Text::new("得到的", "got") metric="circle_got"/>
                <Read bench label=Text::new("最多的", "the most") metric="circle_best"/>
            </div>
        </FigureFrame>
    }
}

const MODES: &[Curve] = &[
    Curve { key: "high", name: Text::new("最陡的方向", "steepest direction"), identity: 1 },
    Curve { key: "low", name: Text::new("最平的方向", "flattest direction"), identity: 2 },
    Curve { key: "high-told", name: Text::new("递推式", "recurrence"), identity: 1 },
    Curve { key: "low-told", name: Text::new("递推式", "recurrence"), identity: 2 },
];

#[component]
fn Modes(bench: Bench) -> impl IntoView {
    let panel = bench.panel("modes");
    let none = move || !matches!(panel.get().as_deref(), Some(Content::Lines(lines)) if !lines.is_empty());
    view! {
        <FigureFrame tag="c" title=Text::new("误差，按海森矩阵的特征方向", "The error by eigenvector of the Hessian") quiet=ui::lang::t("离极小点多远，对数轴；虚线：梯度下降、动量在二次函数上的递推式", "distance from the minimum, log axis; dashed: the recurrence of gradient descent or momentum on a quadratic")>
            <Show when=move || !none() fallback=move || view! {
                <p class="quiet gd-tool__none">{ui::lang::t("球还没有到哪个极小点的近旁：那里的曲面要朝每个方向都向上弯。", "The ball is not near a minimum yet: the surface there must bend up in each direction.")}</p>
            }>
                <Curves bench panel="modes" curves=MODES log=(false, true) x=Text::new("步", "step") label=Text::new("每个方向上的误差", "Error in each direction")/>
                <div class="reads">
                    <Read bench label=Text::new("最陡：每步缩到", "steepest: a step shrinks to") metric="mode_high"/>
                    <Read bench label=Text::new("最平：每步缩到", "flattest: a step shrinks to") metric="mode_low"/>
                </div>
            </Show>
        </FigureFrame>
    }
}

const RATES: &[Curve] = &[
    Curve { key: "x", name: Text::same("|Δx / gₓ|"), identity: 1 },
    Curve { key: "y", name: Text::same("|Δy / g_y|"), identity: 2 },
    Curve { key: "schedule", name: Text::new("计划的 η", "scheduled η"), identity: 8 },
];

#[component]
fn Rates(bench: Bench) -> impl IntoView {
    view! {
        <FigureFrame tag="c" title=Text::new("有效学习率", "Effective rates") quiet=ui::lang::t("焦点每一步除以梯度，对数轴", "each step over its gradient, in focus, log axis")>
            <Curves bench panel="rates" curves=RATES log=(false, true) x=Text::new("步", "step") label=Text::new("每一步走的路除以梯度", "Each step over its gradient")/>
        </FigureFrame>
    }
}

#[component]
fn Range(bench: Bench) -> impl IntoView {
    let rising = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "schedule") == "range"));
    let start = move |()| {
        let _set =
            bench.set_texts(&[("schedule".to_owned(), "range".to_owned()), ("horizon".to_owned(), "200".to_owned())]);
        bench.play(true);
    };
    let take = move |()| {
        let rate = bench.metric("range_suggested");
        let set = [("schedule".to_owned(), "constant".to_owned()), ("lr".to_owned(), rate.to_string())];
        let _set = bench.set_texts(&set);
        bench.play(true);
    };
    view! {
        <FigureFrame tag="c" title=Text::new("找学习率", "Finding a rate") quiet=ui::lang::t("学习率一路升高，损失先降后爆", "the rate rises; the loss falls, then explodes")>
            <Curves bench panel="range" curves=&[] log=(true, true) x=Text::same("η") label=Text::new("损失随学习率", "Loss by learning rate")/>
            <div class="reads">
                <Read bench label=Text::new("损失最低处的 η", "η at the lowest loss") metric="range_lowest"/>
                <Read bench label=Text::new("建议：它的十分之一", "suggested: a tenth of it") metric="range_suggested"/>
                <Show when=move || rising.get() fallback=move || view! { <Button label=Text::new("跑一遍", "Run the test") look=Look::Primary size=Size::Small on_click=start/> }>
                    <Button label=Text::new("用建议的", "Use it") look=Look::Primary size=Size::Small on_click=take/>
                </Show>
            </div>
        </FigureFrame>
    }
}
