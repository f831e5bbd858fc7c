//! Loops over time: `(c_t, y_t) = f(c_{t−1}, x_t)` for `t = 1 … T`, with carried tensors `c`, and `x`, `y` stacked along a first
//! axis. What `f` uses from outside does not change from turn to turn.
//!
//! The gradient is a loop backwards over the saved carries, made of the same primitives, so it can be differentiated again.
//! Two things keep it fast: results of products and reductions inside a turn are saved, not computed again; and a gradient
//! that is a product in every turn (that of a weight matrix) becomes one product over all turns, outside of the loop.

mod gradient;
#[cfg(test)]
mod tests;

pub(crate) use gradient::{lowest, pull_back};

use crate::error::ShapeError;
use crate::expr::build::{first_invalid, invalid};
use crate::expr::{Expr, Op, Shape};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// What happens in each turn of a loop.
#[derive(Debug)]
pub struct Turn {
    /// How many turns.
    pub count: usize,
    /// What is carried, as the turn finds it: one [`Op::Hole`] each.
    pub carries: Vec<Expr>,
    /// This turn's slices of the stacked inputs: one [`Op::Hole`] each.
    pub inputs: Vec<Expr>,
    /// What is carried on.
    pub next: Vec<Expr>,
    /// What comes from outside, the same in every turn.
    pub constants: Vec<Expr>,
}

/// One result of a loop. The arguments of its node: the first carries, the stacked inputs, the constants.
#[derive(Debug, Clone)]
pub struct ScanResult {
    /// The loop.
    pub turn: Rc<Turn>,
    /// Which result.
    pub pick: Pick,
}

/// Which result of a loop.
#[derive(Debug, Clone)]
pub enum Pick {
    /// Carry number `i` after the last turn.
    Last(usize),
    /// The values that an expression of the turn takes, stacked.
    Stack(Expr),
}

impl Pick {
    /// The expression whose values are stacked.
    fn inner(&self) -> Option<&Expr> {
        match self {
            Self::Last(_) => None,
            Self::Stack(inner) => Some(inner),
        }
    }

    fn key(&self) -> (usize, u64) {
        match self {
            Self::Last(index) => (*index, 0),
            Self::Stack(expr) => (usize::MAX, expr.id()),
        }
    }
}

impl PartialEq for ScanResult {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.turn, &other.turn) && self.pick.key() == other.pick.key()
    }
}

impl Eq for ScanResult {}

impl Hash for ScanResult {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Rc::as_ptr(&self.turn).hash(state);
        self.pick.key().hash(state);
    }
}

/// What a loop gives.
#[derive(Debug, Clone)]
pub struct Scanned {
    /// The carries after the last turn.
    pub last: Vec<Expr>,
    /// The results of all turns, stacked along a new first axis.
    pub stacked: Vec<Expr>,
}

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs `step(carries, inputs) → (carries, results)` over the first axis of `inputs`, of which there must be at least one.
///
/// A loop inside a loop is unrolled. Shapes that do not fit come out as an error of the results.
pub fn scan(first: &[&Expr], inputs: &[&Expr], step: impl Fn(&[Expr], &[Expr]) -> (Vec<Expr>, Vec<Expr>)) -> Scanned {
    let all: Vec<&Expr> = first.iter().chain(inputs).copied().collect();
    let lengths: Vec<Option<usize>> = inputs.iter().map(|x| x.shape().axes().first().copied()).collect();
    let refuse = |error: &Expr| Scanned { last: vec![error.clone(); first.len()], stacked: vec![error.clone(); 8] };
    if let Some(error) = first_invalid(&all) {
        return refuse(&error);
    }
    let Some(&Some(count)) = lengths.first().filter(|len| lengths.iter().all(|other| other == *len)) else {
        let shapes: Vec<&Shape> = inputs.iter().map(|x| x.shape()).collect();
        return refuse(&invalid(ShapeError::new("scan", "inputs of one length along their first axis", &shapes)));
    };
    if count == 0 || INSIDE.with(Cell::get) {
        return unrolled(first, inputs, count, step).unwrap_or_else(|error| refuse(&error));
    }
    let carries: Vec<Expr> = first.iter().map(|c| Expr::hole(c.shape())).collect();
    let slices: Vec<Expr> = inputs.iter().map(|x| Expr::hole(&x.shape().axes()[1..].to_vec().into())).collect();
    INSIDE.with(|inside| inside.set(true));
    let (next, results) = step(&carries, &slices);
    INSIDE.with(|inside| inside.set(false));

    if let Some(error) = misfit(&carries, &next, &results).or_else(|| sprawling(count, &next, &results)) {
        return refuse(&error);
    }
    let turn = Turn::new(count, carries, slices, next, &results);
    let args = Loop {
        turn,
        first: first.iter().copied().cloned().collect(),
        inputs: inputs.iter().copied().cloned().collect(),
    };
    Scanned {
        last: (0..first.len()).map(|index| args.last(index)).collect(),
        stacked: results.iter().map(|result| args.stack(result)).collect(),
    }
}

fn unrolled(
    first: &[&Expr],
    inputs: &[&Expr],
    count: usize,
    step: impl Fn(&[Expr], &[Expr]) -> (Vec<Expr>, Vec<Expr>),
) -> Result<Scanned, Expr> {
    let mut carries: Vec<Expr> = first.iter().copied().cloned().collect();
    let mut rows: Vec<Vec<Expr>> = Vec::new();
    for t in 0..count {
        let slice = |x: &&Expr| x.slice(0, t, 1).reshape(&x.shape().axes()[1..]);
        let (next, results) = step(&carries, &inputs.iter().map(slice).collect::<Vec<_>>());
        if let Some(error) = misfit(&carries, &next, &results) {
            return Err(error);
        }
        carries = next;
        rows.push(results);
    }
    let stacked = |index: usize| Expr::stack(&rows.iter().filter_map(|row| row.get(index)).collect::<Vec<_>>());
    if rows.is_empty() {
        // No turn: ask for the shapes of one, and keep nothing of it.
        let empty = |x: &&Expr| Expr::constant(0.0, &x.shape().axes()[1..].to_vec().into());
        let (next, results) = step(&carries, &inputs.iter().map(empty).collect::<Vec<_>>());
        if let Some(error) = misfit(&carries, &next, &results) {
            return Err(error);
        }
        let none = |result: &Expr| Expr::constant(0.0, &[&[0], result.shape().axes()].concat().into());
        return Ok(Scanned { last: carries, stacked: results.iter().map(none).collect() });
    }
    let width = rows.first().map_or(0, Vec::len);
    Ok(Scanned { last: carries, stacked: (0..width).map(stacked).collect() })
}

/// The error of a turn that does not carry on what it was given.
fn misfit(carries: &[Expr], next: &[Expr], results: &[Expr]) -> Option<Expr> {
    let given: Vec<&Expr> = next.iter().chain(results).collect();
    let shapes = |exprs: &[Expr]| exprs.iter().map(|expr| expr.shape().clone()).collect::<Vec<_>>();
    first_invalid(&given).or_else(|| {
        let all: Vec<&Shape> = next.iter().map(Expr::shape).collect();
        let wrong = || invalid(ShapeError::new("scan", format!("carries {:?}", shapes(carries)), &all));
        (shapes(next) != shapes(carries)).then(wrong)
    })
}

/// Refuses empty values whose other axes, times the turns, are longer than any tensor's: they cost a loop nothing, but the gradient
/// stacks them.
fn sprawling(count: usize, next: &[Expr], results: &[Expr]) -> Option<Expr> {
    let roots: Vec<Expr> = next.iter().chain(results).cloned().collect();
    let stacked = |shape: &Shape| Shape::from([&[count], shape.axes()].concat());
    let graph = Expr::graph(&roots);
    let found = graph.iter().find(|node| node.shape().size() == 0 && !stacked(node.shape()).countable())?;
    Some(invalid(ShapeError::new("scan", format!("shorter axes for {count} turns"), &[found.shape()])))
}

impl Turn {
    fn new(count: usize, carries: Vec<Expr>, inputs: Vec<Expr>, next: Vec<Expr>, results: &[Expr]) -> Rc<Self> {
        let roots: Vec<Expr> = next.iter().chain(results).cloned().collect();
        let mut turn = Self { count, carries, inputs, next, constants: Vec::new() };
        turn.constants = turn.outside(&roots);
        Rc::new(turn)
    }

    /// The nodes of the roots' graph that change from turn to turn.
    fn changing(&self, graph: &[Expr]) -> BTreeSet<u64> {
        let mut changing: BTreeSet<u64> = self.carries.iter().chain(&self.inputs).map(Expr::id).collect();
        for node in graph {
            // Draws in a loop differ from turn to turn only if something in their argument does.
            if node.args().iter().any(|arg| changing.contains(&arg.id())) {
                changing.insert(node.id());
            }
        }
        changing
    }

    /// What the roots use that does not change: each once, in the order of creation.
    fn outside(&self, roots: &[Expr]) -> Vec<Expr> {
        let graph = Expr::graph(roots);
        let changing = self.changing(&graph);
        let mut found: BTreeMap<u64, Expr> = BTreeMap::new();
        let used = graph.iter().filter(|node| changing.contains(&node.id())).flat_map(|node| node.args().iter());
        for node in used.chain(roots).filter(|node| !changing.contains(&node.id())) {
            found.insert(node.id(), node.clone());
        }
        found.into_values().collect()
    }
}

/// A loop with what it is given.
struct Loop {
    turn: Rc<Turn>,
    first: Vec<Expr>,
    inputs: Vec<Expr>,
}

impl Loop {
    fn node(&self, pick: Pick, shape: Shape) -> Expr {
        let args = self.first.iter().chain(&self.inputs).chain(&self.turn.constants).cloned().collect();
        Expr::raw(Op::Scan(ScanResult { turn: Rc::clone(&self.turn), pick }), args, shape)
    }

    fn last(&self, index: usize) -> Expr {
        self.node(Pick::Last(index), self.first[index].shape().clone())
    }

    /// The values that `expr` takes, stacked.
    fn stack(&self, expr: &Expr) -> Expr {
        let shape: Shape = [&[self.turn.count], expr.shape().axes()].concat().into();
        if let Some(at) = self.turn.inputs.iter().position(|input| input.id() == expr.id()) {
            return self.inputs[at].clone();
        }
        if self.turn.constants.iter().any(|constant| constant.id() == expr.id()) || expr.as_const().is_some() {
            return expr.reshape(&[&[1], expr.shape().axes()].concat()).broadcast(&shape);
        }
        self.node(Pick::Stack(expr.clone()), shape)
    }
}
