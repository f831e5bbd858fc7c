//! The game in the plane: it is played, looked at, and examined at set steps.

use super::game::{Game, Players, record};
use super::look::{ASKED, Exam, LINES, Looker, SHOWN, SIDE, Sight};
use super::measure::{self, Found, Place};
use super::often::{self, Often};
use super::params::TABLE;
use super::recipe::{dials, recipe};
use super::record::RECORDS;
use super::stages::Unfolded;
use super::step::Recipe;
use super::target::Target;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, EngineError, Plan};
use labkit::frame::{Field, Series};
use labkit::model::{Local, Saved};
use labkit::stage::Staged;
use labkit::{Content, LabError, Params, Sentence};
use std::rc::Rc;

/// Steps between exams, at first and later, and until when.
const SOON: u64 = 50;
const LATER: u64 = 200;
const AT_FIRST: u64 = 1000;
/// Points whose exact distance to real ones is computed, and those of the kernels' discrepancy.
const MOVED: usize = 192;
const PAIRED: usize = 384;
/// Where real points that no batch draws begin.
const UNSEEN: u64 = 1 << 20;

/// What an exam found.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Marks {
    pub(super) found: Option<Found>,
    pub(super) sliced: f64,
    pub(super) w1: f64,
    pub(super) mmd: f64,
    pub(super) js: f64,
    /// Mean distance of generated points from each other, as a multiple of real ones'.
    pub(super) diversity: f64,
    pub(super) norms: Vec<f32>,
}

/// Real points that exams compare with, and what is known of them.
struct Known {
    points: Vec<Place>,
    density: Vec<f64>,
    /// Divergence that real points of the same number have.
    zero: f64,
    apart: f64,
    seed: u64,
    centres: Vec<Place>,
    spread: f32,
    reach: f32,
}

impl Known {
    fn of(target: &Target, seed: u64) -> Self {
        let points = target.points(seed, UNSEEN, 2 * ASKED).as_chunks::<2>().0.to_vec();
        let (ours, others) = points.split_at(ASKED);
        let density = measure::density(target.pool.as_chunks::<2>().0, target.reach);
        let zero = measure::js(&density, &measure::density(others, target.reach));
        let apart = measure::apart(ours, seed);
        let (centres, spread, reach) = (target.centres.clone(), target.spread, target.reach);
        Self { points: ours.to_vec(), density, zero, apart, seed, centres, spread, reach }
    }

    fn marks(&self, made: &[Place], norms: Vec<f32>) -> Marks {
        let flat = |points: &[Place]| points.iter().flatten().map(|x| f64::from(*x)).collect::<Vec<f64>>();
        // Of several generators each gives its part.
        let some = |count: usize| -> Vec<Place> {
            (0..count).filter_map(|i| made.get(i * made.len() / count).copied()).collect()
        };
        let moved = some(MOVED);
        let cost = classic::transport::distances(&flat(&self.points[..MOVED]), &flat(&moved), 2);
        let w1 = classic::transport::assignment(&cost, MOVED).map_or(f64::NAN, |matching| matching.cost / MOVED as f64);
        Marks {
            found: (!self.centres.is_empty()).then(|| measure::found(made, &self.centres, self.spread)),
            sliced: measure::sliced(made, &self.points),
            w1,
            mmd: measure::mmd(&some(PAIRED), &self.points[..PAIRED]),
            js: measure::js(&self.density, &measure::density(made, self.reach)),
            diversity: measure::apart(made, self.seed) / self.apart.max(1e-9),
            norms,
        }
    }
}

/// Names of the curves of records, in groups, and identity colours.
const CURVES: &[(&str, &[(&str, u8)])] = &[
    ("losses", &[("loss_d", 1), ("loss_g", 2)]),
    ("scores", &[("real", 1), ("fake", 2), ("accuracy", 3)]),
    ("gradients", &[("gradient_d", 1), ("gradient_g", 2)]),
];
/// Curves of exams.
const EXAMS: &[(&str, u8)] = &[("w1", 1), ("sliced", 2), ("js", 3)];
/// Most modes whose shares are curves.
const MANY: usize = 8;

/// What is kept of the way so far.
#[derive(Clone, Default)]
struct Left {
    step: u64,
    records: Vec<Curve>,
    value: Curve,
    exams: Vec<Curve>,
    shares: Vec<Curve>,
    covered: Curve,
    newest: Vec<f32>,
    marks: Option<Marks>,
    made: Vec<Place>,
    /// The mode that most points are near, and how often it was another.
    leader: Option<usize>,
    moved: u64,
    /// The count beside it; only of a state that is kept.
    often: Option<often::Kept>,
}

pub(super) struct Arena {
    device: Device,
    params: Params,
    seed: u64,
    target: Target,
    known: Known,
    game: Game,
    looker: Looker,
    exam: Exam,
    /// What the parameters ask for since the game was made.
    wanted: Option<Recipe>,
    left: Left,
    sight: Sight,
    /// In how many seeds a remedy works, where that is counted.
    often: Option<Often>,
    /// The game's step with all that is passed through, once it was asked for.
    unfolded: Option<Unfolded>,
}

/// Seeds of the members: the reader's, and those after it.
pub(super) fn seeds(recipe: &Recipe, seed: u64) -> Vec<u64> {
    (0..recipe.members.unwrap_or(1) as u64).map(|member| seed.wrapping_add(member << 32)).collect()
}

impl Arena {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let target = Target::of(params, seed);
        let known = Known::of(&target, seed);
        let recipe = recipe(params);
        let mut game = Game::new(device, recipe.clone(), &target.pool, &seeds(&recipe, seed)).map_err(engine)?;
        game.turn(&dials(params)).map_err(engine)?;
        let (looker, exam) = Self::eyes(device, &recipe, &target, seed).map_err(engine)?;
        let count: usize = CURVES.iter().map(|(_, curves)| curves.len()).sum();
        let left = Left {
            records: vec![Curve::default(); count],
            exams: vec![Curve::default(); EXAMS.len()],
            shares: vec![Curve::default(); if target.centres.len() <= MANY { target.centres.len() } else { 0 }],
            ..Left::default()
        };
        let (device, params) = (device.clone(), params.clone());
        Ok(Self {
            device,
            params,
            seed,
            target,
            known,
            game,
            looker,
            exam,
            wanted: None,
            left,
            sight: Sight::default(),
            often: None,
            unfolded: None,
        })
    }

    fn eyes(device: &Device, recipe: &Recipe, target: &Target, seed: u64) -> Result<(Looker, Exam), EngineError> {
        let looker = Looker::new(device, recipe, &target.pool, target.reach, seed)?;
        Ok((looker, Exam::new(device, recipe, &target.pool, seed)?))
    }

    /// Makes the plan that the parameters ask for, with these players or at the beginning.
    fn remake(&mut self, recipe: &Recipe, players: Option<&Players>) -> Result<(), EngineError> {
        let seeds = seeds(recipe, self.seed);
        self.game = match players {
            Some(players) => {
                let mut players = players.clone();
                if players.directions.is_empty() {
                    players.directions = Players::first(recipe, &seeds).directions;
                }
                // Draws that have not been seen before.
                let later: Vec<u64> = seeds.iter().map(|seed| seed ^ self.left.step << 8).collect();
                Game::with(&self.device, recipe.clone(), &self.target.pool, &later, &players)?
            }
            None => Game::new(&self.device, recipe.clone(), &self.target.pool, &seeds)?,
        };
        self.game.turn(&dials(&self.params))?;
        (self.looker, self.exam) = Self::eyes(&self.device, recipe, &self.target, self.seed)?;
        self.unfolded = None;
        Ok(())
    }

    /// Makes the count beside the game that the parameters ask for.
    fn beside(&mut self) -> Result<(), LabError> {
        let often = self.often.take();
        self.often = Often::wanted(often, &self.params, &self.target, self.seed, &self.device)?;
        Ok(())
    }

    /// Makes the game that the parameters ask for, if it is another.
    async fn settle(&mut self) -> Result<(), EngineError> {
        if let Some(recipe) = self.wanted.take() {
            let players = self.game.players().await?;
            self.remake(&recipe, Some(&players))?;
        }
        Ok(())
    }

    /// A stage of the step that comes: what is spoken of, and D's output as it is then.
    async fn unfold(&mut self, index: u32) -> Result<Staged, EngineError> {
        self.settle().await?;
        let unfolded = match self.unfolded.take() {
            Some(unfolded) => unfolded,
            None => Unfolded::new(&self.game.recipe)?,
        };
        let moves = self.params.choice(TABLE, "moves");
        let told = unfolded.stage(index, &mut self.game, [moves != "g", moves != "d"]).await?;
        self.unfolded = Some(unfolded);
        let Some(mut told) = told else { return Ok(Staged { index, last: true, ..Staged::default() }) };
        let sight = self.looker.look(&self.game.recipe, &told.players).await?;
        told.staged.panels.push(panel("stage_field", self.field(&sight.field)));
        Ok(told.staged)
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        self.settle().await?;
        if self.left.marks.is_none() {
            self.examine().await?;
        }
        let end = self.left.step + u64::from(steps);
        while self.left.step < end {
            let every = if self.left.step < AT_FIRST { SOON } else { LATER };
            let next = (self.left.step / every + 1) * every;
            let now = (next.min(end) - self.left.step) as u32;
            let rows = self.game.play(now).await?;
            self.tell(&rows);
            if let Some(often) = &mut self.often {
                often.play(now).await?;
            }
            if self.left.step == next {
                self.examine().await?;
            }
        }
        let players = self.game.players().await?;
        self.sight = self.looker.look(&self.game.recipe, &players).await?;
        Ok(())
    }

    /// Takes the rows of new steps into the curves.
    fn tell(&mut self, rows: &[f32]) {
        let width = RECORDS.len() * self.game.recipe.members.unwrap_or(1);
        for row in rows.chunks_exact(width) {
            self.left.step += 1;
            let step = self.left.step as f32;
            let names = CURVES.iter().flat_map(|(_, curves)| curves.iter());
            for (curve, (name, _)) in self.left.records.iter_mut().zip(names) {
                curve.push(step, mean(row, name));
            }
            self.left.value.push(step, mean(row, "value"));
            self.left.newest = row.to_vec();
        }
    }

    async fn examine(&mut self) -> Result<(), EngineError> {
        let players = self.game.players().await?;
        let (made, norms) = self.exam.sit(&players).await?;
        let marks = self.known.marks(&made, norms);
        let step = self.left.step as f32;
        for (curve, value) in self.left.exams.iter_mut().zip([marks.w1, marks.sliced, marks.js]) {
            curve.push(step, value as f32);
        }
        if let Some(found) = &marks.found {
            for (curve, share) in self.left.shares.iter_mut().zip(&found.shares) {
                curve.push(step, *share as f32);
            }
            self.left.covered.push(step, found.modes as f32);
            let most = found.shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            if let Some((leader, share)) = most
                && *share > 0.0
            {
                self.left.moved += u64::from(self.left.leader.is_some_and(|before| before != leader));
                self.left.leader = Some(leader);
            }
        }
        (self.left.marks, self.left.made) = (Some(marks), made);
        Ok(())
    }

    /// How D stands now: flat, high where data are, or in between (the two pictures of its end that the notes set against each other).
    fn ending(&self) -> Sentence {
        const FLAT: f64 = 0.03;
        let sight = &self.sight;
        let (on_data, all) = (deviation(sight.on_real.iter().chain(&sight.on_fake)), deviation(&sight.field));
        let mean = |values: &[f32]| values.iter().map(|x| f64::from(*x)).sum::<f64>() / values.len().max(1) as f64;
        let above = mean(&sight.on_real) - mean(&sight.field);
        if !self.game.recipe.loss.is_logit() || sight.field.is_empty() {
            return Sentence::new("", "");
        }
        if all < FLAT {
            return Sentence::new("D 哪里都是平的：分不出来了", "D is flat everywhere: it cannot tell");
        }
        if above > all {
            return Sentence::new(
                "D 在数据上高、别处低：像能量函数",
                "D is high on the data and low elsewhere: like an energy",
            );
        }
        if on_data < all / 2.0 {
            return Sentence::new(
                "D 在点上是平的，别处不平：两者之间",
                "D is flat on the points and not elsewhere: in between",
            );
        }
        Sentence::new("D 在点上还有起伏：还在追", "D still varies on the points: the chase goes on")
    }

    /// What is looked at all over the window.
    fn field(&self, values: &[f32]) -> Content {
        let (side, reach) = (SIDE as u32, f64::from(self.target.reach));
        let values = values.to_vec().into();
        Content::Field(Field { nx: side, ny: side, x: (-reach, reach), y: (-reach, reach), values })
    }

    /// What the best discriminator would be, `p / (p + q)`, by the densities of real and generated points; ½ where hardly any are.
    fn best(&self) -> Field {
        const HARDLY: f64 = 1e-6;
        let q = measure::density(&self.left.made, self.target.reach);
        let inside = measure::BINS * measure::BINS;
        let values = self.known.density.iter().zip(&q).take(inside);
        let values: Vec<f32> = values.map(|(p, q)| ((p + HARDLY) / (p + q + 2.0 * HARDLY)) as f32).collect();
        // Values stand for the middles of their cells.
        let reach = f64::from(self.target.reach) * (1.0 - 1.0 / measure::BINS as f64);
        let side = measure::BINS as u32;
        Field { nx: side, ny: side, x: (-reach, reach), y: (-reach, reach), values: values.into() }
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        let mut metrics = Vec::new();
        if !self.left.newest.is_empty() {
            for name in RECORDS {
                // What there is no discriminator for, or no penalty, is not a number of this game.
                let absent = *name == "penalised" && self.game.recipe.limit != super::step::Limit::Penalty;
                if !absent {
                    metrics.push((metric_of(name), f64::from(mean(&self.left.newest, name))));
                }
            }
        }
        if let Some(marks) = &self.left.marks {
            let norm = marks.norms.iter().map(|norm| f64::from(*norm)).sum::<f64>() / marks.norms.len().max(1) as f64;
            metrics.extend([
                ("grad_norm_mean", norm),
                ("w1", marks.w1),
                ("sliced_w", marks.sliced),
                ("mmd", marks.mmd),
                ("js", marks.js),
                ("js_zero", self.known.zero),
                ("diversity", marks.diversity),
            ]);
            if let Some(found) = &marks.found {
                metrics.extend([
                    ("modes_covered", found.modes as f64),
                    ("modes", self.known.centres.len() as f64),
                    ("good_share", found.good),
                    ("uneven", found.uneven),
                    ("leader_moved", self.left.moved as f64),
                ]);
            }
        }
        let (on_data, all) =
            (deviation(self.sight.on_real.iter().chain(&self.sight.on_fake)), deviation(&self.sight.field));
        metrics.extend([("flat_on_data", on_data), ("flat_everywhere", all)]);
        metrics.extend(self.often.iter().flat_map(Often::metrics));
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }
}

/// The metric of a record.
fn metric_of(record: &'static str) -> &'static str {
    match record {
        "real" => "d_on_real",
        "fake" => "d_on_fake",
        "accuracy" => "d_accuracy",
        "penalised" => "penalised_norm",
        name => name,
    }
}

/// The mean of a record over members.
fn mean(row: &[f32], name: &str) -> f32 {
    let members = row.len() / RECORDS.len();
    let sum: f32 = row.chunks_exact(RECORDS.len()).filter_map(|row| record(row, name)).sum();
    sum / members.max(1) as f32
}

fn deviation<'a>(values: impl IntoIterator<Item = &'a f32> + Clone) -> f64 {
    let count = values.clone().into_iter().count().max(1) as f64;
    let mean = values.clone().into_iter().map(|x| f64::from(*x)).sum::<f64>() / count;
    (values.into_iter().map(|x| (f64::from(*x) - mean).powi(2)).sum::<f64>() / count).sqrt()
}

pub(super) fn points(key: &str, identity: u8, values: &[f32]) -> Series {
    let (x, y) = values.as_chunks::<2>().0.iter().map(|[x, y]| (*x, *y)).unzip();
    series(key, identity, x, y)
}

impl Exhibit for Arena {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        let wanted = recipe(params);
        self.wanted = (wanted != self.game.recipe).then_some(wanted);
        self.game.turn(&dials(params)).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            self.beside()?;
            self.work(steps).await.map_err(engine)
        })
    }

    fn stage(&mut self, index: u32) -> Local<'_, Result<Staged, LabError>> {
        Box::pin(async move { self.unfold(index).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let metrics = self.metrics();
        let mut panels = Vec::new();
        let mut curves = self.left.records.iter();
        for (id, names) in CURVES {
            let lines = names.iter().zip(&mut curves).map(|((name, identity), curve)| curve.series(name, *identity));
            panels.push(panel(id, Content::Lines(lines.collect())));
        }
        panels.push(panel("value", Content::Lines(vec![self.left.value.series("value", 1)])));
        let exams = EXAMS.iter().zip(&self.left.exams).map(|((name, identity), curve)| curve.series(name, *identity));
        panels.push(panel("exams", Content::Lines(exams.collect())));
        let shares = self.left.shares.iter().enumerate();
        let shares = shares.map(|(mode, curve)| curve.series(&(mode + 1).to_string(), mode as u8 + 1)).collect();
        panels.push(panel("shares", Content::Lines(shares)));
        panels.push(panel("covered", Content::Lines(vec![self.left.covered.series("modes", 1)])));
        let sight = &self.sight;
        if !sight.field.is_empty() {
            panels.push(panel("field", self.field(&sight.field)));
            panels.push(panel("slope", self.field(&sight.slope)));
            let real = self.target.pool.get(..2 * SHOWN).unwrap_or_default();
            let fake: Vec<f32> = match self.game.recipe.members {
                // Every generator gives its part.
                Some(_) => {
                    (0..SHOWN).filter_map(|i| self.left.made.get(i * ASKED / SHOWN)).flatten().copied().collect()
                }
                None => sight.fake.clone(),
            };
            panels.push(panel("points", Content::Points(vec![points("real", 1, real), points("fake", 2, &fake)])));
            let pushes = if self.game.recipe.members.is_some() { &[][..] } else { &sight.push };
            panels.push(panel("arrows", Content::Points(vec![points("push", 2, pushes)])));
            let rows = sight.grid.chunks_exact(2 * LINES).map(|row| points("row", 2, row));
            panels.push(panel("grid", Content::Lines(rows.collect())));
            panels.push(panel(
                "outputs",
                Content::Points(vec![
                    series("real", 1, sight.on_real.clone(), Vec::new()),
                    series("fake", 2, sight.on_fake.clone(), Vec::new()),
                ]),
            ));
        }
        panels.push(panel("ending", Content::Text(self.ending())));
        if !self.left.made.is_empty() {
            panels.push(panel("best", Content::Field(self.best())));
        }
        if let Some(marks) = &self.left.marks {
            let shares = marks.found.iter().flat_map(|found| &found.shares).enumerate();
            let shares = shares.map(|(mode, share)| ((mode + 1).to_string(), *share as f32));
            panels.push(panel("modes", Content::Bars(shares.collect())));
            panels.push(panel("norms", Content::Points(vec![series("norm", 1, marks.norms.clone(), Vec::new())])));
        }
        panels.extend(self.often.iter().flat_map(Often::panels));
        if let Some(why) = often::refused(&self.params, &self.target) {
            panels.extend([panel("often", Content::Lines(Vec::new())), panel("often_said", Content::Text(why))]);
        }
        let lost = self.left.newest.iter().any(|value| !value.is_finite());
        Shown { metrics, panels, diverged: lost }
    }

    fn plan(&self) -> &Plan {
        self.game.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.game.snapshot().await.map_err(engine)?;
            let often = match &mut self.often {
                Some(often) => Some(often.save().await.map_err(engine)?),
                None => None,
            };
            let left = Left { often, ..self.left.clone() };
            let curves = left.records.iter().chain(&left.exams).chain(&left.shares).chain([&left.value, &left.covered]);
            let own_bytes = curves.map(Curve::bytes).sum::<usize>()
                + size_of_val(&*left.made)
                + left.often.as_ref().map_or(0, often::Kept::bytes);
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        // The state is one of the plan that the parameters ask for now.
        if let Some(recipe) = self.wanted.take() {
            self.remake(&recipe, None).map_err(engine)?;
        }
        self.game.restore(&saved.machine).map_err(engine)?;
        self.game.turn(&dials(&self.params)).map_err(engine)?;
        self.left = left.clone();
        self.beside()?;
        if let (Some(often), Some(kept)) = (&mut self.often, self.left.often.take()) {
            often.restore(&kept).map_err(engine)?;
        }
        Ok(())
    }
}
