//! Batched matrix product, `c[…, i, j] = Σₖ a[…, i, k] · b[…, k, j]`, shapes `[…, m, k] × […, k, n] → […, m, n]`.
//!
//! Gradient: `da = dc · bᵀ`, `db = aᵀ · dc`. Transposed and broadcast operands are read in place, through strides. The CPU twin
//! is [`super::gemm`], once for each matrix of the batch.

#[cfg(test)]
mod tests;

use super::gemm::{Matrix, gemm};
use super::primitive::Operand;
use crate::expr::Expr;

/// Gradient with respect to the left operand, `dc · bᵀ`.
pub(crate) fn grad_a(b: &Expr, dy: &Expr) -> Expr {
    dy.matmul(&b.transpose())
}

/// Gradient with respect to the right operand, `aᵀ · dc`.
pub(crate) fn grad_b(a: &Expr, dy: &Expr) -> Expr {
    a.transpose().matmul(dy)
}

/// CPU twin: `result […, m, n]` row by row, from operands `[…, m, k]` and `[…, k, n]` of equal batches.
pub fn cpu(a: Operand<'_>, b: Operand<'_>, result: &mut [f32], scratch: &mut [f32]) {
    let ([batch @ .., m, k], [.., n]) = (a.axes, b.axes) else { return };
    let last = batch.len();
    for (index, out) in result.chunks_exact_mut((m * n).max(1)).enumerate() {
        let matrix = |operand: Operand<'_>| {
            let (mut rest, mut shift) = (index, 0);
            for axis in (0..last).rev() {
                shift += (rest % batch[axis]) as isize * operand.strides[axis];
                rest /= batch[axis];
            }
            (operand.start.wrapping_add_signed(shift), operand.strides[last], operand.strides[last + 1])
        };
        let ((start, rows, columns), (start_b, rows_b, columns_b)) = (matrix(a), matrix(b));
        let a = Matrix { values: a.values, start, rows, columns };
        let b = Matrix { values: b.values, start: start_b, rows: rows_b, columns: columns_b };
        gemm(*m, *k, *n, a, b, out, scratch);
    }
}
