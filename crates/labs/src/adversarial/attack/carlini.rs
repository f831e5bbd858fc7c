//! The nearest picture that fools, as a minimum: `‖x − x₀‖² + c · max(lead + κ, 0)`, where `lead` is by how much the picture still withstands.
//! The weight `c` is searched for picture by picture: it rises where nothing was found and falls where something was, and the nearest of all
//! pictures met on the way that fools with confidence `κ` is what counts.
//!
//! Carlini and Wagner (IEEE S&P 2017) keep pixels between 0 and 1 by `x = (tanh w + 1) / 2`, with Adam on `w`. A pixel of exactly 0 or 1 would
//! stand at infinity, from where nothing moves: so pixels start a millionth inside, as in their code, and Adam, which takes slopes of any size
//! for the same step, brings them out; its `ε` has to be far below such slopes.
//!
//! The elastic net of Chen, Sharma, Zhang, Yi and Hsieh (EAD, AAAI 2018) adds `β ‖x − x₀‖₁` and goes down by proximal steps: each ends with
//! `x₀ + shrink(x − x₀, η β)`, which leaves pixels as they were that are not worth it, and takes nearest by the same sum.

use super::order::Order;
use super::project::{clipped, each};
use super::told::{NOWHERE, SURE, lead, record, run};
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{PIXELS, Victim};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use labkit::model::Local;
use nn::optimiser::{Hyper, Optimiser};

/// How far from their ends pixels start.
const INSIDE: f32 = 1e-6;
/// Rate of Adam on `w`, and of the proximal steps on pixels, at the start.
const RATE: f32 = 0.3;
const STEP: f32 = 0.05;

pub(super) struct Carlini {
    machine: Machine,
    rows: usize,
    elastic: bool,
}

impl Carlini {
    pub(super) fn new(device: &Device, victim: &Victim, elastic: bool, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let [first, place, best] = ["first", "place", "best"].map(|name| program.state(name, &[rows, PIXELS]));
        let class = program.state("class", &[rows]);
        let [c, low, high, hit, nearest] =
            ["c", "low", "high", "hit", "nearest"].map(|name| program.state(name, &[rows, 1]));
        let [away, kappa, beta] = ["away", "kappa", "beta"].map(|name| program.state(name, &[]));
        let [done, search, all] = ["done", "search", "all"].map(|name| program.state(name, &[]));
        let (none, one) = (Expr::scalar(0.0), Expr::scalar(1.0));
        let x = if elastic { place.clone() } else { (place.tanh() + 1.0) * 0.5 };
        let logits = victim.build(&mut program).logits(&x);
        let lead = lead(&logits, &class, &away) + &kappa;
        let off = &x - &first;
        let square = each(&off.square());
        let far = if elastic { &square + &beta * each(&off.abs()) } else { square.clone() };
        let loss = &square + &c * (&lead + 2.0 * SURE).relu();
        let slope = grad(&loss.sum(), &[&place]).remove(0);
        record(&mut program, &logits, &(1.0 - nearest.less(&Expr::scalar(NOWHERE / 2.0)).mean()), &loss);

        let fools = lead.less(&Expr::scalar(-SURE));
        let better = &fools * far.less(&nearest);
        program.update("best", &better.select(&x, &best));
        program.update("nearest", &better.select(&far, &nearest));
        // The rate falls as a quarter of a cosine, from what crosses the range in a few steps to what settles.
        let left = ((&done / &all) * std::f32::consts::FRAC_PI_2).cos();
        let next = if elastic {
            let rate = STEP * (left + 0.02);
            let off = &place - &rate * slope - &first;
            let shrunk = off.sign() * (off.abs() - rate * &beta).relu();
            clipped(&(&first + shrunk), &none, &one)
        } else {
            let rate = RATE * (left + 0.2);
            let hyper = Hyper { epsilon: Expr::scalar(1e-12), ..Hyper::standard(rate) };
            Optimiser::Adam.step(&mut program, "adam", &place, &slope, &hyper)
        };
        program.update("place", &next);
        program.update("done", &(&done + 1.0));

        let turns = (&done + 1.0) / &search;
        let ends = (&turns - (&turns + 1e-3).floor()).abs().less(&Expr::scalar(0.5 / 1e3));
        let hit_now = hit.max(&fools);
        let (found, missed) = (&ends * &hit_now, &ends * (1.0 - &hit_now));
        let (high_now, low_now) = (found.select(&high.min(&c), &high), missed.select(&low.max(&c), &low));
        let between = high_now.less(&Expr::scalar(NOWHERE / 2.0)).select(&((&low_now + &high_now) * 0.5), &(&c * 10.0));
        program.update("c", &ends.select(&between, &c));
        program.update("low", &low_now);
        program.update("high", &high_now);
        program.update("hit", &ends.select(&none, &hit_now));
        let mut machine = device.machine(program.compile()?)?;
        victim.write(&mut machine)?;
        Ok(Self { machine, rows, elastic })
    }
}

/// `artanh((2x − 1)(1 − 10⁻⁶))`.
fn inward(x: f32) -> f32 {
    let a = (2.0 * x - 1.0) * (1.0 - INSIDE);
    0.5 * data::maths::ln((1.0 + a) / (1.0 - a))
}

impl Attack for Carlini {
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        let (class, away) = rows.sought();
        let count = class.len();
        let (none, nowhere) = (vec![0.0; count], vec![NOWHERE; count]);
        let place: Vec<f32> =
            if self.elastic { rows.pictures.to_vec() } else { rows.pictures.iter().copied().map(inward).collect() };
        let values = [
            ("first", rows.pictures),
            ("best", rows.pictures),
            ("place", &place),
            ("class", class),
            ("away", &[away]),
            ("kappa", &[order.dials.surety]),
            ("beta", &[order.dials.sparse]),
            ("c", &vec![order.dials.weight; count]),
            ("low", &none),
            ("hit", &none),
            ("high", &nowhere),
            ("nearest", &nowhere),
            ("done", &[0.0]),
            ("search", &[order.search() as f32]),
            ("all", &[order.rounds() as f32]),
        ];
        values.into_iter().try_for_each(|(name, values)| self.machine.write(name, values))?;
        if !self.elastic {
            let zeros = vec![0.0; rows.pictures.len()];
            for symbol in Optimiser::Adam.memory() {
                self.machine.write(&format!("adam.{symbol}"), &zeros)?;
            }
        }
        Ok(())
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
}
