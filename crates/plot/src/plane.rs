//! The plane with crowds of points on a field: where each crowd is, where its points are pushed, what is said of every place.

use crate::{
    Figure, Kind, Layout, Pen, Picture, PlotError, Rect, Rgb, Theme,
    contour::{Contour, Grid},
    field::{Window, draw_ticks},
    format,
    line::{self, Point},
    pen::Stroke,
    raster::Shade,
    table::{Table, Tabular},
};

/// Points of one kind.
#[derive(Debug, Clone, Copy)]
pub struct Crowd<'a> {
    /// Its name, for tables.
    pub name: &'a str,
    /// Which identity it has, 1 to 9; 0 where its points have no marks and only their pushes are drawn.
    pub identity: u8,
    /// Where.
    pub x: &'a [f64],
    /// And how high.
    pub y: &'a [f64],
    /// Where each is pushed, in units of the plane; empty where none is.
    pub push: (&'a [f64], &'a [f64]),
    /// Whether each is ringed: it is what is being spoken of.
    pub ringed: bool,
}

/// The figure.
#[derive(Debug, Clone, Copy)]
pub struct Plane<'a> {
    /// What of the plane is shown; both axes have one scale.
    pub window: Window,
    /// What is said of every place, and how it becomes colour.
    pub field: Option<(Grid<'a>, Shade)>,
    /// Its level lines.
    pub levels: &'a [Contour],
    /// Lines below the points, for instance a grid that was bent.
    pub lines: &'a [Vec<(f64, f64)>],
    /// The crowds, the lowest first.
    pub crowds: &'a [Crowd<'a>],
    /// Length of the longest push, CSS pixels.
    pub reach: f64,
}

/// Pixels of the field's picture are so wide, CSS pixels: its nodes are farther apart, and what lies between them is even.
const GRAIN: f64 = 2.0;
/// Size of a point.
const SIZE: f64 = 0.62;
/// Radius of the ring around one, CSS pixels.
const RING: f64 = 5.5;

impl Plane<'_> {
    /// Where everything goes in a picture of a size in CSS pixels: the largest square, in its middle.
    pub fn layout(&self, (width, height): (f64, f64)) -> Result<Layout, PlotError> {
        let side = width.min(height);
        let (left, top) = ((width - side) / 2.0, (height - side) / 2.0);
        let plot = Rect { left, top, right: left + side, bottom: top + side };
        Layout::new(plot, (Kind::Linear, self.window.x), (Kind::Linear, self.window.y))
    }

    fn pushes(&self, pen: &Pen<'_>, layout: &Layout, crowd: &Crowd<'_>) -> Result<(), PlotError> {
        let length = |i: usize| crowd.push.0.get(i).zip(crowd.push.1.get(i)).map_or(0.0, |(x, y)| x.hypot(*y));
        let mut lengths: Vec<f64> = (0..crowd.x.len()).map(length).filter(|length| length.is_finite()).collect();
        lengths.sort_by(f64::total_cmp);
        // A few far longer than the rest would leave nothing of these.
        let most = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0.0);
        if most <= 0.0 {
            return Ok(());
        }
        let color = pen.theme.ink2;
        for (i, (x, y)) in crowd.x.iter().zip(crowd.y).enumerate() {
            let (Some(dx), Some(dy)) = (crowd.push.0.get(i), crowd.push.1.get(i)) else { continue };
            let long = dx.hypot(*dy);
            let drawn = self.reach * (long / most).min(1.0);
            if drawn.is_nan() || drawn <= 2.0 {
                continue;
            }
            let (ux, uy) = (dx / long, -dy / long);
            let from = layout.to_px((*x, *y));
            if !layout.plot.contains(from) {
                continue;
            }
            let to = (from.0 + ux * drawn, from.1 + uy * drawn);
            let barb = |side: f64| (to.0 - 4.0 * ux + side * 2.4 * uy, to.1 - 4.0 * uy - side * 2.4 * ux);
            let stroke = Stroke { alpha: 0.7, ..Stroke::solid(color, 1.0) };
            pen.line_in(&layout.plot, &[from, to], stroke)?;
            pen.line_in(&layout.plot, &[barb(1.0), to, barb(-1.0)], stroke)?;
        }
        Ok(())
    }
}

/// The value between the nodes of a grid, in parts of the way across and up (bilinear).
fn between(grid: &Grid<'_>, (u, v): (f64, f64)) -> f64 {
    let (x, y) = (u * (grid.nx - 1) as f64, v * (grid.ny - 1) as f64);
    let (i, j) = ((x as usize).min(grid.nx - 2), (y as usize).min(grid.ny - 2));
    let (a, b) = (x - i as f64, y - j as f64);
    let at = |i: usize, j: usize| grid.values.get(j * grid.nx + i).copied().unwrap_or(f64::NAN);
    (at(i, j) * (1.0 - a) + at(i + 1, j) * a) * (1.0 - b) + (at(i, j + 1) * (1.0 - a) + at(i + 1, j + 1) * a) * b
}

impl Figure for Plane<'_> {
    /// The field.
    fn picture(&self, size: (f64, f64), theme: &Theme, _ratio: f64) -> Result<Option<Picture>, PlotError> {
        let Some((grid, shade)) = &self.field else { return Ok(None) };
        grid.check()?;
        let at = self.layout(size)?.plot;
        let (width, height) = (((at.width() / GRAIN) as usize).max(1), ((at.height() / GRAIN) as usize).max(1));
        let mut rgba = Vec::with_capacity(4 * width * height);
        for row in 0..height {
            let v = 1.0 - (row as f64 + 0.5) / height as f64;
            for column in 0..width {
                let value = between(grid, ((column as f64 + 0.5) / width as f64, v));
                let Rgb([r, g, b]) = shade.color(value, theme);
                rgba.extend([r, g, b, if value.is_finite() { 255 } else { 0 }]);
            }
        }
        Ok(Some(Picture { width, height, rgba, at }))
    }

    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        let (theme, layout) = (pen.theme, self.layout(pen.size())?);
        let way = |points: &[(f64, f64)]| points.iter().map(|p| layout.to_px(*p)).collect::<Vec<Point>>();
        for line in self.levels.iter().flat_map(|level| &level.lines) {
            pen.line_in(
                &layout.plot,
                &line::thin(&way(line), 0.5),
                Stroke { alpha: 0.7, ..Stroke::solid(theme.ink, 1.0) },
            )?;
        }
        for line in self.lines {
            pen.line_in(&layout.plot, &way(line), Stroke { alpha: 0.45, ..Stroke::solid(theme.ink3, 0.75) })?;
        }
        for crowd in self.crowds.iter().filter(|crowd| crowd.identity > 0) {
            for at in crowd.x.iter().zip(crowd.y).map(|(x, y)| layout.to_px((*x, *y))) {
                if layout.plot.contains(at) {
                    pen.marker(at, crowd.identity, SIZE)?;
                    if crowd.ringed {
                        pen.ring(at, RING, Stroke::solid(theme.ink, 1.0))?;
                    }
                }
            }
        }
        for crowd in self.crowds {
            self.pushes(pen, &layout, crowd)?;
        }
        pen.frame(&layout.plot, Stroke::solid(theme.line, 1.0))?;
        draw_ticks(pen, &layout)
    }
}

impl Tabular for Plane<'_> {
    /// The points with where they are pushed.
    fn table(&self) -> Table {
        let header = ["crowd", "x", "y", "push x", "push y"].map(str::to_owned).to_vec();
        let cell = |values: &[f64], i: usize| values.get(i).map(ToString::to_string).unwrap_or_default();
        let rows = self.crowds.iter().flat_map(|crowd| {
            (0..crowd.x.len()).map(move |i| {
                let Crowd { name, x, y, push, .. } = crowd;
                vec![(*name).to_owned(), cell(x, i), cell(y, i), cell(push.0, i), cell(push.1, i)]
            })
        });
        Table { header, rows: rows.collect() }
    }
}

impl Plane<'_> {
    /// What is at a place of the picture: the field's value there.
    pub fn read(&self, layout: &Layout, at: Point) -> Option<(String, f64)> {
        let (grid, _) = self.field.as_ref()?;
        if !layout.plot.contains(at) {
            return None;
        }
        let (x, y) = layout.to_data(at);
        let part = |value: f64, (lo, hi): (f64, f64)| ((value - lo) / (hi - lo)).clamp(0.0, 1.0);
        let value = between(grid, (part(x, grid.x), part(y, grid.y)));
        Some((format!("({}, {})", format::value(x), format::value(y)), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{theme::test_theme, tokens::Scheme};

    const WINDOW: Window = Window { x: (-1.0, 1.0), y: (-1.0, 1.0) };

    #[test]
    fn a_field_is_even_between_its_nodes_and_up_is_up() {
        let values = [0.0, 1.0, 2.0, 3.0];
        let grid = Grid { nx: 2, ny: 2, x: (-1.0, 1.0), y: (-1.0, 1.0), values: &values };
        assert_eq!(between(&grid, (0.5, 0.5)), 1.5);
        assert_eq!(between(&grid, (1.0, 0.0)), 1.0);
        let plane = Plane {
            window: WINDOW,
            field: Some((grid, Shade::Sign { zero: 0.0, reach: 3.0 })),
            levels: &[],
            lines: &[],
            crowds: &[],
            reach: 20.0,
        };
        let layout = plane.layout((300.0, 200.0)).unwrap();
        assert_eq!((layout.plot.left, layout.plot.width()), (50.0, 200.0));
        let (_, low) = plane.read(&layout, (250.0, 199.0)).unwrap();
        let (_, high) = plane.read(&layout, (250.0, 1.0)).unwrap();
        assert!(low < 1.1 && high > 2.9, "{low} {high}");
        assert!(plane.read(&layout, (20.0, 100.0)).is_none());
        let picture = plane.picture((300.0, 200.0), &test_theme(Scheme::Light), 1.0).unwrap().unwrap();
        assert_eq!((picture.width, picture.height, picture.at.left), (100, 100, 50.0));
    }

    #[test]
    fn points_and_pushes_are_a_table() {
        let crowd = Crowd { name: "fake", identity: 4, x: &[0.5], y: &[-0.5], push: (&[1.0], &[2.0]), ringed: true };
        let crowds = [crowd];
        let plane = Plane { window: WINDOW, field: None, levels: &[], lines: &[], crowds: &crowds, reach: 20.0 };
        assert_eq!(plane.table().rows, [["fake", "0.5", "-0.5", "1", "2"].map(str::to_owned).to_vec()]);
        let svg = crate::svg::document(&plane, (200, 200), &test_theme(Scheme::Dark), ("plane", "")).unwrap();
        let unmarked = [Crowd { identity: 0, ..crowd }];
        let bare = crate::svg::document(
            &Plane { crowds: &unmarked, ..plane },
            (200, 200),
            &test_theme(Scheme::Dark),
            ("plane", ""),
        )
        .unwrap();
        // A push is two lines, the frame a third; what goes is the mark, here a triangle.
        let count = |svg: &str, what: &str| svg.matches(what).count();
        assert_eq!([count(&svg, "<polygon"), count(&bare, "<polygon"), count(&bare, "<polyline")], [1, 0, 3], "{bare}");
        assert_eq!(count(&bare, "<circle"), 0, "{bare}");
    }
}
