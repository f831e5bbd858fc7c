//! How expressions are made: each function checks shapes, simplifies what is plainly simpler, and never fails: an
//! expression that cannot be is an [`Op::Invalid`].

use super::{Expr, Op, Shape};
use crate::error::ShapeError;
use crate::ops::{Binary, Unary};

impl Expr {
    /// The same number at every place of `shape`.
    pub fn constant(value: f32, shape: &Shape) -> Self {
        let scalar = Self::raw(Op::Const(value.to_bits()), Vec::new(), Shape::default());
        scalar.broadcast(shape)
    }

    /// A single number.
    pub fn scalar(value: f32) -> Self {
        Self::constant(value, &Shape::default())
    }

    /// The index along `axis`, as a number, at every place of `axes`.
    pub fn iota(axes: &[usize], axis: usize) -> Self {
        let shape = Shape::new(axes);
        if axis >= shape.rank() {
            return invalid(ShapeError::new("iota", format!("more than {axis} axes"), &[&shape]));
        }
        Self::raw(Op::Iota(axis), Vec::new(), shape)
    }

    /// `op(self)`, elementwise.
    pub fn unary(&self, op: Unary) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        if let Some(value) = self.as_const() {
            let mut out = [0.0];
            (op.rule().cpu)(&[value], &mut out);
            if out[0].is_finite() {
                return Self::constant(out[0], self.shape());
            }
        }
        Self::raw(Op::Unary(op), vec![self.clone()], self.shape().clone())
    }

    /// `op(self, other)`, elementwise, after broadcasting.
    pub fn binary(&self, op: Binary, other: &Self) -> Self {
        if let Some(error) = first_invalid(&[self, other]) {
            return error;
        }
        let Some(shape) = self.shape().broadcast(other.shape()) else {
            let error = ShapeError::new(op.rule().name, "shapes that broadcast", &[self.shape(), other.shape()]);
            return invalid(error);
        };
        let (a, b) = (self.broadcast(&shape), other.broadcast(&shape));
        if let Some(simpler) = simpler(op, &a, &b) {
            return simpler;
        }
        Self::raw(Op::Binary(op), vec![a, b], shape)
    }

    /// `self ≠ 0 ? yes : no`, elementwise, after broadcasting.
    pub fn select(&self, yes: &Self, no: &Self) -> Self {
        if let Some(error) = first_invalid(&[self, yes, no]) {
            return error;
        }
        let shape = self.shape().broadcast(yes.shape()).and_then(|shape| shape.broadcast(no.shape()));
        let Some(shape) = shape else {
            let shapes = [self.shape(), yes.shape(), no.shape()];
            return invalid(ShapeError::new("select", "shapes that broadcast", &shapes));
        };
        let args = [self, yes, no].map(|arg| arg.broadcast(&shape)).to_vec();
        Self::raw(Op::Select, args, shape)
    }

    /// The same values under another shape.
    pub fn reshape(&self, axes: &[usize]) -> Self {
        let shape = Shape::new(axes);
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        if shape.size() != self.shape().size() {
            let expected = format!("{} values for {shape}", shape.size());
            return invalid(ShapeError::new("reshape", expected, &[self.shape()]));
        }
        if shape == *self.shape() {
            return self.clone();
        }
        if let Op::Const(_) = self.op() {
            return Self::raw(self.op().clone(), Vec::new(), shape);
        }
        if let (Op::Reshape, [before]) = (self.op(), self.args()) {
            return before.reshape(axes);
        }
        Self::raw(Op::Reshape, vec![self.clone()], shape)
    }

    /// Axis `i` of the result is axis `order[i]` of the argument.
    pub fn permute(&self, order: &[usize]) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        if !sorted.iter().copied().eq(0..self.shape().rank()) {
            let expected = format!("an order of {} axes, not {order:?}", self.shape().rank());
            return invalid(ShapeError::new("permute", expected, &[self.shape()]));
        }
        if order.is_sorted() {
            return self.clone();
        }
        let axes: Vec<usize> = order.iter().map(|&axis| self.shape().axes()[axis]).collect();
        Self::raw(Op::Permute(order.to_vec()), vec![self.clone()], axes.into())
    }

    /// The last two axes exchanged.
    pub fn transpose(&self) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        let rank = self.shape().rank();
        if rank < 2 {
            return invalid(ShapeError::new("transpose", "at least two axes", &[self.shape()]));
        }
        let mut order: Vec<usize> = (0..rank).collect();
        order.swap(rank - 2, rank - 1);
        self.permute(&order)
    }

    /// Repeated along axes of length 1, after axes of length 1 were put in front as needed.
    pub fn broadcast(&self, shape: &Shape) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        if self.shape() == shape {
            return self.clone();
        }
        if self.shape().broadcast(shape).as_ref() != Some(shape) {
            return invalid(ShapeError::new("broadcast", format!("what broadcasts to {shape}"), &[self.shape()]));
        }
        let padded = self.reshape(self.shape().padded(shape.rank()).axes());
        if padded.shape() == shape {
            return padded;
        }
        Self::raw(Op::Broadcast, vec![padded], shape.clone())
    }

    /// Sum over `axes`, which stay with length 1.
    pub fn sum_axes(&self, axes: &[usize]) -> Self {
        self.reduce("sum", axes, Op::Sum)
    }

    /// Largest value over `axes`, which stay with length 1.
    pub fn max_axes(&self, axes: &[usize]) -> Self {
        self.reduce("max", axes, Op::Max)
    }

    /// Sum of all elements, a single number.
    pub fn sum(&self) -> Self {
        let all: Vec<usize> = (0..self.shape().rank()).collect();
        self.sum_axes(&all).reshape(&[])
    }

    /// Mean of all elements, a single number.
    pub fn mean(&self) -> Self {
        self.sum() * (1.0 / self.shape().size().max(1) as f32)
    }

    /// Sum over the axes along which `self` was broadcast from `shape`: the gradient of [`Expr::broadcast`].
    pub fn sum_to(&self, shape: &Shape) -> Self {
        let padded = shape.padded(self.shape().rank());
        let widened = self.shape().axes().iter().zip(padded.axes()).enumerate();
        let axes: Vec<usize> = widened.filter(|(_, (now, then))| now != then).map(|(i, _)| i).collect();
        self.sum_axes(&axes).reshape(shape.axes())
    }

    /// Matrix product over the last two axes; the axes before them broadcast.
    pub fn matmul(&self, other: &Self) -> Self {
        if let Some(error) = first_invalid(&[self, other]) {
            return error;
        }
        let wrong = || invalid(ShapeError::new("matmul", "[…, m, k] and […, k, n]", &[self.shape(), other.shape()]));
        let ([left @ .., m, k], [right @ .., k2, n]) = (self.shape().axes(), other.shape().axes()) else {
            return wrong();
        };
        let Some(batch) = Shape::new(left).broadcast(&Shape::new(right)) else { return wrong() };
        if k != k2 {
            return wrong();
        }
        let with = |last: [usize; 2]| Shape::from([batch.axes(), &last].concat());
        let args = vec![self.broadcast(&with([*m, *k])), other.broadcast(&with([*k, *n]))];
        Self::raw(Op::Matmul, args, with([*m, *n]))
    }

    fn reduce(&self, name: &'static str, axes: &[usize], op: fn(Vec<bool>) -> Op) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        if let Some(axis) = axes.iter().find(|&&axis| axis >= self.shape().rank()) {
            return invalid(ShapeError::new(name, format!("axis {axis}"), &[self.shape()]));
        }
        let marked: Vec<bool> = (0..self.shape().rank()).map(|axis| axes.contains(&axis)).collect();
        let kept = |(&len, &gone): (&usize, &bool)| if gone { 1 } else { len };
        let shape: Shape = self.shape().axes().iter().zip(&marked).map(kept).collect::<Vec<_>>().into();
        if shape == *self.shape() {
            return self.clone();
        }
        Self::raw(op(marked), vec![self.clone()], shape)
    }
}

pub(crate) fn invalid(error: ShapeError) -> Expr {
    Expr::raw(Op::Invalid(error), Vec::new(), Shape::default())
}

pub(crate) fn first_invalid(args: &[&Expr]) -> Option<Expr> {
    args.iter().find(|arg| matches!(arg.op(), Op::Invalid(_))).map(|arg| (*arg).clone())
}

/// What `op(a, b)` is without computing, where that is plain. Keeps gradients small: they are full of ones and zeros.
fn simpler(op: Binary, a: &Expr, b: &Expr) -> Option<Expr> {
    let (x, y) = (a.as_const(), b.as_const());
    if let (Some(x), Some(y)) = (x, y) {
        let mut out = [0.0];
        (op.rule().cpu)(&[x], &[y], &mut out);
        // A constant that is no number is left for the plan to report.
        return out[0].is_finite().then(|| Expr::constant(out[0], a.shape()));
    }
    match (op, x, y) {
        (Binary::Add, Some(0.0), _) | (Binary::Mul, Some(1.0), _) => Some(b.clone()),
        (Binary::Add | Binary::Sub, _, Some(0.0)) | (Binary::Mul | Binary::Div, _, Some(1.0)) => Some(a.clone()),
        (Binary::Mul, Some(0.0), _) | (Binary::Mul, _, Some(0.0)) => Some(Expr::constant(0.0, a.shape())),
        (Binary::Sub, Some(0.0), _) => Some(b.unary(Unary::Neg)),
        (Binary::Mul, Some(-1.0), _) => Some(b.unary(Unary::Neg)),
        (Binary::Mul, _, Some(-1.0)) => Some(a.unary(Unary::Neg)),
        _ => None,
    }
}
