//! Bodies: the elementwise chain that ends in a node, with every tensor it reads as a view.

use super::graph::Graph;
use super::kernel::{Body, Bound, Instr, View};
use super::lower::Sources;
use crate::expr::{Op, Shape};
use std::collections::HashMap;

/// How an axis of a node is walked: at `shift + scale · index` along the kernel's `axis`; `None` stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Walk {
    axis: Option<usize>,
    scale: isize,
    shift: isize,
}

impl Walk {
    /// The kernel's axis itself.
    pub(super) fn along(axis: usize) -> Self {
        Self { axis: Some(axis), scale: 1, shift: 0 }
    }

    const STILL: Self = Self { axis: None, scale: 0, shift: 0 };
}

/// How all axes of a node are walked, and where there is something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Way {
    walks: Vec<Walk>,
    bounds: Vec<Bound>,
}

impl Way {
    pub(super) fn new(walks: Vec<Walk>) -> Self {
        Self { walks, bounds: Vec::new() }
    }

    /// Kernel axis `d` walks axis `d`.
    pub(super) fn straight(rank: usize) -> Self {
        Self::new((0..rank).map(Walk::along).collect())
    }

    pub(super) fn walks(&self) -> &[Walk] {
        &self.walks
    }

    pub(super) fn is_bounded(&self) -> bool {
        !self.bounds.is_empty()
    }
}

/// What comes of looking through a movement.
pub(super) enum Through {
    /// Its argument, walked this way.
    Way(Way),
    /// Nothing but zeros.
    Zeros,
    /// Strides cannot say it.
    No,
}

/// Writes bodies over one kernel shape.
pub(super) struct Emitter<'a> {
    graph: &'a Graph,
    sources: &'a Sources,
    /// Depth of the kernel: what is stored before it is read, the rest is computed.
    level: usize,
    shape: Shape,
    body: Body,
    done: HashMap<(usize, Way), usize>,
}

impl<'a> Emitter<'a> {
    pub(super) fn new(graph: &'a Graph, sources: &'a Sources, level: usize, shape: Shape) -> Self {
        Self { graph, sources, level, shape, body: Body::default(), done: HashMap::new() }
    }

    pub(super) fn finish(self) -> Body {
        self.body
    }

    /// The result of computing `root` here, not reading it, with kernel axis `d` walking its axis `d`.
    pub(super) fn compute(&mut self, root: usize) -> usize {
        self.compute_with(root, &Way::straight(self.graph.nodes[root].shape.rank()))
    }

    fn compute_with(&mut self, node: usize, way: &Way) -> usize {
        let graph = self.graph;
        let args = &graph.nodes[node].args;
        let instr = match &graph.nodes[node].op {
            Op::Const(bits) => Instr::Const(f32::from_bits(*bits)),
            Op::Iota(axis) => {
                let Walk { axis, scale, shift } = way.walks[*axis];
                Instr::Index { axis, scale, shift }
            }
            Op::Random(stream) => {
                let (shift, strides) = strides(&graph.nodes[node].shape, &way.walks, self.shape.rank());
                let key = self.sources.read(args[0], usize::MAX).map_or_else(
                    || View::whole(0, &Shape::default()),
                    |source| {
                        let still = vec![0; self.shape.rank()];
                        let mut view = View::new(source.buffer, source.shift, still, &self.shape);
                        view.turn = source.turn;
                        view
                    },
                );
                Instr::Random { stream: *stream, key, shift, strides }
            }
            Op::Unary(op) => Instr::Unary(*op, self.value(args[0], way)),
            Op::Binary(op) => {
                let (a, b) = (self.value(args[0], way), self.value(args[1], way));
                Instr::Binary(*op, a, b)
            }
            Op::Select => {
                let c = self.value(args[0], way);
                let (a, b) = (self.value(args[1], way), self.value(args[2], way));
                Instr::Select(c, a, b)
            }
            _ => return self.moved(node, way),
        };
        self.push(instr)
    }

    /// The value of `node` at the kernel's index: read where it is stored by now, computed where not.
    pub(super) fn value(&mut self, node: usize, way: &Way) -> usize {
        let key = (node, way.clone());
        if let Some(&at) = self.done.get(&key) {
            return at;
        }
        let at = match self.read(node, node, way) {
            Some(instr) => self.push(instr),
            None => self.compute_with(node, way),
        };
        self.done.insert(key, at);
        at
    }

    /// A load of `stored` under the shape of `node`, if it is stored by now.
    fn read(&self, stored: usize, node: usize, way: &Way) -> Option<Instr> {
        let source = self.sources.read(stored, self.level)?;
        let (shift, strides) = strides(&self.graph.nodes[node].shape, &way.walks, self.shape.rank());
        let mut view = View::new(source.buffer, source.shift + shift, strides, &self.shape);
        view.turn = source.turn;
        view.bounds = way.bounds.clone();
        Some(Instr::Load(view))
    }

    fn moved(&mut self, node: usize, way: &Way) -> usize {
        let arg = self.graph.nodes[node].args[0];
        match through(self.graph, node, way) {
            Through::Way(inner) => {
                let fresh: Vec<Bound> =
                    inner.bounds.iter().filter(|bound| !way.bounds.contains(bound)).copied().collect();
                let value = self.value(arg, &inner);
                let zero_outside = matches!(&self.body.code[value], Instr::Load(view) if fresh.iter().all(|b| view.bounds.contains(b)));
                if fresh.is_empty() || zero_outside {
                    return value;
                }
                // What is computed from zeros need not be zero: say so.
                let (inside, zero) = (self.push(Instr::Inside(fresh)), self.push(Instr::Const(0.0)));
                self.push(Instr::Select(inside, value, zero))
            }
            Through::Zeros => self.push(Instr::Const(0.0)),
            // A reshape that mixes axes reads the plain memory of its argument, under its own shape.
            Through::No => match self.read(arg, node, way) {
                Some(instr) => self.push(instr),
                None => self.push(Instr::Const(0.0)),
            },
        }
    }

    fn push(&mut self, instr: Instr) -> usize {
        if let Some(same) = self.body.code.iter().position(|known| *known == instr) {
            return same;
        }
        self.body.code.push(instr);
        self.body.code.len() - 1
    }
}

/// Shift, and strides along the kernel's axes, of a row-by-row tensor of `shape` walked like this.
pub(super) fn strides(shape: &Shape, walks: &[Walk], rank: usize) -> (isize, Vec<isize>) {
    let (mut shift, mut strides) = (0, vec![0; rank]);
    for ((walk, stride), &len) in walks.iter().zip(shape.strides()).zip(shape.axes()) {
        if len > 1 {
            shift += walk.shift * stride as isize;
            if let Some(axis) = walk.axis {
                strides[axis] += walk.scale * stride as isize;
            }
        }
    }
    (shift, strides)
}

/// How a movement's argument is walked, from how its result is.
pub(super) fn through(graph: &Graph, node: usize, way: &Way) -> Through {
    let (shape, arg) = (&graph.nodes[node].shape, &graph.nodes[graph.nodes[node].args[0]].shape);
    let mut bounds = way.bounds.clone();
    let walks = match &graph.nodes[node].op {
        Op::Permute(order) => {
            let mut inner = vec![Walk::STILL; order.len()];
            for (to, &from) in order.iter().enumerate() {
                inner[from] = way.walks[to];
            }
            inner
        }
        Op::Broadcast => {
            let walk = |((walk, from), to): ((&Walk, &usize), &usize)| if from == to { *walk } else { Walk::STILL };
            way.walks.iter().zip(arg.axes()).zip(shape.axes()).map(walk).collect()
        }
        Op::Slice(spans) => {
            let walk = |(walk, span): (&Walk, &crate::ops::movement::Span)| Walk {
                axis: walk.axis,
                scale: walk.scale * span.step,
                shift: span.start as isize + walk.shift * span.step,
            };
            way.walks.iter().zip(spans).map(walk).collect()
        }
        Op::Pad(sides) => {
            let mut inner = Vec::with_capacity(sides.len());
            for ((walk, &(low, high)), &len) in way.walks.iter().zip(sides).zip(arg.axes()) {
                let walk = Walk { shift: walk.shift - low as isize, ..*walk };
                if low + high > 0 && !narrow(&mut bounds, walk, len) {
                    return Through::Zeros;
                }
                inner.push(walk);
            }
            inner
        }
        _ if graph.keeps_axes(node) => {
            let mut long = way.walks.iter().zip(shape.axes()).filter(|(_, len)| **len != 1).map(|(walk, _)| *walk);
            let walk = |&len: &usize| if len == 1 { Walk::STILL } else { long.next().unwrap_or(Walk::STILL) };
            arg.axes().iter().map(walk).collect()
        }
        _ => return Through::No,
    };
    Through::Way(Way { walks, bounds })
}

/// Adds the bound that keeps `walk` within `0..len`; false where nothing is left.
fn narrow(bounds: &mut Vec<Bound>, walk: Walk, len: usize) -> bool {
    let len = len as isize;
    let (Some(axis), true) = (walk.axis, walk.scale != 0) else {
        return (0..len).contains(&walk.shift);
    };
    // 0 ≤ shift + scale·i < len
    let (low, high) = if walk.scale > 0 {
        (ceil_div(-walk.shift, walk.scale), ceil_div(len - walk.shift, walk.scale))
    } else {
        let s = -walk.scale;
        (ceil_div(walk.shift - len + 1, s), walk.shift.div_euclid(s) + 1)
    };
    let (low, high) = (low.max(0) as usize, high.max(0) as usize);
    match bounds.iter_mut().find(|bound| bound.axis == axis) {
        Some(bound) => {
            bound.low = bound.low.max(low);
            bound.high = bound.high.min(high);
            bound.low < bound.high
        }
        None => {
            bounds.push(Bound { axis, low, high });
            bounds.sort_unstable();
            low < high
        }
    }
}

fn ceil_div(a: isize, b: isize) -> isize {
    -(-a).div_euclid(b)
}
