//! Running sums along the last axis: `y[i] = Σ_{j ≤ i} x[j]`. Gradient: `dx[j] = Σ_{i ≥ j} dy[i]`, a running sum from the other
//! end.

#[cfg(test)]
mod tests;

use super::primitive::{Operand, Primitive, PrimitiveRule};
use crate::error::ShapeError;
use crate::expr::{Expr, Shape};
use crate::gpu::wgsl::{Place, Task, Tuning};

/// Running sums along the last axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cumsum;

impl PrimitiveRule for Cumsum {
    fn name(&self) -> &'static str {
        "cumsum"
    }

    fn formula(&self) -> &'static str {
        "y[i] = x[0] + … + x[i]"
    }

    fn arity(&self) -> usize {
        1
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        if args[0].rank() > 0 { Ok(args[0].clone()) } else { Err(ShapeError::new("cumsum", "at least one axis", args)) }
    }

    fn grad(&self, node: &Expr, _: usize, dy: &Expr) -> Option<Expr> {
        let last = node.shape().rank() - 1;
        Some(dy.flip(&[last]).cumsum().flip(&[last]))
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let len = out.axes().last().copied().unwrap_or(1).max(1);
        let running = |row: &[f64]| {
            let mut total = 0.0;
            let next = |x: &f64| {
                total += x;
                total
            };
            row.iter().map(next).collect::<Vec<f64>>()
        };
        args[0].0.chunks(len).flat_map(running).collect()
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], _: &mut [f32]) {
        let len = out.axes().last().copied().unwrap_or(1).max(1);
        for (row, sums) in result.chunks_exact_mut(len).enumerate() {
            let (start, step) = args[0].row(row);
            let mut total = 0.0;
            for (i, sum) in sums.iter_mut().enumerate() {
                total += args[0].values[start.wrapping_add_signed(i as isize * step)];
                *sum = total;
            }
        }
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        let len = out.axes.last().copied().unwrap_or(1);
        let code = format!(
            "var total = 0.0;\n  for (var k = 0u; k < {len}u; k++) {{\n    total += {};\n    {} = total;\n  }}\n",
            args[0].row("i", "k"),
            out.linear(&format!("i * {len}u + k")),
        );
        Task::each(out.size() / len.max(1), code)
    }
}

impl Expr {
    /// Running sums along the last axis.
    pub fn cumsum(&self) -> Self {
        Self::primitive(Primitive::Cumsum(Cumsum), &[self])
    }
}
