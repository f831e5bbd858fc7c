//! The gradient of a loop: a loop backwards.

use super::{Loop, Pick, ScanResult, Turn};
use crate::expr::{Expr, Op};
use crate::grad::partial_vjp;
use crate::ops::Binary;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Gradients with respect to the arguments of a loop (`None` for those not `wanted`), from the gradients of its results.
pub(crate) fn pull_back(
    args: &[Expr],
    turn: &Rc<Turn>,
    results: &[(Pick, Expr)],
    wanted: &[bool],
) -> Vec<Option<Expr>> {
    let (carried, given) = (turn.carries.len(), turn.inputs.len());
    let forward = Loop {
        turn: Rc::clone(turn),
        first: args[..carried].to_vec(),
        inputs: args[carried..carried + given].to_vec(),
    };
    let mut back = Backward { forward: &forward, swaps: BTreeMap::new(), inputs: Vec::new(), holes: Vec::new() };

    // The gradient of each carry, as a backward turn finds it.
    let slopes: Vec<Expr> = turn.carries.iter().map(|c| Expr::hole(c.shape())).collect();
    let mut roots: Vec<(Expr, Expr)> = turn.next.iter().cloned().zip(slopes.iter().cloned()).collect();
    for (pick, dy) in results {
        if let Pick::Stack(inner) = pick {
            let slope = back.input(&dy.flip(&[0]));
            roots.push((inner.clone(), slope));
        }
    }
    // A carry that never gets a gradient from the loop itself still carries the last one back.
    let constants = &turn.constants;
    let wrt: Vec<&Expr> = turn.carries.iter().chain(&turn.inputs).chain(constants).collect();
    // Constants may be made from each other (a matrix and its transpose): that is the outside's business.
    let mut raw = partial_vjp(&roots, &wrt);
    for (slope, _) in raw.iter_mut().zip(wanted).skip(carried).filter(|(_, wanted)| !**wanted) {
        *slope = Expr::constant(0.0, slope.shape());
    }
    let known: Vec<Expr> =
        turn.next.iter().chain(results.iter().filter_map(|(pick, _)| pick.inner())).cloned().collect();
    let parts: Vec<Expr> = back.rewrite(&raw, &known);
    let next = parts[..carried].to_vec();

    // What leaves the loop: gradients of inputs, stacked; of constants, as products over all turns or as running sums.
    let mut sums: Vec<Sum> = Vec::new();
    for (index, part) in parts.iter().enumerate().skip(carried + given) {
        if wanted[index] {
            terms(part, &mut |term, negative| sums.push(Sum::of(index, term, negative)));
        }
    }
    let shape_of = |sum: &Sum| args[sum.index].shape().clone();
    let running: Vec<Expr> = sums.iter().filter(|s| s.running()).map(|s| Expr::hole(&shape_of(s))).collect();
    let totals = sums.iter().filter(|s| s.running()).zip(&running).map(|(s, total)| total + &s.term);
    let all_next: Vec<Expr> = next.into_iter().chain(totals).collect();

    let last = |index: usize| {
        let mine = results.iter().filter(|(pick, _)| matches!(pick, Pick::Last(i) if *i == index));
        mine.fold(Expr::constant(0.0, turn.carries[index].shape()), |sum, (_, dy)| sum + dy)
    };
    let first: Vec<Expr> =
        (0..carried).map(last).chain(running.iter().map(|total| Expr::constant(0.0, total.shape()))).collect();
    let carries: Vec<Expr> = slopes.into_iter().chain(running).collect();
    let operands = sums.iter().flat_map(Sum::stacked).chain(parts[carried..carried + given].iter()).cloned();
    let results: Vec<Expr> = operands.collect();
    let (holes, inputs) = (back.holes, back.inputs);
    let backward = Loop { turn: Turn::new(turn.count, carries, holes, all_next, &results), first, inputs };

    let mut out: Vec<Option<Expr>> = vec![None; args.len()];
    for index in (0..carried).filter(|&index| wanted[index]) {
        out[index] = Some(backward.last(index));
    }
    for index in (carried..carried + given).filter(|&index| wanted[index]) {
        out[index] = Some(backward.stack(&parts[index]).flip(&[0]));
    }
    let mut total = carried;
    for sum in &sums {
        let value = if sum.running() {
            total += 1;
            backward.last(total - 1)
        } else {
            sum.outside(&backward)
        };
        let value = if sum.negative { -value } else { value };
        out[sum.index] = Some(match out[sum.index].take() {
            Some(before) => before + value,
            None => value,
        });
    }
    out
}

/// The inputs of the backward loop, found as they are needed.
struct Backward<'a> {
    forward: &'a Loop,
    /// What stands for a node of the forward turn.
    swaps: BTreeMap<u64, Expr>,
    inputs: Vec<Expr>,
    holes: Vec<Expr>,
}

impl Backward<'_> {
    /// A new input of the backward loop, already in its order.
    fn input(&mut self, stacked: &Expr) -> Expr {
        let hole = Expr::hole(&stacked.shape().axes()[1..].to_vec().into());
        self.inputs.push(stacked.clone());
        self.holes.push(hole.clone());
        hole
    }

    /// The expressions with everything that the forward turn knew replaced by saved values: its holes, and the results of its
    /// products and reductions. What is elementwise is computed again: that costs less than memory. `known` is what the
    /// forward turn computes.
    fn rewrite(&mut self, exprs: &[Expr], known: &[Expr]) -> Vec<Expr> {
        let turn = Rc::clone(&self.forward.turn);
        let changing = turn.changing(&Expr::graph(known));
        let graph = Expr::graph(exprs);
        let all_changing = {
            let mut set = turn.changing(&graph);
            set.extend(self.holes.iter().map(Expr::id));
            for node in &graph {
                if matches!(node.op(), Op::Hole(_)) || node.args().iter().any(|arg| set.contains(&arg.id())) {
                    set.insert(node.id());
                }
            }
            set
        };
        let mut renewed: BTreeMap<u64, Expr> = BTreeMap::new();
        for node in &graph {
            let fresh = if !all_changing.contains(&node.id()) {
                node.clone()
            } else if changing.contains(&node.id()) && saved(node) {
                match self.swaps.get(&node.id()) {
                    Some(known) => known.clone(),
                    None => {
                        let stacked = self.forward.stack(node).flip(&[0]);
                        let hole = self.input(&stacked);
                        self.swaps.insert(node.id(), hole.clone());
                        hole
                    }
                }
            } else if node.args().is_empty() {
                node.clone()
            } else {
                let args: Vec<Expr> = node.args().iter().map(|arg| renewed[&arg.id()].clone()).collect();
                let same = args.iter().zip(node.args()).all(|(a, b)| a.id() == b.id());
                if same { node.clone() } else { node.with_args(args) }
            };
            renewed.insert(node.id(), fresh);
        }
        exprs.iter().map(|expr| renewed[&expr.id()].clone()).collect()
    }
}

/// Whether the forward loop keeps the values of this node for the backward one.
fn saved(node: &Expr) -> bool {
    matches!(node.op(), Op::Hole(_) | Op::Matmul | Op::Sum(_) | Op::Max(_) | Op::Primitive(_))
}

/// The terms of a sum, and whether each is subtracted.
fn terms(expr: &Expr, take: &mut dyn FnMut(&Expr, bool)) {
    let mut open = vec![(expr.clone(), false)];
    while let Some((expr, negative)) = open.pop() {
        match (expr.op(), expr.args()) {
            (Op::Binary(Binary::Add), [a, b]) => open.extend([(b.clone(), negative), (a.clone(), negative)]),
            (Op::Binary(Binary::Sub), [a, b]) => open.extend([(b.clone(), !negative), (a.clone(), negative)]),
            _ if expr.as_const() == Some(0.0) => {}
            _ => take(&expr, negative),
        }
    }
}

/// A term of the gradient of a constant, summed over all turns.
struct Sum {
    /// Argument that it belongs to.
    index: usize,
    negative: bool,
    /// Its value in one turn.
    term: Expr,
    way: Way,
}

/// How the sum over the turns is made.
enum Way {
    /// One product over all turns, then these movements.
    Product(Expr, Expr, Vec<Expr>),
    /// One sum over all turns of what is summed in each, then these movements.
    Reduce(Expr, Vec<Expr>),
    /// A running sum in the loop.
    Running,
}

impl Sum {
    fn of(index: usize, term: &Expr, negative: bool) -> Self {
        // Movements on top are done once, after the sum.
        let mut moves = Vec::new();
        let mut inner = term.clone();
        while let (Op::Reshape | Op::Permute(_), [arg]) = (inner.op(), inner.args()) {
            let arg = arg.clone();
            moves.push(inner);
            inner = arg;
        }
        let way = match (inner.op(), inner.args()) {
            (Op::Matmul, [a, b]) if inner.shape().rank() == 2 => Way::Product(a.clone(), b.clone(), moves),
            (Op::Sum(_), [_]) => Way::Reduce(inner.clone(), moves),
            _ => Way::Running,
        };
        Self { index, negative, term: term.clone(), way }
    }

    fn running(&self) -> bool {
        matches!(self.way, Way::Running)
    }

    /// What the loop must give for it, stacked.
    fn stacked(&self) -> Vec<&Expr> {
        match &self.way {
            Way::Product(a, b, _) => vec![plain(a), plain(b)],
            Way::Reduce(sum, _) => vec![&sum.args()[0]],
            Way::Running => Vec::new(),
        }
    }

    /// The sum, from what the loop stacked.
    fn outside(&self, backward: &Loop) -> Expr {
        let (value, moves) = match &self.way {
            Way::Product(a, b, moves) => (merged(backward, a, true).matmul(&merged(backward, b, false)), moves),
            Way::Reduce(sum, moves) => {
                let stacked = backward.stack(&sum.args()[0]);
                let Op::Sum(marked) = sum.op() else { return stacked };
                let axes: Vec<usize> =
                    std::iter::once(0).chain((0..marked.len()).filter(|&i| marked[i]).map(|i| i + 1)).collect();
                (stacked.sum_axes(&axes).reshape(sum.shape().axes()), moves)
            }
            Way::Running => return Expr::constant(0.0, self.term.shape()),
        };
        moves.iter().rev().fold(value, |value, step| step.with_args(vec![value]))
    }
}

/// An operand without the transposition on top: that is done once, outside.
fn plain(operand: &Expr) -> &Expr {
    match (operand.op(), operand.args()) {
        (Op::Permute(order), [arg]) if order.as_slice() == [1, 0] => arg,
        _ => operand,
    }
}

/// An operand of all turns as one matrix: `[p, T·q]` on the left, `[T·q, r]` on the right.
fn merged(backward: &Loop, operand: &Expr, left: bool) -> Expr {
    let turned = !std::ptr::eq(plain(operand), operand);
    let stacked = backward.stack(plain(operand));
    let [t, rows, columns] = *stacked.shape().axes() else { return stacked };
    match (left, turned) {
        // [T, q, p] → [T·q, p] → [p, T·q]
        (true, true) => stacked.reshape(&[t * rows, columns]).transpose(),
        (true, false) => stacked.permute(&[1, 0, 2]).reshape(&[rows, t * columns]),
        (false, false) => stacked.reshape(&[t * rows, columns]),
        // [T, r, q] → [T, q, r]
        (false, true) => stacked.permute(&[0, 2, 1]).reshape(&[t * columns, rows]),
    }
}

/// All loops in a list of nodes: the results of each that are in the list, lowest first.
pub(crate) fn lowest(nodes: &[Expr]) -> BTreeMap<*const Turn, u64> {
    let mut lowest = BTreeMap::new();
    for node in nodes {
        if let Op::Scan(ScanResult { turn, .. }) = node.op() {
            lowest.entry(Rc::as_ptr(turn)).or_insert_with(|| node.id());
        }
    }
    lowest
}
