//! Rows picked and added up by their numbers.
//!
//! - `gather`: `y[b, i, :] = x[b, n[b, i], :]` for `x [B, R, D]`, `n [B, I]`;
//! - `scatter`: `x[b, r, :] = Σ_{i: n[b, i] = r} y[b, i, :]` for `y [B, I, D]`, `n [B, I]`, added in the order of `i`, so that
//!   every run gives the same digits.
//!
//! Each is the gradient of the other; numbers have none. Numbers are rounded, and held between 0 and `R − 1`.

#[cfg(test)]
mod tests;

use super::primitive::{Operand, Primitive, PrimitiveRule};
use crate::error::ShapeError;
use crate::expr::build::{first_invalid, invalid};
use crate::expr::{Expr, Shape};
use crate::gpu::wgsl::{Place, Task, Tuning};

/// Rows picked by their numbers: `gather(x, n)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Gather;

/// Rows added up by their numbers: `scatter(y, n)`, with how many rows the result has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scatter(pub usize);

/// The row that a number means.
fn row(number: f32, rows: usize) -> usize {
    ((number + 0.5) as usize).min(rows.saturating_sub(1))
}

fn three(shape: &Shape) -> Option<[usize; 3]> {
    shape.axes().try_into().ok()
}

impl PrimitiveRule for Gather {
    fn name(&self) -> &'static str {
        "gather"
    }

    fn formula(&self) -> &'static str {
        "y[b, i, :] = x[b, n[b, i], :]"
    }

    fn arity(&self) -> usize {
        2
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        match (args[0].axes(), args[1].axes()) {
            ([b, r, d], [b2, i]) if b == b2 && (*r > 0 || i * b == 0) => Ok(vec![*b, *i, *d].into()),
            _ => Err(ShapeError::new("gather", "[B, R, D] and [B, I]", args)),
        }
    }

    fn grad(&self, node: &Expr, index: usize, dy: &Expr) -> Option<Expr> {
        let [x, numbers] = node.args() else { return None };
        let [_, rows, _] = three(x.shape())?;
        (index == 0).then(|| Expr::primitive(Primitive::Scatter(Scatter(rows)), &[dy, numbers]))
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let ((x, shape), (numbers, _)) = (args[0], args[1]);
        let (Some([_, r, d]), Some([_, i, _])) = (three(shape), three(out)) else { return Vec::new() };
        let value = |at: usize| {
            let (batch, column) = (at / (i * d), at % d);
            x[(batch * r + row(numbers[at / d] as f32, r)) * d + column]
        };
        (0..out.size()).map(value).collect()
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], _: &mut [f32]) {
        let (x, numbers) = (args[0], args[1]);
        let Some([_, i, d]) = three(out) else { return };
        for (at, values) in result.chunks_exact_mut(d.max(1)).enumerate() {
            let (batch, item) = (at / i, at % i);
            let from = row(numbers.values[numbers.place(&[batch, item])], x.axes[1]);
            let start = x.place(&[batch, from, 0]);
            for (column, value) in values.iter_mut().enumerate() {
                *value = x.values[start.wrapping_add_signed(column as isize * x.strides[2])];
            }
        }
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        let [rows, d, items] = [args[0].axes[1], out.axes[2], out.axes[1]];
        let code = format!(
            "let b = i / {}u; let item = i / {d}u % {items}u; let d = i % {d}u;\n  \
             let r = min(u32(max({} + 0.5, 0.0)), {}u);\n  {} = {};\n",
            items * d,
            args[1].at(&["b", "item"]),
            rows.saturating_sub(1),
            out.linear("i"),
            args[0].at(&["b", "r", "d"]),
        );
        Task::each(out.size(), code)
    }
}

impl PrimitiveRule for Scatter {
    fn name(&self) -> &'static str {
        "scatter"
    }

    fn formula(&self) -> &'static str {
        "x[b, r, :] = Σ y[b, i, :] over n[b, i] = r"
    }

    fn arity(&self) -> usize {
        2
    }

    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError> {
        match (args[0].axes(), args[1].axes()) {
            ([b, i, d], [b2, i2]) if b == b2 && i == i2 && (self.0 > 0 || i * b == 0) => {
                Ok(vec![*b, self.0, *d].into())
            }
            _ => Err(ShapeError::new("scatter", "[B, I, D] and [B, I]", args)),
        }
    }

    fn grad(&self, node: &Expr, index: usize, dy: &Expr) -> Option<Expr> {
        let [_, numbers] = node.args() else { return None };
        (index == 0).then(|| Expr::primitive(Primitive::Gather(Gather), &[dy, numbers]))
    }

    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64> {
        let ((y, shape), (numbers, _)) = (args[0], args[1]);
        let Some([_, i, d]) = three(shape) else { return Vec::new() };
        let mut x = vec![0.0; out.size()];
        for (at, value) in y.iter().enumerate() {
            let (batch, column) = (at / (i * d), at % d);
            x[(batch * self.0 + row(numbers[at / d] as f32, self.0)) * d + column] += value;
        }
        x
    }

    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], _: &mut [f32]) {
        let (y, numbers) = (args[0], args[1]);
        let [batches, items, d] = [y.axes[0], y.axes[1], y.axes[2]];
        let rows = out.axes()[1];
        result.fill(0.0);
        for at in 0..batches * items {
            let (batch, item) = (at / items, at % items);
            let to = (batch * rows + row(numbers.values[numbers.place(&[batch, item])], rows)) * d;
            let start = y.place(&[batch, item, 0]);
            for (column, value) in result[to..to + d].iter_mut().enumerate() {
                *value += y.values[start.wrapping_add_signed(column as isize * y.strides[2])];
            }
        }
    }

    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, _: &Tuning) -> Task {
        let [rows, d, items] = [self.0, out.axes[2], args[0].axes[1]];
        let code = format!(
            "let b = i / {}u; let r = i / {d}u % {rows}u; let d = i % {d}u;\n  var total = 0.0;\n  \
             for (var item = 0u; item < {items}u; item++) {{\n    \
             if (min(u32(max({} + 0.5, 0.0)), {}u) == r) {{ total += {}; }}\n  }}\n  {} = total;\n",
            rows * d,
            args[1].at(&["b", "item"]),
            rows.saturating_sub(1),
            args[0].at(&["b", "item", "d"]),
            out.linear("i"),
        );
        Task::each(out.size(), code)
    }

    fn work(&self, args: &[&Shape], out: &Shape) -> usize {
        2 * out.size() * args[1].axes().last().copied().unwrap_or(1)
    }
}

impl Expr {
    /// Rows of `self [R, …]` by their numbers, of any shape: `[…numbers, …]`. What an embedding does.
    pub fn rows(&self, numbers: &Self) -> Self {
        if let Some(error) = first_invalid(&[self, numbers]) {
            return error;
        }
        let [rows, rest @ ..] = self.shape().axes() else {
            return invalid(ShapeError::new("rows", "at least one axis", &[self.shape()]));
        };
        let (width, count) = (rest.iter().product(), numbers.shape().size());
        let flat = self.reshape(&[1, *rows, width]);
        let picked = Self::primitive(Primitive::Gather(Gather), &[&flat, &numbers.reshape(&[1, count])]);
        picked.reshape(&[numbers.shape().axes(), rest].concat())
    }

    /// Elements of each row of `self […, R]` by their numbers `[…, I]`: `y[…, i] = x[…, n[…, i]]`.
    pub fn take(&self, numbers: &Self) -> Self {
        if let Some(error) = first_invalid(&[self, numbers]) {
            return error;
        }
        let wrong = || invalid(ShapeError::new("take", "[…, R] and […, I]", &[self.shape(), numbers.shape()]));
        let ([batch @ .., rows], [others @ .., items]) = (self.shape().axes(), numbers.shape().axes()) else {
            return wrong();
        };
        if batch != others || (*rows == 0 && numbers.shape().size() > 0) {
            return wrong();
        }
        let count = batch.iter().product();
        let (x, n) = (self.reshape(&[count, *rows, 1]), numbers.reshape(&[count, *items]));
        Self::primitive(Primitive::Gather(Gather), &[&x, &n]).reshape(numbers.shape().axes())
    }
}
