//! The data of a figure as rows: the "as table" of the page, and what is saved as CSV.

mod kinds;

use crate::{FieldFigure, Lines, Scatter, line::Xs};

/// A header and rows of the same width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The rows; an empty string is "no value here".
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Comma-separated values as RFC 4180 has them, with line feeds.
    pub fn to_csv(&self) -> String {
        let mut out = String::new();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            for (i, cell) in row.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                if cell.contains([',', '"', '\n', '\r']) {
                    out.push('"');
                    out.push_str(&cell.replace('"', "\"\""));
                    out.push('"');
                } else {
                    out.push_str(cell);
                }
            }
            out.push('\n');
        }
        out
    }
}

/// A figure whose data can be read as a table.
pub trait Tabular {
    /// Its data, with every digit that is needed to read them back.
    fn table(&self) -> Table;
}

/// The rows of a figure.
pub fn rows(figure: &impl Tabular) -> Table {
    figure.table()
}

impl Tabular for Lines<'_> {
    /// One row per x and one column per series, three with a band; in long form (series, x, y) when some series goes back on itself.
    fn table(&self) -> Table {
        let x_name = self.x.title.unwrap_or("x").to_owned();
        let rising = |xs: Xs<'_>, n: usize| (1..n).all(|i| xs.at(i - 1) < xs.at(i));
        if !self.series.iter().all(|s| rising(s.xs, s.ys.len())) {
            let long = |s: &crate::lines::Series<'_>| {
                let name = s.name.to_owned();
                let row = |(i, y): (usize, &f64)| vec![name.clone(), s.xs.at(i).to_string(), y.to_string()];
                s.ys.iter().enumerate().map(row).collect::<Vec<_>>()
            };
            let y_name = self.y.title.unwrap_or("y").to_owned();
            return Table {
                header: vec!["series".to_owned(), x_name, y_name],
                rows: self.series.iter().flat_map(long).collect(),
            };
        }
        let mut xs: Vec<f64> = self.series.iter().flat_map(|s| (0..s.ys.len()).map(|i| s.xs.at(i))).collect();
        xs.sort_by(f64::total_cmp);
        xs.dedup();
        let mut rows: Vec<Vec<String>> = xs.iter().map(|x| vec![x.to_string()]).collect();
        for s in self.series {
            let mut next = 0;
            for (row, x) in rows.iter_mut().zip(&xs) {
                let here = next < s.ys.len() && s.xs.at(next) == *x;
                for list in std::iter::once(s.ys).chain(s.band.iter().flat_map(|b| [b.low, b.high])) {
                    row.push(list.get(next).filter(|_| here).map_or_else(String::new, ToString::to_string));
                }
                next += usize::from(here);
            }
        }
        let names = self.series.iter().flat_map(|s| {
            let edges = if s.band.is_some() { &["", " ≥", " ≤"][..] } else { &[""][..] };
            edges.iter().map(|edge| format!("{}{edge}", s.name))
        });
        Table { header: std::iter::once(x_name).chain(names).collect(), rows }
    }
}

impl Tabular for Scatter<'_> {
    fn table(&self) -> Table {
        let names = [self.x_axis.title.unwrap_or("x"), self.y_axis.title.unwrap_or("y"), self.shade.name()];
        let row = |i: usize| vec![self.x[i].to_string(), self.y[i].to_string(), self.shade.cell(i)];
        Table { header: names.map(str::to_owned).into(), rows: (0..self.x.len().min(self.y.len())).map(row).collect() }
    }
}

impl Tabular for FieldFigure<'_> {
    /// The paths step by step; the field itself is a picture, not a table.
    fn table(&self) -> Table {
        let mut header = vec!["step".to_owned()];
        header.extend(self.paths.iter().flat_map(|p| [format!("{} x", p.name), format!("{} y", p.name)]));
        let steps = self.paths.iter().map(|p| p.x.len().min(p.y.len())).max().unwrap_or(0);
        let cell = |v: &[f64], i: usize| v.get(i).map_or(String::new(), ToString::to_string);
        let row = |i: usize| {
            let cells = self.paths.iter().flat_map(|p| [cell(p.x, i), cell(p.y, i)]);
            std::iter::once(i.to_string()).chain(cells).collect()
        };
        Table { header, rows: (0..steps).map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Axis, lines::Series};

    #[test]
    fn series_with_different_steps_share_rows() {
        let xs = [0.0, 2.0];
        let series = [
            Series::new("a", 1, &[5.0, 6.0, 0.1]),
            Series { xs: Xs::Values(&xs), ..Series::new("b, \"c\"", 2, &[7.0, 8.0]) },
        ];
        let lines = Lines { series: &series, x: Axis::default().titled("step"), ..Lines::default() };
        assert_eq!(lines.to_csv(), "step,a,\"b, \"\"c\"\"\"\n0,5,7\n1,6,\n2,0.1,8\n");
    }

    #[test]
    fn a_curve_that_turns_back_is_long() {
        let xs = [0.0, 1.0, 0.5];
        let series = [Series { xs: Xs::Values(&xs), ..Series::new("a", 1, &[1.0, 2.0, 3.0]) }];
        let table = rows(&Lines { series: &series, ..Lines::default() });
        assert_eq!(table.header, ["series", "x", "y"]);
        assert_eq!(table.rows[2], ["a", "0.5", "3"]);
    }

    #[test]
    fn numbers_can_be_read_back() {
        let ys = [0.1 + 0.2, 1e-300, f64::NAN];
        let series = [Series::new("a", 1, &ys)];
        let table = rows(&Lines { series: &series, ..Lines::default() });
        assert_eq!(table.rows[0][1].parse::<f64>().unwrap(), ys[0]);
        assert_eq!(table.rows[1][1].parse::<f64>().unwrap(), ys[1]);
        assert_eq!(table.rows[2][1], "NaN");
    }
}
