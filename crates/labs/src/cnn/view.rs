//! The stage of the lab.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

use crate::stage::{Bench, Canvas, doubles};
use labkit::{Content, Text, short};
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::line::Xs;
use plot::lines::{Lines, Series};
use plot::{Axis, PlotError, Theme};
use ui::FigureFrame;
use ui::lang::t;

/// The loss by step, and how many answers are right.
pub(super) fn view(bench: Bench) -> AnyView {
    let losses = bench.panel("losses");
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(Content::Lines(curves)) = losses.get().as_deref().cloned() else { return Ok(()) };
        let curves: Vec<_> = curves.iter().map(|one| (one.identity, doubles(&one.x.0), doubles(&one.y.0))).collect();
        let series: Vec<Series<'_>> = curves
            .iter()
            .map(|(identity, x, y)| Series { xs: Xs::Values(x), ..Series::new("", *identity, y) })
            .collect();
        let last = curves.iter().filter_map(|(_, x, _)| x.last()).fold(10.0, |most: f64, step| most.max(*step));
        let lines = Lines { series: &series, x: Axis::default().over(0.0, last), y: Axis::log(), references: &[], now: None };
        sheet.paint(&lines, theme)
    };
    let name = t("每步的损失", "Loss by step");
    let label = move || format!("{}: {}", name(), short(bench.metric("loss")));
    view! {
        <div class="stage__lead">
            <FigureFrame tag="a" title=Text::new("每步的损失", "Loss by step") quiet=t("对数轴", "log axis")>
                <div class="sheet"><Canvas label=label draw=paint/></div>
                <div class="reads">
                    <div class="read"><div class="read__label">{t("损失", "loss")}</div><div class="read__value num" data-metric="loss">{move || short(bench.metric("loss"))}</div></div>
                    <div class="read"><div class="read__label">{t("没练过的", "unseen")}</div><div class="read__value num" data-metric="test_accuracy">{move || short(bench.metric("test_accuracy"))}</div></div>
                    <div class="read"><div class="read__label">{t("拖入的", "dropped")}</div><div class="read__value num" data-metric="dropped_accuracy">{move || short(bench.metric("dropped_accuracy"))}</div></div>
                </div>
            </FigureFrame>
        </div>
    }
    .into_any()
}
