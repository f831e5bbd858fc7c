//! From the graph to kernels.

mod body;
mod commit;
mod needs;

use super::graph::Graph;
use super::kernel::{Kernel, View, Work};
use super::layout::{self, Place};
use super::program::Program;
use super::{MOST_REPLICAS, Named, Plan};
use crate::error::{EngineError, ShapeError};
use crate::expr::{Expr, Op, Shape};
use crate::ops::scan::{Pick, ScanResult, Turn};
use body::{Job, map, matmul, operand, primitive, reduce};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Where a node's values stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    pub(super) buffer: usize,
    /// First element, from the buffer's start.
    pub(super) shift: isize,
    /// Step from one turn of the loop to the next.
    pub(super) turn: isize,
    /// Depth of the kernel that stores it; 0 for what is there before the first.
    level: usize,
}

impl Source {
    fn given(buffer: usize) -> Self {
        Self { buffer, shift: 0, turn: 0, level: 0 }
    }

    fn view(&self, shape: &Shape) -> View {
        View { shift: self.shift, turn: self.turn, ..View::whole(self.buffer, shape) }
    }
}

/// A loop at its depth, with what is asked of it and the nodes that ask.
type Asked = (usize, Rc<Turn>, Vec<(Pick, usize)>);

/// Where the values of all nodes stand.
#[derive(Debug)]
pub(super) struct Sources(Vec<Option<Source>>);

impl Sources {
    /// Where a kernel of this depth reads the node; `None` where it must be computed.
    pub(super) fn read(&self, node: usize, level: usize) -> Option<&Source> {
        self.0[node].as_ref().filter(|source| source.level < level)
    }
}

pub(super) fn lower(program: &Program) -> Result<Plan, EngineError> {
    program.check_names()?;
    let mut lowering =
        Lowering { places: program.leaves.iter().map(|leaf| Place::fixed(&leaf.name, leaf.shape.clone())).collect() };
    let mut graph = Graph::of(&program.roots(), &[])?;
    let replicas = program.replicas.unwrap_or(1);
    if !(1..=MOST_REPLICAS).contains(&replicas) {
        return Err(ShapeError::new("replicas", format!("1 to {MOST_REPLICAS}"), &[&Shape::new(&[replicas])]).into());
    }
    let mut roots = program.numbered(&graph)?;
    roots.separate(&mut graph);
    let mut given = BTreeMap::new();
    for (node, op) in graph.nodes.iter().map(|node| &node.op).enumerate() {
        if let Op::Leaf(leaf) = op {
            let known = program.leaves.get(*leaf).is_some_and(|leaf| leaf.shape == graph.nodes[node].shape);
            if !known {
                return Err(EngineError::Name(format!("state {leaf} of another program")));
            }
            given.insert(node, Source::given(*leaf));
        }
    }
    let (mut kernels, mut sources) = lowering.kernels(&graph, &given, &roots.all(), &BTreeMap::new())?;
    lowering.commit(&mut kernels, &mut sources, &roots.updates);

    let buffer = |node: usize| sources.0[node].map_or(0, |source| source.buffer);
    let mut names: Vec<Named> = (0..program.leaves.len())
        .map(|buffer| Named { name: program.leaves[buffer].name.clone(), buffer, writable: true })
        .collect();
    for ((name, _), &node) in program.outputs.iter().zip(&roots.outputs) {
        lowering.places[buffer(node)].keep();
        names.push(Named { name: name.clone(), buffer: buffer(node), writable: false });
    }
    let recorded: Vec<usize> = roots.records.iter().map(|&node| buffer(node)).collect();
    let width: usize = recorded.iter().map(|&buffer| lowering.places[buffer].shape.size()).sum();
    if width > 0 {
        let level = kernels.last().map_or(1, |kernel| kernel.level + 1);
        kernels.push(Kernel { shape: Shape::new(&[width]), level, work: Work::Record { sources: recorded } });
    }
    for (place, leaf) in lowering.places.iter_mut().zip(&program.leaves) {
        if leaf.shared {
            place.share();
        }
    }
    let (buffers, words, ring) = layout::place(lowering.places, &kernels, width, replicas);
    Ok(Plan { kernels, buffers, names, words, ring, replicas })
}

/// What the graph is asked for, by number of node.
#[derive(Debug, Default)]
pub(super) struct Roots {
    /// Buffer of the state, and what it becomes.
    pub(super) updates: Vec<(usize, usize)>,
    pub(super) outputs: Vec<usize>,
    pub(super) records: Vec<usize>,
}

impl Roots {
    /// Gives copies of their own to roots that would else be a state, or an output that a later write to a state would change.
    fn separate(&mut self, graph: &mut Graph) {
        let states: BTreeSet<usize> = self.updates.iter().map(|(_, node)| *node).collect();
        for root in self.updates.iter_mut().map(|(_, node)| node).chain(&mut self.records) {
            if graph.is_given(*root) {
                *root = graph.copy(*root);
            }
        }
        for root in &mut self.outputs {
            if graph.is_given(*root) || states.contains(root) {
                *root = graph.copy(*root);
            }
        }
    }

    fn all(&self) -> Vec<usize> {
        self.updates.iter().map(|(_, node)| *node).chain(self.outputs.iter().chain(&self.records).copied()).collect()
    }
}

/// The buffers of a plan while it is made.
pub(super) struct Lowering {
    places: Vec<Place>,
}

impl Lowering {
    fn temporary(&mut self, label: &str, shape: Shape) -> usize {
        self.places.push(Place::temporary(label, shape));
        self.places.len() - 1
    }

    /// The kernels of a graph in the order of their depth, and where its nodes stand. `given` is there before; `roots` must be
    /// stored, those in `fixed` at a place of the caller's.
    fn kernels(
        &mut self,
        graph: &Graph,
        given: &BTreeMap<usize, Source>,
        roots: &[usize],
        fixed: &BTreeMap<usize, Source>,
    ) -> Result<(Vec<Kernel>, Sources), EngineError> {
        let hard = needs::hard(graph);
        let mut soft = vec![false; graph.nodes.len()];
        roots.iter().for_each(|&root| soft[root] = true);
        let levels = needs::levels(graph, &hard, &soft);
        needs::share(graph, &hard, &mut soft, &levels);
        let levels = needs::levels(graph, &hard, &soft);

        let mut sources = Sources(vec![None; graph.nodes.len()]);
        for (index, node) in graph.nodes.iter().enumerate() {
            sources.0[index] = if let Some(source) = given.get(&index) {
                Some(*source)
            } else if let Some(source) = fixed.get(&index) {
                Some(Source { level: levels[index], ..*source })
            } else if hard[index] || soft[index] {
                let label = format!("t{}", self.places.len());
                let buffer = self.temporary(&label, node.shape.clone());
                Some(Source { buffer, shift: 0, turn: 0, level: levels[index] })
            } else {
                None
            };
        }

        // Elementwise results of one depth and one shape share a kernel; ordered maps keep the order of kernels fixed.
        let mut maps: BTreeMap<(usize, Vec<usize>), Vec<Job>> = BTreeMap::new();
        let mut staged: BTreeMap<usize, Vec<Kernel>> = BTreeMap::new();
        let mut loops: Vec<Asked> = Vec::new();
        for (index, node) in graph.nodes.iter().enumerate().filter(|(index, _)| !given.contains_key(index)) {
            let Some(out) = sources.0[index].map(|source| source.view(&node.shape)) else { continue };
            let level = levels[index];
            let kernel = match &node.op {
                Op::Sum(marked) | Op::Max(marked) => reduce(graph, &sources, index, level, marked, out),
                Op::Matmul => matmul(graph, &sources, index, level, out)?,
                Op::Primitive(op) => primitive(graph, &sources, index, level, op, out)?,
                Op::Scan(ScanResult { turn, pick }) => {
                    match loops.iter_mut().find(|(_, known, _)| Rc::ptr_eq(known, turn)) {
                        Some((_, _, picks)) => picks.push((pick.clone(), index)),
                        None => loops.push((level, Rc::clone(turn), vec![(pick.clone(), index)])),
                    }
                    continue;
                }
                Op::Concat(axis) => {
                    let mut before = 0;
                    for &arg in &node.args {
                        let shape = &graph.nodes[arg].shape;
                        let shift = out.shift + (before * node.shape.strides()[*axis]) as isize;
                        let mut store = View::new(out.buffer, shift, out.strides.clone(), shape);
                        store.turn = out.turn;
                        maps.entry((level, shape.axes().to_vec())).or_default().push(Job::Value(arg, store));
                        before += shape.axes()[*axis];
                    }
                    continue;
                }
                _ => {
                    maps.entry((level, node.shape.axes().to_vec())).or_default().push(Job::Root(index, out));
                    continue;
                }
            };
            staged.entry(level).or_default().push(kernel);
        }
        for (level, turn, picks) in loops {
            for kernel in self.turns(graph, &sources, level, &turn, &picks)? {
                staged.entry(kernel.level).or_default().push(kernel);
            }
        }
        for ((level, axes), jobs) in maps {
            staged.entry(level).or_default().push(map(graph, &sources, level, &axes.into(), &jobs));
        }
        Ok((staged.into_values().flatten().collect(), sources))
    }

    /// The kernels of a loop: its carries set to their first values, then the turns.
    fn turns(
        &mut self,
        graph: &Graph,
        sources: &Sources,
        level: usize,
        turn: &Turn,
        picks: &[(Pick, usize)],
    ) -> Result<Vec<Kernel>, EngineError> {
        let args = &graph.nodes[picks[0].1].args;
        let (carried, inputs) = (turn.carries.len(), turn.inputs.len());
        let buffer = |node: usize| sources.0[node].map_or(0, |source| source.buffer);

        // The place of a carry is that of its last value, where somebody asked for it.
        let carries: Vec<usize> = (0..carried)
            .map(|index| {
                let asked = picks.iter().find(|(pick, _)| matches!(pick, Pick::Last(i) if *i == index));
                asked.map_or_else(
                    || self.temporary("carry", turn.carries[index].shape().clone()),
                    |(_, node)| buffer(*node),
                )
            })
            .collect();
        let mut kernels: Vec<Kernel> = Vec::new();
        for (index, &to) in carries.iter().enumerate() {
            let shape = turn.carries[index].shape();
            let job = Job::Value(args[index], View::whole(to, shape));
            kernels.push(map(graph, sources, level, shape, &[job]));
        }

        let holes: Vec<Expr> = turn.carries.iter().chain(&turn.inputs).chain(&turn.constants).cloned().collect();
        let stacks: Vec<(Expr, usize)> = picks
            .iter()
            .filter_map(|(pick, node)| match pick {
                Pick::Stack(inner) => Some((inner.clone(), buffer(*node))),
                Pick::Last(_) => None,
            })
            .collect();
        let wanted: Vec<Expr> =
            turn.next.iter().cloned().chain(stacks.iter().map(|(inner, _)| inner.clone())).collect();
        let mut inner = Graph::of(&wanted, &holes)?;

        let mut given = BTreeMap::new();
        for (number, hole) in holes.iter().enumerate() {
            let source = if number < carried {
                Source::given(carries[number])
            } else {
                let view = operand(graph, sources, args[number], level)?;
                let turn = if number < carried + inputs { view.strides.first().copied().unwrap_or(0) } else { 0 };
                Source { buffer: view.buffer, shift: view.shift, turn, level: 0 }
            };
            given.insert(inner.number(hole), source);
        }
        // Every root has a place of its own: what is already one, or is there before, is copied.
        let mut fixed: BTreeMap<usize, Source> = BTreeMap::new();
        for (expr, to) in &stacks {
            let mut node = inner.number(expr);
            if inner.is_given(node) || fixed.contains_key(&node) {
                node = inner.copy(node);
            }
            let size = inner.nodes[node].shape.size() as isize;
            fixed.insert(node, Source { buffer: *to, shift: 0, turn: size, level: 0 });
        }
        let mut updates = Vec::new();
        for (expr, &carry) in turn.next.iter().zip(&carries) {
            let mut node = inner.number(expr);
            if inner.is_given(node) {
                node = inner.copy(node);
            }
            updates.push((carry, node));
        }
        let roots: Vec<usize> = updates.iter().map(|(_, node)| *node).chain(fixed.keys().copied()).collect();
        let (mut body, mut inside) = self.kernels(&inner, &given, &roots, &fixed)?;
        self.commit(&mut body, &mut inside, &updates);
        let work = Work::Loop { count: turn.count, kernels: body };
        // Behind its carries' first values, before whatever reads its results.
        kernels.push(Kernel { shape: Shape::default(), level: level + 1, work });
        Ok(kernels)
    }
}
