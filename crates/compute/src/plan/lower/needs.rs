//! Which nodes are stored, and how deep they lie.

use super::super::graph::{Graph, Node};
use crate::expr::Op;
use crate::ops::{Binary, Unary};
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
    // A single number that many elements use is computed once, not once for each: the step size of an optimiser, say.
    for node in &graph.nodes {
        for &arg in node.args.iter().filter(|_| matches!(node.op, Op::Broadcast)) {
            let mut single = arg;
            while graph.is_view(single) {
                single = graph.nodes[single].args[0];
            }
            let lone = graph.nodes[single].shape.size() == 1 && node.shape.size() >= MANY;
            needs[single] |= lone && costly(graph, &needs, single);
        }
    }
    // What depends on nothing is computed at its own size, not at that of what it is spread over: a mask, say.
    let mut fixed = vec![false; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        let of_fixed = !node.args.is_empty() && node.args.iter().all(|&arg| fixed[arg]);
        fixed[index] = matches!(node.op, Op::Const(_) | Op::Iota(_)) || (of_fixed && !needs[index]);
        let arg = node.args.first().copied().unwrap_or_default();
        if matches!(node.op, Op::Broadcast) && fixed[arg] && graph.nodes[arg].shape.size() >= MANY {
            let mut base = arg;
            while graph.is_view(base) {
                base = graph.nodes[base].args[0];
            }
            needs[base] |= matches!(graph.nodes[base].op, Op::Unary(_) | Op::Binary(_) | Op::Select);
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

/// Elements from which on a number of their own is worth a place in memory.
const MANY: usize = 16;

/// Whether computing the node takes more than a sum or a product.
fn costly(graph: &Graph, needs: &[bool], node: usize) -> bool {
    let mut open = vec![node];
    let mut steps = 0;
    while let Some(node) = open.pop().filter(|_| steps < 4) {
        let Node { op, args, .. } = &graph.nodes[node];
        steps += match op {
            _ if needs[node] => continue,
            Op::Unary(op) if !matches!(op, Unary::Neg | Unary::Abs | Unary::Sign | Unary::Floor) => 4,
            Op::Binary(Binary::Div | Binary::Pow) => 4,
            Op::Unary(_) | Op::Binary(_) | Op::Select => 1,
            _ => 0,
        };
        open.extend(args);
    }
    steps >= 4
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
        matches!(
            graph.nodes[index].op,
            Op::Unary(_) | Op::Binary(_) | Op::Select | Op::Permute(_) | Op::Reshape | Op::Random(_)
        )
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
