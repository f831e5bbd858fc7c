//! The network, the program of an update on one batch, and that of an examination.

use super::runner::Values;
use super::sets::{Data, Items};
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program};
use nn::activation::log_sum_exp;
use nn::loss::one_hot;
use nn::{Layer, Linear, Minimiser};

/// Linear layers with rectifiers between them; of the creatures `w x + b`.
#[derive(Clone)]
pub(super) struct Net {
    data: Data,
    pub(super) layers: Vec<Linear>,
}
nn::layer!(Net { layers });

/// `w` and `b` of the creatures' line where every run begins.
pub(super) const START: [f32; 2] = [-1.0, 1.0];

impl Net {
    pub(super) fn new(program: &mut Program, data: Data) -> Self {
        let widths = data.layers().windows(2).enumerate();
        let layers = widths.map(|(i, pair)| Linear::new(program, &format!("layer{}", i + 1), pair[0], pair[1])).collect();
        Self { data, layers }
    }

    /// `[N, inputs] → [N, outputs]`.
    pub(super) fn forward(&self, x: &Expr) -> Expr {
        let mut layers = self.layers.iter();
        let first = layers.next().map_or_else(|| x.clone(), |layer| layer.forward(x));
        layers.fold(first, |h, layer| layer.forward(&h.relu()))
    }

    /// The loss of each example, `[N]`: squared error, or cross-entropy.
    pub(super) fn losses(&self, out: &Expr, y: &Expr) -> Expr {
        if self.data == Data::Creatures {
            return (out.reshape(y.shape().axes()) - y).square();
        }
        let classes = out.shape().axes()[1];
        (log_sum_exp(out, 1) - (out * one_hot(y, classes)).sum_axes(&[1])).reshape(y.shape().axes())
    }

    /// First values, the same for every run of a seed.
    pub(super) fn begin(&self, machine: &mut Machine, seed: u64) -> Result<(), EngineError> {
        for (name, values) in self.init(&mut Stream::new(seed, 0)) {
            machine.write(&name, &values)?;
        }
        if let (Data::Creatures, [line]) = (self.data, &self.layers[..]) {
            machine.write(&line.weight.name, &START[..1])?;
            if let Some(bias) = &line.bias {
                machine.write(&bias.name, &START[1..])?;
            }
        }
        Ok(())
    }
}

/// The step of SGD on the examples `order[cursor] … order[cursor + B − 1]`; the last batch of an epoch may be short. Records the
/// mean loss of the batch before the update, and of two parameters what they become.
///
/// `θ ← θ − η (1/B) Σ ∇ℓᵢ(θ)`
pub(super) fn update(data: Data, n: usize, batch: usize) -> (Program, Net) {
    let mut program = Program::new();
    let (all, classes) = (program.state("x", &[n, data.inputs()]), program.state("y", &[n]));
    let (order, cursor) = (program.state("order", &[n]), program.state("cursor", &[]));
    let rate = program.state("lr", &[]);
    let net = Net::new(&mut program, data);
    let places = &cursor + Expr::iota(&[batch], 0);
    let there = places.less(&Expr::scalar(n as f32));
    let numbers = order.take(&places);
    let losses = net.losses(&net.forward(&all.rows(&numbers)), &classes.take(&numbers));
    let loss = (losses * &there).sum() / there.sum();
    let updates = Minimiser::sgd(&rate).minimise(&mut program, "sgd", &loss, &net).updates;
    let next = cursor + batch as f32;
    program.update("cursor", &(next.less(&Expr::scalar(n as f32)) * &next));
    program.record(&loss);
    if net.size() == START.len() {
        for (_, next) in updates {
            program.record(&next);
        }
    }
    (program, net)
}

/// The outputs of a network for `rows` examples: state `x`, output `out`.
pub(super) fn asked(data: Data, rows: usize) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[rows, data.inputs()]);
    let net = Net::new(&mut program, data);
    program.output("out", &net.forward(&x));
    program
}

/// Examples on which networks are tried.
pub(super) struct Exam {
    machine: Machine,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Score {
    /// The mean loss.
    pub(super) loss: f32,
    /// The share of right answers; of no meaning for a line.
    pub(super) right: f32,
}

impl Exam {
    pub(super) fn new(device: &Device, data: Data, items: &Items) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[items.len(), data.inputs()]), program.state("y", &[items.len()]));
        let net = Net::new(&mut program, data);
        let out = net.forward(&x);
        let chosen = (&out * one_hot(&y, out.shape().axes()[1])).sum_axes(&[1]);
        program.record(&net.losses(&out, &y).mean());
        program.record(&(1.0 - chosen.less(&out.max_axes(&[1])).mean()));
        let mut machine = device.machine(program.compile()?)?;
        machine.write("x", &items.x)?;
        machine.write("y", &items.y)?;
        Ok(Self { machine })
    }

    /// Tries a network with these parameters.
    pub(super) async fn score(&mut self, parameters: &Values) -> Result<Score, EngineError> {
        parameters.iter().try_for_each(|(name, values)| self.machine.write(name, values))?;
        self.machine.run(1)?;
        let row = self.machine.drain().await?;
        Ok(Score { loss: row.first().copied().unwrap_or(f32::NAN), right: row.get(1).copied().unwrap_or(f32::NAN) })
    }
}
