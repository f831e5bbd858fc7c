//! The studio: two networks that learn to draw, the wall of what they draw, and a referee who never plays.

mod exams;
mod marks;
mod recipe;

use super::feed::{Feed, Kind};
use super::params::TABLE;
use super::play::{HUNG, Play, record, wall_vectors};
use super::referee::{LESSONS, Referee};
use super::step::RECORDS;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel};
use classic::frechet::Normal;
use compute::{Device, EngineError, Plan};
use exams::{Found, Studied, examine};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Value};
use marks::{Marks, law, recognised};
use recipe::dials;
pub(super) use recipe::{feed, recipe};
use std::rc::Rc;

/// Steps between exams.
const EXAM: u64 = 100;
/// Pictures of an exam, and real ones that it compares with.
pub(super) const ASKED: usize = 512;
const COMPARED: usize = 1024;
/// Pictures that a discriminator which copies is asked to copy.
const COPIED: usize = 256;
/// Lessons of the referee to a step, until it has learnt.
const BESIDE: u64 = 4;
/// Where pictures begin that no batch draws.
pub(super) const UNSEEN: u64 = 1 << 30;

/// Curves of records, in groups, and their identities.
const CURVES: &[(&str, &[(&str, u8)])] = &[
    ("losses", &[("loss_d", 1), ("loss_g", 2)]),
    ("scores", &[("real", 1), ("fake", 2)]),
    ("told", &[("accuracy", 3)]),
];

/// Parameters that an exam goes by.
const ASKS: &[&str] = &["exam", "tile", "other", "axes", "place", "average"];

fn asks(params: &Params) -> Vec<Value> {
    ASKS.iter().map(|key| params.get(TABLE, key)).collect()
}

/// What is kept of the way so far.
#[derive(Clone, Default)]
struct Left {
    step: u64,
    records: Vec<Curve>,
    frechet: Curve,
    recognised: Curve,
    newest: Vec<f32>,
    /// Pictures from before the first step, until the referee can judge them.
    begun: Option<Rc<Vec<f32>>>,
    first: Option<f64>,
    marks: Option<Marks>,
    /// What the open exam found, when it was last held.
    found: Rc<Found>,
    /// With which parameters it was held.
    held: Vec<Value>,
}

/// What is known of real pictures, once the referee has learnt.
struct Known {
    law: Normal,
    /// Distance of other real pictures, as many as an exam has.
    zero: f64,
    recognised: f64,
}

pub(super) struct Studio {
    device: Device,
    seed: u64,
    params: Params,
    feed: Feed,
    play: Play,
    referee: Referee,
    known: Option<Known>,
    /// The vectors on the wall, and more for exams.
    z: Vec<f32>,
    wall: Vec<f32>,
    left: Left,
    /// An exam is to be held: another one is open, or of another picture.
    asked: bool,
}

impl Studio {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let feed = feed(params, seed);
        let recipe = recipe(params, &feed);
        let mut play = Play::new(device, &recipe, &feed, seed).map_err(engine)?;
        play.turn(&dials(params)).map_err(engine)?;
        play.draw_with_mean(params.switch(TABLE, "average"));
        let referee = Referee::new(device, &feed, seed).map_err(engine)?;
        let z = wall_vectors(&recipe.design, seed, ASKED);
        let count: usize = CURVES.iter().map(|(_, curves)| curves.len()).sum();
        let left = Left { records: vec![Curve::default(); count], ..Left::default() };
        let (device, params) = (device.clone(), params.clone());
        let (wall, known) = (Vec::new(), None);
        Ok(Self { device, seed, params, feed, play, referee, known, z, wall, left, asked: true })
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if self.left.step == 0 && self.left.begun.is_none() {
            self.left.begun = Some(Rc::new(self.play.pictures(&self.z).await?));
        }
        let end = self.left.step + u64::from(steps);
        while self.left.step < end {
            let next = (self.left.step / EXAM + 1) * EXAM;
            // A few at a time while the referee learns beside.
            let some = if self.referee.is_ready() { EXAM } else { 5 };
            let now = some.min(next - self.left.step).min(end - self.left.step);
            let rows = self.play.train(now as u32).await?;
            self.tell(&rows);
            self.teach().await?;
            if self.left.step == next {
                self.mark().await?;
                self.asked = true;
            }
        }
        if std::mem::take(&mut self.asked) {
            self.examine().await?;
        }
        let shown = HUNG * self.play.recipe.design.latent;
        self.wall = self.play.pictures(&self.z[..shown]).await?;
        Ok(())
    }

    /// Takes the rows of new steps into the curves.
    fn tell(&mut self, rows: &[f32]) {
        for row in rows.chunks_exact(RECORDS.len()) {
            self.left.step += 1;
            let names = CURVES.iter().flat_map(|(_, curves)| curves.iter());
            for (curve, (name, _)) in self.left.records.iter_mut().zip(names) {
                curve.push(self.left.step as f32, record(row, name).unwrap_or(f32::NAN));
            }
            self.left.newest = row.to_vec();
        }
    }

    /// The referee learns as much as this step has it learn; then real pictures are looked at.
    async fn teach(&mut self) -> Result<(), EngineError> {
        let due = (self.left.step * BESIDE).min(LESSONS);
        if self.referee.learnt < due {
            self.referee.learn(due - self.referee.learnt).await?;
        }
        if self.referee.is_ready() && self.known.is_none() {
            let said = self.referee.says(&self.feed.draw(UNSEEN, COMPARED).0).await?;
            let other = self.referee.says(&self.feed.draw(UNSEEN + COMPARED as u64, ASKED).0).await?;
            if let Some(law) = law(&said) {
                let zero = Marks::of(&other, self.feed.kind, &law).frechet;
                self.known = Some(Known { law, zero, recognised: recognised(&other, self.feed.kind, 0.5) });
            }
        }
        Ok(())
    }

    async fn mark(&mut self) -> Result<(), EngineError> {
        if self.left.step * BESIDE < LESSONS {
            return Ok(());
        }
        let Some(known) = &self.known else { return Ok(()) };
        if let Some(begun) = self.left.begun.take() {
            let said = self.referee.says(&begun).await?;
            let marks = Marks::of(&said, self.feed.kind, &known.law);
            self.left.first = Some(marks.frechet);
            self.left.frechet.push(0.0, marks.frechet as f32);
            self.left.recognised.push(0.0, marks.recognised as f32);
        }
        let made = self.play.pictures(&self.z).await?;
        let marks = Marks::of(&self.referee.says(&made).await?, self.feed.kind, &known.law);
        let step = self.left.step as f32;
        self.left.frechet.push(step, marks.frechet as f32);
        self.left.recognised.push(step, marks.recognised as f32);
        let marks = Marks { energies: self.energies().await?, mirror: self.mirror(&made), ..marks };
        self.left.marks = Some(marks);
        Ok(())
    }

    /// Mean errors of D's copies of unseen real pictures, and of those that G draws at this moment: its mean's are not what D plays
    /// against. Nothing where D does not copy.
    async fn energies(&mut self) -> Result<Option<[f64; 2]>, EngineError> {
        if !self.play.recipe.design.energy {
            return Ok(None);
        }
        let real = self.feed.draw(UNSEEN, COPIED).0;
        self.play.draw_with_mean(false);
        let made = self.play.pictures(&self.z[..COPIED * self.play.recipe.design.latent]).await;
        self.play.draw_with_mean(self.params.switch(TABLE, "average"));
        let error = |scores: &[f32]| -scores.iter().map(|x| f64::from(*x)).sum::<f64>() / scores.len().max(1) as f64;
        let on_real = self.play.judged(&real).await?.scores;
        let on_fake = self.play.judged(&made?).await?.scores;
        Ok(Some([error(&on_real), error(&on_fake)]))
    }

    /// How far left and right differ in generated pictures, beside real ones; of faces.
    fn mirror(&self, made: &[f32]) -> Option<f64> {
        let real = &self.play.pool[..self.play.pool.len().min(made.len())];
        (self.feed.kind == Kind::Faces).then(|| lopsided(made, self.feed.side) / lopsided(real, self.feed.side))
    }

    /// Holds the exam that is open.
    async fn examine(&mut self) -> Result<(), EngineError> {
        let referee = (self.left.step * BESIDE >= LESSONS).then_some(&mut self.referee);
        let studied = Studied {
            device: &self.device,
            params: &self.params,
            feed: &self.feed,
            play: &mut self.play,
            referee,
            z: &self.z,
            seed: self.seed,
        };
        self.left.held = asks(&self.params);
        self.left.found = Rc::new(examine(self.params.choice(TABLE, "exam"), studied).await?);
        Ok(())
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        let mut metrics = Vec::new();
        let newest = |name: &str| record(&self.left.newest, name).map(f64::from);
        let records = ["loss_d", "loss_g", "real", "fake", "accuracy"];
        let names = ["loss_d", "loss_g", "d_on_real", "d_on_fake", "d_accuracy"];
        metrics.extend(records.iter().zip(names).filter_map(|(record, name)| Some((name, newest(record)?))));
        metrics.push(("referee_learnt", (self.left.step * BESIDE).min(LESSONS) as f64 / LESSONS as f64));
        if let (Some(marks), Some(known)) = (&self.left.marks, &self.known) {
            metrics.extend([
                ("recognised_share", marks.recognised),
                ("recognised_surely", marks.surely),
                ("recognised_real", known.recognised),
                ("frechet", marks.frechet),
                ("frechet_real", known.zero),
                ("score", marks.score),
            ]);
            if !marks.shares.is_empty() {
                metrics.push(("kinds", marks.shares.iter().filter(|share| **share >= 0.02).count() as f64));
            }
            if let Some([real, fake]) = marks.energies {
                metrics.extend([("held_out_error", real), ("fake_error", fake)]);
            }
            if let Some(mirror) = marks.mirror {
                metrics.push(("mirror", mirror));
            }
            if let Some(first) = self.left.first {
                metrics.extend([("frechet_first", first), ("frechet_drop", first / marks.frechet.max(1e-9))]);
            }
        }
        metrics.extend_from_slice(&self.left.found.metrics);
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }

    fn pictures(&self, values: &[f32]) -> Content {
        let side = self.feed.side as u32;
        Content::Pictures(Pictures { height: side, width: side, values: values.to_vec().into(), names: Vec::new() })
    }
}

/// Mean difference of pixels from those at the mirror place.
fn lopsided(pictures: &[f32], side: usize) -> f64 {
    let rows = pictures.chunks_exact(side);
    let gaps = rows.flat_map(|row| (0..side / 2).map(|x| f64::from((row[x] - row[side - 1 - x]).abs())));
    gaps.sum::<f64>() / (pictures.len() / 2).max(1) as f64
}

impl Exhibit for Studio {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        self.asked |= self.left.held != asks(params);
        self.play.draw_with_mean(params.switch(TABLE, "average"));
        self.play.turn(&dials(params)).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut panels = vec![panel("wall", self.pictures(&self.wall))];
        let mut curves = self.left.records.iter();
        for (id, names) in CURVES {
            let lines = names.iter().zip(&mut curves).map(|((name, identity), curve)| curve.series(name, *identity));
            panels.push(panel(id, Content::Lines(lines.collect())));
        }
        panels.push(panel("frechets", Content::Lines(vec![self.left.frechet.series("frechet", 1)])));
        panels.push(panel("seen", Content::Lines(vec![self.left.recognised.series("recognised", 2)])));
        if let Some(marks) = &self.left.marks {
            let bars = marks.shares.iter().enumerate().map(|(digit, share)| (digit.to_string(), *share as f32));
            panels.push(panel("kinds_bars", Content::Bars(bars.collect())));
        }
        panels.extend_from_slice(&self.left.found.panels);
        let lost = self.left.newest.iter().any(|value| !value.is_finite());
        Shown { metrics: self.metrics(), panels, diverged: lost }
    }

    fn plan(&self) -> &Plan {
        self.play.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.play.snapshot().await.map_err(engine)?;
            let left = self.left.clone();
            let curves = left.records.iter().chain([&left.frechet, &left.recognised]);
            let own_bytes =
                curves.map(Curve::bytes).sum::<usize>() + left.begun.as_ref().map_or(0, |b| size_of_val(&***b));
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.play.restore(&saved.machine).map_err(engine)?;
        self.play.turn(&dials(&self.params)).map_err(engine)?;
        self.left = left.clone();
        self.asked = self.left.held != asks(&self.params);
        Ok(())
    }
}
