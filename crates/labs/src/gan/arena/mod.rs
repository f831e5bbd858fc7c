//! The game in the plane: it is played, looked at, and examined at set steps.

mod marks;
mod show;

use super::game::{Game, Players, record};
use super::look::{Exam, Looker, Sight};
use super::measure::Place;
use super::often::{self, Often};
use super::params::TABLE;
use super::recipe::{dials, recipe};
use super::record::RECORDS;
use super::stages::Unfolded;
use super::step::Recipe;
use super::target::Target;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, EngineError, Plan};
use labkit::frame::Series;
use labkit::model::{Local, Saved};
use labkit::stage::Staged;
use labkit::{LabError, Params};
use marks::Known;
pub(super) use marks::Marks;
use std::rc::Rc;

/// Steps between exams, at first and later, and until when.
const SOON: u64 = 50;
const LATER: u64 = 200;
const AT_FIRST: u64 = 1000;
/// Names of the curves of records, in groups, and identity colours.
const CURVES: &[(&str, &[(&str, u8)])] = &[
    ("losses", &[("loss_d", 1), ("loss_g", 2)]),
    ("scores", &[("real", 1), ("fake", 2), ("accuracy", 3)]),
    ("gradients", &[("gradient_d", 1), ("gradient_g", 2)]),
];
/// Curves of exams.
const EXAMS: &[(&str, u8)] = &[("w1", 1), ("sliced", 2), ("js", 3)];
/// How uneven D is, on the points and all over the window.
const FLAT: &[(&str, u8)] = &[("data", 1), ("window", 2)];
/// Most modes whose shares are curves.
const MANY: usize = 8;

/// What is kept of the way so far.
#[derive(Clone, Default)]
struct Left {
    step: u64,
    records: Vec<Curve>,
    value: Curve,
    exams: Vec<Curve>,
    flat: Vec<Curve>,
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
            flat: vec![Curve::default(); FLAT.len()],
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
        let sight = self.looker.look(&self.game.recipe, &players).await?;
        for (curve, value) in self.left.flat.iter_mut().zip(show::unevenness(&sight)) {
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
}

/// The mean of a record over members.
fn mean(row: &[f32], name: &str) -> f32 {
    let members = row.len() / RECORDS.len();
    let sum: f32 = row.chunks_exact(RECORDS.len()).filter_map(|row| record(row, name)).sum();
    sum / members.max(1) as f32
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
        let lost = self.left.newest.iter().any(|value| !value.is_finite());
        Shown { metrics: self.metrics(), panels: self.panels(), diverged: lost }
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
            let curves = left
                .records
                .iter()
                .chain(&left.exams)
                .chain(&left.flat)
                .chain(&left.shares)
                .chain([&left.value, &left.covered]);
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
