//! Symmetric n×n matrices: the curvatures of a surface in n dimensions, the axes of a cloud of points.

mod cholesky;
#[cfg(test)]
mod tests;

pub use cholesky::{positive_definite, solve};

use crate::error::{ClassicError, check_finite};
use crate::sym2::power_of_two_near;

/// The largest matrix that [`eigen`] takes apart.
pub const MOST_ROWS: usize = 256;
/// How far two mirrored entries may lie apart, as a share of the largest entry.
const ASYMMETRY: f64 = 1e-9;
/// Six to ten sweeps are usual.
const MOST_SWEEPS: usize = 60;

/// The eigenvalues and eigenvectors of a symmetric n×n matrix A: A vₖ = λₖ vₖ.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// λ₁ ≥ … ≥ λₙ, in the unit of the matrix.
    pub values: Vec<f64>,
    /// v₁ … vₙ: n numbers each, of length 1, at right angles; the largest entry of each is positive.
    pub vectors: Vec<Vec<f64>>,
}

/// The eigenvalues and eigenvectors of A (`a`: n×n, row after row), 1 ≤ n ≤ [`MOST_ROWS`].
///
/// Jacobi's rotations, row by row: the one in the plane of p and q makes a_pq zero,
///
/// ```text
/// A ← JᵀAJ    J = (  c s )    t² + 2τt = 1, the smaller root, τ = (a_qq − a_pp) / 2a_pq    c = 1/√(1 + t²), s = ct
///                 ( −s c )
/// ```
///
/// until what stands off the diagonal is no more than rounding of ‖A‖. The diagonal is then Λ, the product of all J is V,
/// and the error of each λ is a few ε‖A‖. Mirrored entries that differ by rounding count as their mean.
///
/// Source: G. Golub, C. Van Loan, *Matrix Computations*, 4th ed., 8.5.
///
/// # Errors
/// `a` is not n×n, n is 0 or too large, NaN or infinity, not symmetric, or eigenvalues beyond the range of `f64`.
pub fn eigen(a: &[f64], n: usize) -> Result<Eigen, ClassicError> {
    if n > MOST_ROWS {
        return Err(ClassicError::TooLarge { what: "A", most: MOST_ROWS, found: n });
    }
    let mut a = rows(a, n)?;
    // Scaled by a power of two (so without rounding) to entries near 1.
    let unit = power_of_two_near(largest(a.iter().flatten()));
    a.iter_mut().flatten().for_each(|v| *v /= unit);
    let mut vectors: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
    diagonalise(&mut a, &mut vectors);

    let mut pairs: Vec<(f64, Vec<f64>)> = vectors.into_iter().enumerate().map(|(k, v)| (a[k][k] * unit, v)).collect();
    pairs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let (values, mut vectors): (Vec<f64>, Vec<Vec<f64>>) = pairs.into_iter().unzip();
    if !values.iter().all(|v| v.is_finite()) {
        return Err(ClassicError::Overflow);
    }
    vectors.iter_mut().for_each(|v| normalise(v));
    Ok(Eigen { values, vectors })
}

/// The rows of A, finite and symmetric.
fn rows(a: &[f64], n: usize) -> Result<Vec<Vec<f64>>, ClassicError> {
    if n == 0 {
        return Err(ClassicError::Empty);
    }
    let expected = n.saturating_mul(n);
    if a.len() != expected {
        return Err(ClassicError::Shape { what: "A", expected, found: a.len() });
    }
    check_finite("A", a, n)?;
    let mut rows: Vec<Vec<f64>> = a.chunks_exact(n).map(<[f64]>::to_vec).collect();
    let tolerance = ASYMMETRY * largest(a);
    for (i, j) in (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))) {
        let (above, below) = (rows[i][j], rows[j][i]);
        if (above - below).abs() > tolerance {
            return Err(ClassicError::NotSymmetric { what: "A", row: i, column: j });
        }
        let mean = above + (below - above) / 2.0;
        (rows[i][j], rows[j][i]) = (mean, mean);
    }
    Ok(rows)
}

/// Makes `a` diagonal, in place; row k of `vectors`, the identity at first, becomes the eigenvector of a_kk.
#[expect(clippy::cast_precision_loss, reason = "a count of rows, far below 2^53")]
fn diagonalise(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>]) {
    let n = a.len();
    let norm = a.iter().flatten().map(|v| v * v).sum::<f64>().sqrt();
    // Were all entries off the diagonal so small, they would be ε‖A‖ together.
    let negligible = f64::EPSILON * norm / n as f64;
    for _ in 0..MOST_SWEEPS {
        let mut at_rest = true;
        for q in 1..n {
            for p in 0..q {
                if a[p][q].abs() <= negligible {
                    continue;
                }
                at_rest = false;
                let (app, apq, aqq) = (a[p][p], a[p][q], a[q][q]);
                let tau = (aqq - app) / (2.0 * apq);
                let t = 1.0_f64.copysign(tau) / (tau.abs() + tau.hypot(1.0));
                let c = 1.0 / t.hypot(1.0);
                let s = t * c;
                rotate(a, p, q, c, s);
                for row in a.iter_mut() {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                // What the products give but for rounding.
                (a[p][p], a[q][q]) = (app - t * apq, aqq + t * apq);
                (a[p][q], a[q][p]) = (0.0, 0.0);
                rotate(vectors, p, q, c, s);
            }
        }
        if at_rest {
            return;
        }
    }
}

/// Rows p < q become c·p − s·q and s·p + c·q.
fn rotate(rows: &mut [Vec<f64>], p: usize, q: usize, c: f64, s: f64) {
    let (before, from_q) = rows.split_at_mut(q);
    for (x, y) in before[p].iter_mut().zip(&mut from_q[0]) {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}

/// Length 1, and the first of the largest entries positive. Entries count as equally large where rounding decides.
fn normalise(v: &mut [f64]) {
    const TIE: f64 = 1e-9;
    let most = largest(v.iter()) * (1.0 - TIE);
    let sign = v.iter().find(|x| x.abs() >= most).map_or(1.0, |x| x.signum());
    let length = sign * v.iter().map(|x| x * x).sum::<f64>().sqrt();
    v.iter_mut().for_each(|x| *x /= length);
}

fn largest<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    values.into_iter().fold(0.0, |m, v| m.max(v.abs()))
}
