//! What to fit on first, before the reader has chosen.

use std::collections::BTreeSet;

use super::{Column, Table, design};

/// The most features that are suggested.
const FEATURES: usize = 4;
/// A target takes many values: at least this many, or half the rows where there are few.
const DISTINCT: usize = 10;
/// A column with a larger share of missing values costs too many rows.
const MISSING: f64 = 0.1;

/// A target and features that [`design`] accepts: the first column of numbers that takes many values, and up to four of
/// the others. Columns with more than a tenth missing and row numbers (0, 1, 2 … or 1, 2, 3 …) come only where nothing
/// else is left, columns of one value never. `None` where no two columns of numbers share enough rows.
#[must_use]
pub fn suggest(table: &Table) -> Option<(String, Vec<String>)> {
    let mut columns: Vec<Candidate> = table.numeric().map(|(c, values)| Candidate::new(c, values)).collect();
    columns.retain(|c| c.distinct > 1);
    // Stable, so columns of the same merit keep the order of the file.
    columns.sort_by_key(|c| c.flaws);
    let many = DISTINCT.min(table.rows() / 2).max(2);
    let target = columns
        .iter()
        .find(|c| c.flaws == 0 && c.distinct >= many)
        .or_else(|| columns.iter().min_by_key(|c| (c.flaws, std::cmp::Reverse(c.distinct))))?
        .name;

    let sound = columns.iter().any(|c| c.name != target && c.flaws == 0);
    let mut features: Vec<&str> = columns
        .iter()
        .filter(|c| c.name != target && (c.flaws == 0 || !sound))
        .map(|c| c.name)
        .take(FEATURES)
        .collect();
    while !features.is_empty() {
        if design(table, target, &features).is_ok() {
            return Some((target.to_owned(), features.into_iter().map(str::to_owned).collect()));
        }
        features.pop();
    }
    None
}

struct Candidate<'a> {
    name: &'a str,
    /// How many different values it takes, counted up to [`DISTINCT`].
    distinct: usize,
    /// 1 for row numbers, 2 for many missing values, 3 for both.
    flaws: u8,
}

impl<'a> Candidate<'a> {
    #[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^53")]
    fn new(column: &'a Column, values: &[f64]) -> Self {
        let mut distinct = BTreeSet::new();
        for v in values.iter().filter(|v| !v.is_nan()) {
            if distinct.len() > DISTINCT {
                break;
            }
            // −0 and 0 are one value.
            distinct.insert((v + 0.0).to_bits());
        }
        let start = values.first().copied().unwrap_or(f64::NAN);
        let counts = values.iter().enumerate().all(|(i, v)| *v == start + i as f64) && (start == 0.0 || start == 1.0);
        let missing = column.missing() as f64 > MISSING * values.len() as f64;
        Self { name: column.name(), distinct: distinct.len(), flaws: u8::from(counts) + 2 * u8::from(missing) }
    }
}
