//! The Hessian in numbers: eigenvalues, what they say, Newton's step and the way off a saddle.

use super::super::super::params::TABLE;
use super::Read;
use crate::stage::{Bench, Canvas};
use labkit::{Content, Text, short};
use leptos::prelude::*;
use plot::PlotError;
use plot::bars::{Bar, Bars};
use plot::palette::Coat;
use ui::lang::{lang, t};
use ui::{Button, FigureFrame, Look, Size};

/// Puts the first ball there, from step 0.
fn move_to(bench: Bench, x: f64, y: f64) {
    let round = |value: f64| (value * 1e5).round() / 1e5;
    let _set = bench.set_texts(&[("x0".to_owned(), round(x).to_string()), ("y0".to_owned(), round(y).to_string())]);
}

#[component]
pub(super) fn Hessian(bench: Bench) -> impl IntoView {
    let net = Memo::new(move |_| bench.params.with(|params| params.choice(TABLE, "task") == "net"));
    view! {
        <FigureFrame tag="c" title=Text::new("海森矩阵", "The Hessian") quiet=t("焦点处的弯曲：蓝轴向上弯，橙轴向下弯", "how the surface bends in focus: up along blue, down along orange")>
            <Show when=move || net.get() fallback=move || view! { <Axes bench/> }>
                <Spectrum bench/>
            </Show>
        </FigureFrame>
    }
}

#[component]
fn Axes(bench: Bench) -> impl IntoView {
    let words = lang();
    let verdict = bench.panel("verdict");
    let said = move || match verdict.get().as_deref() {
        Some(Content::Text(word)) => word.get(words.get()).to_owned(),
        _ => "—".to_owned(),
    };
    let (saddle, bends) = (move || bench.metric("escape_x").is_finite(), move || bench.metric("newton_x").is_finite());
    let escape = move |()| move_to(bench, bench.metric("escape_x"), bench.metric("escape_y"));
    let newton = move |()| move_to(bench, bench.metric("newton_x"), bench.metric("newton_y"));
    let edge = move || {
        let edge = bench.metric("edge");
        if edge.is_finite() { short(edge) } else { "∞".to_owned() }
    };
    view! {
        <p class="gd-verdict" aria-live="polite">{said}</p>
        <div class="reads">
            <Read bench label=Text::same("λ₁") metric="lambda_max"/>
            <Read bench label=Text::same("λ₂") metric="lambda_min"/>
            <Read bench label=Text::same("|∇f|") metric="grad_norm"/>
            <div class="read"><div class="read__label">{t("η 的上限 2/λ₁", "limit of η, 2/λ₁")}</div><div class="read__value num">{edge}</div></div>
        </div>
        <p class="quiet">{t(
            "虚线是二次近似与球等高的曲线，细箭头指向它的中心：牛顿一步到那里。",
            "The dashed line is where the quadratic model is as high as the ball; the thin arrow points at its middle, where Newton’s step leads.",
        )}</p>
        <div class="gd-tool__go">
            <Show when=bends><Button label=Text::new("走牛顿一步", "Take Newton’s step") look=Look::Plain size=Size::Small on_click=newton/></Show>
            <Show when=saddle><Button label=Text::new("沿负特征值离开", "Escape along the negative one") look=Look::Plain size=Size::Small on_click=escape/></Show>
        </div>
    }
}

#[component]
fn Spectrum(bench: Bench) -> impl IntoView {
    let panel = bench.panel("spectrum");
    let values = move || match panel.get().as_deref() {
        Some(Content::Bars(bars)) => bars.clone(),
        _ => Vec::new(),
    };
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let values = values();
        let bars: Vec<Bar<'_>> = values.iter().map(|(_, value)| Bar::new("", f64::from(*value))).collect();
        if bars.is_empty() {
            return Ok(());
        }
        sheet.paint(&Bars { bars: &bars, coat: Coat::Sign, ..Bars::default() }, theme)
    };
    let name = t("海森矩阵的 33 个特征值，从大到小", "The Hessian’s 33 eigenvalues, largest first");
    let label = move || format!("{}: {} … {}", name(), short(bench.metric("lambda_max")), short(bench.metric("lambda_min")));
    view! {
        <div class="sheet"><Canvas label=label draw=paint/></div>
        <div class="reads">
            <Read bench label=Text::new("最大", "largest") metric="lambda_max"/>
            <Read bench label=Text::new("最小", "smallest") metric="lambda_min"/>
            <Read bench label=Text::new("负的份额", "share negative") metric="negative"/>
            <Read bench label=Text::same("|∇L|") metric="grad_norm"/>
        </div>
    }
}
