//! What a step is, before it is compiled.

use super::graph::Graph;
use super::lower::Roots;
use super::{Plan, lower};
use crate::error::{EngineError, ShapeError};
use crate::expr::{Expr, Op, Shape};

/// A named tensor that lives from step to step.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) name: String,
    pub(super) shape: Shape,
    /// One for all replicas.
    pub(super) shared: bool,
}

/// One step: tensors that persist, what they become, and what is recorded of it.
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub(super) leaves: Vec<Leaf>,
    pub(crate) updates: Vec<(String, Expr)>,
    pub(crate) outputs: Vec<(String, Expr)>,
    pub(crate) records: Vec<Expr>,
    /// What no step computes, but a reader may ask for.
    pub(crate) watched: Vec<(String, Expr)>,
    /// How many runs there are of it, where that was said.
    pub(super) replicas: Option<usize>,
}

impl Program {
    /// An empty step.
    pub fn new() -> Self {
        Self::default()
    }

    /// A tensor that persists and that the host can write: a parameter, an optimiser's moment, a hyper-parameter, data.
    pub fn state(&mut self, name: &str, axes: &[usize]) -> Expr {
        self.leaf(name, axes, false)
    }

    /// A tensor that the host can write and no step does, of which all replicas see the same one: data.
    pub fn shared(&mut self, name: &str, axes: &[usize]) -> Expr {
        self.leaf(name, axes, true)
    }

    /// Runs the step so many times side by side, each time with states, outputs and records of its own: seeds, sweeps, races. On a
    /// GPU each replica of a small step is one workgroup.
    ///
    /// To the host a state of `n` replicas looks like a tensor with one more axis, of length `n`, in front (a write of one replica's
    /// size goes to all), and so do outputs; a row of records holds the rows of all replicas one after the other.
    pub fn replicas(&mut self, count: usize) {
        self.replicas = Some(count);
    }

    fn leaf(&mut self, name: &str, axes: &[usize], shared: bool) -> Expr {
        let shape = Shape::new(axes);
        self.leaves.push(Leaf { name: name.to_owned(), shape: shape.clone(), shared });
        Expr::raw(Op::Leaf(self.leaves.len() - 1), Vec::new(), shape)
    }

    /// At the end of the step, the state `name` becomes `value`. Everything in the step sees the state as it was before.
    pub fn update(&mut self, name: &str, value: &Expr) {
        self.updates.push((name.to_owned(), value.clone()));
    }

    /// Keeps `value` of the last step for the host to read by `name`.
    pub fn output(&mut self, name: &str, value: &Expr) {
        self.outputs.push((name.to_owned(), value.clone()));
    }

    /// Appends all elements of `value` to the row that each step adds to the ring of records; answers with their place in
    /// the row.
    pub fn record(&mut self, value: &Expr) -> std::ops::Range<usize> {
        let first: usize = self.records.iter().map(|record| record.shape().size()).sum();
        self.records.push(value.clone());
        first..first + value.shape().size()
    }

    /// Everything that the step computes, in the order of [`Program::numbered`].
    pub(super) fn roots(&self) -> Vec<Expr> {
        let named = self.updates.iter().chain(&self.outputs).map(|(_, value)| value);
        named.chain(&self.records).cloned().collect()
    }

    /// The same by number of node.
    pub(super) fn numbered(&self, graph: &Graph) -> Result<Roots, EngineError> {
        let mut updates = Vec::new();
        for (name, value) in &self.updates {
            let leaf = self.leaves.iter().position(|leaf| leaf.name == *name);
            let leaf = leaf.ok_or_else(|| EngineError::Name(name.clone()))?;
            if self.leaves[leaf].shared {
                return Err(EngineError::Name(format!("{name}, which replicas share: no step may write it")));
            }
            if *value.shape() != self.leaves[leaf].shape {
                let expected = format!("{} for “{name}”", self.leaves[leaf].shape);
                return Err(ShapeError::new("update", expected, &[value.shape()]).into());
            }
            updates.push((leaf, graph.number(value)));
        }
        let outputs = self.outputs.iter().map(|(_, value)| graph.number(value)).collect();
        Ok(Roots { updates, outputs, records: self.records.iter().map(|value| graph.number(value)).collect() })
    }

    /// Refuses names that are there twice.
    pub(super) fn check_names(&self) -> Result<(), EngineError> {
        let twice = |mut names: Vec<&String>| {
            names.sort_unstable();
            names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone())
        };
        let outputs = self.outputs.iter().map(|(name, _)| name);
        let all = self.leaves.iter().map(|leaf| &leaf.name).chain(outputs).collect();
        let updated = self.updates.iter().map(|(name, _)| name).collect();
        twice(updated).or_else(|| twice(all)).map_or(Ok(()), |name| Err(EngineError::Name(name)))
    }

    /// The plan of the step.
    ///
    /// # Errors
    /// The first shape error inside its expressions, a constant that is not finite, a name that is missing or doubled, or a
    /// number of replicas that no device takes.
    pub fn compile(&self) -> Result<Plan, EngineError> {
        lower::lower(self)
    }
}
