//! Expressions: a graph of primitive operations with static shapes.
//!
//! An [`Expr`] is a handle on an immutable node. Building one checks shapes and simplifies; an expression whose shapes do
//! not fit carries its [`ShapeError`](crate::ShapeError) along, and `Program::compile` reports the first.

mod arith;
pub(crate) mod build;
mod shape;
#[cfg(test)]
mod tests;

pub use shape::Shape;

use crate::error::ShapeError;
use crate::ops::custom::Rule;
use crate::ops::movement::Span;
use crate::ops::scan::ScanResult;
use crate::ops::{Binary, Primitive, Unary};
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
    /// Some of the elements along each axis.
    Slice(Vec<Span>),
    /// Zeros before and after, along each axis.
    Pad(Vec<(usize, usize)>),
    /// The arguments one after the other along an axis.
    Concat(usize),
    /// Sum over the axes marked; they stay with length 1.
    Sum(Vec<bool>),
    /// Largest value over the axes marked; they stay with length 1.
    Max(Vec<bool>),
    /// Batched matrix product `[…, m, k] × […, k, n]`.
    Matmul,
    /// An operation with a kernel of its own.
    Primitive(Primitive),
    /// Random whole numbers of one stream, drawn with the key in the argument.
    Random(u32),
    /// The first argument, with a gradient of its own.
    Custom(Rule),
    /// A tensor that changes from turn to turn of a loop; the number tells it from all others.
    Hole(u64),
    /// A result of a loop over time.
    Scan(ScanResult),
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
#[derive(Clone)]
pub struct Expr(Rc<Node>);

impl std::fmt::Debug for Expr {
    /// One node, not the graph below it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{} {:?} {}", self.id(), self.op(), self.shape())
    }
}

impl Drop for Node {
    /// Long chains are taken apart in a loop: one call inside the other would run out of stack.
    fn drop(&mut self) {
        let mut open = std::mem::take(&mut self.args);
        while let Some(Expr(node)) = open.pop() {
            if let Ok(mut node) = Rc::try_unwrap(node) {
                open.append(&mut node.args);
            }
        }
    }
}

thread_local! {
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

impl Expr {
    /// A node; an error where its shape is larger than any machine holds.
    pub(crate) fn raw(op: Op, args: Vec<Self>, shape: Shape) -> Self {
        if !shape.countable() {
            return build::invalid(ShapeError::new("shape", "at most 2³⁰ elements", &[&shape]));
        }
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
        let mut node = self;
        while let (Op::Broadcast | Op::Reshape, [arg]) = (node.op(), node.args()) {
            node = arg;
        }
        match node.op() {
            Op::Const(bits) => Some(f32::from_bits(*bits)),
            _ => None,
        }
    }

    /// A tensor that changes from turn to turn of a loop.
    pub(crate) fn hole(shape: &Shape) -> Self {
        let number = NEXT.with(Cell::get);
        Self::raw(Op::Hole(number), Vec::new(), shape.clone())
    }

    /// Every node that the roots need, arguments first, each once.
    pub fn graph(roots: &[Self]) -> Vec<Self> {
        Self::graph_above(roots, &|_| false)
    }

    /// Every node that the roots need, down to the `known` ones, which are left out.
    pub(crate) fn graph_above(roots: &[Self], known: &dyn Fn(u64) -> bool) -> Vec<Self> {
        let mut seen = std::collections::BTreeMap::new();
        let mut open: Vec<Self> = roots.iter().filter(|root| !known(root.id())).cloned().collect();
        while let Some(node) = open.pop() {
            if seen.insert(node.id(), node.clone()).is_none() {
                let fresh = |arg: &&Self| !seen.contains_key(&arg.id()) && !known(arg.id());
                open.extend(node.args().iter().filter(fresh).cloned());
            }
        }
        seen.into_values().collect()
    }

    /// The same operation on other arguments of the same shapes.
    pub(crate) fn with_args(&self, args: Vec<Self>) -> Self {
        Self::raw(self.op().clone(), args, self.shape().clone())
    }
}
