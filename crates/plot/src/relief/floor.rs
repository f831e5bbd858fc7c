//! What the surface stands on: walls under its near edges, the floor's ticks, and heights at its left corner.

use super::camera::View;
use super::drape;
use super::height::Height;
use super::mesh::{Cell, Mesh};
use crate::{
    Pen, PlotError,
    line::Point,
    pen::Stroke,
    text::{Align, Label},
    ticks::{self, Tick},
};

/// How far the floor lies under the least value, where its longer side is 1.
pub(super) const DEPTH: f64 = 0.05;
/// From the floor's edge to the middle of digits, CSS pixels.
const AWAY: f64 = 14.0;

/// One of the floor's two near edges.
struct Edge {
    /// Its cells, in the order of the axis.
    ends: [Cell; 2],
    /// Away from the floor, as wide as the floor is.
    out: (f64, f64),
}

/// The near edges of the floor: along x, along y.
fn edges(mesh: &Mesh, view: &View) -> [Edge; 2] {
    let (i, j) = ((mesh.nx - 1) as f64, (mesh.ny - 1) as f64);
    let near = view.near();
    let (x, y) = (if near.0 > 0.0 { i } else { 0.0 }, if near.1 > 0.0 { j } else { 0.0 });
    [
        Edge { ends: [(0.0, y), (i, y)], out: (0.0, near.1.signum()) },
        Edge { ends: [(x, 0.0), (x, j)], out: (near.0.signum(), 0.0) },
    ]
}

/// The place of a cell on the floor, on the picture.
fn on_floor(mesh: &Mesh, view: &View, cell: Cell) -> Point {
    let (x, y) = mesh.floor(cell);
    view.to_px([x, y, -DEPTH])
}

/// The floor itself, which shows only through holes of the field.
pub(super) fn draw_floor(pen: &Pen<'_>, mesh: &Mesh, view: &View) -> Result<(), PlotError> {
    let (i, j) = ((mesh.nx - 1) as f64, (mesh.ny - 1) as f64);
    let corners = [(0.0, 0.0), (i, 0.0), (i, j), (0.0, j), (0.0, 0.0)].map(|cell| on_floor(mesh, view, cell));
    pen.polygon(&corners, pen.theme.line, 0.35)?;
    pen.line(&corners, Stroke::solid(pen.theme.line2, 1.0))
}

/// The edge of the surface, where it is seen.
pub(super) fn draw_rim(pen: &Pen<'_>, mesh: &Mesh, view: &View) -> Result<(), PlotError> {
    let (i, j) = ((mesh.nx - 1) as f64, (mesh.ny - 1) as f64);
    for piece in drape::along(mesh, view, &[(0.0, 0.0), (i, 0.0), (i, j), (0.0, j), (0.0, 0.0)]).seen {
        pen.line(&piece, Stroke { alpha: 0.4, ..Stroke::solid(pen.theme.ink, 1.0) })?;
    }
    Ok(())
}

/// The walls: from the floor to the surface along both near edges.
pub(super) fn draw_walls(pen: &Pen<'_>, mesh: &Mesh, view: &View) -> Result<(), PlotError> {
    let theme = pen.theme;
    for edge in edges(mesh, view) {
        let [from, to] = edge.ends;
        let count = (to.0 - from.0 + to.1 - from.1).round() as usize;
        let step = ((to.0 - from.0) / count as f64, (to.1 - from.1) / count as f64);
        let cells: Vec<Cell> = (0..=count).map(|k| (from.0 + step.0 * k as f64, from.1 + step.1 * k as f64)).collect();
        // The wall that looks to the left is in the light.
        let light = view.light();
        let lit = (edge.out.0 * light[0] + edge.out.1 * light[1]).clamp(-1.0, 1.0);
        let color = theme.line.mix(if lit > 0.0 { theme.paper } else { theme.line2 }, (lit.abs() * 0.6).min(0.5));
        for run in cells.split(|cell| mesh.place(*cell)[2].is_nan()).filter(|run| run.len() > 1) {
            let rim: Vec<Point> = run.iter().map(|cell| view.to_px(mesh.place(*cell))).collect();
            let mut wall = rim.clone();
            wall.extend(run.iter().rev().map(|cell| on_floor(mesh, view, *cell)));
            wall.extend_from_within(..1);
            pen.polygon(&wall, color, 1.0)?;
            pen.line(&wall, Stroke::solid(theme.line2, 1.0))?;
            pen.line(&rim, Stroke { alpha: 0.4, ..Stroke::solid(theme.ink, 1.0) })?;
        }
    }
    Ok(())
}

/// Digits and names along both near edges of the floor.
pub(super) fn draw_axes(
    pen: &Pen<'_>,
    mesh: &Mesh,
    view: &View,
    ranges: [(f64, f64); 2],
    names: [&str; 2],
) -> Result<(), PlotError> {
    let (size, color) = (pen.theme.text_px, pen.theme.ink3);
    for ((edge, range), name) in edges(mesh, view).into_iter().zip(ranges).zip(names) {
        let [from, to] = edge.ends.map(|cell| on_floor(mesh, view, cell));
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        // Seen from its end an axis has no room for digits.
        if length < 44.0 {
            continue;
        }
        let out = outwards(mesh, view, &edge);
        let at = |t: f64, away: f64| {
            (from.0 + (to.0 - from.0) * t + out.0 * away, from.1 + (to.1 - from.1) * t + out.1 * away)
        };
        let align = if out.0 > 0.5 {
            Align::Start
        } else if out.0 < -0.5 {
            Align::End
        } else {
            Align::Middle
        };
        let digits =
            |text: &str, t: f64, away: f64| pen.text(Label { text, at: at(t, away), align, color, halo: false });
        let share = |v: f64| (v - range.0) / (range.1 - range.0);
        for Tick { value, label } in ticks::linear(range.0, range.1, (length / 48.0).clamp(1.0, 6.0) as usize) {
            let t = share(value);
            pen.line(&[at(t, 0.0), at(t, 4.0)], Stroke::solid(pen.theme.line2, 1.0))?;
            digits(&label, t, if align == Align::Middle { AWAY } else { AWAY * 0.7 })?;
        }
        digits(name, 0.5, AWAY + 1.6 * size)?;
    }
    Ok(())
}

/// Away from an edge on the picture, of length 1.
fn outwards(mesh: &Mesh, view: &View, edge: &Edge) -> (f64, f64) {
    let (x, y) = mesh.floor(edge.ends[0]);
    let (a, b) = (view.to_px([x, y, 0.0]), view.to_px([x + edge.out.0, y + edge.out.1, 0.0]));
    let length = (b.0 - a.0).hypot(b.1 - a.1).max(1e-9);
    ((b.0 - a.0) / length, (b.1 - a.1) / length)
}

/// Heights, at the corner that is farthest to the left.
pub(super) fn draw_heights(pen: &Pen<'_>, mesh: &Mesh, view: &View, height: &Height) -> Result<(), PlotError> {
    let (i, j) = ((mesh.nx - 1) as f64, (mesh.ny - 1) as f64);
    let left = |cell: &Cell| on_floor(mesh, view, *cell).0;
    let corners = [(0.0, 0.0), (i, 0.0), (i, j), (0.0, j)];
    let Some(corner) = corners.into_iter().min_by(|a, b| left(a).total_cmp(&left(b))) else { return Ok(()) };
    let (x, y) = mesh.floor(corner);
    let at = |z: f64| view.to_px([x, y, z]);
    let (low, high) = (at(0.0), at(Mesh::top()));
    let tall = low.1 - high.1;
    if tall < 24.0 {
        return Ok(());
    }
    pen.line(&[at(-DEPTH), high], Stroke::solid(pen.theme.line2, 1.0))?;
    for tick in height.ticks(tall) {
        let (px, py) = at(Mesh::top() * height.at(tick.value));
        pen.line(&[(px, py), (px - 4.0, py)], Stroke::solid(pen.theme.line2, 1.0))?;
        let label =
            Label { text: &tick.label, at: (px - 7.0, py), align: Align::End, color: pen.theme.ink3, halo: false };
        pen.text(label)?;
    }
    Ok(())
}
