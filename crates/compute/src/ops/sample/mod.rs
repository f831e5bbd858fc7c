//! Grid sampling (Jaderberg et al. 2015): values read between the pixels, as a formula of `gather`, so that it can be
//! differentiated any number of times, with respect to the pixels and to the places.

#[cfg(test)]
mod tests;

use super::gather::Gather;
use super::primitive::Primitive;
use crate::error::ShapeError;
use crate::expr::Expr;
use crate::expr::build::{first_invalid, invalid};

impl Expr {
    /// Bilinear samples of `self [N, C, H, W]` at `grid [N, I, J, 2]`, whose last axis holds `(x, y)` in `[−1, 1]`, corner to corner
    /// (PyTorch's `grid_sample` with `align_corners`, zeros outside): `[N, C, I, J]`.
    pub fn grid_sample(&self, grid: &Self) -> Self {
        if let Some(error) = first_invalid(&[self, grid]) {
            return error;
        }
        let wrong = |expected: &str| invalid(ShapeError::new("grid sample", expected, &[self.shape(), grid.shape()]));
        let ([n, c, h, w], [n2, i, j, 2]) = (self.shape().axes(), grid.shape().axes()) else {
            return wrong("[N, C, H, W] and [N, I, J, 2]");
        };
        if n != n2 || h * w == 0 {
            return wrong("a grid for each picture");
        }
        let count = i * j;
        let pixels = self.permute(&[0, 2, 3, 1]).reshape(&[*n, h * w, *c]);
        let along =
            |axis: usize, len: usize| (grid.slice(3, axis, 1).reshape(&[*n, count]) + 1.0) * ((len as f32 - 1.0) / 2.0);
        let (x, y) = (along(0, *w), along(1, *h));
        let (left, top) = (x.floor(), y.floor());
        let corner = |down: f32, right: f32| {
            let (column, row) = (&left + right, &top + down);
            // Not 1 − |x − column|: on a pixel, where the identity puts every place, that has no slope.
            let weight = |at: &Self, first: &Self, next: f32| if next > 0.0 { at - first } else { 1.0 - (at - first) };
            let inside =
                |at: &Self, len: usize| at.less(&Self::scalar(len as f32 - 0.5)) * (1.0 - at.less(&Self::scalar(-0.5)));
            let share = weight(&x, &left, right) * weight(&y, &top, down) * inside(&column, *w) * inside(&row, *h);
            let hold = |at: &Self, len: usize| at.max(&Self::scalar(0.0)).min(&Self::scalar(len as f32 - 1.0));
            let number = hold(&row, *h) * *w as f32 + hold(&column, *w);
            Self::primitive(Primitive::Gather(Gather), &[&pixels, &number]) * share.reshape(&[*n, count, 1])
        };
        let samples = corner(0.0, 0.0) + corner(0.0, 1.0) + corner(1.0, 0.0) + corner(1.0, 1.0);
        samples.reshape(&[*n, *i, *j, *c]).permute(&[0, 3, 1, 2])
    }
}
