//! Columns of a table picked for a fit of y on x.

use super::{Column, Table, Values};
use crate::error::{DataError, quote};
use crate::nearest::nearest;

/// What a fit needs: n rows of d features and a target, without gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The features, n×d, row after row.
    pub x: Vec<f64>,
    /// The target, n.
    pub y: Vec<f64>,
    /// The line of the file of each row, n.
    pub rows: Vec<usize>,
    /// The lines of the rows left out because a value is missing in them.
    pub dropped: Vec<usize>,
    /// The names of the features, d.
    pub names: Vec<String>,
    /// The name of the target.
    pub target: String,
    /// The features (their places in `names`) that have the same value in every row. They say nothing about y, and a fit
    /// cannot tell them from its intercept.
    pub constant: Vec<usize>,
}

impl Design {
    /// The number of rows.
    #[must_use]
    pub fn n(&self) -> usize {
        self.y.len()
    }

    /// The number of features.
    #[must_use]
    pub fn d(&self) -> usize {
        self.names.len()
    }

    /// The values of one feature.
    pub fn feature(&self, j: usize) -> impl Iterator<Item = f64> {
        // Behind the last feature lies none, not the next row's.
        let d = if j < self.d() { self.d() } else { 0 };
        self.x.iter().copied().skip(if d == 0 { self.x.len() } else { j }).step_by(d.max(1))
    }
}

/// A share of numbers from which a column is meant as numbers, with slips among them.
const MEANT_AS_NUMBERS: f64 = 0.95;

/// Picks the rows in which the target and every feature have a value.
///
/// Rows with a missing value are left out and told in [`Design::dropped`]; nothing is filled in.
///
/// # Errors
/// No such column; a column with words in it ([`DataError::NotANumber`] where at least 95 % of its values are numbers,
/// else [`DataError::TextColumn`]); the target among the features, a feature twice, no feature; fewer than d + 2 rows.
pub fn design(table: &Table, target: &str, features: &[&str]) -> Result<Design, DataError> {
    if features.is_empty() {
        return Err(DataError::NoFeatures { numeric: numeric(table) });
    }
    let y = numbers(table, target)?;
    let mut columns = Vec::with_capacity(features.len());
    for (i, name) in features.iter().enumerate() {
        if *name == target {
            return Err(DataError::TargetAmongFeatures { name: quote(name) });
        }
        if features.iter().take(i).any(|before| before == name) {
            return Err(DataError::RepeatedFeature { name: quote(name) });
        }
        columns.push(numbers(table, name)?);
    }

    let mut design = Design {
        x: Vec::with_capacity(columns.len() * table.rows()),
        y: Vec::with_capacity(table.rows()),
        rows: Vec::with_capacity(table.rows()),
        dropped: Vec::new(),
        names: features.iter().map(|&name| name.to_owned()).collect(),
        target: target.to_owned(),
        constant: Vec::new(),
    };
    for (i, (line, y)) in table.lines().iter().zip(y).enumerate() {
        let row = || columns.iter().map(|c| c.get(i).copied().unwrap_or(f64::NAN));
        if y.is_nan() || row().any(f64::is_nan) {
            design.dropped.push(*line);
            continue;
        }
        design.x.extend(row());
        design.y.push(*y);
        design.rows.push(*line);
    }
    let (complete, needed) = (design.n(), design.d() + 2);
    if complete < needed {
        return Err(DataError::TooFewRows { complete, needed, dropped: design.dropped.len() });
    }
    design.constant = (0..design.d()).filter(|j| all_equal(design.feature(*j))).collect();
    Ok(design)
}

fn all_equal(mut values: impl Iterator<Item = f64>) -> bool {
    let first = values.next();
    values.all(|v| Some(v) == first)
}

fn numeric(table: &Table) -> Vec<String> {
    table.numeric().map(|(c, _)| quote(c.name())).collect()
}

/// The numbers of the column `name`.
fn numbers<'a>(table: &'a Table, name: &str) -> Result<&'a [f64], DataError> {
    let Some(column) = table.column(name) else {
        return Err(DataError::UnknownColumn {
            name: quote(name),
            nearest: nearest(name, table.columns().iter().map(Column::name)).map(quote),
            numeric: numeric(table),
        });
    };
    match column.values() {
        Values::Number { values, .. } => Ok(values),
        Values::Text { values, numbers, missing, first_word, .. } => {
            let (line, column, found) = (first_word.line, quote(name), quote(&first_word.text));
            let present = values.len() - missing;
            #[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^53")]
            let share = *numbers as f64 / present.max(1) as f64;
            Err(if share >= MEANT_AS_NUMBERS {
                DataError::NotANumber { line, column, found }
            } else {
                DataError::TextColumn { line, column, found, numeric: numeric(table) }
            })
        }
    }
}

/// How features were standardised: x' = (x − mean) / std, one mean and one std a feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Scaling {
    /// The mean of each feature, in its unit.
    pub mean: Vec<f64>,
    /// The population standard deviation √(Σ(x − mean)²/n) of each feature, in its unit; 1 where it is constant.
    pub std: Vec<f64>,
}

impl Scaling {
    /// Weights w' and intercept b' of standardised features, as weights and intercept of the features in their own units:
    /// w = w'/std, b = b' − Σ w·mean. The fit is the same function.
    #[must_use]
    pub fn undo(&self, w: &[f64], b: f64) -> (Vec<f64>, f64) {
        let w: Vec<f64> = w.iter().zip(&self.std).map(|(w, std)| w / std).collect();
        let b = b - w.iter().zip(&self.mean).map(|(w, mean)| w * mean).sum::<f64>();
        (w, b)
    }
}

/// The same rows with every feature moved to mean 0 and scaled to standard deviation 1 over the rows (divided by n, not
/// n − 1). A constant feature is only moved, so it is 0. The target stays as it is.
#[must_use]
pub fn standardise(design: &Design) -> (Design, Scaling) {
    let scaling = Scaling::of(design);
    let mut scaled = design.clone();
    for row in scaled.x.chunks_mut(design.d().max(1)) {
        for (x, (mean, std)) in row.iter_mut().zip(scaling.mean.iter().zip(&scaling.std)) {
            // Divided before it is subtracted: x − mean can leave the range of numbers where x does not.
            *x = if (*x - mean).is_finite() { (*x - mean) / std } else { *x / std - mean / std };
        }
    }
    (scaled, scaling)
}

impl Scaling {
    fn of(design: &Design) -> Self {
        let moments = (0..design.d()).map(|j| {
            if design.constant.contains(&j) {
                return (design.feature(j).next().unwrap_or(0.0), 1.0);
            }
            mean_std(|| design.feature(j))
        });
        let (mean, std) = moments.unzip();
        Self { mean, std }
    }
}

/// Mean and population standard deviation, both finite, of values of which at least two differ.
fn mean_std<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "a count of rows, far below 2^53")]
    let n = values().count() as f64;
    let largest = values().fold(0.0, |m: f64, v| m.max(v.abs()));
    // Squares of what lies outside would overflow or vanish; within, a unit of 1 keeps every digit.
    let unit = if (1e-100..1e100).contains(&largest) { 1.0 } else { largest };
    let mean = values().map(|v| v / unit).sum::<f64>() / n;
    let variance = values().map(|v| v / unit - mean).map(|d| d * d).sum::<f64>() / n;
    let std = variance.sqrt() * unit;
    (mean * unit, if std > 0.0 { std } else { 1.0 })
}
