//! Batched matrix product, `c[…, i, j] = Σₖ a[…, i, k] · b[…, k, j]`, shapes `[…, m, k] × […, k, n] → […, m, n]`.
//!
//! Gradient: `da = dc · bᵀ`, `db = aᵀ · dc`. Transposed and broadcast operands are read in place, through strides.

#[cfg(test)]
mod tests;

use crate::expr::Expr;
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};

/// Gradient with respect to the left operand, `dc · bᵀ`.
pub(crate) fn grad_a(b: &Expr, dy: &Expr) -> Expr {
    dy.matmul(&b.transpose())
}

/// Gradient with respect to the right operand, `aᵀ · dc`.
pub(crate) fn grad_b(a: &Expr, dy: &Expr) -> Expr {
    a.transpose().matmul(dy)
}

/// A matrix inside a slice.
#[derive(Debug, Clone, Copy)]
pub struct Strided<'a> {
    /// Values; element `(i, j)` stands at `i · strides.0 + j · strides.1`.
    pub values: &'a [f32],
    /// Steps between rows and between columns.
    pub strides: (usize, usize),
}

/// CPU twin: `out[m, n] = a[m, k] · b[k, n]`, `out` stored row by row.
pub fn cpu(m: usize, k: usize, n: usize, a: Strided<'_>, b: Strided<'_>, out: &mut [f32]) {
    let left = ArrayView2::from_shape((m, k).strides(a.strides), a.values);
    let right = ArrayView2::from_shape((k, n).strides(b.strides), b.values);
    match (left, right, ArrayViewMut2::from_shape((m, n), &mut *out)) {
        (Ok(left), Ok(right), Ok(mut result)) if k > 0 => general_mat_mul(1.0, &left, &right, 0.0, &mut result),
        _ => plain(k, n, a, b, out),
    }
}

/// The formula as it stands, for operands that are no views of ndarray's (repeated rows, empty sums).
fn plain(k: usize, n: usize, a: Strided<'_>, b: Strided<'_>, out: &mut [f32]) {
    for (at, cell) in out.iter_mut().enumerate() {
        let (i, j) = (at / n, at % n);
        let term = |l: usize| a.values[i * a.strides.0 + l * a.strides.1] * b.values[l * b.strides.0 + j * b.strides.1];
        *cell = (0..k).map(term).sum();
    }
}
