//! Orders: where the values of each row (the last axis) stand when sorted, and where the largest stands. Numbers of places,
//! so without gradient; sorted values are taken by these numbers, and get theirs from `gather`.

#[cfg(test)]
mod tests;

use super::primitive::{Operand, Primitive, PrimitiveRule};
use crate::error::ShapeError;
use crate::expr::{Expr, Shape};
use crate::gpu::wgsl::{Place, Task, Tuning};
use std::cmp::Ordering;

/// The numbers of a row's elements from the smallest to the largest; equals stay in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Argsort;

/// The number of a row's largest element; the first of equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Argmax;

/// Smaller before larger; both zeros are equal, and what is not a number comes last.
fn by_value<T: PartialOrd>(a: &T, b: &T) -> Ordering {
    a.partial_cmp(b).unwrap_or_else(|| (a.partial_cmp(a).is_none()).cmp(&b.partial_cmp(b).is_none()))
}

impl PrimitiveRule for Argsort {
    fn name(&self) -> &'static str {
        "argsort"
    }

    fn formula(&self) -> &'static str {
        "n: x[n[0]] ≤ x[n[1]] ≤ …"
    }

    fn arity(&self) -> usize {
        1
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        if args[0].rank() > 0 {
            Ok(args[0].clone())
        } else {
            Err(ShapeError::new("argsort", "at least one axis", args))
        }
    }

    fn grad(&self, _: &Expr, _: usize, _: &Expr) -> Option<Expr> {
        None
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let len = out.axes().last().copied().unwrap_or(1).max(1);
        let sorted = |row: &[f64]| {
            let mut order: Vec<usize> = (0..row.len()).collect();
            order.sort_by(|&a, &b| by_value(&row[a], &row[b]));
            order.into_iter().map(|n| n as f64).collect::<Vec<_>>()
        };
        args[0].0.chunks(len).flat_map(sorted).collect()
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], _: &mut [f32]) {
        let len = out.axes().last().copied().unwrap_or(1).max(1);
        for (row, order) in result.chunks_exact_mut(len).enumerate() {
            let (start, step) = args[0].row(row);
            let value = |n: f32| args[0].values[start.wrapping_add_signed(n as isize * step)];
            for (n, place) in order.iter_mut().enumerate() {
                *place = n as f32;
            }
            // Unstable sorting needs no memory; the number decides between equals.
            order.sort_unstable_by(|&a, &b| by_value(&value(a), &value(b)).then(a.total_cmp(&b)));
        }
    }

    /// The place of an element is the number of those before it: no element waits for another.
    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        let len = out.axes.last().copied().unwrap_or(1);
        let code = format!(
            "let r = i / {len}u; let n = i % {len}u;\n  let mine = {};\n  var before = 0u;\n  \
             for (var k = 0u; k < {len}u; k++) {{\n    let other = {};\n    \
             before += select(0u, 1u, (other < mine) | ((other == mine) & (k < n)));\n  }}\n  {} = f32(n);\n",
            args[0].row("r", "n"),
            args[0].row("r", "k"),
            out.linear(&format!("r * {len}u + before")),
        );
        Task::each(out.size(), code)
    }

    fn work(&self, _: &[&Shape], out: &Shape) -> usize {
        4 * out.size() * out.axes().last().copied().unwrap_or(1)
    }
}

impl PrimitiveRule for Argmax {
    fn name(&self) -> &'static str {
        "argmax"
    }

    fn formula(&self) -> &'static str {
        "n: x[n] = max x"
    }

    fn arity(&self) -> usize {
        1
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        match args[0].axes() {
            [batch @ .., len] if *len > 0 => Ok([batch, &[1]].concat().into()),
            _ => Err(ShapeError::new("argmax", "an axis with elements", args)),
        }
    }

    fn grad(&self, _: &Expr, _: usize, _: &Expr) -> Option<Expr> {
        None
    }

    fn reference(&self, args: &[(&[f64], &Shape)], _: &Shape) -> Vec<f64> {
        let (x, shape) = args[0];
        let largest = |row: &[f64]| {
            let better = |best: usize, n: usize| if row[n] > row[best] { n } else { best };
            (1..row.len()).fold(0, better) as f64
        };
        x.chunks(shape.axes().last().copied().unwrap_or(1).max(1)).map(largest).collect()
    }

    fn cpu(&self, args: &[Operand<'_>], _: &Shape, result: &mut [f32], _: &mut [f32]) {
        let len = args[0].axes.last().copied().unwrap_or(1);
        for (row, place) in result.iter_mut().enumerate() {
            let (start, step) = args[0].row(row);
            let value = |n: usize| args[0].values[start.wrapping_add_signed(n as isize * step)];
            let (mut best, mut most) = (0, value(0));
            for n in 1..len {
                if value(n) > most {
                    (best, most) = (n, value(n));
                }
            }
            *place = best as f32;
        }
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        let len = args[0].axes.last().copied().unwrap_or(1);
        let code = format!(
            "var best = 0u;\n  var most = {};\n  for (var k = 1u; k < {len}u; k++) {{\n    let value = {};\n    \
             if (value > most) {{ most = value; best = k; }}\n  }}\n  {} = f32(best);\n",
            args[0].row("i", "0u"),
            args[0].row("i", "k"),
            out.linear("i"),
        );
        Task::each(out.size(), code)
    }
}

impl Expr {
    /// Numbers of the elements along the last axis from the smallest to the largest.
    pub fn argsort(&self) -> Self {
        Self::primitive(Primitive::Argsort(Argsort), &[self])
    }

    /// Number of the largest element along the last axis, which stays with length 1.
    pub fn argmax(&self) -> Self {
        Self::primitive(Primitive::Argmax(Argmax), &[self])
    }

    /// The values along the last axis, from the smallest to the largest.
    pub fn sort(&self) -> Self {
        self.take(&self.argsort())
    }

    /// The `k` largest values along the last axis, largest first, and their numbers.
    pub fn top_k(&self, k: usize) -> (Self, Self) {
        let last = self.shape().rank().saturating_sub(1);
        let numbers = (-self).argsort().slice(last, 0, k);
        (self.take(&numbers), numbers)
    }
}
