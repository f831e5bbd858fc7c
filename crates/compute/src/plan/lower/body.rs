//! One kernel from one or more nodes.

use super::super::emit::{Emitter, Through, Walk, Way, strides, through};
use super::super::graph::Graph;
use super::super::kernel::{Kernel, View, Work};
use super::Sources;
use crate::error::{EngineError, ShapeError};
use crate::expr::{Op, Shape};
use crate::ops::Primitive;
use crate::ops::reduce::Reduction;

/// Something that a map stores.
pub(super) enum Job {
    /// What this node computes, at its place.
    Root(usize, View),
    /// The value of this node, at a place of another.
    Value(usize, View),
}

pub(super) fn map(graph: &Graph, sources: &Sources, level: usize, shape: &Shape, jobs: &[Job]) -> Kernel {
    let mut emitter = Emitter::new(graph, sources, level, shape.clone());
    let store = |job: &Job| match job {
        Job::Root(node, view) => (emitter.compute(*node), view.clone()),
        Job::Value(node, view) => (emitter.value(*node, &Way::straight(shape.rank())), view.clone()),
    };
    let stores = jobs.iter().map(store).collect();
    Kernel { shape: shape.clone(), level, work: Work::Map { body: emitter.finish(), stores } }
}

/// The kernel's axes are the kept ones, then the reduced ones, so that what is reduced lies together.
pub(super) fn reduce(
    graph: &Graph,
    sources: &Sources,
    index: usize,
    level: usize,
    marked: &[bool],
    out: View,
) -> Kernel {
    let node = &graph.nodes[index];
    let arg = node.args[0];
    let axes = graph.nodes[arg].shape.axes();
    let (gone, kept): (Vec<usize>, Vec<usize>) = (0..axes.len()).partition(|&axis| marked[axis]);
    let order: Vec<usize> = kept.iter().chain(&gone).copied().collect();
    let shape: Shape = order.iter().map(|&axis| axes[axis]).collect::<Vec<_>>().into();
    let mut walks = vec![Walk::along(0); axes.len()];
    for (kernel_axis, &axis) in order.iter().enumerate() {
        walks[axis] = Walk::along(kernel_axis);
    }
    let mut emitter = Emitter::new(graph, sources, level, shape.clone());
    let last = emitter.value(arg, &Way::new(walks));
    let mut body = emitter.finish();
    // The result of the body is its last instruction.
    if last + 1 != body.code.len() {
        let again = body.code[last].clone();
        body.code.push(again);
    }
    let product = |some: &[usize]| some.iter().map(|&axis| axes[axis]).product();
    let (inner, results) = (product(&gone), product(&kept));
    let reduction = if matches!(node.op, Op::Max(_)) { Reduction::Max } else { Reduction::Sum };
    Kernel { shape, level, work: Work::Reduce { body, reduction, inner, results, out } }
}

pub(super) fn matmul(
    graph: &Graph,
    sources: &Sources,
    index: usize,
    level: usize,
    out: View,
) -> Result<Kernel, EngineError> {
    let node = &graph.nodes[index];
    let k = graph.nodes[node.args[0]].shape.axes().last().copied().unwrap_or(0);
    let (a, b) = (operand(graph, sources, node.args[0], level)?, operand(graph, sources, node.args[1], level)?);
    Ok(Kernel { shape: node.shape.clone(), level, work: Work::Matmul { a, b, k, out } })
}

pub(super) fn primitive(
    graph: &Graph,
    sources: &Sources,
    index: usize,
    level: usize,
    op: &Primitive,
    out: View,
) -> Result<Kernel, EngineError> {
    let node = &graph.nodes[index];
    let read = |&arg: &usize| Ok((operand(graph, sources, arg, level)?, graph.nodes[arg].shape.clone()));
    let args = node.args.iter().map(read).collect::<Result<_, EngineError>>()?;
    Ok(Kernel { shape: node.shape.clone(), level, work: Work::Primitive { op: op.clone(), args, out } })
}

/// How an operand is read from memory, in its own shape.
pub(super) fn operand(graph: &Graph, sources: &Sources, arg: usize, level: usize) -> Result<View, EngineError> {
    let shape = &graph.nodes[arg].shape;
    let (mut node, mut way) = (arg, Way::straight(shape.rank()));
    loop {
        if let Some(source) = sources.read(node, level) {
            let (shift, steps) = strides(&graph.nodes[node].shape, way.walks(), shape.rank());
            let mut view = View::new(source.buffer, source.shift + shift, steps, shape);
            view.turn = source.turn;
            return Ok(view);
        }
        match through(graph, node, &way) {
            Through::Way(inner) if !inner.is_bounded() => {
                way = inner;
                node = graph.nodes[node].args[0];
            }
            // `needs` stores operands in time; if it ever did not, that is no reason to compute with something else.
            _ => return Err(ShapeError::new("plan", "operands that are stored", &[shape]).into()),
        }
    }
}
