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
}

/// One step: tensors that persist, what they become, and what is recorded of it.
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub(super) leaves: Vec<Leaf>,
    pub(super) updates: Vec<(String, Expr)>,
    pub(super) outputs: Vec<(String, Expr)>,
    pub(super) records: Vec<Expr>,
}

impl Program {
    /// An empty step.
    pub fn new() -> Self {
        Self::default()
    }

    /// A tensor that persists and that the host can write: a parameter, an optimiser's moment, a hyper-parameter, data.
    pub fn state(&mut self, name: &str, axes: &[usize]) -> Expr {
        let shape = Shape::new(axes);
        self.leaves.push(Leaf { name: name.to_owned(), shape: shape.clone() });
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
    /// The first shape error inside its expressions, a constant that is not finite, or a name that is missing or doubled.
    pub fn compile(&self) -> Result<Plan, EngineError> {
        lower::lower(self)
    }
}
