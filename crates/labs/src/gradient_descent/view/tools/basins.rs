//! The basins of attraction as a picture.

use super::Read;
use crate::stage::{Bench, Canvas, doubles};
use labkit::frame::Field;
use labkit::{Content, Lang, Text, short};
use leptos::prelude::*;
use plot::field::{FieldFigure, Spot, Window};
use plot::raster::Raster;
use plot::{PlotError, Rgb, Theme};
use ui::FigureFrame;
use ui::lang::{t, tf};

/// Each basin in the colour of its place, the rest grey.
fn raster(field: &Field, theme: &Theme) -> Raster {
    let (nx, ny) = (field.nx as usize, field.ny as usize);
    let rows = (0..ny).rev().flat_map(|j| field.values.0.iter().skip(j * nx).take(nx));
    let rgba = rows.flat_map(|value| {
        let Rgb([r, g, b]) = match *value as u8 {
            0 => theme.paper.mix(theme.ink3, 0.2),
            place => theme.paper.mix(theme.identity(place), 0.55),
        };
        [r, g, b, 255]
    });
    Raster { width: nx, height: ny, rgba: rgba.collect(), x: field.x, y: field.y }
}

#[component]
pub(super) fn Basins(bench: Bench) -> impl IntoView {
    let (field, rests) = (bench.panel("basins"), bench.panel("rests"));
    let places = move || match rests.get().as_deref() {
        Some(Content::Points(places)) => {
            let place = |one: &labkit::frame::Series| Some((one.key.clone(), *doubles(&one.x.0).first()?, *doubles(&one.y.0).first()?));
            places.iter().filter_map(place).collect()
        }
        _ => Vec::new(),
    };
    let paint = move |sheet: &plot::canvas::Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(Content::Field(field)) = field.get().as_deref().cloned() else { return Ok(()) };
        let places = places();
        let spots: Vec<Spot<'_>> = places.iter().map(|(loss, x, y)| Spot { at: (*x, *y), label: loss }).collect();
        let window = Window { x: field.x, y: field.y };
        let figure = FieldFigure { window, contours: &[], paths: &[], minima: &spots, starts: &[] };
        let layout = figure.layout(sheet.size())?;
        sheet.put(&raster(&field, theme), &layout)?;
        sheet.draw(|area, scale| figure.draw(area, theme, scale)).map(|_| ())
    };
    let label = tf(move |lang| {
        let all: Vec<String> = places().iter().map(|(loss, x, y)| format!("({}, {}) {loss}", short(*x), short(*y))).collect();
        match lang {
            Lang::Zh => format!("每一格按它的球停在哪里上色。停的地方和那里的损失：{}", all.join("；")),
            Lang::En => format!("Each cell coloured by where its ball comes to rest. Places, with their loss: {}", all.join("; ")),
        }
    });
    view! {
        <FigureFrame tag="c" title=Text::new("吸引域", "Basins of attraction") quiet=t("10240 个球（控件移动时先用 2560 个），焦点的优化器，200 步", "10,240 balls (2,560 while a control moves), the optimiser in focus, 200 steps")>
            <div class="sheet"><Canvas label=label draw=paint/></div>
            <div class="reads">
                <Read bench label=Text::new("几个停处", "places of rest") metric="basins"/>
                <Read bench label=Text::new("200 步还没到的份额", "share not there after 200 steps") metric="lost"/>
            </div>
        </FigureFrame>
    }
}
