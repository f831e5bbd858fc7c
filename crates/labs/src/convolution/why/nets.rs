//! The networks that are compared, and the programs of their training and their examination.

use super::layer::{Built, Shape, Ties};
use super::pictures::SIDE;
use compute::{Expr, Program};
use data::made::digits::CLASSES;
use nn::loss::cross_entropy;
use nn::{Minimiser, Parameter};

/// Filters of the first layer of shared windows, as many as are shown; and of the second.
const FILTERS: [usize; 2] = [MAPS, 24];
/// Where filters are separable they are more: a depthwise layer can mix only as many numbers a place as it has channels.
const MORE: [usize; 2] = [16, 32];
/// Maps of the first layer that are shown.
pub(super) const MAPS: usize = 8;

/// What networks that are compared have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    /// All have about as many weights as the shared one.
    equal_weights: bool,
    filters: [usize; 2],
}

impl Size {
    pub(super) fn of(kinds: &[Ties], equal_weights: bool) -> Self {
        Self { equal_weights, filters: if kinds.contains(&Ties::Separable) { MORE } else { FILTERS } }
    }
}

/// A network by its key: in metrics, curves and parameters.
pub(super) fn key(ties: Ties) -> &'static str {
    match ties {
        Ties::Full => "full",
        Ties::Local => "local",
        Ties::Shared => "shared",
        Ties::Separable => "separable",
    }
}

/// Two layers and the one that answers; behind each map 2×2 max pooling. With equal weights all networks have about as many as the
/// shared one (4088; beside the separable one 7888); else the local and the separable one have its layers, and the full one as many
/// weights as the local one.
pub(super) fn layers(ties: Ties, size: Size) -> Vec<Shape> {
    let window = |ties, [channels, side, outputs]: [usize; 3], [window, stride, pad]: [usize; 3]| Shape {
        ties,
        channels,
        side,
        outputs,
        window,
        stride,
        pad,
    };
    let [filters, outputs] = size.filters;
    let mut layers = match (ties, size.equal_weights) {
        (Ties::Full, true) => vec![Shape::full(1, SIDE, 5)],
        (Ties::Full, false) => vec![Shape::full(1, SIDE, 159)],
        // Without sharing, so few weights are one layer of large strides.
        (Ties::Local, true) => vec![window(Ties::Local, [1, SIDE, 4], [5, 4, 0])],
        (_, equal) => {
            // A picture has one channel: a separable layer on it would be one filter, so that the first layer is an ordinary one.
            let first = if ties == Ties::Local { ties } else { Ties::Shared };
            let first = window(first, [1, SIDE, filters], [5, 2, 2]);
            let outputs = if ties == Ties::Separable && equal { 69 } else { outputs };
            let second = window(ties, [filters, first.pooled(), outputs], [3, 1, 1]);
            vec![first, second]
        }
    };
    if let Some(last) = layers.last() {
        let side = if last.ties == Ties::Full { 1 } else { last.pooled() };
        layers.push(Shape::full(last.outputs, side, CLASSES));
    }
    layers
}

/// A network in a program.
#[derive(Clone)]
pub(super) struct Net {
    pub(super) ties: Ties,
    pub(super) shapes: Vec<Shape>,
    layers: Vec<Built>,
}
nn::layer!(Net { layers });

impl Net {
    pub(super) fn new(program: &mut Program, ties: Ties, size: Size) -> Self {
        let shapes = layers(ties, size);
        let name = |i| format!("{}{i}", key(ties));
        let layers = shapes.iter().enumerate().map(|(i, shape)| Built::new(program, &name(i + 1), shape)).collect();
        Self { ties, shapes, layers }
    }

    /// Logits, `[N, 1, 28, 28] → [N, 10]`, and what the first layer says before its rectifier.
    pub(super) fn forward(&self, x: &Expr) -> (Expr, Expr) {
        let (mut h, mut first) = (x.clone(), None);
        for (i, layer) in self.layers.iter().enumerate() {
            let y = layer.forward(&h);
            first.get_or_insert_with(|| y.clone());
            h = if i + 1 < self.layers.len() { layer.pooled(&y) } else { y };
        }
        let first = first.unwrap_or_else(|| h.clone());
        (h, first)
    }

    pub(super) fn weights(&self) -> usize {
        self.shapes.iter().map(Shape::weights).sum()
    }

    pub(super) fn products(&self) -> usize {
        self.shapes.iter().map(Shape::products).sum()
    }
}

/// The step of training of all networks at once.
pub(super) struct Training {
    pub(super) program: Program,
    pub(super) nets: Vec<Net>,
    /// States that begin at 0.
    pub(super) memory: Vec<Parameter>,
}

/// Adam on the examples `order[cursor] … order[cursor + B − 1]`, the same for each network. Records the loss of each.
pub(super) fn training(kinds: &[Ties], size: Size, [count, batch, turns]: [usize; 3]) -> Training {
    let mut program = Program::new();
    let (all, classes) = (program.state("x", &[count, 1, SIDE, SIDE]), program.state("y", &[count]));
    let (order, cursor) = (program.state("order", &[turns * batch]), program.state("cursor", &[]));
    let rate = program.state("lr", &[]);
    let numbers = order.take(&(&cursor + Expr::iota(&[batch], 0)));
    let (x, y) = (all.rows(&numbers), classes.take(&numbers));
    let (mut nets, mut memory) = (Vec::new(), Vec::new());
    for ties in kinds {
        let net = Net::new(&mut program, *ties, size);
        let loss = cross_entropy(&net.forward(&x).0, &y);
        memory
            .extend(Minimiser::adam(&rate).minimise(&mut program, &format!("adam.{}", key(*ties)), &loss, &net).memory);
        program.record(&loss);
        nets.push(net);
    }
    program.update("cursor", &(cursor + batch as f32));
    Training { program, nets, memory }
}

/// The same networks on `rows` pictures: state `x`, an output `logits.KEY` of each, and `map`, the first maps of the one with shared
/// weights.
pub(super) fn asked(kinds: &[Ties], size: Size, rows: usize) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[rows, 1, SIDE, SIDE]);
    for ties in kinds {
        let (logits, first) = Net::new(&mut program, *ties, size).forward(&x);
        program.output(&format!("logits.{}", key(*ties)), &logits);
        if *ties == Ties::Shared {
            program.output("map", &first.slice(1, 0, MAPS));
        }
    }
    program
}
