//! From the graph to kernels.

use super::emit::{Emitter, through, view_strides};
use super::graph::Graph;
use super::kernel::{Body, Instr, Kernel, Load, View, Work};
use super::layout::{self, Place};
use super::program::Program;
use super::{Named, Plan, RING_ROWS};
use crate::error::EngineError;
use crate::expr::{Op, Shape};
use crate::ops::reduce::Reduction;
use std::collections::BTreeMap;

pub(super) fn lower(program: &Program) -> Result<Plan, EngineError> {
    check_names(program)?;
    let graph = Graph::of(program)?;
    let mut places: Vec<Place> =
        program.leaves.iter().map(|leaf| Place::fixed(&leaf.name, leaf.shape.clone())).collect();
    let (mut buffer_of, read_from) = buffers(&graph, &mut places);
    let levels = levels(&graph, &buffer_of, &read_from);
    let mut kernels = kernels(&graph, &buffer_of, &read_from, &levels);
    commit(&graph, &mut kernels, &mut buffer_of, &mut places);

    let mut names: Vec<Named> = (0..program.leaves.len())
        .map(|buffer| Named { name: program.leaves[buffer].name.clone(), buffer, writable: true })
        .collect();
    for ((name, _), &node) in program.outputs.iter().zip(&graph.outputs) {
        let buffer = buffer_of[node].unwrap_or_default();
        if let Some(place) = places.get_mut(buffer) {
            place.keep();
        }
        names.push(Named { name: name.clone(), buffer, writable: false });
    }
    let sources: Vec<usize> = graph.records.iter().filter_map(|&node| buffer_of[node]).collect();
    let width: usize = sources.iter().map(|&buffer| places[buffer].shape.size()).sum();
    if width > 0 {
        kernels.push(Kernel { shape: Shape::new(&[width]), work: Work::Record { sources } });
    }
    let (buffers, words, ring) = layout::place(places, &kernels, width, RING_ROWS as usize);
    Ok(Plan { kernels, buffers, names, words, ring })
}

fn check_names(program: &Program) -> Result<(), EngineError> {
    let outputs = program.outputs.iter().map(|(name, _)| name);
    let mut names: Vec<&String> = program.leaves.iter().map(|leaf| &leaf.name).chain(outputs).collect();
    let mut updated: Vec<&String> = program.updates.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    updated.sort_unstable();
    if let Some(pair) = updated.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(EngineError::Name(pair[0].clone()));
    }
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(EngineError::Name(pair[0].clone())),
        None => Ok(()),
    }
}

/// Gives a buffer to every node that needs one: leaves, roots, results of reductions and products, operands of products,
/// and what a reshape reads in plain order. The second list leaves out elementwise roots: those are stored, but never
/// read back, since computing them again inside another kernel is cheaper than waiting for them.
fn buffers(graph: &Graph, places: &mut Vec<Place>) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let mut needs = vec![false; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate().rev() {
        match node.op {
            Op::Sum(_) | Op::Max(_) => needs[index] = true,
            Op::Matmul => {
                needs[index] = true;
                for &arg in &node.args {
                    let base = base(graph, &needs, arg);
                    needs[base] = true;
                }
            }
            Op::Reshape if !graph.keeps_axes(index) => needs[node.args[0]] = true,
            _ => {}
        }
    }
    let mut stored = needs.clone();
    let updates = graph.updates.iter().map(|(_, node)| node);
    for &root in updates.chain(&graph.outputs).chain(&graph.records) {
        stored[root] = true;
    }
    let mut buffer_of = vec![None; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        if let Op::Leaf(leaf) = node.op {
            needs[index] = true;
            buffer_of[index] = Some(leaf);
        } else if stored[index] {
            buffer_of[index] = Some(places.len());
            places.push(Place::temporary(&format!("t{index}"), node.shape.clone()));
        }
    }
    let read_from = buffer_of.iter().zip(&needs).map(|(buffer, needed)| buffer.filter(|_| *needed)).collect();
    (buffer_of, read_from)
}

/// The node whose memory an operand is read from: through movements that strides can say.
fn base(graph: &Graph, needs: &[bool], mut node: usize) -> usize {
    while !needs[node] && graph.is_view(node) {
        node = graph.nodes[node].args[0];
    }
    node
}

/// Depth of each node with a buffer: one more than the deepest buffer that it is computed from.
fn levels(graph: &Graph, buffer_of: &[Option<usize>], read_from: &[Option<usize>]) -> Vec<usize> {
    let mut own = vec![0; graph.nodes.len()];
    // What a user of the node must wait for.
    let mut seen = vec![0; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        let from = node.args.iter().map(|&arg| seen[arg]).max().unwrap_or(0);
        let leaf = matches!(node.op, Op::Leaf(_));
        own[index] = from + usize::from(buffer_of[index].is_some() && !leaf);
        seen[index] = from + usize::from(read_from[index].is_some() && !leaf);
    }
    own
}

fn kernels(graph: &Graph, buffer_of: &[Option<usize>], read_from: &[Option<usize>], levels: &[usize]) -> Vec<Kernel> {
    // Elementwise results of one depth and one shape share a kernel; ordered maps keep the order of kernels fixed.
    let mut maps: BTreeMap<(usize, Vec<usize>), Vec<usize>> = BTreeMap::new();
    let mut staged: BTreeMap<usize, Vec<Kernel>> = BTreeMap::new();
    for (index, node) in graph.nodes.iter().enumerate() {
        let Some(out) = buffer_of[index] else { continue };
        let kernel = match &node.op {
            Op::Leaf(_) => continue,
            Op::Sum(marked) => reduce(graph, read_from, node.args[0], marked, Reduction::Sum, out),
            Op::Max(marked) => reduce(graph, read_from, node.args[0], marked, Reduction::Max, out),
            Op::Matmul => matmul(graph, read_from, index, out),
            _ => {
                maps.entry((levels[index], node.shape.axes().to_vec())).or_default().push(index);
                continue;
            }
        };
        staged.entry(levels[index]).or_default().push(kernel);
    }
    for ((level, axes), nodes) in maps {
        staged.entry(level).or_default().push(map(graph, buffer_of, read_from, axes.into(), &nodes));
    }
    staged.into_values().flatten().collect()
}

fn map(
    graph: &Graph,
    buffer_of: &[Option<usize>],
    read_from: &[Option<usize>],
    shape: Shape,
    nodes: &[usize],
) -> Kernel {
    let mut emitter = Emitter::new(graph, read_from, shape.clone());
    let stores = nodes.iter().filter_map(|&node| Some((emitter.compute(node), buffer_of[node]?))).collect();
    Kernel { shape, work: Work::Map { body: emitter.finish(), stores } }
}

/// The kernel's axes are the kept ones, then the reduced ones, so that what is reduced lies together.
fn reduce(
    graph: &Graph,
    read_from: &[Option<usize>],
    arg: usize,
    marked: &[bool],
    reduction: Reduction,
    out: usize,
) -> Kernel {
    let axes = graph.nodes[arg].shape.axes();
    let (gone, kept): (Vec<usize>, Vec<usize>) = (0..axes.len()).partition(|&axis| marked[axis]);
    let order: Vec<usize> = kept.iter().chain(&gone).copied().collect();
    let shape: Shape = order.iter().map(|&axis| axes[axis]).collect::<Vec<_>>().into();
    let mut walked = vec![None; axes.len()];
    for (kernel_axis, &axis) in order.iter().enumerate() {
        walked[axis] = Some(kernel_axis);
    }
    let mut emitter = Emitter::new(graph, read_from, shape.clone());
    let last = emitter.value(arg, &walked);
    let mut body = emitter.finish();
    // The result of the body is its last instruction.
    if last + 1 != body.code.len() {
        let again = body.code[last].clone();
        body.code.push(again);
    }
    let product = |some: &[usize]| some.iter().map(|&axis| axes[axis]).product();
    let (inner, results) = (product(&gone), product(&kept));
    Kernel { shape, work: Work::Reduce { body, reduction, inner, results, out } }
}

fn matmul(graph: &Graph, read_from: &[Option<usize>], index: usize, out: usize) -> Kernel {
    let node = &graph.nodes[index];
    let rank = node.shape.rank();
    let operand = |mut arg: usize| {
        let mut axes: Vec<Option<usize>> = (0..rank).map(Some).collect();
        while read_from[arg].is_none() {
            let Some(inner) = through(graph, arg, &axes) else { break };
            axes = inner;
            arg = graph.nodes[arg].args[0];
        }
        let strides = view_strides(&graph.nodes[arg].shape, &axes, rank);
        View::new(read_from[arg].unwrap_or_default(), strides, &node.shape)
    };
    let k = graph.nodes[node.args[0]].shape.axes()[rank - 1];
    let work = Work::Matmul { a: operand(node.args[0]), b: operand(node.args[1]), k, out };
    Kernel { shape: node.shape.clone(), work }
}

/// New values of states go where the states are: in place where nothing still reads the old one, else by a copy at the end.
fn commit(graph: &Graph, kernels: &mut Vec<Kernel>, buffer_of: &mut [Option<usize>], places: &mut [Place]) {
    let mut copies: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for &(leaf, node) in &graph.updates {
        let Some(fresh) = buffer_of[node] else { continue };
        let writer = kernels.iter().position(|kernel| kernel.writes().contains(&fresh));
        let alone = graph.updates.iter().filter(|(_, other)| *other == node).count() == 1;
        if writer.is_some_and(|writer| alone && in_place(kernels, writer, leaf)) {
            rename(kernels, fresh, leaf);
            buffer_of[node] = Some(leaf);
            places[fresh].drop();
        } else {
            copies.entry(places[leaf].shape.size()).or_default().push((fresh, leaf));
        }
    }
    for (size, pairs) in copies {
        let shape = Shape::new(&[size]);
        let load = |(fresh, _): &(usize, usize)| Instr::Load(View::new(*fresh, vec![1], &shape));
        let body = Body { code: pairs.iter().map(load).collect() };
        let stores = pairs.iter().enumerate().map(|(at, (_, leaf))| (at, *leaf)).collect();
        kernels.push(Kernel { shape, work: Work::Map { body, stores } });
    }
}

/// Whether the kernel `writer` may overwrite `leaf`: nothing after it reads the leaf, and it itself reads it, if at all,
/// only at the element it writes.
fn in_place(kernels: &[Kernel], writer: usize, leaf: usize) -> bool {
    let elementwise = matches!(kernels[writer].work, Work::Map { .. });
    let reads =
        |kernel: &Kernel| kernel.reads().into_iter().filter(|view| view.buffer == leaf).cloned().collect::<Vec<_>>();
    let own = reads(&kernels[writer]);
    let own_fits = own.iter().all(|view| elementwise && view.load == Load::Contiguous);
    own_fits && kernels[writer + 1..].iter().all(|kernel| reads(kernel).is_empty())
}

fn rename(kernels: &mut [Kernel], from: usize, to: usize) {
    let swap = |buffer: &mut usize| {
        if *buffer == from {
            *buffer = to;
        }
    };
    for kernel in kernels {
        match &mut kernel.work {
            Work::Map { body, stores } => {
                stores.iter_mut().for_each(|(_, buffer)| swap(buffer));
                rename_loads(body, from, to);
            }
            Work::Reduce { body, out, .. } => {
                swap(out);
                rename_loads(body, from, to);
            }
            Work::Matmul { a, b, out, .. } => {
                swap(out);
                swap(&mut a.buffer);
                swap(&mut b.buffer);
            }
            Work::Record { sources } => sources.iter_mut().for_each(swap),
        }
    }
}

fn rename_loads(body: &mut Body, from: usize, to: usize) {
    for instr in &mut body.code {
        if let Instr::Load(view) = instr
            && view.buffer == from
        {
            view.buffer = to;
        }
    }
}
