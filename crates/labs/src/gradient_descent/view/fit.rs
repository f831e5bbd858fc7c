//! The linear model on its data, and its weights beside the closed form.

use super::super::params::{OPTIMISERS, TABLE};
use crate::stage::{Bench, Canvas, doubles, save_picture, stem};
use labkit::{Content, Lang, Text, Value};
use leptos::html;
use leptos::prelude::*;
use plot::scatter::{Fit as Line, Scatter, Tint};
use plot::{Axis, PlotError};
use ui::lang::{lang, t, tf};
use ui::{DataTable, FigureFrame, SaveAs};

#[component]
pub(super) fn Fit(bench: Bench) -> impl IntoView {
    let panel = bench.panel("fit");
    let words = lang();
    let focus = move || {
        let key = bench.params.with(|params| params.choice(TABLE, "optimiser"));
        OPTIMISERS.iter().find(|(name, _)| *name == key).map_or(Text::same(""), |(_, text)| *text)
    };
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let Some(content) = panel.get() else { return Ok(()) };
        let Content::Points(series) = content.as_ref() else { return Ok(()) };
        let Some(rows) = series.first() else { return Ok(()) };
        let (x, y) = (doubles(&rows.x.0), doubles(&rows.y.0));
        let target = bench.params.with(|params| params.text(TABLE, "target"));
        let name = focus().get(words.get());
        let mut figure = Scatter::new(&x, &y);
        figure.shade = Tint::One(8);
        let feature = match bench.params.with(|params| params.get(TABLE, "features")) {
            Value::Names(names) => names.into_iter().next().unwrap_or_default(),
            _ => String::new(),
        };
        let (real, said) = (titled(&target, Text::new("（真实）", ", real"), words.get()), titled(&target, Text::new("（预测）", ", predicted"), words.get()));
        if let Some(line) = series.get(1) {
            let (lx, ly) = (doubles(&line.x.0), doubles(&line.y.0));
            if let ([x0, x1], [y0, y1]) = (lx.as_slice(), ly.as_slice()) {
                let slope = (y1 - y0) / (x1 - x0);
                figure.fit = Some(Line { slope, intercept: y0 - slope * x0, label: name });
            }
            figure.x_axis = Axis::default().titled(&feature);
            figure.y_axis = Axis::default().titled(&target);
        } else {
            figure.diagonal = true;
            figure.x_axis = Axis::default().titled(&real);
            figure.y_axis = Axis::default().titled(&said);
        }
        sheet.draw(|area, scale| figure.draw(area, theme, scale)).map(|_| ())
    };
    let label = tf(move |lang| match lang {
        Lang::Zh => format!("{}：线性模型与数据", focus().zh),
        Lang::En => format!("{}: the linear model and the data", focus().en),
    });
    let node = NodeRef::<html::Div>::new();
    let save = move |form: SaveAs| {
        if let (SaveAs::Png, Some(element)) = (form, node.get_untracked()) {
            save_picture(&element, &stem(bench.lab.id, "fit"));
        }
    };
    view! {
        <FigureFrame tag="c" title=Text::new("拟合", "Fit") quiet=t("焦点优化器，原来的单位", "optimiser in focus, in the units of the file")
            saves=vec![SaveAs::Png] on_save=save class="fig--fit">
            <div class="gd-fit">
                <div class="sheet" node_ref=node><Canvas label=label draw=paint/></div>
                <Weights bench/>
            </div>
        </FigureFrame>
    }
}

fn titled(column: &str, what: Text, lang: Lang) -> String {
    format!("{column}{}", what.get(lang))
}

#[component]
fn Weights(bench: Bench) -> impl IntoView {
    let (panel, words) = (bench.panel("weights"), lang());
    let all = Memo::new(move |_| match panel.get().as_deref() {
        Some(Content::Table(table)) => {
            (table.head.iter().map(|cell| cell.get(words.get()).to_owned()).collect::<Vec<_>>(), table.rows.clone())
        }
        _ => (Vec::new(), Vec::new()),
    });
    let head = Signal::derive(move || all.with(|(head, _)| head.clone()));
    let rows = Signal::derive(move || all.with(|(_, rows)| rows.clone()));
    view! { <DataTable caption=Text::new("权重，1 是截距", "Weights; 1 is the intercept") head=head rows=rows/> }
}
