//! Cholesky: A = LLᵀ, for positive definite A only.

use super::rows;
use crate::error::{ClassicError, check_finite};

/// Whether xᵀAx > 0 for every x ≠ 0, A as `a`: n×n, row after row. A matrix that is singular but for rounding is not; nor
/// is one that is not symmetric, or holds NaN or infinity.
#[must_use]
pub fn positive_definite(a: &[f64], n: usize) -> bool {
    rows(a, n).and_then(|a| factor(&a, rounding(n))).is_ok()
}

/// The x of Ax = b, for a positive definite A (`a`: n×n, row after row), n = `b.len()`.
///
/// # Errors
/// `a` is not n×n, n is 0, NaN or infinity, not symmetric, not positive definite, or a result beyond the range of `f64`.
pub fn solve(a: &[f64], b: &[f64]) -> Result<Vec<f64>, ClassicError> {
    let a = rows(a, b.len())?;
    check_finite("b", b, 1)?;
    factor(&a, rounding(b.len()))?;
    let l = factor(&a, 0.0)?;
    // Ly = b from the first row on, then Lᵀx = y from the last.
    let mut x = b.to_vec();
    for i in 0..x.len() {
        x[i] = (x[i] - dot(&l[i], &x[..i])) / l[i][i];
    }
    for i in (0..x.len()).rev() {
        x[i] /= l[i][i];
        let (known, before) = (x[i], &mut x[..i]);
        before.iter_mut().zip(&l[i]).for_each(|(x, l)| *x -= l * known);
    }
    if x.iter().all(|v| v.is_finite()) { Ok(x) } else { Err(ClassicError::Overflow) }
}

/// The part of its diagonal that a singular matrix may need to lose before its factors show that it is singular.
#[expect(clippy::cast_precision_loss, reason = "a count of rows, far below 2^53")]
fn rounding(n: usize) -> f64 {
    4.0 * f64::EPSILON * n as f64
}

/// The rows of L for A less the part `less` of its diagonal: lower triangular, row i has i + 1 numbers, the last positive.
///
/// ```text
/// l_ij = (a_ij − Σ_{k<j} l_ik l_jk) / l_jj        l_ii = √((1 − less) a_ii − Σ_{k<i} l_ik²)
/// ```
///
/// A share of the diagonal means the same in whatever units the variables are.
///
/// Source: G. Golub, C. Van Loan, *Matrix Computations*, 4th ed., 4.2.
fn factor(a: &[Vec<f64>], less: f64) -> Result<Vec<Vec<f64>>, ClassicError> {
    let mut l: Vec<Vec<f64>> = Vec::with_capacity(a.len());
    for (i, a) in a.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for (a, above) in a.iter().zip(&l) {
            row.push((a - dot(&row, above)) / above[row.len()]);
        }
        let rest = (1.0 - less) * a[i] - dot(&row, &row);
        if rest.is_nan() || rest <= 0.0 {
            return Err(ClassicError::NotPositiveDefinite { what: "A", rows: i + 1 });
        }
        row.push(rest.sqrt());
        l.push(row);
    }
    Ok(l)
}

/// Over as many as the shorter has.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
