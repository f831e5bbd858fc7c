//! A field of spins as a discriminator: its potential scores whole states, and the negatives that it learns from are its own samples.

mod exact;
mod graph;
mod net;
mod show;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign};
use compute::ops::random::key;
use compute::{Device, EngineError, Machine, Plan};
use data::random::Random;
use exact::Exact;
use graph::Graph;
use labkit::model::{Local, Saved};
use labkit::{LabError, Params};
use net::{From, Recipe, step};
use std::rc::Rc;

/// Draws of the hidden field, of the data, and of where chains begin.
const APART: u64 = 0x7370_696e_7300;
/// Rounds in which the least cosine is looked for: later the gradient is no longer than what chance makes of it.
const EARLY: u64 = 10;

pub(super) struct Spins {
    params: Params,
    graph: Graph,
    /// The hidden field, and the same exactly where it is small enough.
    hidden: Vec<f64>,
    known: Option<Exact>,
    /// Positives, and their statistics.
    data: Vec<f32>,
    wanted: Vec<f64>,
    machine: Machine,
    left: Left,
    /// Chains as they stand; none while they have moved on.
    chains: Option<Vec<f32>>,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    kls: Curve,
    cosines: Curve,
    errors: Curve,
    /// The field before the newest step, its gradient by samples, and the exact one.
    theta: Vec<f64>,
    gradient: Vec<f64>,
    exact: Vec<f64>,
    kl: Option<f64>,
    kl_first: Option<f64>,
    kl_least: Option<f64>,
    cosine: Option<f64>,
    cosine_first: Option<f64>,
    diverged: bool,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Spins {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let whole = |key: &str| params.number(TABLE, key).round().max(1.0) as usize;
        let graph = Graph::of(params.choice(TABLE, "s_graph"), whole("s_spins"));
        let mut random = Random::of(seed ^ APART, 0);
        let hidden = graph.hidden(params.number(TABLE, "s_strength") as f32, &mut random);
        let exactly: Vec<f64> = hidden.iter().map(|w| f64::from(*w)).collect();
        let known = graph.is_small().then(|| Exact::of(&graph, &exactly));
        let count = whole("s_data");
        let data = match &known {
            Some(known) => known.drawn(&graph, count, &mut random),
            None => graph.sampled(&hidden, count, &mut random),
        };
        let from = match params.choice(TABLE, "s_from") {
            "data" => From::Data,
            "noise" => From::Noise,
            _ => From::Model,
        };
        let recipe = Recipe { positives: count, negatives: whole("s_samples"), sweeps: whole("s_sweeps"), from };
        let machine = device.machine(step(&graph, recipe).compile().map_err(engine)?).map_err(engine)?;
        let (params, wanted) = (params.clone(), graph.means(&data));
        let left = Left { theta: vec![0.0; graph.numbers()], ..Left::default() };
        let mut this = Self { params, graph, hidden: exactly, known, data, wanted, machine, left, chains: None };
        this.begin(seed, recipe, &mut random).map_err(engine)?;
        Ok(this)
    }

    fn begin(&mut self, seed: u64, recipe: Recipe, random: &mut Random) -> Result<(), EngineError> {
        let n = self.graph.spins();
        let wanted: Vec<f32> = self.wanted.iter().map(|mean| *mean as f32).collect();
        let ends = self.graph.edges.iter().map(|(i, _)| *i).chain(self.graph.edges.iter().map(|(_, j)| *j));
        let ends: Vec<f32> = ends.map(|at| at as f32).collect();
        let colours: Vec<f32> = (0..3 * n).map(|k| f32::from(u8::from(self.graph.colours[k % n] == k / n))).collect();
        // The model begins at θ = 0, of which these are exact samples.
        let chains: Vec<f32> = (0..recipe.negatives * n).map(|_| if random.chance(0.5) { 1.0 } else { -1.0 }).collect();
        self.machine.write("random", &key(seed))?;
        self.machine.write("wanted", &wanted)?;
        self.machine.write("ends", &ends)?;
        self.machine.write("colours", &colours)?;
        self.machine.write("chains", &chains)?;
        if recipe.from == From::Data {
            self.machine.write("data", &self.data)?;
        }
        Ok(())
    }

    async fn learn(&mut self, steps: u32) -> Result<(), EngineError> {
        let (mut rest, numbers) = (steps, self.graph.numbers());
        self.machine.write("rate", &[self.params.number(TABLE, "s_rate") as f32])?;
        while rest > 0 && !self.left.diverged {
            let now = rest.min(self.machine.room().max(1));
            rest -= now;
            self.machine.run(now)?;
            for row in self.machine.drain().await?.chunks_exact(2 * numbers) {
                let row: Vec<f64> = row.iter().map(|x| f64::from(*x)).collect();
                self.note(&row[..numbers], &row[numbers..]);
            }
        }
        self.chains = None;
        Ok(())
    }

    /// Holds a step against what is exact.
    fn note(&mut self, theta: &[f64], gradient: &[f64]) {
        let left = &mut self.left;
        left.diverged |= !theta.iter().chain(gradient).all(|x| x.is_finite());
        if left.diverged {
            return;
        }
        let (at, edges) = (left.step as f32, self.graph.edges.len());
        let apart: f64 = theta[..edges].iter().zip(&self.hidden).map(|(w, true_w)| (w - true_w).powi(2)).sum();
        left.errors.push(at, (apart / edges.max(1) as f64).sqrt() as f32);
        if let Some(known) = &self.known {
            let now = Exact::of(&self.graph, theta);
            let exact: Vec<f64> = self.wanted.iter().zip(&now.means).map(|(data, model)| data - model).collect();
            let lengths = (dot(&exact, &exact) * dot(gradient, gradient)).sqrt();
            if lengths > 0.0 {
                let cosine = dot(&exact, gradient) / lengths;
                left.cosines.push(at, cosine as f32);
                left.cosine = Some(cosine);
                if left.step < EARLY {
                    left.cosine_first = Some(left.cosine_first.map_or(cosine, |least| least.min(cosine)));
                }
            }
            let kl = known.kl(&self.hidden, &now, theta);
            left.kls.push(at, kl as f32);
            (left.kl, left.kl_first) = (Some(kl), left.kl_first.or(Some(kl)));
            left.kl_least = Some(left.kl_least.map_or(kl, |least| least.min(kl)));
            left.exact = exact;
        }
        left.theta = theta.to_vec();
        left.gradient = gradient.to_vec();
        left.step += 1;
    }
}

impl Exhibit for Spins {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            if steps > 0 {
                self.learn(steps).await.map_err(engine)?;
            }
            if self.chains.is_none() {
                self.chains = Some(self.machine.read("chains").await.map_err(engine)?);
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        self.shown()
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let left = self.left.clone();
            let own_bytes = left.kls.bytes() + left.cosines.bytes() + left.errors.bytes();
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.machine.restore(&saved.machine).map_err(engine)?;
        (self.left, self.chains) = (left.clone(), None);
        Ok(())
    }
}
