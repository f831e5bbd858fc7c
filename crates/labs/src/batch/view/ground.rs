//! The loss of a line over slope and intercept, with both runs on it.

use crate::stage::{Bench, Canvas, doubles, save_picture, stem};
use labkit::message::ToWorker;
use labkit::{Content, Lang, Text, short};
use leptos::html;
use leptos::prelude::*;
use plot::contour::{Contour, Grid, levels, trace};
use plot::field::{FieldFigure, Path, Window};
use plot::lines::Emphasis;
use plot::raster::{Shade, raster};
use plot::{PlotError, Theme};
use std::rc::Rc;
use ui::lang::{t, tf};
use ui::{FigureFrame, SaveAs, use_resize};

/// A field, its contours traced once.
struct Traced {
    window: Window,
    contours: Vec<Contour>,
    size: (usize, usize),
    values: Vec<f64>,
}

impl Traced {
    fn of(field: &labkit::frame::Field) -> Option<Self> {
        let (size, values) = ((field.nx as usize, field.ny as usize), doubles(&field.values.0));
        let grid = Grid { nx: size.0, ny: size.1, x: field.x, y: field.y, values: &values };
        let contours = trace(&grid, &levels(&values)).ok()?;
        Some(Self { window: Window { x: field.x, y: field.y }, contours, size, values })
    }

    fn figure<'a>(&'a self, contours: &'a [Contour], paths: &'a [Path<'a>]) -> FieldFigure<'a> {
        FieldFigure { window: self.window, contours, paths, minima: &[], starts: &[] }
    }
}

#[component]
pub(super) fn Ground(bench: Bench) -> impl IntoView {
    let (field, paths) = (bench.panel("field"), bench.panel("paths"));
    let traced = RwSignal::new_local(None::<Rc<Traced>>);
    Effect::new(move |_| {
        if let Some(Content::Field(field)) = field.get().as_deref() {
            traced.set(Traced::of(field).map(Rc::new));
        }
    });
    let paint_ground = move |sheet: &plot::canvas::Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(ground) = traced.get() else { return Ok(()) };
        let figure = ground.figure(&ground.contours, &[]);
        let layout = figure.layout(sheet.size())?;
        let (nx, ny) = ground.size;
        let grid = Grid { nx, ny, x: ground.window.x, y: ground.window.y, values: &ground.values };
        sheet.put(&raster(&grid, Shade::of(&ground.values), theme)?, &layout)?;
        sheet.draw(|area, scale| figure.draw_ground(area, theme, scale)).map(|_| ())
    };
    let paint_paths = move |sheet: &plot::canvas::Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(ground) = traced.get() else { return Ok(()) };
        let Some(Content::Lines(ways)) = paths.get().as_deref().cloned() else { return Ok(()) };
        let ways: Vec<_> = ways.iter().map(|way| (way, doubles(&way.x.0), doubles(&way.y.0))).collect();
        let drawn = ways.iter().map(|(way, x, y)| Path {
            name: &way.key,
            identity: way.identity,
            x,
            y,
            now: x.len().saturating_sub(1),
            emphasis: if way.key == "example" { Emphasis::Pinned } else { Emphasis::Normal },
        });
        let drawn: Vec<Path<'_>> = drawn.collect();
        sheet.draw(|area, scale| ground.figure(&[], &drawn).draw_runs(area, theme, scale)).map(|_| ())
    };
    let label = tf(move |lang| {
        let (batches, full) = (short(bench.metric("train_loss")), short(bench.metric("train_loss_full")));
        match lang {
            Lang::Zh => format!("斜率与截距上的等高线，和两条路径。损失：分批 {batches}，整批 {full}"),
            Lang::En => format!("Contours over slope and intercept, with both paths. Loss: {batches} in batches, {full} on the full batch"),
        }
    });
    let node = NodeRef::<html::Div>::new();
    let extent = use_resize(node);
    // A hundredth is finer than the eye; the model draws anew for each.
    let aspect = Memo::new(move |_| {
        let extent = extent.get();
        (!extent.is_empty()).then(|| (extent.width / extent.height * 100.0).round() / 100.0)
    });
    Effect::new(move |_| {
        if let Some(aspect) = aspect.get() {
            bench.send(ToWorker::Aspect(aspect));
        }
    });
    let save = move |_: SaveAs| {
        if let Some(element) = node.get_untracked() {
            save_picture(&element, &stem(bench.lab.id, "ground"));
        }
    };
    view! {
        <FigureFrame tag="a" title=Text::new("斜率 w 与截距 b 上的损失", "Loss over slope w and intercept b")
            quiet=t("细线：刚看的那个样本满意的地方", "thin line: where the newest example is content") saves=vec![SaveAs::Png] on_save=save>
            <div class="surface" node_ref=node>
                <Canvas draw=paint_ground/>
                <Canvas label=label draw=paint_paths/>
            </div>
        </FigureFrame>
    }
}
