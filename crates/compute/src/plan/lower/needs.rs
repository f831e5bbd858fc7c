//! Which nodes are stored, and how deep they lie.

use super::super::graph::Graph;
use crate::expr::Op;
use crate::ops::Unary;
use std::collections::{BTreeMap, BTreeSet};

/// A chain of more operations than this is cut: shorter ones cost less than memory, longer ones would be computed again and
/// again.
const LONGEST_CHAIN: usize = 128;

/// From one depth to the next, with room for one between them.
const STEP: usize = 2;

/// Nodes that must be ready before what uses them: results of reductions, products and primitives; what those read; what a
/// reshape reads in plain order; the middle of long chains.
pub(super) fn hard(graph: &Graph) -> Vec<bool> {
    let mut needs = vec![false; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate().rev() {
        match &node.op {
            Op::Leaf(_) | Op::Hole(_) | Op::Sum(_) | Op::Max(_) | Op::Concat(_) => needs[index] = true,
            Op::Matmul | Op::Primitive(_) => {
                needs[index] = true;
                for &arg in &node.args {
                    let base = base(graph, &needs, arg);
                    needs[base] = true;
                }
            }
            Op::Scan(result) => {
                needs[index] = true;
                let (carried, inputs) = (result.turn.carries.len(), result.turn.inputs.len());
                for (position, &arg) in node.args.iter().enumerate().skip(carried) {
                    let base = if position < carried + inputs { slices(graph, &needs, arg) } else { arg };
                    needs[base] = true;
                }
            }
            Op::Random(_) => needs[node.args[0]] = true,
            Op::Reshape if !graph.keeps_axes(index) => needs[node.args[0]] = true,
            _ => {}
        }
    }
    let mut length: Vec<usize> = vec![1; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        let arg = |&arg: &usize| if needs[arg] { 1 } else { length[arg] };
        length[index] = node.args.iter().map(arg).fold(1, usize::saturating_add);
        if length[index] > LONGEST_CHAIN {
            needs[index] = true;
        }
    }
    needs
}

/// The node whose memory an operand is read from: through movements that strides can say.
fn base(graph: &Graph, needs: &[bool], mut node: usize) -> usize {
    while !needs[node] && graph.is_view(node) {
        node = graph.nodes[node].args[0];
    }
    node
}

/// The node whose memory the slices of a loop's input are read from: through a turning around of time.
fn slices(graph: &Graph, needs: &[bool], mut node: usize) -> usize {
    while let (Op::Slice(spans), false) = (&graph.nodes[node].op, needs[node]) {
        let arg = graph.nodes[node].args[0];
        let whole = spans.iter().zip(graph.nodes[arg].shape.axes()).skip(1);
        if !whole.into_iter().all(|(span, &len)| span.step == 1 && span.len == len) {
            break;
        }
        node = arg;
    }
    node
}

/// Depth of each node: one more than the deepest stored node that it is computed from, where it is stored itself. `soft`
/// nodes are stored but waited for by nobody.
pub(super) fn levels(graph: &Graph, hard: &[bool], soft: &[bool]) -> Vec<usize> {
    let mut own = vec![0; graph.nodes.len()];
    let mut seen = vec![0; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        let from = node.args.iter().map(|&arg| seen[arg]).max().unwrap_or(0);
        let given = graph.is_given(index);
        own[index] = from + STEP * usize::from((hard[index] || soft[index]) && !given);
        seen[index] = from + STEP * usize::from(hard[index] && !given);
    }
    own
}

/// Stores what is dear and used again deeper down, where a kernel of its depth and shape computes it anyway.
pub(super) fn share(graph: &Graph, hard: &[bool], soft: &mut [bool], levels: &[usize]) {
    let stored = |index: usize, soft: &[bool]| hard[index] || soft[index];
    let elementwise = |index: usize| {
        matches!(graph.nodes[index].op, Op::Unary(_) | Op::Binary(_) | Op::Select | Op::Permute(_) | Op::Reshape | Op::Random(_))
    };
    let groups: BTreeSet<(usize, &[usize])> = (0..graph.nodes.len())
        .filter(|&index| stored(index, soft) && elementwise(index))
        .map(|index| (levels[index], graph.nodes[index].shape.axes()))
        .collect();
    // The deepest kernel that would compute the node.
    let mut deepest: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, node) in graph.nodes.iter().enumerate().rev() {
        let at = if stored(index, soft) { levels[index] } else { deepest.get(&index).copied().unwrap_or(0) };
        for &arg in &node.args {
            let entry = deepest.entry(arg).or_default();
            *entry = (*entry).max(at);
        }
    }
    for (index, node) in graph.nodes.iter().enumerate() {
        let dear = match node.op {
            Op::Unary(op) => !matches!(op, Unary::Neg | Unary::Abs | Unary::Sign | Unary::Floor),
            Op::Random(_) => true,
            _ => false,
        };
        // Not stored yet, so its level is that of what it reads.
        let level = levels[index] + STEP;
        let again = deepest.get(&index).is_some_and(|deepest| *deepest > level);
        if dear && again && !stored(index, soft) && groups.contains(&(level, node.shape.axes())) {
            soft[index] = true;
        }
    }
}
