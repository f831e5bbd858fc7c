//! Bodies: the elementwise chain that ends in a node, with every tensor it reads as a view.

use super::graph::Graph;
use super::kernel::{Body, Instr, View};
use crate::expr::{Op, Shape};
use std::collections::HashMap;

/// For each axis of a node, the axis of the kernel that walks it; `None` stays at index 0.
type Axes = Vec<Option<usize>>;

/// Writes bodies over one kernel shape.
pub(super) struct Emitter<'a> {
    graph: &'a Graph,
    /// Buffer of each node that is read, not computed again.
    read_from: &'a [Option<usize>],
    shape: Shape,
    body: Body,
    done: HashMap<(usize, Axes), usize>,
}

impl<'a> Emitter<'a> {
    pub(super) fn new(graph: &'a Graph, read_from: &'a [Option<usize>], shape: Shape) -> Self {
        Self { graph, read_from, shape, body: Body::default(), done: HashMap::new() }
    }

    pub(super) fn finish(self) -> Body {
        self.body
    }

    /// The result of computing `root` here, not reading it, with kernel axis `d` walking its axis `d`.
    pub(super) fn compute(&mut self, root: usize) -> usize {
        let axes = (0..self.graph.nodes[root].shape.rank()).map(Some).collect();
        if self.read_from[root].is_some() { self.compute_with(root, &axes) } else { self.value(root, &axes) }
    }

    fn compute_with(&mut self, node: usize, axes: &Axes) -> usize {
        let graph = self.graph;
        let args = &graph.nodes[node].args;
        let instr = match &graph.nodes[node].op {
            Op::Const(bits) => Instr::Const(f32::from_bits(*bits)),
            Op::Iota(axis) => Instr::Index(axes.get(*axis).copied().flatten()),
            Op::Unary(op) => Instr::Unary(*op, self.value(args[0], axes)),
            Op::Binary(op) => {
                let (a, b) = (self.value(args[0], axes), self.value(args[1], axes));
                Instr::Binary(*op, a, b)
            }
            Op::Select => {
                let c = self.value(args[0], axes);
                let (a, b) = (self.value(args[1], axes), self.value(args[2], axes));
                Instr::Select(c, a, b)
            }
            _ => return self.moved(node, axes),
        };
        self.push(instr)
    }

    /// The value of `node` at the kernel's index: read where it has a buffer, computed where not.
    pub(super) fn value(&mut self, node: usize, axes: &Axes) -> usize {
        let key = (node, axes.clone());
        if let Some(&at) = self.done.get(&key) {
            return at;
        }
        let at = match self.read_from[node] {
            Some(buffer) => {
                let strides = self.strides(&self.graph.nodes[node].shape, axes);
                self.push(Instr::Load(View::new(buffer, strides, &self.shape)))
            }
            None => self.compute_with(node, axes),
        };
        self.done.insert(key, at);
        at
    }

    fn moved(&mut self, node: usize, axes: &Axes) -> usize {
        let arg = self.graph.nodes[node].args[0];
        match through(self.graph, node, axes) {
            Some(inner) => self.value(arg, &inner),
            None => {
                // A reshape that mixes axes reads the plain memory of its argument, under its own shape.
                let strides = self.strides(&self.graph.nodes[node].shape, axes);
                let buffer = self.read_from[arg].unwrap_or_default();
                self.push(Instr::Load(View::new(buffer, strides, &self.shape)))
            }
        }
    }

    fn strides(&self, shape: &Shape, axes: &Axes) -> Vec<usize> {
        view_strides(shape, axes, self.shape.rank())
    }

    fn push(&mut self, instr: Instr) -> usize {
        if let Some(same) = self.body.code.iter().position(|known| *known == instr) {
            return same;
        }
        self.body.code.push(instr);
        self.body.code.len() - 1
    }
}

/// Strides along the kernel's axes of a row-by-row tensor of `shape` whose axes are walked as `axes` says.
pub(super) fn view_strides(shape: &Shape, axes: &Axes, rank: usize) -> Vec<usize> {
    let mut strides = vec![0; rank];
    for ((axis, stride), &len) in axes.iter().zip(shape.strides()).zip(shape.axes()) {
        if let (Some(axis), true) = (axis, len > 1) {
            strides[*axis] += stride;
        }
    }
    strides
}

/// The axes of a movement's argument, from those of its result; `None` where strides cannot say it.
pub(super) fn through(graph: &Graph, node: usize, axes: &Axes) -> Option<Axes> {
    let (shape, arg) = (&graph.nodes[node].shape, &graph.nodes[graph.nodes[node].args[0]].shape);
    match &graph.nodes[node].op {
        Op::Permute(order) => {
            let mut inner = vec![None; order.len()];
            for (to, &from) in order.iter().enumerate() {
                inner[from] = axes[to];
            }
            Some(inner)
        }
        Op::Broadcast => Some(
            axes.iter()
                .zip(arg.axes())
                .zip(shape.axes())
                .map(|((axis, from), to)| if from == to { *axis } else { None })
                .collect(),
        ),
        _ if graph.keeps_axes(node) => {
            let mut long = axes.iter().zip(shape.axes()).filter(|(_, len)| **len != 1).map(|(axis, _)| *axis);
            Some(arg.axes().iter().map(|&len| if len == 1 { None } else { long.next().flatten() }).collect())
        }
        _ => None,
    }
}
