//! Expressions as one list of distinct nodes: equal nodes are made one here.

use super::MOST_AXES;
use crate::error::{EngineError, ShapeError};
use crate::expr::{Expr, Op, Shape};
use std::collections::{BTreeMap, HashMap};

/// A node of the list; arguments are earlier indices.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) op: Op,
    pub(super) args: Vec<usize>,
    pub(super) shape: Shape,
}

/// The list, with the numbers of some of its nodes.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    index: BTreeMap<u64, usize>,
    known: HashMap<(Op, Vec<usize>, Shape), usize>,
}

impl Graph {
    /// The nodes that `roots` need, down to those that `sources` already gives by number.
    pub(super) fn of(roots: &[Expr], sources: &[Expr]) -> Result<Self, EngineError> {
        let mut graph = Self::default();
        for source in sources {
            // Every source is a tensor of its own, whatever computes it outside.
            let node = Node { op: Op::Hole(source.id()), args: Vec::new(), shape: source.shape().clone() };
            graph.nodes.push(node);
            graph.index.insert(source.id(), graph.nodes.len() - 1);
        }
        for expr in live(roots, &|id| graph.index.contains_key(&id)) {
            graph.add(&expr)?;
        }
        Ok(graph)
    }

    fn add(&mut self, expr: &Expr) -> Result<(), EngineError> {
        match expr.op() {
            Op::Invalid(error) => return Err(error.clone().into()),
            Op::Hole(_) => {
                return Err(ShapeError::new("plan", "a loop's tensors inside of the loop", &[expr.shape()]).into());
            }
            _ if expr.shape().rank() > MOST_AXES => {
                return Err(ShapeError::new("plan", format!("at most {MOST_AXES} axes"), &[expr.shape()]).into());
            }
            Op::Const(bits) if !f32::from_bits(*bits).is_finite() => {
                return Err(EngineError::NotFinite(f32::from_bits(*bits)));
            }
            _ => {}
        }
        let args: Vec<usize> = computed(expr).iter().map(|arg| self.index[&arg.id()]).collect();
        let at = match expr.op() {
            // Forward, a rule of differentiation is its value.
            Op::Custom(_) => args[0],
            op => self.node(Node { op: op.clone(), args, shape: expr.shape().clone() }),
        };
        self.index.insert(expr.id(), at);
        Ok(())
    }

    /// The number of a node like this one.
    fn node(&mut self, node: Node) -> usize {
        let key = (node.op.clone(), node.args.clone(), node.shape.clone());
        if let Some(&at) = self.known.get(&key) {
            return at;
        }
        self.nodes.push(node);
        self.known.insert(key, self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    /// The number of an expression that is in the list.
    pub(super) fn number(&self, expr: &Expr) -> usize {
        self.index[&expr.id()]
    }

    /// A node that copies another one: for roots that would otherwise be a tensor that changes.
    pub(super) fn copy(&mut self, node: usize) -> usize {
        let shape = self.nodes[node].shape.clone();
        let order: Vec<usize> = (0..shape.rank()).collect();
        self.nodes.push(Node { op: Op::Permute(order), args: vec![node], shape });
        self.nodes.len() - 1
    }

    /// Whether the node is a tensor that is there before the first kernel.
    pub(super) fn is_given(&self, node: usize) -> bool {
        matches!(self.nodes[node].op, Op::Leaf(_) | Op::Hole(_))
    }

    /// Whether the node moves values only, axis by axis, so that strides can say it.
    pub(super) fn is_view(&self, node: usize) -> bool {
        match &self.nodes[node].op {
            Op::Permute(_) | Op::Broadcast | Op::Slice(_) => true,
            Op::Reshape => self.keeps_axes(node),
            _ => false,
        }
    }

    /// Whether a reshape only puts in or takes out axes of length 1.
    pub(super) fn keeps_axes(&self, node: usize) -> bool {
        let long = |shape: &Shape| shape.axes().iter().copied().filter(|&len| len != 1).collect::<Vec<_>>();
        let node = &self.nodes[node];
        node.args.first().is_some_and(|&arg| long(&node.shape) == long(&self.nodes[arg].shape))
    }
}

/// The arguments that a value is computed from.
fn computed(expr: &Expr) -> &[Expr] {
    match expr.op() {
        Op::Custom(_) => &expr.args()[..1],
        _ => expr.args(),
    }
}

/// Every node that the values of the roots need, arguments first.
fn live(roots: &[Expr], known: &dyn Fn(u64) -> bool) -> Vec<Expr> {
    let mut seen: BTreeMap<u64, Expr> = BTreeMap::new();
    let mut open: Vec<Expr> = roots.to_vec();
    while let Some(expr) = open.pop() {
        if !known(expr.id()) && !seen.contains_key(&expr.id()) {
            open.extend(computed(&expr).iter().cloned());
            seen.insert(expr.id(), expr);
        }
    }
    seen.into_values().collect()
}
