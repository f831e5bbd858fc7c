//! The linear model with the least mean squared error.
//!
//! ```text
//! minimise over w, b:   L(w, b) = ‖Xw + b·1 − y‖² / n          X: n×d, y: n, w: d
//! ```
//!
//! The intercept is taken out first (for given w the best b is ȳ − w·x̄, so w solves the centred problem), every centred
//! column is scaled to length 1, so that units do not decide what counts as small, and the rest is Householder QR with
//! column pivoting: A P = Q R, |r₁₁| ≥ |r₂₂| ≥ … A column whose part outside the span of those before it is no longer than
//! rounding depends on them; it is dropped, with coefficient 0 (a *basic* solution, not the one of least norm).
//!
//! Source: G. Golub, C. Van Loan, *Matrix Computations*, 4th ed., 5.1 (Householder), 5.4.2 (QR with column pivoting),
//! 5.5.6–7 (rank and basic solutions).

mod qr;
#[cfg(test)]
mod tests;

use crate::error::{ClassicError, check};

/// The best linear model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Coefficients w, d; in units of y per unit of the column. 0 for dropped columns.
    pub w: Vec<f64>,
    /// Intercept b, in units of y.
    pub b: f64,
    /// Mean squared error L(w, b), in units of y squared.
    pub mse: f64,
    /// The number of columns that are independent of each other and of the intercept, at most min(d, n − 1).
    pub rank: usize,
    /// The columns that depend on the others, rising.
    pub dropped: Vec<usize>,
}

/// Fits `y` ≈ X`w` + `b`, with X as `x`: n×d, row after row, n = `y.len()`. Any n ≥ 1 and d ≥ 0, also n < d.
///
/// # Errors
/// `x` is not n×d, no row, NaN or infinity in `x` or `y`, or a result beyond the range of `f64`.
pub fn least_squares(x: &[f64], y: &[f64], d: usize) -> Result<Fit, ClassicError> {
    check(x, y, d)?;
    let columns: Vec<Column> = (0..d).map(|j| Column::centred(x.iter().copied().skip(j).step_by(d), y.len())).collect();
    let target = Column::centred(y.iter().copied(), y.len());
    let units: Vec<Vec<f64>> = columns.iter().map(Column::unit).collect();
    let solution = qr::solve(units, target.values.clone());

    let scaled = solution.w.iter().zip(&columns);
    let w: Vec<f64> = scaled.map(|(w, c)| if *w == 0.0 { 0.0 } else { w / c.length }).collect();
    let b = target.mean - w.iter().zip(&columns).map(|(w, c)| w * c.mean).sum::<f64>();

    // The residual from centred columns: with raw ones a large mean would drown it.
    let mut residual = target.values;
    for (w, c) in w.iter().zip(&columns).filter(|(w, _)| **w != 0.0) {
        residual.iter_mut().zip(&c.values).for_each(|(r, v)| *r -= w * v);
    }
    let mse = mean(residual.iter().map(|r| r * r), y.len());
    if !(mse.is_finite() && b.is_finite() && w.iter().all(|w| w.is_finite())) {
        return Err(ClassicError::Overflow);
    }
    Ok(Fit { w, b, mse, rank: solution.rank, dropped: solution.dropped })
}

/// A column around its mean.
struct Column {
    values: Vec<f64>,
    mean: f64,
    /// The Euclidean length of `values`; 0 where that is no more than rounding.
    length: f64,
}

impl Column {
    #[expect(clippy::cast_precision_loss, reason = "a count of rows, far below 2^53")]
    fn centred(values: impl Iterator<Item = f64>, n: usize) -> Self {
        let mut values: Vec<f64> = values.collect();
        let largest = values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        let first = mean(values.iter().copied(), n);
        // The mean of what is left corrects the rounding of the first mean.
        let mean = first + mean(values.iter().map(|v| v - first), n);
        values.iter_mut().for_each(|v| *v -= mean);
        let length = length(&values);
        let rounding = 8.0 * f64::EPSILON * largest * (n as f64).sqrt();
        Self { values, mean, length: if length <= rounding { 0.0 } else { length } }
    }

    /// The column with length 1, or 0.
    fn unit(&self) -> Vec<f64> {
        if self.length == 0.0 {
            return vec![0.0; self.values.len()];
        }
        self.values.iter().map(|v| v / self.length).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows, far below 2^53")]
fn mean(values: impl Iterator<Item = f64>, n: usize) -> f64 {
    values.sum::<f64>() / n as f64
}

/// √Σv², without overflow on the way.
fn length(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    values.iter().map(|v| (v / largest).powi(2)).sum::<f64>().sqrt() * largest
}
