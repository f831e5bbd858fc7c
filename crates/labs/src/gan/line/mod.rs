//! Both densities on a line: D beside the best D there is, and G's gradient beside what it could be.

mod crowd;
mod look;
mod recipe;
pub(super) mod scene;
mod show;
mod step;

use super::loss::Loss;
use super::params::TABLE;
use super::rule::states;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use labkit::model::{Local, Saved};
use labkit::{LabError, Params};
use look::{Looker, Rows, Sight};
use recipe::{Recipe, SEEDS, dials, maker, real, taught};
use scene::{Maker, Scene, Stale};
use std::rc::Rc;
use step::RECORDS;

/// Stream of D's first weights.
const FIRST_D: u32 = 0x82;
/// Steps between measurements that are curves, at first and later, and until when.
const SOON: u64 = 10;
const LATER: u64 = 50;
const AT_FIRST: u64 = 200;

/// Curves of records.
const CURVES: &[&str] =
    &["push", "push_mm", "push_ns", "gradient_g", "gradient_mm", "gradient_ns", "value", "loss_d", "real", "fake"];
/// Curves of measurements: how far D is off the best, on average; the best value; how far q is from p.
const MEASURED: &[&str] = &["best_off", "value_best", "line_w1", "jsd"];

/// What is kept of the way so far.
#[derive(Clone)]
struct Left {
    step: u64,
    records: Vec<Curve>,
    measured: Vec<Curve>,
    /// The newest row of the reader's own game.
    newest: Vec<f32>,
    /// W₁ of every member's generator where it began, and now.
    begun: f64,
    crowd: Vec<f64>,
}

pub(super) struct Line {
    params: Params,
    recipe: Recipe,
    machine: Machine,
    looker: Looker,
    sight: Sight,
    maker: Maker,
    left: Left,
}

impl Line {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let recipe = Recipe::of(params);
        let machine = begun(device, &recipe, params, seed).map_err(engine)?;
        let looker = Looker::new(device, &recipe, seed).map_err(engine)?;
        let left = Left {
            step: 0,
            records: vec![Curve::default(); CURVES.len()],
            measured: vec![Curve::default(); MEASURED.len()],
            newest: Vec::new(),
            begun: Scene::of(&real(params), &maker(params)).w1(),
            crowd: Vec::new(),
        };
        let (params, maker) = (params.clone(), maker(params));
        Ok(Self { params, recipe, machine, looker, sight: Sight::default(), maker, left })
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if self.left.step == 0 {
            self.measure().await?;
        }
        let end = self.left.step + u64::from(steps);
        while self.left.step < end {
            let every = if self.left.step < AT_FIRST { SOON } else { LATER };
            let next = (self.left.step / every + 1) * every;
            let some = ((next.min(end) - self.left.step) as u32).min(self.machine.room());
            self.machine.run(some)?;
            let rows = self.machine.drain().await?;
            self.tell(&rows);
            if self.left.step == next {
                self.measure().await?;
            }
        }
        self.look().await
    }

    /// Takes the rows of new steps into the curves.
    fn tell(&mut self, rows: &[f32]) {
        for row in rows.chunks_exact(RECORDS.len() * self.recipe.members) {
            self.left.step += 1;
            self.left.newest = row.get(..RECORDS.len()).unwrap_or_default().to_vec();
            let logits = self.recipe.loss.is_logit();
            for (curve, name) in self.left.records.iter_mut().zip(CURVES) {
                let value = record(&self.left.newest, name);
                // On a logarithmic axis there is no 0; and a critic has no logit to ask the logarithms about.
                let length = name.starts_with("push") || name.starts_with("gradient");
                let asked = logits || !(name.ends_with("_mm") || name.ends_with("_ns"));
                if let Some(value) = value.filter(|value| value.is_finite() && (!length || asked && *value > 0.0)) {
                    curve.push(self.left.step as f32, value);
                }
            }
        }
    }

    /// Looks at the reader's own game.
    async fn look(&mut self) -> Result<(), EngineError> {
        let g = self.machine.read("g").await?;
        if let [mean, width, ..] = g[..] {
            self.maker = Maker { mean: f64::from(mean), width: f64::from(width).exp() };
        }
        let d = self.machine.read("d").await?;
        let d = d.get(..self.recipe.net.size()).unwrap_or_default();
        let number = |key: &str| self.params.number(TABLE, key) as f32;
        let at = ["l_p", "l_wp", "l_gap"].map(number);
        let q = [self.maker.mean as f32, self.maker.width as f32];
        self.sight = self.looker.look(d, at, q, ["l_aim", "l_logit"].map(number)).await?;
        if self.recipe.members > 1 {
            let real = real(&self.params);
            let others = g.as_chunks::<2>().0.iter().skip(1);
            let w1 = |[mean, width]: &[f32; 2]| {
                Scene::of(&real, &Maker { mean: f64::from(*mean), width: f64::from(*width).exp() }).w1()
            };
            self.left.crowd = others.map(w1).collect();
        }
        Ok(())
    }

    async fn measure(&mut self) -> Result<(), EngineError> {
        self.look().await?;
        let scene = self.scene();
        let off = self.off(&scene).map(|[mean, _]| mean);
        let values = [off, Some(scene.best_value()), Some(scene.w1()), Some(scene.jsd())];
        for (curve, value) in self.left.measured.iter_mut().zip(values) {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                curve.push(self.left.step as f32, value as f32);
            }
        }
        Ok(())
    }

    fn scene(&self) -> Scene {
        Scene::of(&real(&self.params), &self.maker)
    }

    /// The best output at each place of the grid.
    fn best(&self, scene: &Scene) -> Option<Vec<f64>> {
        let (targets, ratio) = taught(&self.params, self.recipe.loss);
        scene.best(self.recipe.loss, ratio, targets)
    }

    /// How far D is off the best: on average over (p + q)/2, and at most where p + q is at least a hundredth of its peak.
    fn off(&self, scene: &Scene) -> Option<[f64; 2]> {
        // Of most of f-GAN's the best grows without bound where one of the densities is next to nothing: no distance says much.
        let best = self.best(scene).filter(|_| !matches!(self.recipe.loss, Loss::Divergence(_)))?;
        // Beyond ±1 all outputs are alike to hinge.
        let held = |d: f32| if self.recipe.loss == Loss::Hinge { d.clamp(-1.0, 1.0) } else { d };
        let off: Vec<f64> = best
            .iter()
            .zip(self.sight.output(Rows::Grid))
            .map(|(best, d)| (best - f64::from(held(*d))).abs())
            .collect();
        if off.len() < best.len() {
            return None;
        }
        let mass: Vec<f64> = scene.p.iter().zip(&scene.q).map(|(p, q)| p.exp() + q.exp()).collect();
        let peak = mass.iter().fold(0.0, |most: f64, mass| most.max(*mass));
        let seen = mass.iter().zip(&off).filter(|(mass, _)| **mass >= 0.01 * peak);
        Some([scene.sum(|i| [off[i] / 2.0; 2]), seen.fold(0.0, |most: f64, (_, off)| most.max(*off))])
    }

    fn stale(&self, etas: &[f64]) -> Stale {
        let logits: Vec<f64> = self.sight.score(Rows::Grid).iter().map(|a| f64::from(*a)).collect();
        let trained = self.recipe.loss.is_logit().then_some(&logits[..]);
        Stale::of(&real(&self.params), &self.maker, trained.filter(|logits| !logits.is_empty()), etas)
    }
}

/// A machine at the beginning.
fn begun(device: &Device, recipe: &Recipe, params: &Params, seed: u64) -> Result<Machine, EngineError> {
    let mut machine = device.machine(step::program(recipe).compile()?)?;
    // The reader's own, and for every pair the same three.
    let seeds: Vec<u64> = (0..recipe.members)
        .map(|member| seed.wrapping_add(if member > 0 { 1 + ((member - 1) % SEEDS) as u64 } else { 0 } << 32))
        .collect();
    let d: Vec<f32> = seeds.iter().flat_map(|seed| recipe.net.first(&mut Stream::new(*seed, FIRST_D))).collect();
    machine.write("d", &d)?;
    machine.write("random", &seeds.iter().flat_map(|seed| key(*seed)).collect::<Vec<f32>>())?;
    for (state, axes, first) in states("d", 1) {
        if axes.is_empty() {
            machine.write(&state, &vec![first; seeds.len()])?;
        }
    }
    place(&mut machine, recipe, params)?;
    turn(&mut machine, recipe, params)?;
    Ok(machine)
}

/// Puts every G where the parameters say.
fn place(machine: &mut Machine, recipe: &Recipe, params: &Params) -> Result<(), EngineError> {
    let maker = maker(params);
    machine.write("g", &[maker.mean as f32, maker.width.ln() as f32].repeat(recipe.members))
}

fn turn(machine: &mut Machine, recipe: &Recipe, params: &Params) -> Result<(), EngineError> {
    for (name, values) in dials(params, recipe) {
        let name = format!("dial.{name}");
        // What the recipe has no use for is no state of its plan.
        if machine.plan().named(&name).is_some() {
            machine.write(&name, &values)?;
        }
    }
    Ok(())
}

/// A record of a row.
fn record(row: &[f32], name: &str) -> Option<f32> {
    RECORDS.iter().position(|known| *known == name).and_then(|at| row.get(at)).copied()
}

impl Exhibit for Line {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let moved = maker(params) != maker(&self.params);
        self.params = params.clone();
        if moved {
            place(&mut self.machine, &self.recipe, params).map_err(engine)?;
        }
        turn(&mut self.machine, &self.recipe, params).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        Shown {
            metrics: self.metrics(),
            panels: self.panels(),
            diverged: self.left.newest.iter().any(|x| !x.is_finite()),
        }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let left = self.left.clone();
            let own_bytes = left.records.iter().chain(&left.measured).map(Curve::bytes).sum();
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        self.machine.restore(&saved.machine).map_err(engine)?;
        turn(&mut self.machine, &self.recipe, &self.params).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
