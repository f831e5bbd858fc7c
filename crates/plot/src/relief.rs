//! A field as a landscape: a shaded mesh that can be turned, with contours and the ways of runs lying on it.
//!
//! Painted from back to front (the painter's algorithm): a cell of the mesh can only be hidden by cells that are nearer in both
//! of its directions, so two loops in the order of the camera suffice. Lines are laid over it afterwards, in parts that
//! are seen and parts that are not, see [`mesh`].

mod camera;
mod drape;
mod floor;
mod height;
mod mesh;

pub use camera::Camera;
pub use height::Height;

use plotters_backend::DrawingBackend;

use crate::{
    Area, Figure, Pen, PlotError, Rgb, Theme,
    color::ramp,
    contour::{Contour, Grid},
    field::Path,
    figure,
    line::Point,
    lines::Emphasis,
    pen::Stroke,
    raster::Shade,
};
use camera::View;
use drape::{Draped, drape};
use mesh::{Mesh, toward_last};

/// A figure of a field from the side.
#[derive(Debug, Clone, Copy)]
pub struct Relief<'a> {
    /// The field. What is not finite is a hole.
    pub grid: Grid<'a>,
    /// How values become colours: as in the [`raster`](crate::raster::raster) of the same field.
    pub shade: Shade,
    /// How values become heights.
    pub height: Height,
    /// From where.
    pub camera: Camera,
    /// Contours, from [`contour::trace`](crate::contour::trace).
    pub contours: &'a [Contour],
    /// Runs; what comes after the step on view is left out.
    pub paths: &'a [Path<'a>],
    /// Names of the two axes of the floor.
    pub names: [&'a str; 2],
}

/// Margins for digits: at the sides, above, below; CSS pixels.
const MARGINS: [f64; 3] = [30.0, 10.0, 26.0];
/// How far a cell reaches under its nearer neighbours, in cells: edges that only met would let the ground shine through.
const LAP: f64 = 0.25;
/// How much brighter light makes, and how much darker shadow at most.
const CONTRAST: (f64, f64) = (1.1, 0.27);
/// Radius of a ball, CSS pixels.
const BALL: f64 = 4.4;

/// A relief on a picture of a size: where its data are.
#[derive(Debug, Clone)]
pub struct Scene {
    mesh: Mesh,
    view: View,
}

impl Scene {
    /// Where a datum lies on the surface, CSS pixels; nowhere outside of the field and in its holes.
    pub fn to_px(&self, at: (f64, f64)) -> Option<Point> {
        let cell = self.mesh.cell(at);
        let (x, y) = self.mesh.holds(cell).then(|| self.view.to_px(self.mesh.place(cell)))?;
        y.is_finite().then_some((x, y))
    }

    /// Whether a datum is seen, and not behind a slope.
    pub fn sees(&self, at: (f64, f64)) -> bool {
        let cell = self.mesh.cell(at);
        self.mesh.holds(cell) && self.mesh.clearance(cell) >= 0.0
    }
}

impl Relief<'_> {
    /// The scene for a picture of a size in CSS pixels, known before anything is drawn.
    pub fn scene(&self, size: (f64, f64)) -> Result<Scene, PlotError> {
        self.grid.check()?;
        figure::room(size, (2.0 * MARGINS[0] + 40.0, MARGINS[1] + MARGINS[2] + 40.0))?;
        let mut mesh = Mesh::new(&self.grid, &self.height);
        let view = View::new(self.camera, mesh.sides, (-floor::DEPTH, Mesh::top()), size, MARGINS);
        mesh.look(&view);
        Ok(Scene { mesh, view })
    }

    /// Draws everything.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme, scale: f64) -> Result<Scene, PlotError> {
        self.draw_ground(area, theme, scale)?;
        self.draw_runs(area, theme, scale)
    }

    /// Draws what stays while a run goes on: surface, contours and axes. On the page this may have a canvas of its own.
    pub fn draw_ground<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<Scene, PlotError> {
        self.ground(&Pen::new(area, theme, scale))
    }

    /// Draws what moves: the ways of the runs, their hidden parts faint, and a ball where each is now.
    pub fn draw_runs<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<Scene, PlotError> {
        self.runs(&Pen::new(area, theme, scale))
    }

    fn ground(&self, pen: &Pen<'_>) -> Result<Scene, PlotError> {
        let scene = self.scene(pen.size())?;
        let Scene { mesh, view } = &scene;
        floor::draw_floor(pen, mesh, view)?;
        self.draw_cells(pen, &scene)?;
        for contour in self.contours {
            let (alpha, width) = if contour.major { (0.4, 1.0) } else { (0.2, 0.75) };
            for line in &contour.lines {
                for piece in &drape(mesh, view, line.iter().copied()).seen {
                    pen.line(piece, Stroke { alpha, ..Stroke::solid(pen.theme.ink, width) })?;
                }
            }
        }
        floor::draw_rim(pen, mesh, view)?;
        floor::draw_walls(pen, mesh, view)?;
        floor::draw_axes(pen, mesh, view, [self.grid.x, self.grid.y], self.names)?;
        floor::draw_heights(pen, mesh, view, &self.height)?;
        Ok(scene)
    }

    /// The cells of the mesh, from back to front.
    fn draw_cells(&self, pen: &Pen<'_>, Scene { mesh, view }: &Scene) -> Result<(), PlotError> {
        let (nx, ny) = (mesh.nx, mesh.ny);
        let at = mesh.project(view);
        let (near, light) = (view.near(), view.light());
        let stops = stops(pen.theme);
        let slopes = mesh.slopes();
        for j in toward_last(ny - 1, near.1) {
            for i in toward_last(nx - 1, near.0) {
                let k = j * nx + i;
                let nodes = [k, k + 1, k + nx + 1, k + nx];
                if nodes.iter().any(|k| mesh.heights[*k].is_nan()) {
                    continue;
                }
                let mean = |of: &dyn Fn(usize) -> f64| nodes.iter().map(|k| of(*k)).sum::<f64>() / 4.0;
                let normal = [-mean(&|k| slopes[k].0), -mean(&|k| slopes[k].1), 1.0];
                let length = normal.iter().map(|v| v * v).sum::<f64>().sqrt();
                let lit = normal.iter().zip(light).map(|(n, l)| n * l).sum::<f64>() / length - light[2];
                let base = self.shade.color(mean(&|k| mesh.values[k]), pen.theme);
                // Light goes on with the slope; shadow fades out, so that colour can be told in the darkest of it.
                let tone = if lit > 0.0 { lit * CONTRAST.0 } else { (lit * 1.8).exp_m1() * CONTRAST.1 };
                let color = ramp(&[stops[0], base, stops[1]], 0.5 + tone);
                pen.polygon(&lapped(&at, (nx, ny), (i, j), near), color, 1.0)?;
            }
        }
        Ok(())
    }

    fn runs(&self, pen: &Pen<'_>) -> Result<Scene, PlotError> {
        let scene = self.scene(pen.size())?;
        let mut order: Vec<&Path<'_>> = self.paths.iter().collect();
        order.sort_by_key(|path| [2, 1, 0][path.emphasis as usize]);
        for path in &order {
            figure::check("y of a path", path.x.len(), path.y.len())?;
            let way = path.x.iter().copied().zip(path.y.iter().copied()).take(path.now.saturating_add(1));
            draw_way(pen, path, &drape(&scene.mesh, &scene.view, way))?;
        }
        for path in &order {
            let last = path.now.min(path.x.len().saturating_sub(1));
            let Some(datum) = path.x.get(last).copied().zip(path.y.get(last).copied()) else { continue };
            if let Some(at) = scene.to_px(datum) {
                draw_ball(pen, path, at, scene.sees(datum), scene.view.flatness())?;
            }
        }
        Ok(scene)
    }
}

impl Figure for Relief<'_> {
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.ground(pen)?;
        self.runs(pen).map(|_| ())
    }
}

/// Full shadow and full light: paper and the middle of the ramp, whichever is the darker.
fn stops(theme: &Theme) -> [Rgb; 2] {
    let dark_paper = theme.paper.ink() == Rgb([255; 3]);
    if dark_paper { [theme.paper, theme.seq[6]] } else { [theme.seq[6], theme.paper] }
}

/// The corners of a cell on the picture, reaching a little under the neighbours that are painted after it.
fn lapped(at: &[Point], (nx, ny): (usize, usize), (i, j): (usize, usize), near: (f64, f64)) -> [Point; 4] {
    let step =
        |k: usize, n: usize, toward: f64| if toward > 0.0 { (k + 2 < n).then_some(1) } else { (k > 0).then_some(-1) };
    let (di, dj): (Option<isize>, Option<isize>) = (step(i, nx, near.0), step(j, ny, near.1));
    [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(a, b)| {
        let k = (j + b) * nx + i + a;
        let mut to = at[k];
        let mut reach = |by: Option<isize>, side: usize, stride: isize| {
            let Some(by) = by.filter(|by| (*by > 0) == (side == 1)) else { return };
            if let Some(next) =
                k.checked_add_signed(by * stride).and_then(|k| at.get(k)).filter(|next| next.1.is_finite())
            {
                to = (to.0 + LAP * (next.0 - at[k].0), to.1 + LAP * (next.1 - at[k].1));
            }
        };
        reach(di, a, 1);
        reach(dj, b, nx as isize);
        to
    })
}

fn draw_way(pen: &Pen<'_>, path: &Path<'_>, way: &Draped) -> Result<(), PlotError> {
    let color = pen.theme.identity(path.identity);
    let (alpha, width) = match path.emphasis {
        Emphasis::Pinned => (0.55, 1.25),
        Emphasis::Normal => (1.0, 1.75),
        Emphasis::Focus => (1.0, 2.25),
    };
    let dash = if path.emphasis == Emphasis::Pinned { &[3.0, 2.0][..] } else { pen.theme.dash(path.identity) };
    for piece in &way.hidden {
        pen.line(piece, Stroke { color, alpha: alpha * 0.28, width: width * 0.75, dash })?;
    }
    for piece in &way.seen {
        pen.line(piece, Stroke { color, alpha, width, dash })?;
    }
    Ok(())
}

/// A ball that lies on the surface, with its shadow; one that is hidden is only a ring.
fn draw_ball(pen: &Pen<'_>, path: &Path<'_>, (x, y): Point, seen: bool, flat: f64) -> Result<(), PlotError> {
    let size = if path.emphasis == Emphasis::Focus { 1.2 } else { 1.0 };
    let radius = BALL * size;
    let at = (x, y - radius * 0.8);
    if !seen {
        let color = pen.theme.identity(path.identity);
        return pen.ring(at, radius, Stroke { alpha: 0.4, ..Stroke::solid(color, 1.25) });
    }
    let shade = if stops(pen.theme)[0] == pen.theme.paper { pen.theme.paper } else { pen.theme.ink };
    for (wide, alpha) in [(1.35, 0.12), (1.0, 0.22)] {
        let round = (0..16).map(|k| f64::from(k) * std::f64::consts::TAU / 16.0);
        let shadow: Vec<Point> =
            round.map(|t| (x + 1.5 + radius * wide * t.cos(), y + 0.5 + radius * wide * flat * t.sin())).collect();
        pen.polygon(&shadow, shade, alpha)?;
    }
    pen.marker(at, path.identity, size)
}

#[cfg(test)]
mod tests;
