//! The mean squared error of a linear model as a quadratic in its parameters.
//!
//! ```text
//! L(θ) = ‖Xw + b·1 − y‖² / n = θᵀAθ − 2bᵀθ + c          θ = (w₁ … w_d, b), zᵢ = (xᵢ₁ … xᵢd, 1)
//! A = Σ zᵢ zᵢᵀ / n   (d+1)×(d+1)        b = Σ yᵢ zᵢ / n   d+1        c = Σ yᵢ² / n
//! ```
//!
//! No factor ½ anywhere: the gradient is 2(Aθ − b), the Hessian 2A. Once accumulated, the loss at any θ costs (d+1)²
//! instead of nd. Near its minimum the three terms cancel: the loss is good to about 10⁻¹⁶·c, not to 10⁻¹⁶ of itself, so
//! a minimum is better taken from [`least_squares`](crate::least_squares).

#[cfg(test)]
mod tests;

use crate::error::{ClassicError, check};

/// The quadratic L(θ) of a data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Gram {
    a: Vec<f64>,
    b: Vec<f64>,
    c: f64,
}

impl Gram {
    /// Accumulates the quadratic of X (`x`: n×d, row after row) and `y` (n).
    ///
    /// # Errors
    /// `x` is not n×d, no row, NaN or infinity in the input, or sums of squares beyond the range of `f64`.
    pub fn new(x: &[f64], y: &[f64], d: usize) -> Result<Self, ClassicError> {
        check(x, y, d)?;
        let m = d + 1;
        let mut gram = Self { a: vec![0.0; m * m], b: vec![0.0; m], c: 0.0 };
        let mut z = vec![1.0; m];
        // `chunks` takes no 0; without features every row is just the 1 of the intercept.
        let rows = (0..y.len()).map(|i| x.get(i * d..(i + 1) * d).unwrap_or_default());
        for (row, y) in rows.zip(y) {
            z.iter_mut().zip(row).for_each(|(z, x)| *z = *x);
            for (line, zi) in gram.a.chunks_mut(m).zip(&z) {
                line.iter_mut().zip(&z).for_each(|(a, zj)| *a += zi * zj);
            }
            gram.b.iter_mut().zip(&z).for_each(|(b, z)| *b += y * z);
            gram.c += y * y;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of rows, far below 2^53")]
        let n = y.len() as f64;
        for sum in gram.a.iter_mut().chain(&mut gram.b).chain([&mut gram.c]) {
            *sum /= n;
            if !sum.is_finite() {
                return Err(ClassicError::Overflow);
            }
        }
        Ok(gram)
    }

    /// The number of parameters, d + 1; the intercept is the last.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.b.len()
    }

    /// A, (d+1)×(d+1), row after row; symmetric, no eigenvalue negative.
    #[must_use]
    pub fn a(&self) -> &[f64] {
        &self.a
    }

    /// b, d+1.
    #[must_use]
    pub fn b(&self) -> &[f64] {
        &self.b
    }

    /// c, the loss of θ = 0.
    #[must_use]
    pub fn c(&self) -> f64 {
        self.c
    }

    /// L(θ), in units of y squared.
    ///
    /// # Errors
    /// θ is not d + 1 numbers.
    pub fn loss(&self, theta: &[f64]) -> Result<f64, ClassicError> {
        self.check(theta)?;
        Ok(self.value(theta))
    }

    /// ∇L(θ) = 2(Aθ − b), d+1.
    ///
    /// # Errors
    /// θ is not d + 1 numbers.
    pub fn gradient(&self, theta: &[f64]) -> Result<Vec<f64>, ClassicError> {
        self.check(theta)?;
        Ok(self.rows().zip(&self.b).map(|(row, b)| 2.0 * (dot(row, theta) - b)).collect())
    }

    /// The quadratic in two parameters u = θᵢ, v = θⱼ, the others held at `at` (whose own i-th and j-th do not matter):
    ///
    /// ```text
    /// [a11, a12, a22, b1, b2, c]      a11 u² + 2 a12 uv + a22 v² − 2 b1 u − 2 b2 v + c
    /// a11 = Aᵢᵢ, a12 = Aᵢⱼ, a22 = Aⱼⱼ,  b1 = bᵢ − Σₖ Aᵢₖ atₖ,  b2 = bⱼ − Σₖ Aⱼₖ atₖ,  c = L(at with uᵢ = vⱼ = 0),  k ≠ i, j
    /// ```
    ///
    /// # Errors
    /// `at` is not d + 1 numbers; i or j is no parameter, or i = j.
    pub fn slice(&self, i: usize, j: usize, at: &[f64]) -> Result<[f64; 6], ClassicError> {
        self.check(at)?;
        let wrong = || ClassicError::Coordinates { i, j, dimensions: self.dimensions() };
        if i == j {
            return Err(wrong());
        }
        let rest: Vec<f64> = at.iter().enumerate().map(|(k, v)| if k == i || k == j { 0.0 } else { *v }).collect();
        let row = |k: usize| -> Result<(&[f64], f64), ClassicError> {
            let row = self.rows().nth(k).ok_or_else(wrong)?;
            let b = self.b.get(k).ok_or_else(wrong)?;
            Ok((row, b - dot(row, &rest)))
        };
        let (row_i, b1) = row(i)?;
        let (row_j, b2) = row(j)?;
        let entry = |row: &[f64], k: usize| row.get(k).copied().ok_or_else(wrong);
        Ok([entry(row_i, i)?, entry(row_i, j)?, entry(row_j, j)?, b1, b2, self.value(&rest)])
    }

    fn check(&self, theta: &[f64]) -> Result<(), ClassicError> {
        let (expected, found) = (self.dimensions(), theta.len());
        if found == expected { Ok(()) } else { Err(ClassicError::Shape { what: "θ", expected, found }) }
    }

    fn value(&self, theta: &[f64]) -> f64 {
        let halves = self.rows().zip(&self.b).map(|(row, b)| dot(row, theta) - 2.0 * b);
        halves.zip(theta).map(|(h, t)| h * t).sum::<f64>() + self.c
    }

    fn rows(&self) -> std::slice::Chunks<'_, f64> {
        self.a.chunks(self.dimensions())
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
