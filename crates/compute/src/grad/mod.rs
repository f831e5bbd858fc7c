//! Reverse mode as graph → graph: the gradient of an expression is an expression of the same primitives, so gradients of
//! gradients need nothing more.

#[cfg(test)]
mod tests;

use crate::expr::{Expr, Op};
use crate::ops::{matmul, movement, reduce};
use std::collections::{BTreeMap, BTreeSet};

/// Gradients of `y` (summed over its elements) with respect to each of `wrt`: `∂(Σ y) / ∂x`, each of the shape of its `x`.
///
/// `wrt` may be any node of the graph, not just its leaves; what `y` does not depend on gets zeros.
pub fn grad(y: &Expr, wrt: &[&Expr]) -> Vec<Expr> {
    let nodes = Expr::graph(std::slice::from_ref(y));
    let active = active(&nodes, wrt);
    let mut sums: BTreeMap<u64, Expr> = BTreeMap::new();
    sums.insert(y.id(), Expr::constant(1.0, y.shape()));
    // Users before their arguments: ids fall.
    for node in nodes.iter().rev().filter(|node| active.contains(&node.id())) {
        let Some(dy) = sums.get(&node.id()).cloned() else { continue };
        for (index, arg) in node.args().iter().enumerate().filter(|(_, arg)| active.contains(&arg.id())) {
            let part = pull_back(node, index, &dy);
            let total = match sums.remove(&arg.id()) {
                Some(before) => before + part,
                None => part,
            };
            sums.insert(arg.id(), total);
        }
    }
    let zeros = |x: &Expr| Expr::constant(0.0, x.shape());
    wrt.iter().map(|x| sums.get(&x.id()).cloned().unwrap_or_else(|| zeros(x))).collect()
}

/// Nodes on a path from one of `wrt` to the root: only those need gradients.
fn active(nodes: &[Expr], wrt: &[&Expr]) -> BTreeSet<u64> {
    let mut active: BTreeSet<u64> = wrt.iter().map(|x| x.id()).collect();
    for node in nodes {
        if node.args().iter().any(|arg| active.contains(&arg.id())) {
            active.insert(node.id());
        }
    }
    active
}

/// The gradient that `node` hands to its argument number `index`.
fn pull_back(node: &Expr, index: usize, dy: &Expr) -> Expr {
    match (node.op(), node.args()) {
        (Op::Unary(op), [x]) => (op.rule().grad)(x, node, dy),
        (Op::Binary(op), [a, b]) if index == 0 => (op.rule().grad_a)(a, b, node, dy),
        (Op::Binary(op), [a, b]) => (op.rule().grad_b)(a, b, node, dy),
        (Op::Select, [c, ..]) => {
            let zero = Expr::constant(0.0, dy.shape());
            match index {
                0 => zero,
                1 => c.select(dy, &zero),
                _ => c.select(&zero, dy),
            }
        }
        (Op::Reshape | Op::Permute(_) | Op::Broadcast, [x]) => movement::grad(node, x, dy),
        (Op::Sum(_) | Op::Max(_), [x]) => reduce::grad(node, x, dy),
        (Op::Matmul, [a, b]) => {
            let (da, db) = matmul::grad(a, b, dy);
            if index == 0 { da } else { db }
        }
        _ => Expr::constant(0.0, node.shape()),
    }
}
