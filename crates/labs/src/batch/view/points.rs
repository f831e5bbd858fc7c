//! Figures of points: gradients of batches around the full one, and the two crowds in the trap.

use crate::stage::{Form, Group, Reads};
use crate::stage::{Bench, Canvas, doubles};
use labkit::frame::Series;
use labkit::{Content, Lang, Text, short};
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::line::Xs;
use plot::lines::{Lines, Series as Curve};
use plot::scatter::{Scatter, Tint};
use plot::{Axis, PlotError, Theme};
use ui::FigureFrame;
use ui::lang::{lang, t, tf};

/// All points of a panel, with the identity of each.
fn points(panel: &[Series]) -> (Vec<f64>, Vec<f64>, Vec<u8>) {
    let mut all = (Vec::new(), Vec::new(), Vec::new());
    for series in panel {
        all.0.extend(doubles(&series.x.0));
        all.1.extend(doubles(&series.y.0));
        all.2.extend(std::iter::repeat_n(series.identity, series.x.0.len()));
    }
    all
}

/// Gradients of single batches, along and across the full gradient.
#[component]
pub(super) fn Cloud(bench: Bench) -> impl IntoView {
    let (panel, words) = (bench.panel("cloud"), lang());
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(Content::Points(clouds)) = panel.get().as_deref().cloned() else { return Ok(()) };
        let (x, y, identities) = points(&clouds);
        let along = Text::new("沿整批梯度，它的长度为 1", "along the full gradient, whose length is 1").get(words.get());
        let across = Text::new("横着", "across").get(words.get());
        let axes = (Axis::default().titled(along), Axis::default().titled(across));
        sheet.paint(&Scatter { shade: Tint::Identity(&identities), x_axis: axes.0, y_axis: axes.1, ..Scatter::new(&x, &y) }, theme)
    };
    let sizes = move || match panel.get().as_deref() {
        Some(Content::Points(clouds)) => clouds.iter().map(|cloud| cloud.key.clone()).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let label = tf(move |lang| {
        let (sizes, noise) = (sizes().join(", "), short(bench.metric("noise")));
        match lang {
            Lang::Zh => format!("批梯度的散布，B = {sizes}。噪声是整批梯度长度的 {noise} 倍"),
            Lang::En => format!("Gradients of batches, B = {sizes}. Their noise is {noise} times the full gradient’s length"),
        }
    });
    let quiet = tf(move |lang| match (&sizes()[..], lang) {
        ([one, many, ..], Lang::Zh) => format!("▪ B = {one}，● B = {many}"),
        ([one, many, ..], Lang::En) => format!("▪ B = {one}, ● B = {many}"),
        _ => String::new(),
    });
    view! {
        <FigureFrame tag="b" title=Text::new("一批一个梯度", "One gradient a batch") quiet=quiet>
            <div class="sheet"><Canvas label=label draw=paint/></div>
        </FigureFrame>
    }
}

/// What is seen of the trap, and how far above the surface each crowd is drawn.
const VIEW: ((f64, f64), (f64, f64)) = ((-1.75, 1.75), (-3.8, 2.4));
const ABOVE: [f64; 2] = [0.42, 0.16];

/// The mean surface, that of the newest batch, and both crowds on the former.
#[component]
pub(super) fn Trap(bench: Bench) -> impl IntoView {
    let (surfaces, crowds) = (bench.panel("surfaces"), bench.panel("crowds"));
    let axes = (Axis::default().over(VIEW.0.0, VIEW.0.1), Axis::default().over(VIEW.1.0, VIEW.1.1));
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(Content::Lines(lines)) = surfaces.get().as_deref().cloned() else { return Ok(()) };
        let Some(Content::Points(crowds)) = crowds.get().as_deref().cloned() else { return Ok(()) };
        let lines: Vec<_> = lines.iter().map(|line| (line.identity, doubles(&line.x.0), doubles(&line.y.0))).collect();
        // Without names both figures leave the same room at the right, so that their axes are the same.
        let series: Vec<Curve<'_>> =
            lines.iter().map(|(identity, x, y)| Curve { xs: Xs::Values(x), ..Curve::new("", *identity, y) }).collect();
        let lines = Lines { series: &series, x: axes.0, y: axes.1, references: &[], now: None };
        sheet.paint(&lines, theme)?;
        let raised: Vec<Series> = crowds
            .into_iter()
            .zip(ABOVE)
            .map(|(mut crowd, above)| {
                crowd.y.0.iter_mut().for_each(|y| *y += above as f32);
                crowd
            })
            .collect();
        let (x, y, identities) = points(&raised);
        let scatter = Scatter { shade: Tint::Identity(&identities), radius: 3.0, x_axis: axes.0, y_axis: axes.1, ..Scatter::new(&x, &y) };
        sheet.paint(&scatter, theme)
    };
    let label = tf(move |lang| {
        let [out, full] = ["escaped", "escaped_full"].map(|name| format!("{:.0} %", 100.0 * bench.metric(name)));
        match lang {
            Lang::Zh => format!("浅坑在左，深坑在右。逃出去的：分批 {out}，整批 {full}"),
            Lang::En => format!(
                "A shallow well on the left, a deep one on the right. Out of the shallow one: {out} in batches, {full} on the full batch"
            ),
        }
    });
    const READS: Group = &[
        ("escaped", Text::new("分批，逃出", "in batches, out"), Form::Percent),
        ("escaped_full", Text::new("整批，逃出", "full batch, out"), Form::Percent),
        ("trap_loss", Text::new("分批，平均损失", "in batches, mean loss"), Form::Number),
        ("trap_loss_full", Text::new("整批，平均损失", "full batch, mean loss"), Form::Number),
    ];
    view! {
        <FigureFrame tag="a" title=Text::new("陷阱", "The trap")
            quiet=t("▲ 整批，在平均曲面上；● 分批，它这一步看到的是另一条曲线", "▲ full batch, on the mean surface; ● in batches, each seeing another curve each step")>
            <div class="sheet"><Canvas label=label draw=paint/></div>
            <Reads bench reads=READS/>
        </FigureFrame>
    }
}
