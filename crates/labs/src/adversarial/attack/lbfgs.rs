//! The first attack of all (Szegedy et al., ICLR 2014): the minimum of `c ‖x − x₀‖² + C(x, target)` over pictures with pixels from 0 to 1, by
//! L-BFGS, for the largest `c` at which the minimum is still taken for the target. Without a target it goes for the class that comes second.
//!
//! All pictures go on together, an evaluation of `C` and its slope a step: each with a line search of its own (Armijo: halve the step until the
//! value falls by a share of what the slope promises), its own last pairs of steps and changes of slope, and its own search for `c`. Pixels at
//! an end that the slope holds there keep still; the rest is clipped.

use super::order::Order;
use super::slopes::Slopes;
use super::told::{NOWHERE, SURE, aims, lead_of, surprise, tell};
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{PIXELS, Victim, chance};
use compute::{Device, EngineError, Machine};
use data::made::digits::CLASSES;
use labkit::model::Local;
use std::collections::VecDeque;

/// Pairs that are kept.
const MEMORY: usize = 6;
/// The share of what the slope promises that a step has to keep (Armijo).
const KEPT: f64 = 1e-4;
/// The shortest share of a way that is tried.
const SHORTEST: f32 = 1e-3;
/// Length of the first step, in L2.
const FIRST: f64 = 0.5;

pub(super) struct Lbfgs {
    slopes: Slopes,
    classes: Vec<f32>,
    away: f32,
    aims: Option<Vec<f32>>,
    searches: Vec<Search>,
    /// Steps so far, and between two changes of `c`.
    done: u32,
    every: u32,
}

/// The way of one picture.
struct Search {
    first: Vec<f32>,
    /// Where it stands, with `C` and its slope there.
    x: Vec<f32>,
    cost: f64,
    slope: Vec<f32>,
    /// Where it looks next: `x + rate · way`, clipped.
    trial: Vec<f32>,
    way: Vec<f32>,
    rate: f32,
    pairs: VecDeque<(Vec<f32>, Vec<f32>)>,
    begun: bool,
    c: f32,
    low: f32,
    high: f32,
    hit: bool,
    best: Vec<f32>,
    nearest: f32,
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

fn minus(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// `a + s b`.
fn plus(a: &mut [f32], s: f64, b: &[f32]) {
    a.iter_mut().zip(b).for_each(|(a, b)| *a += (s * f64::from(*b)) as f32);
}

/// Value and slope of `c ‖x − x₀‖² + C(x)`.
fn whole(c: f32, off: &[f32], cost: f64, slope: &[f32]) -> (f64, Vec<f32>) {
    let value = f64::from(c) * dot(off, off) + cost;
    (value, slope.iter().zip(off).map(|(slope, off)| slope + 2.0 * c * off).collect())
}

impl Search {
    fn from(first: &[f32], weight: f32) -> Self {
        let first = first.to_vec();
        Self {
            x: first.clone(),
            trial: first.clone(),
            best: first.clone(),
            first,
            cost: 0.0,
            slope: Vec::new(),
            way: Vec::new(),
            rate: 0.0,
            pairs: VecDeque::new(),
            begun: false,
            c: weight,
            low: 0.0,
            high: NOWHERE,
            hit: false,
            nearest: NOWHERE,
        }
    }

    /// Takes what was found where it looked: `C` there and its slope, and whether that fools.
    fn take(&mut self, cost: f64, slope: &[f32], fools: bool) {
        let off = minus(&self.trial, &self.first);
        let far = dot(&off, &off) as f32;
        self.hit |= fools;
        if fools && far < self.nearest {
            self.nearest = far;
            self.best.clone_from(&self.trial);
        }
        let (value, steep) = whole(self.c, &off, cost, slope);
        let (before, steep_before) = if self.begun {
            whole(self.c, &minus(&self.x, &self.first), self.cost, &self.slope)
        } else {
            (f64::MAX, steep.clone())
        };
        let moved = minus(&self.trial, &self.x);
        let falls = value <= before + KEPT * dot(&steep_before, &moved);
        if !falls && self.rate > SHORTEST {
            self.rate *= 0.5;
            self.look();
            return;
        }
        if falls {
            let change = minus(&steep, &steep_before);
            if dot(&moved, &change) > 1e-10 {
                self.pairs.push_front((moved, change));
                self.pairs.truncate(MEMORY);
            }
            (self.cost, self.begun) = (cost, true);
            self.slope = slope.to_vec();
            self.x.clone_from(&self.trial);
        } else {
            self.pairs.clear();
        }
        self.turn();
    }

    /// Sets out anew from where it stands: the way of L-BFGS (two loops over the pairs; Nocedal, 1980), or straight down where there are none.
    fn turn(&mut self) {
        let (_, steep) = whole(self.c, &minus(&self.x, &self.first), self.cost, &self.slope);
        let held = |(x, slope): (&f32, &f32)| (*x <= 0.0 && *slope > 0.0) || (*x >= 1.0 && *slope < 0.0);
        let free: Vec<f32> = self.x.iter().zip(&steep).map(|at| if held(at) { 0.0 } else { 1.0 }).collect();
        let only = |values: &mut Vec<f32>| values.iter_mut().zip(&free).for_each(|(value, free)| *value *= free);
        let mut steep = steep;
        only(&mut steep);
        let mut way: Vec<f32> = steep.iter().map(|slope| -slope).collect();
        let mut shares = Vec::new();
        for (moved, change) in &self.pairs {
            let share = dot(moved, &way) / dot(moved, change);
            plus(&mut way, -share, change);
            shares.push(share);
        }
        if let Some((moved, change)) = self.pairs.front() {
            let scale = dot(moved, change) / dot(change, change).max(1e-20);
            way.iter_mut().for_each(|way| *way = (f64::from(*way) * scale) as f32);
        }
        for ((moved, change), share) in self.pairs.iter().zip(shares).rev() {
            let back = dot(change, &way) / dot(moved, change);
            plus(&mut way, share - back, moved);
        }
        only(&mut way);
        let length = dot(&steep, &steep).sqrt();
        if self.pairs.is_empty() || dot(&way, &steep) >= 0.0 {
            self.pairs.clear();
            let scale = (FIRST / length.max(1e-20)).min(1.0 / f64::from(SHORTEST));
            way = steep.iter().map(|slope| (-scale * f64::from(*slope)) as f32).collect();
        }
        (self.way, self.rate) = (way, 1.0);
        self.look();
    }

    fn look(&mut self) {
        let to = |(x, way): (&f32, &f32)| (x + self.rate * way).clamp(0.0, 1.0);
        self.trial = self.x.iter().zip(&self.way).map(to).collect();
    }

    /// Another weight: larger after what fooled, so that the next one is nearer, smaller after what did not.
    fn weigh(&mut self) {
        if self.hit {
            self.low = self.low.max(self.c);
        } else {
            self.high = self.high.min(self.c);
        }
        self.c = if self.high < NOWHERE { 0.5 * (self.low + self.high) } else { self.c * 10.0 };
        self.hit = false;
        // Slopes of another sum: what was learnt of its bends is of no more use.
        self.pairs.clear();
        self.turn();
    }
}

impl Lbfgs {
    pub(super) fn new(device: &Device, victim: &Victim, rows: usize) -> Result<Self, EngineError> {
        Ok(Self {
            slopes: Slopes::new(device, victim, rows, |logits, class| vec![surprise(logits, class)])?,
            classes: Vec::new(),
            away: 1.0,
            aims: None,
            searches: Vec::new(),
            done: 0,
            every: 1,
        })
    }

    async fn one_step(&mut self) -> Result<Told, EngineError> {
        let trials: Vec<f32> = self.searches.iter().flat_map(|search| search.trial.iter().copied()).collect();
        let mut now = self.slopes.at(&trials, self.aims.as_ref().unwrap_or(&self.classes)).await?;
        if self.aims.is_none() {
            let aims = aims(&now.logits, &self.classes, self.away);
            if self.away > 0.0 {
                now = self.slopes.at(&trials, &aims).await?;
            }
            self.aims = Some(aims);
        }
        self.done += 1;
        let ends = self.done.is_multiple_of(self.every);
        let found: Vec<bool> = self.searches.iter().map(|search| search.nearest < NOWHERE).collect();
        let aims = self.aims.as_ref().unwrap_or(&self.classes);
        let slopes = now.slopes.iter().flat_map(|all| all.chunks_exact(PIXELS));
        let rows = now.logits.chunks_exact(CLASSES).zip(self.classes.iter().zip(aims)).zip(slopes);
        let mut costs = Vec::new();
        for (((row, (class, aim)), slope), search) in rows.zip(&mut self.searches) {
            let cost = -data::maths::ln(chance(row, *aim as usize).max(f32::MIN_POSITIVE));
            costs.push(cost);
            search.take(f64::from(cost), slope, lead_of(row, *class as usize, self.away) < -SURE);
            if ends {
                search.weigh();
            }
        }
        Ok(tell(&now.logits, &found, costs.into_iter()))
    }
}

impl Attack for Lbfgs {
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        let (classes, away) = rows.sought();
        (self.classes, self.away, self.aims) = (classes.to_vec(), away, None);
        self.searches =
            rows.pictures.chunks_exact(PIXELS).map(|first| Search::from(first, order.dials.weight)).collect();
        (self.done, self.every) = (0, order.search());
        Ok(())
    }

    fn machines(&mut self) -> Vec<&mut Machine> {
        vec![&mut self.slopes.machine]
    }

    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for _ in 0..steps {
                all.push(self.one_step().await?);
            }
            Ok(all)
        })
    }

    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(async { Ok(self.searches.iter().flat_map(|search| search.best.iter().copied()).collect()) })
    }
}
