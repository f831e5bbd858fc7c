//! A matrix as a map of colours: weights, confusion, attention, covariance.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Figure, Palette, Pen, Picture, PlotError, Reading, Rect, Stroke, Theme, figure, format,
    line::Point,
    palette,
    text::{self, Align, Label},
};

/// A figure of a matrix.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// `rows · columns` values, row by row from above.
    pub values: &'a [f32],
    /// How values become colours.
    pub palette: Palette,
    /// Whether values are written into cells that have room for them.
    pub numbers: bool,
    /// Whether zeros are, too: without them an empty cell is nothing.
    pub zeros: bool,
    /// Whether a scale of the colours stands beside it.
    pub bar: bool,
    /// Names of the rows, or none.
    pub row_names: &'a [&'a str],
    /// Names of the columns, or none.
    pub column_names: &'a [&'a str],
    /// What rows are, if the figure's title does not say so.
    pub row_title: Option<&'a str>,
    /// What columns are, if the figure's title does not say so.
    pub column_title: Option<&'a str>,
    /// Cells that belong together, ringed: row and column of each.
    pub marked: &'a [(usize, usize)],
    /// The cell that is chosen: row and column.
    pub chosen: Option<(usize, usize)>,
}

/// Where cells stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatrixLayout {
    /// The rectangle of all cells, CSS pixels.
    pub plot: Rect,
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
}

impl MatrixLayout {
    /// The place of a cell.
    pub fn cell(&self, row: usize, column: usize) -> Rect {
        let (w, h) = self.sides();
        let (left, top) = (self.plot.left + w * column as f64, self.plot.top + h * row as f64);
        Rect { left, top, right: left + w, bottom: top + h }
    }

    /// Row and column of the cell at a place.
    pub fn hit(&self, (x, y): Point) -> Option<(usize, usize)> {
        let (w, h) = self.sides();
        let (column, row) = ((x - self.plot.left) / w, (y - self.plot.top) / h);
        let inside = row >= 0.0 && column >= 0.0 && row < self.rows as f64 && column < self.columns as f64;
        inside.then_some((row as usize, column as usize))
    }

    /// Width and height of a cell.
    fn sides(&self) -> (f64, f64) {
        (self.plot.width() / self.columns.max(1) as f64, self.plot.height() / self.rows.max(1) as f64)
    }
}

/// Cells of this size on are whole pixels, and have hairlines between them from [`RULED`] on.
const WHOLE: f64 = 3.0;
const RULED: f64 = 12.0;
/// A cell is at most so many times as wide as high.
const WIDEST: f64 = 2.0;
/// Between a name and its cell.
const LEAD: f64 = 6.0;

impl<'a> Matrix<'a> {
    /// A matrix in the signed palette, with numbers and without names.
    pub fn new(rows: usize, columns: usize, values: &'a [f32]) -> Self {
        Self {
            rows,
            columns,
            values,
            palette: Palette::sign(values),
            numbers: true,
            zeros: true,
            bar: true,
            row_names: &[],
            column_names: &[],
            row_title: None,
            column_title: None,
            marked: &[],
            chosen: None,
        }
    }

    /// Where everything goes in a figure of (width, height) CSS pixels.
    pub fn layout(&self, (width, height): (f64, f64), theme: &Theme) -> Result<MatrixLayout, PlotError> {
        figure::check("cells of a matrix", self.rows.saturating_mul(self.columns), self.values.len())?;
        for (what, names, count) in
            [("names of rows", self.row_names, self.rows), ("names of columns", self.column_names, self.columns)]
        {
            figure::check(what, if names.is_empty() { 0 } else { count }, names.len())?;
        }
        let size = theme.text_px;
        let widest = self.row_names.iter().map(|n| text::width(n, size)).fold(0.0, f64::max);
        let left = if widest > 0.0 { widest.ceil().min((width * 0.3).round()) + LEAD } else { 1.0 };
        let head = |title: Option<&str>| if title.is_some() { size + 4.0 } else { 0.0 };
        let names = if self.column_names.is_empty() { 0.0 } else { size + 5.0 };
        let top = 1.0 + head(self.column_title.or(self.row_title)) + names;
        let bar = if self.bar { palette::bar_room(&self.palette, theme) } else { 0.0 };
        let (w, h) = (width - left - 1.0 - bar, height - top - 1.0);
        figure::room((w, h), (16.0, 16.0))?;
        let whole = |side: f64| if side >= WHOLE { side.floor() } else { side };
        let (columns, rows) = (self.columns.max(1) as f64, self.rows.max(1) as f64);
        let (w, h) = (w / columns, h / rows);
        let (w, h) = (whole(w.min(h * WIDEST)), whole(h.min(w * WIDEST)));
        let (left, top) = (left.round(), top.round());
        let plot = Rect { left, top, right: left + w * columns, bottom: top + h * rows };
        Ok(MatrixLayout { plot, rows: self.rows, columns: self.columns })
    }

    /// Draws everything above the [picture](Figure::picture) on an area with `scale` units per CSS pixel.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<MatrixLayout, PlotError> {
        self.marks(&Pen::new(area, theme, scale))
    }

    /// The cell at a place.
    pub fn read(&self, layout: &MatrixLayout, at: Point) -> Option<Reading> {
        let (row, column) = layout.hit(at)?;
        let value = self.values.get(row * self.columns + column)?;
        let name = |names: &[&str], k: usize| names.get(k).map_or_else(|| (k + 1).to_string(), |n| (*n).to_owned());
        Some(Reading {
            label: format!("{}, {}", name(self.row_names, row), name(self.column_names, column)),
            value: format::value(f64::from(*value)),
            at: layout.cell(row, column),
        })
    }

    fn marks(&self, pen: &Pen<'_>) -> Result<MatrixLayout, PlotError> {
        let layout = self.layout(pen.size(), pen.theme)?;
        let (theme, plot) = (pen.theme, layout.plot);
        let (w, h) = layout.sides();
        if w.min(h) >= RULED {
            for row in 1..self.rows {
                let y = plot.top + h * row as f64 - 0.5;
                pen.line(&[(plot.left, y), (plot.right, y)], Stroke::solid(theme.line2, 1.0))?;
            }
            for column in 1..self.columns {
                let x = plot.left + w * column as f64 - 0.5;
                pen.line(&[(x, plot.top), (x, plot.bottom)], Stroke::solid(theme.line2, 1.0))?;
            }
        }
        pen.frame(&plot.grown(0.5), Stroke::solid(theme.line2, 1.0))?;
        self.cells(pen, &layout)?;
        self.names(pen, &layout)?;
        if self.bar {
            palette::draw_bar(pen, &self.palette, &plot)?;
        }
        for (row, column) in self.marked.iter().filter(|c| c.0 < self.rows && c.1 < self.columns) {
            pen.frame(&layout.cell(*row, *column).grown(-1.0), Stroke::solid(theme.hand, 2.0))?;
        }
        if let Some((row, column)) = self.chosen.filter(|c| c.0 < self.rows && c.1 < self.columns) {
            pen.chosen(&layout.cell(row, column))?;
        }
        Ok(layout)
    }

    /// What is written into cells: their values, or that they have none.
    fn cells(&self, pen: &Pen<'_>, layout: &MatrixLayout) -> Result<(), PlotError> {
        let (theme, size) = (pen.theme, pen.theme.text_px);
        let (w, h) = layout.sides();
        // All with as many decimals, and either all or none: a number here and there would seem to mean something.
        let finite = || self.values.iter().copied().filter(|v| v.is_finite());
        let high = self.numbers && h >= size + 3.0 && w >= size;
        let decimals = if high && finite().all(|v| v.fract() == 0.0) { 0 } else { 2 };
        let words = |v: f32| if v.abs() < 1e4 { format::fixed(v.into(), decimals) } else { format::value(v.into()) };
        let high = high && finite().all(|v| text::width(&words(v), size) + 4.0 <= w);
        for (k, value) in self.values.iter().enumerate() {
            let cell = layout.cell(k / self.columns, k % self.columns);
            if !value.is_finite() {
                // Hatched, since a colour alone says nothing; cells too small for that are all of that colour.
                if w.min(h) >= 6.0 {
                    let stroke = Stroke::solid(theme.bad, 1.0);
                    for t in [-0.5, 0.0, 0.5] {
                        let line = [(cell.left + t * w, cell.bottom), (cell.right + t * w, cell.top)];
                        pen.line_in(&cell, &line, stroke)?;
                    }
                }
                continue;
            }
            if !high || (!self.zeros && *value == 0.0) {
                continue;
            }
            let color = self.palette.color(f64::from(*value), theme).ink();
            pen.text(Label { text: &words(*value), at: cell.center(), align: Align::Middle, color, halo: false })?;
        }
        Ok(())
    }

    fn names(&self, pen: &Pen<'_>, layout: &MatrixLayout) -> Result<(), PlotError> {
        let (theme, size, plot) = (pen.theme, pen.theme.text_px, layout.plot);
        let (w, h) = layout.sides();
        let every = (size / h).ceil().max(1.0) as usize;
        for (row, name) in self.row_names.iter().enumerate().step_by(every) {
            let text = text::fit(name, size, plot.left - LEAD);
            let at = (plot.left - LEAD, layout.cell(row, 0).center().1);
            pen.text(Label { text: &text, at, align: Align::End, color: theme.ink2, halo: false })?;
        }
        let widest = self.column_names.iter().map(|n| text::width(n, size)).fold(0.0, f64::max);
        // A name may be cut, but not below three letters or so.
        let every = (widest.min(3.0 * size).max(size) / w).ceil().max(1.0) as usize;
        for (column, name) in self.column_names.iter().enumerate().step_by(every) {
            let text = text::fit(name, size, w * every as f64 - 2.0);
            let at = (layout.cell(0, column).center().0, plot.top - size / 2.0 - 4.0);
            pen.text(Label { text: &text, at, align: Align::Middle, color: theme.ink2, halo: false })?;
        }
        let title = match (self.row_title, self.column_title) {
            (Some(row), Some(column)) => format!("{row} ↓ {column} →"),
            (Some(row), None) => format!("{row} ↓"),
            (None, Some(column)) => format!("{column} →"),
            (None, None) => return Ok(()),
        };
        pen.text(Label {
            text: &title,
            at: (0.0, size / 2.0 + 1.0),
            align: Align::Start,
            color: theme.ink3,
            halo: false,
        })
    }
}

impl Figure for Matrix<'_> {
    /// One pixel per cell; what is not finite is paper where it is hatched.
    fn picture(&self, size: (f64, f64), theme: &Theme, _ratio: f64) -> Result<Option<Picture>, PlotError> {
        let layout = self.layout(size, theme)?;
        if self.values.is_empty() {
            return Ok(None);
        }
        let (w, h) = layout.sides();
        let (shades, hatched) = (self.palette.shades(theme), w.min(h) >= 6.0);
        let mut rgba = Vec::with_capacity(4 * self.values.len());
        for value in self.values {
            let [r, g, b] = if hatched && !value.is_finite() { theme.paper.0 } else { shades.of(*value) };
            rgba.extend([r, g, b, 255]);
        }
        Ok(Some(Picture { width: self.columns, height: self.rows, rgba, at: layout.plot }))
    }

    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
