//! In how many seeds a remedy works: the reader's game as it is and with the remedy, on further seeds, a step of theirs to each of the run.

use super::game::{Game, Players, Turned};
use super::many::{Gallery, cured, wilson};
use super::params::TABLE;
use super::recipe::{dials, recipe};
use super::step::Recipe;
use super::target::Target;
use crate::exhibit::{engine, panel, series};
use compute::{Device, EngineError, Snapshot};
use labkit::{Content, LabError, Panel, Params, Sentence};

/// Games side by side, with the remedy and without it.
const ABREAST: u64 = 2;
/// Steps of a game before it is counted.
pub(super) const LENGTH: u64 = 1000;

/// What is played, one way.
#[derive(Debug, Clone, PartialEq)]
struct Settings {
    recipe: Recipe,
    dials: Turned,
}

impl Settings {
    fn of(params: &Params) -> Self {
        let dials = dials(params).into_iter();
        // Who rests in the reader's game is no part of the settings.
        let dials = dials.map(|(name, value)| (name, if name.starts_with("moves_") { 1.0 } else { value })).collect();
        Self { recipe: Recipe { members: Some(ABREAST as usize), ..recipe(params) }, dials }
    }
}

struct Arm {
    game: Game,
    gallery: Gallery,
}

/// What has been counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    /// Steps of the games that are on.
    step: u64,
    /// Seeds that were played to the end.
    of: u64,
    /// Those that cover enough modes: as it is, and with the remedy.
    hits: [usize; 2],
}

/// A count that is under way, from which it goes on.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    tally: Tally,
    machines: [Snapshot; 2],
}

impl Kept {
    pub(super) fn bytes(&self) -> usize {
        self.machines.iter().map(Snapshot::bytes).sum()
    }
}

pub(super) struct Often {
    remedy: &'static str,
    settings: [Settings; 2],
    seed: u64,
    /// Modes that a success has.
    enough: usize,
    arms: [Arm; 2],
    tally: Tally,
}

/// Why there is nothing to count with these parameters.
pub(super) fn refused(params: &Params, target: &Target) -> Option<Sentence> {
    if params.choice(TABLE, "often") == "off" {
        return None;
    }
    if target.centres.is_empty() {
        return Some(Sentence::new("这份数据没有峰，数不了", "these data have no modes to count"));
    }
    if params.choice(TABLE, "loss") == "sinkhorn" {
        return Some(Sentence::new("没有 D，也就没有要治的博弈", "without D there is no game to mend"));
    }
    (params.number(TABLE, "members").round() > 1.0)
        .then(|| Sentence::new("只数单个生成器的对局", "only games of a single generator are counted"))
}

impl Often {
    /// Counts what the parameters ask for: goes on where that is what `this` counts, else begins anew.
    pub(super) fn wanted(
        this: Option<Self>,
        params: &Params,
        target: &Target,
        seed: u64,
        device: &Device,
    ) -> Result<Option<Self>, LabError> {
        let remedy = params.choice(TABLE, "often");
        if remedy == "off" || refused(params, target).is_some() {
            return Ok(None);
        }
        let settings = [Settings::of(params), Settings::of(&cured(params, remedy)?)];
        if let Some(this) = this
            && (this.remedy, &this.settings) == (remedy, &settings)
        {
            return Ok(Some(this));
        }
        let mut arms = Vec::new();
        for settings in &settings {
            arms.push(arm(settings, target, seed, device).map_err(engine)?);
        }
        let Ok(arms) = <[Arm; 2]>::try_from(arms) else { return Ok(None) };
        // Seven of eight.
        let enough = (7 * target.centres.len()).div_ceil(8);
        Ok(Some(Self { remedy, settings, seed, enough, arms, tally: Tally::default() }))
    }

    pub(super) async fn play(&mut self, steps: u32) -> Result<(), EngineError> {
        let mut left = u64::from(steps);
        while left > 0 {
            let now = left.min(LENGTH - self.tally.step);
            for arm in &mut self.arms {
                arm.game.play(now as u32).await?;
            }
            self.tally.step += now;
            left -= now;
            if self.tally.step == LENGTH {
                self.count().await?;
            }
        }
        Ok(())
    }

    /// Counts the games that are over, and begins the next ones.
    async fn count(&mut self) -> Result<(), EngineError> {
        (self.tally.step, self.tally.of) = (0, self.tally.of + ABREAST);
        let seeds = seeds(self.seed, self.tally.of);
        for (arm, hits) in self.arms.iter_mut().zip(&mut self.tally.hits) {
            let points = arm.gallery.hang(&arm.game.players().await?.g).await?;
            *hits += points.iter().filter(|points| arm.gallery.score(points).modes >= self.enough).count();
            arm.game.begin(&seeds, &Players::first(&arm.game.recipe, &seeds))?;
        }
        Ok(())
    }

    pub(super) async fn save(&mut self) -> Result<Kept, EngineError> {
        let [bare, with] = &mut self.arms;
        Ok(Kept { tally: self.tally, machines: [bare.game.snapshot().await?, with.game.snapshot().await?] })
    }

    pub(super) fn restore(&mut self, kept: &Kept) -> Result<(), EngineError> {
        self.tally = kept.tally;
        for (arm, machine) in self.arms.iter_mut().zip(&kept.machines) {
            arm.game.restore(machine)?;
        }
        Ok(())
    }

    /// Of each way its share, and Wilson's 95 % interval.
    fn shares(&self) -> [[f64; 3]; 2] {
        let of = self.tally.of as usize;
        self.tally.hits.map(|hits| {
            let (low, high) = wilson(hits, of);
            [low, hits as f64 / of.max(1) as f64, high]
        })
    }

    pub(super) fn metrics(&self) -> Vec<(&'static str, f64)> {
        let mut metrics = vec![("share_seeds", self.tally.of as f64)];
        if self.tally.of > 0 {
            let [[low, share, high], [cured_low, cured, cured_high]] = self.shares();
            metrics.extend([
                ("share_here", share),
                ("share_here_low", low),
                ("share_here_high", high),
                ("share_cured", cured),
                ("share_cured_low", cured_low),
                ("share_cured_high", cured_high),
            ]);
        }
        metrics
    }

    pub(super) fn panels(&self) -> Vec<Panel> {
        let ranges = ["bare", self.remedy].into_iter().zip(self.shares()).enumerate();
        let ranges = ranges.map(|(at, (key, share))| {
            series(key, at as u8 + 1, vec![0.0, 1.0, 2.0], share.map(|part| part as f32).to_vec())
        });
        let Tally { step, of, .. } = self.tally;
        let (from, to, enough) = (of + 1, of + ABREAST, self.enough);
        let said = Sentence::new(
            format!("数了 {of} 个种子；正在跑第 {from}、{to} 个，第 {step} / {LENGTH} 步。成功：至少 {enough} 个峰"),
            format!(
                "{of} seeds counted; now numbers {from} and {to}, step {step} of {LENGTH}. Success: {enough} modes at least"
            ),
        );
        vec![panel("often", Content::Lines(ranges.collect())), panel("often_said", Content::Text(said))]
    }
}

/// Further seeds than the reader's, the first of them after `from` others.
fn seeds(seed: u64, from: u64) -> Vec<u64> {
    (1..=ABREAST).map(|at| seed.wrapping_add((from + at) << 32)).collect()
}

fn arm(settings: &Settings, target: &Target, seed: u64, device: &Device) -> Result<Arm, EngineError> {
    let mut game = Game::new(device, settings.recipe.clone(), &target.pool, &seeds(seed, 0))?;
    game.turn(&settings.dials)?;
    let gallery = Gallery::new(device, &settings.recipe, target, seed)?;
    Ok(Arm { game, gallery })
}
