//! A game of two numbers: every rule plays it from one start, so that their paths can be laid side by side.

mod field;
mod rules;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, EngineError, Machine, Plan};
use field::Play;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};
use rules::{DIALS, First, RULES, TRIED, coefficient};
use std::collections::VecDeque;
use std::rc::Rc;

/// Half the width of the plane on view, and arrows along each side of it.
pub(super) const REACH: f32 = 3.0;
const ARROWS: usize = 13;
/// Newest places of a path that stay on view.
const PATH: usize = 400;
/// Numbers of a record: two of each rule, and those of the mean.
const WIDTH: usize = 2 * RULES.len() + 2;
/// A coefficient works where less than this part is left.
const WORKS: f32 = 0.5;
/// A rule has arrived where less than this part of the radius is left.
const ARRIVED: f64 = 0.01;

const ALTERNATING: usize = 1;
const EXTRA: usize = 3;
const AVERAGED: usize = 5;

/// What is kept of the way so far.
#[derive(Clone, Default)]
struct Left {
    step: u64,
    radii: Vec<Curve>,
    paths: Vec<VecDeque<[f32; 2]>>,
    newest: Vec<f32>,
    /// By how much the newest step multiplied the radius of simultaneous play.
    factor: Option<f64>,
    /// What alternating play keeps, as it was when the rate was last set, and the farthest that it has been off.
    kept: Option<f64>,
    drift: f64,
    /// Sums of the averaged rule's places, the start among them, and the farthest that the running mean was from them.
    sum: [f64; 2],
    gap: f64,
    /// The step by which the extragradient had arrived.
    arrived: Option<u64>,
    /// Of each coefficient what is left of the start's distance.
    tried: Vec<f32>,
}

pub(super) struct Duel {
    params: Params,
    play: Play,
    first: First,
    start: [f32; 2],
    machine: Machine,
    compass: Machine,
    /// The arrows are of other numbers.
    stale: bool,
    arrows: [Vec<f32>; 2],
    left: Left,
}

fn number(params: &Params, key: &str) -> f32 {
    params.number(TABLE, key) as f32
}

/// What the parameters turn the dials to, in the order of [`DIALS`].
fn dials(params: &Params) -> [f32; DIALS.len()] {
    ["j_rate", "j_beta", "j_pull", "j_gamma", "j_noise"].map(|key| number(params, key))
}

fn turn(machine: &mut Machine, params: &Params) -> Result<(), EngineError> {
    for (name, value) in DIALS.iter().zip(dials(params)) {
        if machine.plan().named(name).is_some() {
            machine.write(name, &[value])?;
        }
    }
    Ok(())
}

fn places() -> [Vec<f32>; 2] {
    let at = |i: usize| REACH * (2.0 * (i as f32 + 0.5) / ARROWS as f32 - 1.0);
    [(0..ARROWS * ARROWS).map(|i| at(i % ARROWS)).collect(), (0..ARROWS * ARROWS).map(|i| at(i / ARROWS)).collect()]
}

impl Duel {
    pub(super) fn new(params: &Params, device: &Device) -> Result<Self, LabError> {
        let play = match params.choice(TABLE, "j_game") {
            "minimax" => Play::Minimax,
            "non-saturating" => Play::NonSaturating,
            _ => Play::Product,
        };
        let first = if params.choice(TABLE, "j_first") == "one" { First::One } else { First::Two };
        let start = ["j_x", "j_y"].map(|key| number(params, key));
        let (machine, compass) = Self::machines(device, params, play, first, start).map_err(engine)?;
        let newest = start.iter().copied().cycle().take(WIDTH).collect();
        let mut left = Left {
            radii: vec![Curve::default(); RULES.len()],
            paths: vec![VecDeque::from([start]); RULES.len()],
            newest,
            sum: start.map(f64::from),
            tried: vec![1.0; TRIED],
            ..Left::default()
        };
        left.radii.iter_mut().for_each(|curve| curve.push(0.0, length(start) as f32));
        let arrows = [Vec::new(), Vec::new()];
        Ok(Self { params: params.clone(), play, first, start, machine, compass, stale: true, arrows, left })
    }

    fn machines(
        device: &Device,
        params: &Params,
        play: Play,
        first: First,
        start: [f32; 2],
    ) -> Result<(Machine, Machine), EngineError> {
        let mut machine = device.machine(rules::program(play, first).compile()?)?;
        for (side, value) in ["x", "y"].iter().zip(start) {
            for name in RULES.iter().chain(&["mean"]) {
                machine.write(&format!("{name}.{side}"), &[value])?;
            }
            machine.write(&format!("tried.{side}"), &[value; TRIED])?;
            machine.write(&format!("tried_mean.{side}"), &[value; TRIED])?;
        }
        machine.write("coefficients", &(0..TRIED).map(coefficient).collect::<Vec<_>>())?;
        turn(&mut machine, params)?;
        let mut compass = device.machine(rules::compass(play, ARROWS * ARROWS).compile()?)?;
        for (side, values) in ["x", "y"].iter().zip(places()) {
            compass.write(&format!("place.{side}"), &values)?;
        }
        turn(&mut compass, params)?;
        Ok((machine, compass))
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let mut left = steps;
        while left > 0 {
            let now = left.min(self.machine.room());
            self.machine.run(now)?;
            for row in self.machine.drain().await?.chunks_exact(WIDTH) {
                self.tell(row);
            }
            left -= now;
        }
        if steps > 0 {
            let (x, y) = (self.machine.read("tried.x").await?, self.machine.read("tried.y").await?);
            let whole = self.ring(self.start).max(1e-12);
            let part = |(x, y): (&f32, &f32)| (self.ring([*x, *y]) / whole).max(0.0).sqrt() as f32;
            self.left.tried = x.iter().zip(&y).map(part).collect();
        }
        if self.stale {
            self.compass.run(1)?;
            self.arrows = [self.compass.read("way.x").await?, self.compass.read("way.y").await?];
            self.stale = false;
        }
        Ok(())
    }

    /// What alternating play on the product keeps: `x² + y² ∓ ηxy`, minus where x moves first.
    ///
    /// A turn has determinant 1. With x first it is `(x, y) → (x − ηy, ηx + (1 − η²) y)`, and a map `(a b; c d)` of determinant 1
    /// keeps `c x² + (d − a) xy − b y²`: here `η (x² − ηxy + y²)`. With y first the places of a and d change, and with them the sign.
    fn ring(&self, [x, y]: [f32; 2]) -> f64 {
        let (x, y, rate) = (f64::from(x), f64::from(y), f64::from(number(&self.params, "j_rate")));
        let sign = if self.first == First::One { -1.0 } else { 1.0 };
        x * x + y * y + sign * rate * x * y
    }

    /// Whether alternating play keeps something.
    fn keeps(&self) -> bool {
        self.play == Play::Product && number(&self.params, "j_gamma") == 0.0
    }

    /// Takes a row of a new step.
    fn tell(&mut self, row: &[f32]) {
        let pairs: Vec<[f32; 2]> = row.as_chunks::<2>().0.to_vec();
        let before = [self.left.newest[0], self.left.newest[1]];
        if self.left.kept.is_none() {
            let at = [self.left.newest[2 * ALTERNATING], self.left.newest[2 * ALTERNATING + 1]];
            self.left.kept = Some(self.ring(at));
        }
        let (ring, whole) = (self.ring(pairs[ALTERNATING]), length(self.start).max(1e-12));
        let left = &mut self.left;
        left.step += 1;
        left.drift = left.drift.max(left.kept.map_or(0.0, |kept| (ring / kept.max(1e-12) - 1.0).abs()));
        left.factor = (length(before) > 0.0).then(|| length(pairs[0]) / length(before));
        for ((curve, path), at) in left.radii.iter_mut().zip(&mut left.paths).zip(&pairs) {
            curve.push(left.step as f32, length(*at) as f32);
            path.push_back(*at);
            if path.len() > PATH {
                path.pop_front();
            }
        }
        if left.arrived.is_none() && length(pairs[EXTRA]) < ARRIVED * whole {
            left.arrived = Some(left.step);
        }
        for ((sum, place), told) in left.sum.iter_mut().zip(pairs[AVERAGED]).zip(pairs[RULES.len()]) {
            *sum += f64::from(place);
            let mean = *sum / (left.step + 1) as f64;
            left.gap = left.gap.max((mean - f64::from(told)).abs());
        }
        left.newest = row.to_vec();
    }

    /// The coefficients around the best one with which the path shrinks.
    fn range(&self) -> Option<(f32, f32)> {
        let works = |at: &usize| self.left.tried.get(*at).is_some_and(|part| *part < WORKS);
        let best = (0..TRIED).filter(works).min_by(|a, b| self.left.tried[*a].total_cmp(&self.left.tried[*b]))?;
        let low = (0..=best).rev().take_while(works).last()?;
        let high = (best..TRIED).take_while(works).last()?;
        Some((coefficient(low), coefficient(high)))
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        const NAMES: [&str; RULES.len()] = [
            "j_simultaneous",
            "j_alternating",
            "j_momentum",
            "j_extragradient",
            "j_optimistic",
            "j_averaged",
            "j_flow",
        ];
        let (left, whole) = (&self.left, length(self.start).max(1e-12));
        let parts: Vec<f64> = left.newest.as_chunks::<2>().0.iter().map(|at| length(*at) / whole).collect();
        let mut metrics: Vec<(&'static str, f64)> = NAMES.iter().copied().zip(parts.iter().copied()).collect();
        let chosen = RULES.iter().position(|rule| *rule == self.params.choice(TABLE, "j_rule")).unwrap_or(0);
        metrics.push(("j_radius", parts.get(chosen).copied().unwrap_or(f64::NAN)));
        let rate = f64::from(number(&self.params, "j_rate"));
        if self.keeps() {
            metrics.push(("j_factor_known", (1.0 + rate * rate).sqrt()));
            metrics.push(("j_factor", left.factor.unwrap_or(f64::NAN)));
            metrics.push(("j_drift", left.drift));
            // (1 − η²)² + η² is what an extragradient step does to the squared radius.
            let part = (1.0 - rate * rate).powi(2) + rate * rate;
            let bound = (ARRIVED.ln() / (0.5 * part.ln())).ceil();
            metrics.push(("j_bound", if part < 1.0 { bound } else { f64::NAN }));
        }
        metrics.push(("j_mean_gap", left.gap));
        metrics.push(("j_arrived", left.arrived.map_or(f64::NAN, |step| step as f64)));
        if let Some((low, high)) = self.range() {
            metrics.extend([("j_low", f64::from(low)), ("j_high", f64::from(high))]);
        }
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }
}

fn length([x, y]: [f32; 2]) -> f64 {
    f64::from(x).hypot(f64::from(y))
}

impl Exhibit for Duel {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        if dials(&self.params) != dials(params) {
            // Another rate keeps another ellipse.
            (self.left.kept, self.stale) = (None, true);
        }
        self.params = params.clone();
        turn(&mut self.machine, params).and_then(|()| turn(&mut self.compass, params)).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let (left, mut panels) = (&self.left, Vec::new());
        let identity = |rule: usize| rule as u8 + 1;
        let path = |(rule, places): (usize, &VecDeque<[f32; 2]>)| {
            let (x, y) = places.iter().map(|[x, y]| (*x, *y)).unzip();
            series(RULES[rule], identity(rule), x, y)
        };
        panels.push(panel("j_paths", Content::Lines(left.paths.iter().enumerate().map(path).collect())));
        let radii = left.radii.iter().enumerate().map(|(rule, curve)| curve.series(RULES[rule], identity(rule)));
        panels.push(panel("j_radii", Content::Lines(radii.collect())));
        let tried = series("left", identity(AVERAGED), (0..TRIED).map(coefficient).collect(), left.tried.clone());
        panels.push(panel("j_range", Content::Lines(vec![tried])));
        let [from_x, from_y] = places();
        let [way_x, way_y] = self.arrows.clone();
        let arrows = vec![series("from", 8, from_x, from_y), series("way", 8, way_x, way_y)];
        panels.push(panel("j_arrows", Content::Points(arrows)));
        Shown { metrics: self.metrics(), panels, diverged: false }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let (machine, left) = (self.machine.snapshot().await.map_err(engine)?, self.left.clone());
            let paths: usize = left.paths.iter().map(|path| path.len() * size_of::<[f32; 2]>()).sum();
            let own_bytes = left.radii.iter().map(Curve::bytes).sum::<usize>() + paths + size_of_val(&*left.tried);
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        self.machine.restore(&saved.machine).map_err(engine)?;
        turn(&mut self.machine, &self.params).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
