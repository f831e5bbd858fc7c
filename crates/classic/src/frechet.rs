//! The Fréchet distance between heaps of points, each taken as a normal law: what FID measures between features of pictures.
//!
//! ```text
//! d² = ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁^½ Σ₂ Σ₁^½)^½)
//! ```
//!
//! It is W₂² between the two laws. 0 for equal ones; a heap of one point has Σ = 0.
//!
//! Source: D. Dowson, B. Landau, *The Fréchet distance between multivariate normal distributions*, Journal of Multivariate
//! Analysis 12 (1982); M. Heusel et al., NeurIPS 2017.

use crate::error::{ClassicError, check_finite};
use crate::symmetric::eigen;

/// A normal law in d dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct Normal {
    /// μ, d numbers.
    pub mean: Vec<f64>,
    /// Σ, d×d, row by row.
    pub covariance: Vec<f64>,
}

impl Normal {
    /// The law with the mean and the covariance (over n, not n − 1) of points of `dimensions` numbers each.
    ///
    /// # Errors
    /// No points, points that are cut short, NaN or infinity.
    pub fn of(points: &[f64], dimensions: usize) -> Result<Self, ClassicError> {
        let d = dimensions.max(1);
        if points.is_empty() {
            return Err(ClassicError::Empty);
        }
        let n = points.len().div_ceil(d);
        if n * d != points.len() {
            return Err(ClassicError::Shape { what: "x", expected: n * d, found: points.len() });
        }
        check_finite("x", points, d)?;
        let share = 1.0 / n as f64;
        let mut mean = vec![0.0; d];
        for point in points.chunks_exact(d) {
            mean.iter_mut().zip(point).for_each(|(mean, x)| *mean += x * share);
        }
        let mut covariance = vec![0.0; d * d];
        for point in points.chunks_exact(d) {
            let apart: Vec<f64> = point.iter().zip(&mean).map(|(x, mean)| x - mean).collect();
            for (row, a) in covariance.chunks_exact_mut(d).zip(&apart) {
                row.iter_mut().zip(&apart).for_each(|(sum, b)| *sum += a * b * share);
            }
        }
        Ok(Self { mean, covariance })
    }
}

/// d² between two laws of as many dimensions.
///
/// # Errors
/// Other dimensions, NaN or infinity, a Σ that is not symmetric.
pub fn distance(a: &Normal, b: &Normal) -> Result<f64, ClassicError> {
    let d = a.mean.len();
    let sizes = [("μ₂", d, b.mean.len()), ("Σ₁", d * d, a.covariance.len()), ("Σ₂", d * d, b.covariance.len())];
    if let Some((what, expected, found)) = sizes.into_iter().find(|(_, expected, found)| expected != found) {
        return Err(ClassicError::Shape { what, expected, found });
    }
    check_finite("μ₁", &a.mean, d)?;
    check_finite("μ₂", &b.mean, d)?;
    let axes = eigen(&a.covariance, d)?;
    // Σ₁^½ along the axes of Σ₁; what rounding made of a zero is a zero.
    let roots: Vec<f64> = axes.values.iter().map(|value| value.max(0.0).sqrt()).collect();
    // ⟨vᵢ, Σ₂ vⱼ⟩ √λᵢ √λⱼ: the middle matrix in these axes, with the same eigenvalues.
    let moved: Vec<Vec<f64>> =
        axes.vectors.iter().map(|v| b.covariance.chunks_exact(d).map(|row| dot(row, v)).collect()).collect();
    let entry = |i: usize, j: usize| dot(&axes.vectors[i], &moved[j]) * roots[i] * roots[j];
    let middle: Vec<f64> = (0..d * d).map(|at| (entry(at / d, at % d) + entry(at % d, at / d)) * 0.5).collect();
    let shared: f64 = eigen(&middle, d)?.values.iter().map(|value| value.max(0.0).sqrt()).sum();
    let trace = |of: &Normal| of.covariance.iter().step_by(d + 1).sum::<f64>();
    let apart: f64 = a.mean.iter().zip(&b.mean).map(|(a, b)| (a - b) * (a - b)).sum();
    Ok((apart + trace(a) + trace(b) - 2.0 * shared).max(0.0))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In one dimension (μ₁ − μ₂)² + (σ₁ − σ₂)²; of matrices that commute, the same along each axis.
    #[test]
    fn known_ones() {
        let of = |mean: &[f64], covariance: &[f64]| Normal { mean: mean.to_vec(), covariance: covariance.to_vec() };
        let one = distance(&of(&[1.0], &[4.0]), &of(&[-2.0], &[0.25])).unwrap();
        assert!((one - (9.0 + 1.5 * 1.5)).abs() < 1e-12, "{one}");
        let (c, s) = (0.6, 0.8);
        let turned = |x: f64, y: f64| [x * c * c + y * s * s, (x - y) * c * s, (x - y) * c * s, x * s * s + y * c * c];
        let two = distance(&of(&[0.0, 1.0], &turned(9.0, 1.0)), &of(&[0.0, 1.0], &turned(1.0, 0.0))).unwrap();
        // Of an eigenvalue 0 rounding makes about 10⁻¹⁶, whose root is 10⁻⁸.
        assert!((two - (4.0 + 1.0)).abs() < 1e-7, "{two}");
    }

    /// Two axes that do not agree: against the root of a product of 2×2 matrices, tr √M = √(tr M + 2 √det M).
    #[test]
    fn axes_that_do_not_agree() {
        let (a, b) = ([2.0, 0.7, 0.7, 1.0], [1.5, -0.4, -0.4, 3.0]);
        let product = [
            a[0] * b[0] + a[1] * b[2],
            a[0] * b[1] + a[1] * b[3],
            a[2] * b[0] + a[3] * b[2],
            a[2] * b[1] + a[3] * b[3],
        ];
        let det = product[0] * product[3] - product[1] * product[2];
        let shared = (product[0] + product[3] + 2.0 * f64::sqrt(det)).sqrt();
        let known = a[0] + a[3] + b[0] + b[3] - 2.0 * shared;
        let of = |covariance: [f64; 4]| Normal { mean: vec![0.0; 2], covariance: covariance.to_vec() };
        let found = [distance(&of(a), &of(b)).unwrap(), distance(&of(b), &of(a)).unwrap()];
        assert!(found.iter().all(|found| (found - known).abs() < 1e-10), "{found:?} {known}");
        assert!(distance(&of(a), &of(a)).unwrap() < 1e-12);
    }

    /// Of points, moved ones and a single one.
    #[test]
    fn of_points() {
        let points = [0.0, 0.0, 2.0, 0.0, 0.0, 4.0, 2.0, 4.0];
        let law = Normal::of(&points, 2).unwrap();
        assert_eq!((law.mean.clone(), law.covariance.clone()), (vec![1.0, 2.0], vec![1.0, 0.0, 0.0, 4.0]));
        let moved: Vec<f64> = points.iter().map(|x| x + 3.0).collect();
        assert!((distance(&law, &Normal::of(&moved, 2).unwrap()).unwrap() - 18.0).abs() < 1e-12);
        let single = Normal::of(&[1.0, 2.0], 2).unwrap();
        assert!((distance(&law, &single).unwrap() - 5.0).abs() < 1e-12);
        assert!(Normal::of(&points[..3], 2).is_err() && Normal::of(&[], 2).is_err());
        assert!(distance(&law, &Normal::of(&points, 4).unwrap()).is_err());
    }
}
