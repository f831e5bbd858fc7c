//! The network and its programs: `28×28 → conv 5×5 → pool → conv 5×5 → pool → 64 → 10` (LeCun et al., Proceedings of the IEEE
//! 1998, with rectifiers and max pooling).

use super::params::STEPS;
use compute::{Conv, EngineError, Expr, Plan, Pool, Program};
use nn::loss::{cross_entropy, one_hot};
use nn::optimiser::schedule::{cosine, step_count};
use nn::{Conv2d, Linear, Minimiser, Parameter};

/// Pixels of a row.
pub(super) const SIDE: usize = 28;
/// Pixels of a picture.
pub(super) const PIXELS: usize = SIDE * SIDE;
/// Digits.
pub(super) const CLASSES: usize = 10;
/// Units of the hidden layer.
const HIDDEN: usize = 64;
/// Side of what the second pooling leaves: 28 → 24 → 12 → 8 → 4.
const LEFT: usize = 4;

/// How many filters the first layer has, and the second.
pub(super) type Filters = [usize; 2];

#[derive(Clone)]
pub(super) struct LeNet {
    conv1: Conv2d,
    conv2: Conv2d,
    hidden: Linear,
    out: Linear,
}
nn::layer!(LeNet { conv1, conv2, hidden, out });

impl LeNet {
    fn new(program: &mut Program, [first, second]: Filters) -> Self {
        Self {
            conv1: Conv2d::new(program, "conv1", 1, first, [5, 5], Conv::default()),
            conv2: Conv2d::new(program, "conv2", first, second, [5, 5], Conv::default()),
            hidden: Linear::new(program, "hidden", second * LEFT * LEFT, HIDDEN),
            out: Linear::new(program, "out", HIDDEN, CLASSES),
        }
    }

    /// Logits, `[N, 1, 28, 28] → [N, 10]`.
    fn forward(&self, x: &Expr) -> Expr {
        let h = self.conv1.forward(x).relu().max_pool(Pool::new(2));
        let h = self.conv2.forward(&h).relu().max_pool(Pool::new(2));
        let rows = x.shape().axes()[0];
        let flat = h.reshape(&[rows, h.shape().size() / rows]);
        self.out.forward(&self.hidden.forward(&flat).relu())
    }
}

/// The step of training, with what it begins from.
pub(super) struct Training {
    pub(super) program: Program,
    pub(super) net: LeNet,
    /// States that begin at 0.
    pub(super) memory: Vec<Parameter>,
}

/// A step on the batch `x [N, 1, 28, 28]` with its classes `y [N]`: Adam on the cross-entropy, its rate `lr` along a cosine.
/// Records the batch's loss and the share that was answered rightly before the step.
pub(super) fn training(filters: Filters, batch: usize) -> Training {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[batch, 1, SIDE, SIDE]), program.state("y", &[batch]));
    let rate = program.state("lr", &[]);
    let net = LeNet::new(&mut program, filters);
    let logits = net.forward(&x);
    let loss = cross_entropy(&logits, &y);
    let t = step_count(&mut program, "t");
    let rate = cosine(&t.value, &rate, &rate * 0.01, STEPS as f32);
    let mut memory = Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &net).memory;
    memory.push(t);
    program.record(&loss);
    program.record(&right(&logits, &y));
    Training { program, net, memory }
}

/// The share of rows whose greatest logit is that of their class.
fn right(logits: &Expr, y: &Expr) -> Expr {
    let chosen = (logits * one_hot(y, CLASSES)).sum_axes(&[1]);
    let greatest = logits.max_axes(&[1]);
    let missed = chosen.less(&greatest);
    1.0 - missed.mean()
}

/// The plan of the network alone: `x [N, 1, 28, 28]` to the output `logits [N, 10]`.
pub(super) fn answers(filters: Filters, pictures: usize) -> Result<Plan, EngineError> {
    let mut program = Program::new();
    let x = program.state("x", &[pictures, 1, SIDE, SIDE]);
    let net = LeNet::new(&mut program, filters);
    program.output("logits", &net.forward(&x));
    program.compile()
}
