//! The plane: the critic's height or slope, the heaps on it, and where it is penalised.

use super::choice;
use crate::stage::{Bench, Drawn, Form, Group, Plate, Reads, Sketch, doubles};
use labkit::frame::{Field, Series};
use labkit::{Content, Lang, Text, short};
use leptos::prelude::*;
use plot::contour::{Contour, Grid, levels, trace};
use plot::field::{FieldFigure, Path, Window};
use plot::lines::Emphasis;
use plot::raster::{Shade, raster};
use plot::table::{Table, Tabular};
use plot::{Figure, Kind, Layout, Pen, Picture, PlotError, Rect, Theme};
use ui::lang::tf;

/// Size of the points, as a part of the size of a run's marker.
const POINT: f64 = 0.5;
/// Slopes that have a line; that of 1 is strong.
const STEEP: [(f64, bool); 5] = [(0.25, false), (0.5, false), (1.0, true), (2.0, false), (4.0, false)];

/// A field with points and ways on it, both axes alike.
struct Plane {
    field: Field,
    values: Vec<f64>,
    shade: Shade,
    contours: Vec<Contour>,
    ways: Vec<Series>,
    spots: Vec<Series>,
}

impl Plane {
    fn new(field: Field, slopes: bool, ways: Vec<Series>, spots: Vec<Series>) -> Self {
        let values = doubles(&field.values.0);
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let reach = values.iter().fold(0.0, |most: f64, value| most.max((value - mean).abs()));
        let shade = if slopes {
            Shade::scaled(&values, Kind::Linear)
        } else {
            Shade::Sign { zero: mean, reach: reach.max(f64::MIN_POSITIVE) }
        };
        let grid = Grid { nx: field.nx as usize, ny: field.ny as usize, x: field.x, y: field.y, values: &values };
        let contours = if slopes { trace(&grid, &STEEP) } else { trace(&grid, &levels(&values)) };
        Self { contours: contours.unwrap_or_default(), field, values, shade, ways, spots }
    }

    fn window(&self, picture: (f64, f64)) -> Window {
        let middle = |range: (f64, f64)| f64::midpoint(range.0, range.1);
        let least = (self.field.x.1 - self.field.x.0, self.field.y.1 - self.field.y.0);
        Window::around((middle(self.field.x), middle(self.field.y)), least, picture)
    }

    fn layout(&self, size: (f64, f64)) -> Result<Layout, PlotError> {
        FieldFigure { window: self.window(size), contours: &[], paths: &[], minima: &[], starts: &[] }.layout(size)
    }
}

impl Figure for Plane {
    fn picture(&self, size: (f64, f64), theme: &Theme, _ratio: f64) -> Result<Option<Picture>, PlotError> {
        let layout = self.layout(size)?;
        let (nx, ny) = (self.field.nx as usize, self.field.ny as usize);
        let grid = Grid { nx, ny, x: self.field.x, y: self.field.y, values: &self.values };
        let drawn = raster(&grid, self.shade, theme)?;
        let (left, top, width, height) = drawn.place(&layout);
        let at = Rect { left, top, right: left + width, bottom: top + height };
        Ok(Some(Picture { width: drawn.width, height: drawn.height, rgba: drawn.rgba, at }))
    }

    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        let layout = self.layout(pen.size())?;
        let ways: Vec<(&Series, Vec<f64>, Vec<f64>)> =
            self.ways.iter().map(|way| (way, doubles(&way.x.0), doubles(&way.y.0))).collect();
        // A way without its end: no marker is drawn.
        let paths: Vec<Path<'_>> = ways
            .iter()
            .map(|(way, x, y)| Path {
                name: &way.key,
                identity: way.identity,
                x,
                y,
                now: x.len(),
                emphasis: Emphasis::Pinned,
            })
            .collect();
        let figure = FieldFigure {
            window: self.window(pen.size()),
            contours: &self.contours,
            paths: &paths,
            minima: &[],
            starts: &[],
        };
        Figure::paint(&figure, pen)?;
        for spots in &self.spots {
            for (x, y) in spots.x.0.iter().zip(&spots.y.0) {
                let at = layout.to_px((f64::from(*x), f64::from(*y)));
                if layout.plot.contains(at) {
                    pen.marker(at, spots.identity, POINT)?;
                }
            }
        }
        Ok(())
    }
}

impl Tabular for Plane {
    /// The points; the field itself is a picture, not a table.
    fn table(&self) -> Table {
        let row = |key: &str, x: f32, y: f32| vec![key.to_owned(), x.to_string(), y.to_string()];
        let rows = self.spots.iter().flat_map(|spots| {
            spots.x.0.iter().zip(&spots.y.0).map(|(x, y)| row(&spots.key, *x, *y)).collect::<Vec<_>>()
        });
        Table { header: ["set", "x", "y"].map(str::to_owned).into(), rows: rows.collect() }
    }
}

fn lines(bench: Bench, panel: &'static str) -> Vec<Series> {
    match bench.panel(panel).get().as_deref() {
        Some(Content::Lines(all) | Content::Points(all)) => all.clone(),
        _ => Vec::new(),
    }
}

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("w1", Text::new("W₁，精确", "W₁, exact"), Form::Number),
        ("estimate", Text::new("评论家的估计", "the critic’s estimate"), Form::Number),
        ("grad_norm_mean", Text::new("惩罚点上 ‖∇f‖ 平均", "mean ‖∇f‖ where penalised"), Form::Number),
        ("grad_norm_max", Text::new("窗口里最大", "largest in the window"), Form::Number),
        ("share_beyond", Text::new("惩罚点在数据另一边", "penalty points beyond the data"), Form::Percent),
    ];
    let (field, drawn) = (choice(bench, "field"), choice(bench, "drawn"));
    let show = move |_: Lang, done: &mut dyn FnMut(&dyn Drawn)| {
        let slopes = field.get() == "slope";
        let panel = bench.panel(if slopes { "slope" } else { "height" });
        let Some(Content::Field(field)) = panel.get().as_deref().cloned() else { return };
        if field.values.0.len() != (field.nx * field.ny) as usize || field.nx < 2 {
            return;
        }
        let (mut ways, mut spots) = (Vec::new(), lines(bench, "heaps"));
        match drawn.get() {
            "penalised" => {
                ways = lines(bench, "segments");
                spots.extend(lines(bench, "penalised"));
            }
            "matching" => ways = lines(bench, "matching"),
            _ => {}
        }
        done(&Plane::new(field, slopes, ways, spots));
    };
    let quiet = tf(move |lang| {
        match (drawn.get(), lang) {
        ("penalised", Lang::Zh) => "两种记号是数据 P 和生成点 Q；第三种在线段上，是量斜率、加惩罚的地方".to_owned(),
        ("penalised", Lang::En) => {
            "two kinds of marks are data P and generated points Q; the third, on its segments, is where slopes are measured and penalised".to_owned()
        }
        ("matching", Lang::Zh) => "每条线是最优配对里的一对：平均长度就是 W₁".to_owned(),
        ("matching", Lang::En) => "each line is a pair of the best assignment: their mean length is W₁".to_owned(),
        (_, Lang::Zh) => "两种记号：数据 P 和生成点 Q".to_owned(),
        (_, Lang::En) => "two kinds of marks: data P and generated points Q".to_owned(),
    }
    });
    let label = tf(move |lang| {
        let (estimate, w1, slope) =
            (short(bench.metric("estimate")), short(bench.metric("w1")), short(bench.metric("grad_norm_mean")));
        match lang {
            Lang::Zh => format!("评论家的高度图和两堆点：估计 {estimate}，精确的 W₁ {w1}，惩罚点上的平均斜率 {slope}"),
            Lang::En => {
                format!(
                    "Map of the critic with both heaps: estimate {estimate}, exact W₁ {w1}, mean slope where it is penalised {slope}"
                )
            }
        }
    });
    view! {
        <Plate bench name="plane" tag="a" title=Text::new("评论家的地形", "The critic’s ground") quiet>
            <Sketch class="adv-square" label show/>
            <Reads bench reads=READS/>
        </Plate>
    }
}
