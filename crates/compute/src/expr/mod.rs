//! Expressions: a graph of primitive operations with static shapes.
//!
//! An [`Expr`] is a handle on an immutable node. Building one checks shapes and simplifies; an expression whose shapes do
//! not fit carries its [`ShapeError`](crate::ShapeError) along, and `Program::compile` reports the first.

mod arith;
mod build;
mod shape;
#[cfg(test)]
mod tests;

pub use shape::Shape;

use crate::error::ShapeError;
use crate::ops::{Binary, Unary};
use std::cell::Cell;
use std::rc::Rc;

/// What a node computes from its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Op {
    /// Shapes did not fit.
    Invalid(ShapeError),
    /// A named tensor that the program holds: its index there.
    Leaf(usize),
    /// The number with these bits, everywhere.
    Const(u32),
    /// The index along one axis, as a number.
    Iota(usize),
    /// Elementwise, one argument.
    Unary(Unary),
    /// Elementwise, two arguments.
    Binary(Binary),
    /// `c ≠ 0 ? a : b`, elementwise.
    Select,
    /// The same values in the same order under another shape.
    Reshape,
    /// Axis `i` of the result is axis `p[i]` of the argument.
    Permute(Vec<usize>),
    /// Axes of length 1 repeated.
    Broadcast,
    /// Sum over the axes marked; they stay with length 1.
    Sum(Vec<bool>),
    /// Largest value over the axes marked; they stay with length 1.
    Max(Vec<bool>),
    /// Batched matrix product `[…, m, k] × […, k, n]`.
    Matmul,
}

/// A node of the graph.
#[derive(Debug)]
pub struct Node {
    id: u64,
    /// What it computes.
    pub op: Op,
    /// From what.
    pub args: Vec<Expr>,
    /// Shape of the result.
    pub shape: Shape,
}

/// A handle on a node: cheap to clone.
#[derive(Debug, Clone)]
pub struct Expr(Rc<Node>);

thread_local! {
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

impl Expr {
    pub(crate) fn raw(op: Op, args: Vec<Self>, shape: Shape) -> Self {
        // Arguments exist before their users, so the order of ids is a topological order.
        let id = NEXT.with(|next| next.replace(next.get() + 1));
        Self(Rc::new(Node { id, op, args, shape }))
    }

    /// Position in the order of creation; arguments come before their users.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// The operation.
    pub fn op(&self) -> &Op {
        &self.0.op
    }

    /// The arguments.
    pub fn args(&self) -> &[Self] {
        &self.0.args
    }

    /// The shape.
    pub fn shape(&self) -> &Shape {
        &self.0.shape
    }

    /// The number, where the expression is one constant everywhere.
    pub fn as_const(&self) -> Option<f32> {
        match self.op() {
            Op::Const(bits) => Some(f32::from_bits(*bits)),
            Op::Broadcast | Op::Reshape => self.args().first().and_then(Self::as_const),
            _ => None,
        }
    }

    /// Every node that the roots need, arguments first, each once.
    pub fn graph(roots: &[Self]) -> Vec<Self> {
        let mut seen = std::collections::BTreeMap::new();
        let mut open: Vec<Self> = roots.to_vec();
        while let Some(node) = open.pop() {
            if seen.insert(node.id(), node.clone()).is_none() {
                open.extend(node.args().iter().filter(|arg| !seen.contains_key(&arg.id())).cloned());
            }
        }
        seen.into_values().collect()
    }
}
