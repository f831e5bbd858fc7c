//! Three networks that look at a board and say where to play: without pooling, with it, and fully connected.

use compute::{Conv, EngineError, Expr, Pool, Program};
use nn::activation::log_sum_exp;
use nn::{Conv2d, Linear, Minimiser};

/// Planes that a board is.
pub(super) const PLANES: usize = 3;
/// Filters of a layer.
const FILTERS: usize = 32;
/// Units of the fully connected network's hidden layers.
const UNITS: usize = 128;
/// What the score of an illegal move is lowered by: its probability is 0 then.
const FORBIDDEN: f32 = 1e3;

/// `5 × 5` with two rings of zeros, `3 × 3` with one, `1 × 1`: the board keeps its size.
#[derive(Clone)]
pub(super) struct Plain {
    wide: Conv2d,
    near: Conv2d,
    point: Conv2d,
}
nn::layer!(Plain { wide, near, point });

impl Plain {
    fn new(program: &mut Program, name: &str) -> Self {
        let mut layer = |part: &str, inputs, outputs, size, pad| {
            Conv2d::new(program, &format!("{name}.{part}"), inputs, outputs, [size; 2], Conv::new(1, pad))
        };
        Self {
            wide: layer("wide", PLANES, FILTERS, 5, 2),
            near: layer("near", FILTERS, FILTERS, 3, 1),
            point: layer("point", FILTERS, 1, 1, 0),
        }
    }

    /// `[N, 3, S, S] → [N, 1, S, S]`.
    pub(super) fn forward(&self, x: &Expr) -> Expr {
        self.point.forward(&self.near.forward(&self.wide.forward(x).relu()).relu())
    }

    /// The same with pooling behind the first layer: `2 × 2` points become one, and its score is that of all four,
    /// `[N, 3, S, S] → [N, 1, S, S]`.
    fn pooled(&self, x: &Expr) -> Expr {
        let [rows, _, side, _] = *x.shape().axes() else { return x.clone() };
        let odd = side % 2;
        let wide = self.wide.forward(x).relu().pad(2, 0, odd).pad(3, 0, odd).max_pool(Pool::new(2));
        let half = side.div_ceil(2);
        let coarse = self.point.forward(&self.near.forward(&wide).relu()).reshape(&[rows, half, 1, half, 1]);
        let spread = coarse.broadcast(&vec![rows, half, 2, half, 2].into()).reshape(&[rows, 1, 2 * half, 2 * half]);
        spread.slice(2, 0, side).slice(3, 0, side)
    }
}

#[derive(Clone)]
pub(super) struct Nets {
    pub(super) plain: Plain,
    pooled: Plain,
    dense: Vec<Linear>,
}
nn::layer!(Nets { plain, pooled, dense });

impl Nets {
    pub(super) fn new(program: &mut Program, side: usize) -> Self {
        let widths = [PLANES * side * side, UNITS, UNITS, side * side];
        let dense = widths.windows(2).enumerate();
        let dense = dense.map(|(i, pair)| Linear::new(program, &format!("dense{}", i + 1), pair[0], pair[1])).collect();
        Self { plain: Plain::new(program, "plain"), pooled: Plain::new(program, "pooled"), dense }
    }

    /// Scores of the moves, `[N, 3, S, S] → [N, S²]` from each network.
    pub(super) fn scores(&self, x: &Expr) -> [Expr; 3] {
        let [rows, planes, side, _] = *x.shape().axes() else { return [x.clone(), x.clone(), x.clone()] };
        let points = side * side;
        let mut dense = x.reshape(&[rows, planes * points]);
        for (i, layer) in self.dense.iter().enumerate() {
            dense = layer.forward(&if i > 0 { dense.relu() } else { dense });
        }
        [self.plain.forward(x).reshape(&[rows, points]), self.pooled.pooled(x).reshape(&[rows, points]), dense]
    }
}

/// Scores of legal moves only: those of others are so low that their probability is 0.
fn masked(scores: &Expr, legal: &Expr) -> Expr {
    scores + (legal - 1.0) * FORBIDDEN
}

/// A step on the problems `x [N, 3, S, S]` with the legal moves `legal [N, S²]` and the answers `target [N, S²]`, 1 at one point: Adam
/// on `−ln softmax(scores)` at the answer. Records the loss of each network.
pub(super) fn training(side: usize, batch: usize) -> (Program, Nets) {
    let mut program = Program::new();
    let x = program.state("x", &[batch, PLANES, side, side]);
    let [legal, target] = ["legal", "target"].map(|name| program.state(name, &[batch, side * side]));
    let rate = program.state("lr", &[]);
    let nets = Nets::new(&mut program, side);
    let losses = nets.scores(&x).map(|scores| {
        let scores = masked(&scores, &legal);
        (log_sum_exp(&scores, 1) - (&scores * &target).sum_axes(&[1])).mean()
    });
    let [plain, pooled, dense] = &losses;
    // No parameter is in two of them: the gradient of the sum is that of each.
    Minimiser::adam(&rate).minimise(&mut program, "adam", &(plain + pooled + dense), &nets);
    for loss in &losses {
        program.record(loss);
    }
    (program, nets)
}

/// The networks alone: `x`, `legal` to the probabilities `plain`, `pooled`, `dense` of the moves, and the scores `score0` … `score2`.
pub(crate) fn asked(side: usize, boards: usize) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[boards, PLANES, side, side]);
    let legal = program.state("legal", &[boards, side * side]);
    let nets = Nets::new(&mut program, side);
    for (i, scores) in nets.scores(&x).iter().enumerate() {
        program.output(&format!("score{i}"), scores);
        program.output(&format!("move{i}"), &nn::activation::softmax(&masked(scores, &legal), 1));
    }
    program
}

/// A layer that keeps a board's size: the sides of board, padded board and map, of `filter × filter` with `rings` rings of zeros.
pub(super) fn sizes(side: usize, filter: usize, rings: usize) -> Result<[usize; 3], EngineError> {
    let mut program = Program::new();
    let (x, w) = (program.state("x", &[1, 1, side, side]), program.state("w", &[1, 1, filter, filter]));
    let padded = x.pad(2, rings, rings).pad(3, rings, rings);
    let map = padded.conv(&w, Conv::default());
    program.output("map", &map);
    program.compile()?;
    Ok([side, padded.shape().axes()[2], map.shape().axes()[2]])
}
