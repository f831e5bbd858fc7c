//! Many seeds at once: each recipe is played by all of them side by side, and what came of it is counted.

mod count;
mod gallery;
mod players;
mod report;
mod trial;
mod vae;

use super::measure::Place;
use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, EngineError, Plan};
pub(super) use count::wilson;
use count::{occupied, together};
pub(super) use gallery::Gallery;
use gallery::{LOST, SIDE, Score};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Sentence};
use players::{Players, seat};
use std::rc::Rc;
use trial::Trial;
pub(super) use trial::cured;

/// Steps between looks.
const EVERY: u64 = 100;
/// Modes of the ring.
const MODES: usize = 8;

/// What is kept of the way so far.
#[derive(Clone, Default)]
struct Left {
    /// Which recipe is played, and how far.
    trial: usize,
    step: u64,
    /// What came of each recipe that was played to its end, seed by seed.
    done: Vec<Vec<Score>>,
    /// How the one that is played stands.
    now: Vec<Score>,
    thumbnails: Vec<f32>,
    /// Modes covered on average over all seeds, of each recipe.
    covered: Vec<Curve>,
}

pub(super) struct Many {
    device: Device,
    params: Params,
    what: &'static str,
    seed: u64,
    seeds: Vec<u64>,
    steps: u64,
    trials: Vec<Trial>,
    players: Players,
    gallery: Gallery,
    left: Left,
}

impl Many {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let what = params.choice(TABLE, "m_what");
        let count = params.number(TABLE, "m_seeds").round().max(1.0) as u64;
        let seeds: Vec<u64> = (0..count).map(|member| seed.wrapping_add(member << 32)).collect();
        let steps = params.number(TABLE, "m_steps").round().max(1.0) as u64;
        let trials = Trial::all(what);
        let Some(first) = trials.first() else { return Err(foreign()) };
        let (players, gallery) = seat(device, first, seed, &seeds)?;
        let left = Left { covered: vec![Curve::default(); trials.len()], ..Left::default() };
        let (device, params) = (device.clone(), params.clone());
        Ok(Self { device, params, what, seed, seeds, steps, trials, players, gallery, left })
    }

    /// Seats the players of the recipe that is on.
    fn next(&mut self) -> Result<(), LabError> {
        // At the end the last ones stay.
        if let Some(trial) = self.trials.get(self.left.trial.min(self.trials.len() - 1)) {
            (self.players, self.gallery) = seat(&self.device, trial, self.seed, &self.seeds)?;
        }
        Ok(())
    }

    async fn work(&mut self, steps: u32) -> Result<(), LabError> {
        if self.left.now.is_empty() {
            self.look().await.map_err(engine)?;
        }
        let mut left = u64::from(steps);
        while left > 0 && self.left.trial < self.trials.len() {
            let now = left.min(EVERY - self.left.step % EVERY).min(self.steps - self.left.step);
            self.players.play(now as u32).await.map_err(engine)?;
            self.left.step += now;
            left -= now;
            if self.left.step.is_multiple_of(EVERY) || self.left.step == self.steps {
                self.look().await.map_err(engine)?;
            }
            if self.left.step == self.steps {
                let scores = self.left.now.clone();
                self.left.done.push(scores);
                (self.left.trial, self.left.step) = (self.left.trial + 1, 0);
                self.next()?;
            }
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<(), EngineError> {
        let g = self.players.generators().await?;
        let points = self.gallery.hang(&g).await?;
        self.left.now = points.iter().map(|points| self.gallery.score(points)).collect();
        self.left.thumbnails = points.iter().flat_map(|points: &Vec<Place>| self.gallery.thumbnail(points)).collect();
        let modes: usize = self.left.now.iter().map(|score| score.modes).sum();
        if let Some(curve) = self.left.covered.get_mut(self.left.trial) {
            curve.push(self.left.step as f32, modes as f32 / self.left.now.len().max(1) as f32);
        }
        Ok(())
    }
}

impl Exhibit for Many {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(self.work(steps))
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let side = SIDE as u32;
        let names = self.left.now.iter().map(|score| match self.what {
            "draws" if score.sliced < LOST => format!("{:.2}", score.sliced),
            "draws" => "—".to_owned(),
            _ => format!("{}{}", score.modes, if score.succeeds() { " ✓" } else { "" }),
        });
        let wall =
            Pictures { height: side, width: side, values: self.left.thumbnails.clone().into(), names: names.collect() };
        let covered = self.trials.iter().zip(&self.left.covered).enumerate();
        let covered = covered.filter(|(at, _)| *at <= self.left.trial && self.what != "nets");
        let covered = covered.map(|(at, (trial, curve))| curve.series(trial.key, (at % 8) as u8 + 1));
        let mut panels = vec![
            panel("m_wall", Content::Pictures(wall)),
            panel("m_covered", Content::Lines(covered.collect())),
            panel("m_ranges", Content::Lines(self.ranges())),
            panel("m_table", Content::Table(self.table())),
        ];
        if self.what == "nets" {
            panels.push(panel("m_matrix", self.matrix()));
        }
        if self.what == "ensemble" {
            let counts = self.leaders();
            let x: Vec<f32> = (1..=self.seeds.len()).map(|n| n as f32).collect();
            let curve = |key: &str, identity: u8, of: &dyn Fn(usize) -> f64| {
                series(key, identity, x.clone(), (1..=self.seeds.len()).map(|n| of(n) as f32).collect())
            };
            let lines = vec![
                curve("found", 1, &|n| together(&counts, n.min(counts.iter().sum()))),
                curve("expected", 2, &|n| occupied(MODES, n).0),
            ];
            panels.push(panel("m_together", Content::Lines(lines)));
        }
        let trial = self.trials.get(self.left.trial);
        let said = match trial {
            Some(trial) => {
                let (at, of, step) = (self.left.trial + 1, self.trials.len(), self.left.step);
                let name =
                    if self.what == "nets" { format!("{} · {}", trial.net, trial.key) } else { trial.key.to_owned() };
                Sentence::new(
                    format!("{at} / {of}：{name}，第 {step} 步"),
                    format!("{at} of {of}: {name}, step {step}"),
                )
            }
            None => Sentence::new("都试过了", "all have been tried"),
        };
        panels.push(panel("m_said", Content::Text(said)));
        Shown { metrics: self.metrics(), panels, diverged: false }
    }

    fn plan(&self) -> &Plan {
        self.players.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.players.snapshot().await.map_err(engine)?;
            let left = self.left.clone();
            let scores =
                left.done.iter().chain([&left.now]).map(|scores| size_of_val(scores.as_slice())).sum::<usize>();
            let own_bytes =
                scores + size_of_val(&*left.thumbnails) + left.covered.iter().map(Curve::bytes).sum::<usize>();
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        let before = self.left.trial;
        self.left = left.clone();
        // The state is one of another recipe's plan.
        if before != left.trial {
            self.next()?;
        }
        self.players.restore(&saved.machine).map_err(engine)
    }
}
