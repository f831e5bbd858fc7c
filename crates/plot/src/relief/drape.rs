//! Lines laid over the surface, taken apart into what the viewer sees and what hides behind a slope.

use super::camera::View;
use super::mesh::{Cell, Mesh};
use crate::{
    Rect,
    line::{self, Point},
};

/// A line on the picture.
#[derive(Debug, Default)]
pub(super) struct Draped {
    pub(super) seen: Vec<Vec<Point>>,
    pub(super) hidden: Vec<Vec<Point>>,
}

/// Longest piece of a line that is taken for straight, in cells.
const PIECE: f64 = 0.5;
/// Points of a path closer than this are one, in cells.
const CLOSE: f64 = 0.03;

/// Lays a line of data over the mesh. Where it leaves the field or the field has a hole it breaks.
pub(super) fn drape(mesh: &Mesh, view: &View, points: impl Iterator<Item = (f64, f64)>) -> Draped {
    let cells: Vec<Cell> = points.map(|p| mesh.cell(p)).collect();
    let all = Rect { left: 0.0, top: 0.0, right: (mesh.nx - 1) as f64, bottom: (mesh.ny - 1) as f64 };
    let mut draped = Draped::default();
    for run in cells.split(|c| !(c.0.is_finite() && c.1.is_finite())) {
        for inside in line::clip(&line::thin(run, CLOSE), &all) {
            draped.lay(mesh, view, &inside);
        }
    }
    draped
}

/// Lays a line of cells over the mesh.
pub(super) fn along(mesh: &Mesh, view: &View, cells: &[Cell]) -> Draped {
    let mut draped = Draped::default();
    draped.lay(mesh, view, cells);
    draped
}

impl Draped {
    fn lay(&mut self, mesh: &Mesh, view: &View, cells: &[Cell]) {
        let mut open: Option<(bool, Vec<Point>)> = None;
        let mut before: Option<(f64, Point)> = None;
        for cell in fine(cells) {
            let (clear, at) = (mesh.clearance(cell), view.to_px(mesh.place(cell)));
            if clear.is_nan() || !at.1.is_finite() {
                self.close(open.take());
                before = None;
                continue;
            }
            let seen = clear >= 0.0;
            match &mut open {
                Some((same, points)) if *same == seen => points.push(at),
                _ => {
                    // The border between two points, where there are two.
                    let border = before.map(|(c, p)| {
                        let t = c / (c - clear);
                        (p.0 + (at.0 - p.0) * t, p.1 + (at.1 - p.1) * t)
                    });
                    if let (Some((_, points)), Some(border)) = (&mut open, border) {
                        points.push(border);
                    }
                    self.close(open.take());
                    open = Some((seen, border.into_iter().chain([at]).collect()));
                }
            }
            before = Some((clear, at));
        }
        self.close(open);
    }

    fn close(&mut self, piece: Option<(bool, Vec<Point>)>) {
        if let Some((seen, points)) = piece.filter(|(_, points)| points.len() > 1) {
            let points = line::thin(&points, 0.4);
            if seen { self.seen.push(points) } else { self.hidden.push(points) }
        }
    }
}

/// A line with more points, none farther than a piece from the next.
fn fine(cells: &[Cell]) -> impl Iterator<Item = Cell> + '_ {
    let steps = cells.windows(2).flat_map(|w| {
        let (a, b) = (w[0], w[1]);
        let parts = ((b.0 - a.0).abs().max((b.1 - a.1).abs()) / PIECE).ceil().max(1.0) as usize;
        (1..=parts).map(move |k| {
            let t = k as f64 / parts as f64;
            (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
        })
    });
    cells.first().copied().into_iter().chain(steps)
}
