//! Adagrad's quotient as a surprise, and as a guess of the curvature.

use super::curves::{Curve, Curves};
use super::super::super::params::TABLE;
use crate::stage::{Bench, Canvas};
use labkit::{Content, Text, short};
use leptos::prelude::*;
use plot::PlotError;
use plot::bars::{Bar, Bars};
use plot::palette::Coat;
use ui::lang::t;
use ui::{Field, FigureFrame};

const PROXY: &[Curve] = &[Curve { key: "proxy", name: Text::new("一阶导数的均方根", "root mean square of the slope"), identity: 3 }];

#[component]
pub(super) fn Surprise(bench: Bench) -> impl IntoView {
    let panel = bench.panel("surprises");
    let ratios = move || match panel.get().as_deref() {
        Some(Content::Bars(bars)) => bars.clone(),
        _ => Vec::new(),
    };
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let ratios = ratios();
        let bars: Vec<Bar<'_>> = ratios.iter().map(|(name, ratio)| Bar::new(name, f64::from(*ratio))).collect();
        if bars.is_empty() {
            return Ok(());
        }
        sheet.paint(&Bars { bars: &bars, coat: Coat::Sign, values: true, ..Bars::default() }, theme)
    };
    let name = t("每个梯度与至今的均方根之比", "each gradient over the root mean square so far");
    let label = move || {
        let all: Vec<String> = ratios().iter().map(|(g, ratio)| format!("{g}: {}", short(f64::from(*ratio)))).collect();
        format!("{}: {}", name(), all.join("; "))
    };
    let text = Signal::derive(move || bench.params.with(|params| params.text(TABLE, "gradients")));
    let commit = move |text: String| bench.set_texts(&[("gradients".to_owned(), text)]);
    view! {
        <FigureFrame tag="c" title=Text::new("反差", "Surprise") quiet=t("|gᵗ| / σᵗ：与之前的梯度比，这一个有多大", "|gᵗ| / σᵗ: how large a gradient is beside those before")>
            <Field label=Text::new("一串梯度", "A row of gradients") symbol="g" help=Text::new("用逗号隔开", "separated by commas") value=text
                default="0.001, 0.001, 0.003, 0.002, 0.1".to_owned() on_commit=commit/>
            <div class="sheet gd-half"><Canvas label=label draw=paint/></div>
            <Curves bench panel="proxy" curves=PROXY x=Text::new("抛物线 ax² 的二阶导数 2a", "second derivative 2a of the parabola ax²")
                label=Text::new("一阶导数的均方根随二阶导数", "Root mean square of the slope by second derivative")/>
        </FigureFrame>
    }
}
