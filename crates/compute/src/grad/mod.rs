//! Reverse mode as graph → graph: the gradient of an expression is an expression of the same primitives, so gradients of
//! gradients need nothing more.

#[cfg(test)]
mod tests;

use crate::error::ShapeError;
use crate::expr::build::{first_invalid, invalid};
use crate::expr::{Expr, Op};
use crate::ops::scan::{self, Pick, ScanResult};
use crate::ops::{custom, matmul, movement, reduce};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Gradients of `y` (summed over its elements) with respect to each of `wrt`: `∂(Σ y) / ∂x`, each of the shape of its `x`.
///
/// `wrt` may be any node of the graph, not just its leaves; what `y` does not depend on gets zeros. So the gradient of each
/// example of a batch is the gradient of a copy of its own: `let copies = w.broadcast([B, …])`, a loss of `copies`, and
/// `grad(loss, [copies])`.
pub fn grad(y: &Expr, wrt: &[&Expr]) -> Vec<Expr> {
    vjp(&[(y.clone(), Expr::constant(1.0, y.shape()))], wrt)
}

/// Product of a vector and the Jacobian: `∂ Σᵢ ⟨yᵢ, dyᵢ⟩ / ∂x` for each `x` of `wrt`, with `dy` taken as constant.
pub fn vjp(results: &[(Expr, Expr)], wrt: &[&Expr]) -> Vec<Expr> {
    if let Some(error) = misfit(results, wrt) {
        return vec![error; wrt.len()];
    }
    walk(results, wrt, &|_| false)
}

/// The same with each of `wrt` taken as independent of the others, also where one is made from another.
pub(crate) fn partial_vjp(results: &[(Expr, Expr)], wrt: &[&Expr]) -> Vec<Expr> {
    let leaves: BTreeSet<u64> = wrt.iter().map(|x| x.id()).collect();
    walk(results, wrt, &|id| leaves.contains(&id))
}

/// Gradients of `wrt`, without looking below what is a `leaf`.
fn walk(results: &[(Expr, Expr)], wrt: &[&Expr], leaf: &dyn Fn(u64) -> bool) -> Vec<Expr> {
    let roots: Vec<Expr> = results.iter().map(|(y, _)| y.clone()).collect();
    let nodes = Expr::graph_above(&roots, leaf);
    let active = active(&nodes, wrt);
    let mut sums = Sums::default();
    for (y, dy) in results {
        sums.add(y, dy.clone());
    }
    let loops = scan::lowest(&nodes.iter().filter(|node| active.contains(&node.id())).cloned().collect::<Vec<_>>());
    let mut waiting: BTreeMap<*const scan::Turn, Vec<(Pick, Expr)>> = BTreeMap::new();
    // Users before their arguments: ids fall.
    for node in nodes.iter().rev().filter(|node| active.contains(&node.id())) {
        let dy = sums.of(node);
        if let Op::Scan(ScanResult { turn, pick }) = node.op() {
            // The results of one loop are pulled back together, when the gradients of all are known.
            let results = waiting.entry(Rc::as_ptr(turn)).or_default();
            results.extend(dy.map(|dy| (pick.clone(), dy)));
            if loops.get(&Rc::as_ptr(turn)) == Some(&node.id()) && !results.is_empty() {
                let wanted: Vec<bool> = node.args().iter().map(|arg| active.contains(&arg.id())).collect();
                let parts = scan::pull_back(node.args(), turn, results, &wanted);
                for (arg, part) in node.args().iter().zip(parts) {
                    part.into_iter().for_each(|part| sums.add(arg, part));
                }
            }
            continue;
        }
        let Some(dy) = dy else { continue };
        for (index, arg) in node.args().iter().enumerate().filter(|(_, arg)| active.contains(&arg.id())) {
            if let Some(part) = pull_back(node, index, &dy) {
                sums.add(arg, part);
            }
        }
    }
    let zeros = |x: &Expr| Expr::constant(0.0, x.shape());
    wrt.iter().map(|x| sums.of(x).unwrap_or_else(|| zeros(x))).collect()
}

/// Product of the Hessian of `y` and vectors: `∂⟨∂(Σ y)/∂x, v⟩ / ∂x`, for each `x` with its `v`.
pub fn hessian_vector(y: &Expr, wrt: &[&Expr], vectors: &[&Expr]) -> Vec<Expr> {
    if wrt.len() != vectors.len() {
        let shapes: Vec<_> = vectors.iter().map(|v| v.shape()).collect();
        let error = ShapeError::new("hessian vector", format!("{} vectors", wrt.len()), &shapes);
        return vec![invalid(error); wrt.len()];
    }
    let slopes = grad(y, wrt);
    let results: Vec<(Expr, Expr)> = slopes.into_iter().zip(vectors).map(|(slope, v)| (slope, (*v).clone())).collect();
    vjp(&results, wrt)
}

/// The error of what cannot be differentiated: it must not get lost where only the gradient is used.
fn misfit(results: &[(Expr, Expr)], wrt: &[&Expr]) -> Option<Expr> {
    let all: Vec<&Expr> = results.iter().flat_map(|(y, dy)| [y, dy]).chain(wrt.iter().copied()).collect();
    let wrong = |(y, dy): &&(Expr, Expr)| y.shape() != dy.shape();
    first_invalid(&all).or_else(|| {
        let (y, dy) = results.iter().find(wrong)?;
        Some(invalid(ShapeError::new("gradient", format!("a vector {}", y.shape()), &[dy.shape()])))
    })
}

/// Gradients found so far, by node: the terms of each sum.
#[derive(Default)]
struct Sums(BTreeMap<u64, Vec<Expr>>);

impl Sums {
    /// The sum, now that it is complete.
    fn of(&mut self, node: &Expr) -> Option<Expr> {
        let terms = self.0.get_mut(&node.id())?;
        movement::join_slices(terms);
        let total = terms.iter().skip(1).fold(terms.first()?.clone(), |sum, term| sum + term);
        *terms = vec![total.clone()];
        Some(total)
    }

    fn add(&mut self, node: &Expr, part: Expr) {
        // Zeros add nothing, and what they would be multiplied with need not be computed.
        if part.as_const() != Some(0.0) {
            self.0.entry(node.id()).or_default().push(part);
        }
    }
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

/// The gradient that `node` hands to its argument number `index`; `None` where there is none.
fn pull_back(node: &Expr, index: usize, dy: &Expr) -> Option<Expr> {
    match (node.op(), node.args()) {
        (Op::Unary(op), [x]) => Some((op.rule().grad)(x, node, dy)),
        (Op::Binary(op), [a, b]) if index == 0 => Some((op.rule().grad_a)(a, b, node, dy)),
        (Op::Binary(op), [a, b]) => Some((op.rule().grad_b)(a, b, node, dy)),
        (Op::Select, [c, ..]) => {
            let zero = Expr::constant(0.0, dy.shape());
            match index {
                0 => None,
                1 => Some(c.select(dy, &zero)),
                _ => Some(c.select(&zero, dy)),
            }
        }
        (Op::Sum(_) | Op::Max(_), [x]) => Some(reduce::grad(node, x, dy)),
        (Op::Matmul, [a, b]) => Some(if index == 0 { matmul::grad_a(b, dy) } else { matmul::grad_b(a, dy) }),
        (Op::Primitive(primitive), _) => primitive.rule().grad(node, index, dy),
        (Op::Custom(rule), _) => custom::grad(rule, node, index, dy),
        (Op::Reshape | Op::Permute(_) | Op::Broadcast | Op::Slice(_) | Op::Pad(_) | Op::Concat(_), _) => {
            Some(movement::grad(node, index, dy))
        }
        _ => None,
    }
}
