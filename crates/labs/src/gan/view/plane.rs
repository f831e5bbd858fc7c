//! The plane as a figure: points of either kind on what D says of every place, and what a stage of a step speaks of.

use super::super::params::TABLE;
use crate::stage::{Bench, doubles};
use labkit::frame::{Field, Series};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::Kind;
use plot::contour::{Grid, trace};
use plot::field::Window;
use plot::plane::{Crowd, Plane};
use plot::raster::Shade;

/// What the background shows: at a stage of a step D as it stands then; the best D where none plays.
pub(super) fn map(bench: Bench, staged: bool) -> &'static str {
    bench.params.with(|params| match params.choice(TABLE, "loss") {
        "sinkhorn" => "best",
        _ if staged => "d",
        _ => params.choice(TABLE, "map"),
    })
}

fn field(content: Option<&Content>) -> Option<&Field> {
    match content {
        Some(Content::Field(field)) => Some(field),
        _ => None,
    }
}

pub(super) fn series(content: Option<&Content>) -> &[Series] {
    match content {
        Some(Content::Points(series) | Content::Lines(series)) => series,
        _ => &[],
    }
}

/// The output between “generated” and “real”, and how the field becomes colour: a probability by its distance from ½, any other
/// output by its distance from what it is on average.
fn shade(map: &str, loss: &str, values: &[f64]) -> (Shade, Option<f64>) {
    let reach = |zero: f64| values.iter().map(|v| (v - zero).abs()).fold(0.0, f64::max).max(1e-9);
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    match (map, loss) {
        ("slope", _) => (Shade::scaled(values, Kind::Linear), None),
        ("best", _) | (_, "minimax" | "non-saturating") => (Shade::Sign { zero: 0.5, reach: 0.5 }, Some(0.5)),
        (_, "lsgan") => (Shade::Sign { zero: 0.5, reach: reach(0.5) }, Some(0.5)),
        // Where a critic is zero says nothing: only differences count.
        _ => (Shade::Sign { zero: mean, reach: reach(mean) }, None),
    }
}

/// Calls back with the figure of the newest frame.
pub(super) fn plane(bench: Bench, panels: [crate::stage::Panel; 8], lang: Lang, done: &mut dyn FnMut(&Plane<'_>)) {
    let [d, slope, best, points, arrows, grid, stage, stage_field] = panels.map(|panel| panel.get());
    let loss = bench.params.with(|params| params.choice(TABLE, "loss"));
    // A stage of a step speaks of D as it stands then, of its batches, and of their pushes where it has come to them.
    let told = series(stage.as_deref());
    let staged = stage.is_some();
    let map = map(bench, staged);
    let [arrows_on, grid_on] = ["arrows", "grid"].map(|key| bench.params.with(|params| params.switch(TABLE, key)));
    let shown = match map {
        "slope" => field(slope.as_deref()),
        "best" => field(best.as_deref()),
        _ if staged => field(stage_field.as_deref()),
        _ => field(d.as_deref()),
    };
    let Some(shown) = shown else { return };
    let values = doubles(&shown.values.0);
    let under = Grid { nx: shown.nx as usize, ny: shown.ny as usize, x: shown.x, y: shown.y, values: &values };
    let (shade, level) = shade(map, loss, &values);
    let levels = level.and_then(|level| trace(&under, &[(level, true)]).ok()).unwrap_or_default();
    let push = match told.iter().find(|one| one.key == "push") {
        Some(push) => Some(push),
        None => series(arrows.as_deref()).first().filter(|_| arrows_on && !staged && loss != "sinkhorn"),
    };
    let push = push.map(|push| (doubles(&push.x.0), doubles(&push.y.0))).unwrap_or_default();
    let batch = told.iter().filter(|one| matches!(&*one.key, "real" | "fake")).map(|one| (one, true));
    let crowds: Vec<_> = series(points.as_deref()).iter().map(|one| (one, false)).chain(batch).collect();
    let crowds: Vec<_> =
        crowds.into_iter().map(|(one, ringed)| (one, ringed, doubles(&one.x.0), doubles(&one.y.0))).collect();
    let none: &[f64] = &[];
    let name = |key: &str| match key {
        "real" => Text::new("真", "real").get(lang),
        _ => Text::new("假", "generated").get(lang),
    };
    let crowds: Vec<Crowd<'_>> = crowds
        .iter()
        .map(|(one, ringed, x, y)| {
            let pushed = one.key == "fake" && *ringed == staged && push.0.len() == x.len();
            let push = if pushed { (&*push.0, &*push.1) } else { (none, none) };
            Crowd { name: name(&one.key), identity: one.identity, x, y, push, ringed: *ringed }
        })
        .collect();
    let mut lines = if grid_on { warped(series(grid.as_deref())) } else { Vec::new() };
    let ends = ["from", "fake"].map(|key| told.iter().find(|one| one.key == key));
    if let [Some(from), Some(to)] = ends {
        let end = |one: &Series, i: usize| Some((f64::from(*one.x.0.get(i)?), f64::from(*one.y.0.get(i)?)));
        lines.extend((0..to.x.0.len()).filter_map(|i| Some(vec![end(from, i)?, end(to, i)?])));
    }
    done(&Plane {
        window: Window { x: shown.x, y: shown.y },
        field: Some((under, shade)),
        levels: &levels,
        lines: &lines,
        crowds: &crowds,
        reach: 18.0,
    });
}

/// Both families of lines of G's grid, from its rows.
fn warped(rows: &[Series]) -> Vec<Vec<(f64, f64)>> {
    let rows: Vec<Vec<(f64, f64)>> = rows
        .iter()
        .map(|row| row.x.0.iter().zip(&row.y.0).map(|(x, y)| (f64::from(*x), f64::from(*y))).collect())
        .collect();
    let across = rows.first().map_or(0, Vec::len);
    let columns = (0..across).map(|i| rows.iter().filter_map(|row| row.get(i).copied()).collect());
    let columns: Vec<_> = columns.collect();
    rows.into_iter().chain(columns).collect()
}
