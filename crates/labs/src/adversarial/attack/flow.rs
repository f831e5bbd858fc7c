//! Spatially transformed pictures (Xiao, Zhu, Li, He, Liu and Song, ICLR 2018): no pixel gets another value, each is fetched from a little beside
//! it. `x'(p) = x(p + f(p))`, between pixels bilinearly, and Adam on the flow `f` takes down
//! `max(lead + κ, 0) + τ Σ √((Δu)² + (Δv)²)`, where the sum over neighbours keeps the flow smooth. Of all flows met on the way that fool, the
//! smoothest counts.

use super::order::Order;
use super::project::clipped;
use super::told::{NOWHERE, SURE, lead, record, run};
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{PIXELS, SIDE, Victim};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use labkit::model::Local;
use nn::optimiser::{Hyper, Optimiser};

/// Pixels that a place moves in a step where its slope counts.
const RATE: f32 = 0.1;
/// What is added under a root so that it has a slope at 0, in pixels squared.
const ROUND: f32 = 1e-4;

pub(super) struct Flow {
    machine: Machine,
    rows: usize,
}

/// `Σ √((Δu)² + (Δv)²)` over all pairs of neighbours, 0 for a flow that is the same everywhere: `[N, 28, 28, 2] → [N, 1]`.
fn roughness(flow: &Expr) -> Expr {
    let rows = flow.shape().axes()[0];
    let along = |axis: usize| {
        let step = flow.slice(axis, 1, SIDE - 1) - flow.slice(axis, 0, SIDE - 1);
        let length = (step.square().sum_axes(&[3]) + ROUND).sqrt() - ROUND.sqrt();
        length.sum_axes(&[1, 2, 3]).reshape(&[rows, 1])
    };
    along(1) + along(2)
}

/// Where each pixel is fetched from, as `grid_sample` counts: a flow in pixels, `(x, y)`, added to its own place.
fn places(flow: &Expr) -> Expr {
    let unit = 2.0 / (SIDE as f32 - 1.0);
    let axes = [1, SIDE, SIDE, 1];
    let own = Expr::concat(&[&Expr::iota(&axes, 2), &Expr::iota(&axes, 1)], 3);
    (own + flow) * unit - 1.0
}

impl Flow {
    pub(super) fn new(device: &Device, victim: &Victim, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let [first, best] = ["first", "best"].map(|name| program.state(name, &[rows, PIXELS]));
        let [flow, smoothest] = ["flow", "smoothest"].map(|name| program.state(name, &[rows, SIDE, SIDE, 2]));
        let class = program.state("class", &[rows]);
        let nearest = program.state("nearest", &[rows, 1]);
        let [away, kappa, tau] = ["away", "kappa", "tau"].map(|name| program.state(name, &[]));
        let x = first.reshape(&[rows, 1, SIDE, SIDE]).grid_sample(&places(&flow)).reshape(&[rows, PIXELS]);
        // The four shares of a place add up to 1 but for rounding.
        let x = clipped(&x, &Expr::scalar(0.0), &Expr::scalar(1.0));
        let logits = victim.build(&mut program).logits(&x);
        let lead = lead(&logits, &class, &away) + kappa;
        let rough = roughness(&flow);
        let loss = (&lead + 2.0 * SURE).relu() + tau * &rough;
        let slope = grad(&loss.sum(), &[&flow]).remove(0);
        record(&mut program, &logits, &(1.0 - nearest.less(&Expr::scalar(NOWHERE / 2.0)).mean()), &loss);

        let better = lead.less(&Expr::scalar(-SURE)) * rough.less(&nearest);
        program.update("best", &better.select(&x, &best));
        program.update("smoothest", &better.reshape(&[rows, 1, 1, 1]).select(&flow, &smoothest));
        program.update("nearest", &better.select(&rough, &nearest));
        // Where next to nothing is to be gained nothing moves: ε is of the size of slopes that count.
        let hyper = Hyper { epsilon: Expr::scalar(0.1), ..Hyper::standard(RATE) };
        let next = Optimiser::Adam.step(&mut program, "adam", &flow, &slope, &hyper);
        program.update("flow", &next);
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine, rows })
    }
}

impl Attack for Flow {
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        let (class, away) = rows.sought();
        let values = [
            ("first", rows.pictures),
            ("best", rows.pictures),
            ("class", class),
            ("away", &[away]),
            ("kappa", &[order.dials.surety]),
            ("tau", &[order.dials.smooth]),
            ("nearest", &vec![NOWHERE; class.len()]),
        ];
        values.into_iter().try_for_each(|(name, values)| self.machine.write(name, values))?;
        let zeros = vec![0.0; rows.pictures.len() * 2];
        self.machine.write("flow", &zeros)?;
        self.machine.write("smoothest", &zeros)?;
        let memory = Optimiser::Adam.memory();
        memory.iter().try_for_each(|symbol| self.machine.write(&format!("adam.{symbol}"), &zeros))
    }

    fn machines(&mut self) -> Vec<&mut Machine> {
        vec![&mut self.machine]
    }

    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>> {
        Box::pin(run(&mut self.machine, self.rows, steps))
    }

    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(self.machine.read("best"))
    }

    fn drift(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(self.machine.read("smoothest"))
    }
}
