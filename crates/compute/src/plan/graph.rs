//! The program's expressions as one list of distinct nodes: equal nodes are made one here.

use super::MOST_AXES;
use super::program::Program;
use crate::error::{EngineError, ShapeError};
use crate::expr::{Expr, Op, Shape};
use std::collections::{BTreeMap, HashMap};

/// A node of the list; arguments are earlier indices.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) op: Op,
    pub(super) args: Vec<usize>,
    pub(super) shape: Shape,
}

/// The list, and where the roots are in it.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// Node that each leaf becomes, for those that are updated.
    pub(super) updates: Vec<(usize, usize)>,
    pub(super) outputs: Vec<usize>,
    pub(super) records: Vec<usize>,
}

impl Graph {
    pub(super) fn of(program: &Program) -> Result<Self, EngineError> {
        let exprs = |pairs: &[(String, Expr)]| pairs.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
        let (updates, outputs) = (exprs(&program.updates), exprs(&program.outputs));
        let roots = [updates.as_slice(), &outputs, &program.records].concat();

        let mut graph = Self { nodes: Vec::new(), updates: Vec::new(), outputs: Vec::new(), records: Vec::new() };
        let mut known: HashMap<(Op, Vec<usize>, Shape), usize> = HashMap::new();
        let mut index: BTreeMap<u64, usize> = BTreeMap::new();
        for expr in Expr::graph(&roots) {
            match expr.op() {
                Op::Invalid(error) => return Err(error.clone().into()),
                _ if expr.shape().rank() > MOST_AXES => {
                    return Err(ShapeError::new("plan", format!("at most {MOST_AXES} axes"), &[expr.shape()]).into());
                }
                Op::Const(bits) if !f32::from_bits(*bits).is_finite() => {
                    return Err(EngineError::NotFinite(f32::from_bits(*bits)));
                }
                _ => {}
            }
            let args: Vec<usize> = expr.args().iter().map(|arg| index[&arg.id()]).collect();
            let key = (expr.op().clone(), args.clone(), expr.shape().clone());
            let at = *known.entry(key).or_insert_with(|| {
                graph.nodes.push(Node { op: expr.op().clone(), args, shape: expr.shape().clone() });
                graph.nodes.len() - 1
            });
            index.insert(expr.id(), at);
        }

        for (name, value) in &program.updates {
            let leaf = program.leaves.iter().position(|leaf| leaf.name == *name);
            let leaf = leaf.ok_or_else(|| EngineError::Name(name.clone()))?;
            let node = index[&value.id()];
            if graph.nodes[node].shape != program.leaves[leaf].shape {
                let expected = format!("{} for “{name}”", program.leaves[leaf].shape);
                return Err(ShapeError::new("update", expected, &[&graph.nodes[node].shape]).into());
            }
            graph.updates.push((leaf, node));
        }
        graph.outputs = outputs.iter().map(|value| index[&value.id()]).collect();
        graph.records = program.records.iter().map(|value| index[&value.id()]).collect();
        graph.copy_leaf_roots();
        Ok(graph)
    }

    /// A root that is itself a leaf is read before the leaf changes: give it a copy of its own.
    fn copy_leaf_roots(&mut self) {
        let mut roots: Vec<&mut usize> = Vec::new();
        roots.extend(self.updates.iter_mut().map(|(_, node)| node));
        roots.extend(&mut self.outputs);
        roots.extend(&mut self.records);
        for root in roots {
            let node = &self.nodes[*root];
            if matches!(node.op, Op::Leaf(_)) {
                let order: Vec<usize> = (0..node.shape.rank()).collect();
                let copy = Node { op: Op::Permute(order), args: vec![*root], shape: node.shape.clone() };
                self.nodes.push(copy);
                *root = self.nodes.len() - 1;
            }
        }
    }

    /// Whether the node moves values only, axis by axis, so that strides can say it.
    pub(super) fn is_view(&self, node: usize) -> bool {
        match &self.nodes[node].op {
            Op::Permute(_) | Op::Broadcast => true,
            Op::Reshape => self.keeps_axes(node),
            _ => false,
        }
    }

    /// Whether a reshape only puts in or takes out axes of length 1.
    pub(super) fn keeps_axes(&self, node: usize) -> bool {
        let long = |shape: &Shape| shape.axes().iter().copied().filter(|&len| len != 1).collect::<Vec<_>>();
        let node = &self.nodes[node];
        node.args.first().is_some_and(|&arg| long(&node.shape) == long(&self.nodes[arg].shape))
    }
}
