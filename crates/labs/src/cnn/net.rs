//! The network and its programs. At first it is LeNet (LeCun et al., Proceedings of the IEEE 1998) with rectifiers and max pooling.

use super::params::{STEPS, TABLE, line};
use compute::{EngineError, Expr, Plan, Program};
use labkit::{LabError, Params};
use nn::loss::{cross_entropy, one_hot};
use nn::optimiser::schedule::{cosine, step_count};
use nn::{Minimiser, Net, Parameter, Stack};

/// Pixels of a row.
pub(super) const SIDE: usize = 28;
/// Pixels of a picture.
pub(super) const PIXELS: usize = SIDE * SIDE;
/// Digits.
pub(super) const CLASSES: usize = 10;
/// Most numbers that the layers may make of one batch: what a step keeps of them must fit into a device's memory.
const MOST_VALUES: usize = 8_000_000;

/// The network that the parameters say.
///
/// # Errors
/// The layer that cannot be, beside the field.
pub(super) fn stack(params: &Params) -> Result<Stack, LabError> {
    let refuse = |zh: String, en: String| Err(LabError::field("layers", zh, en));
    let stack = match Stack::parse(&line(params), [1, SIDE, SIDE]) {
        Ok(stack) => stack,
        Err(error) => return refuse(error.zh(), error.en()).map_err(|refused: LabError| refused.at(error.place.0, error.place.1)),
    };
    let answers = stack.output().size();
    if answers != CLASSES {
        return refuse(
            format!("最后一层要给出 {CLASSES} 个数，每个数字一个；现在是 {answers} 个。"),
            format!("The last layer should give {CLASSES} numbers, one a digit; it gives {answers}."),
        );
    }
    let values = batch(params) * stack.layers.iter().map(|layer| layer.shape.size()).sum::<usize>();
    if values > MOST_VALUES {
        return refuse(
            format!("各层对一批图一共输出 {values} 个数，最多 {MOST_VALUES} 个：用小些的批，或少些、小些的图。"),
            format!("All layers together may make {MOST_VALUES} numbers of a batch; these make {values}. A smaller batch, or fewer maps."),
        );
    }
    Ok(stack)
}

/// Pictures of a step.
pub(super) fn batch(params: &Params) -> usize {
    params.choice(TABLE, "batch").parse().unwrap_or(32)
}

/// The step of training, with what it begins from.
pub(super) struct Training {
    pub(super) program: Program,
    pub(super) net: Net,
    /// States that begin at 0.
    pub(super) memory: Vec<Parameter>,
}

/// A step on the batch `x [N, 1, 28, 28]` with its classes `y [N]`: Adam on the cross-entropy, its rate `lr` along a cosine.
/// Records the batch's loss and the share that was answered rightly before the step.
pub(super) fn training(stack: &Stack, batch: usize) -> Training {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[batch, 1, SIDE, SIDE]), program.state("y", &[batch]));
    let rate = program.state("lr", &[]);
    let net = stack.build(&mut program);
    let logits = net.train(&mut program, &x).reshape(&[batch, CLASSES]);
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
pub(super) fn answers(stack: &Stack, pictures: usize) -> Result<Plan, EngineError> {
    let mut program = Program::new();
    let x = program.state("x", &[pictures, 1, SIDE, SIDE]);
    let net = stack.build(&mut program);
    program.output("logits", &net.forward(&x).reshape(&[pictures, CLASSES]));
    program.compile()
}
