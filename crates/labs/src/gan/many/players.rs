//! Who plays: games, or the rival that is none.

use super::super::game::Game;
use super::super::step::Recipe;
use super::super::target::Target;
use super::gallery::Gallery;
use super::trial::{self, Trial, VAE};
use super::vae;
use crate::exhibit::engine;
use compute::{Device, EngineError, Machine, Plan, Snapshot};
use labkit::{LabError, Params};

/// Who plays now.
pub(super) enum Players {
    Games(Game),
    Vae(Machine),
}

impl Players {
    pub(super) async fn play(&mut self, steps: u32) -> Result<(), EngineError> {
        match self {
            Self::Games(game) => game.play(steps).await.map(drop),
            Self::Vae(machine) => {
                let mut left = steps;
                while left > 0 {
                    let now = left.min(machine.room());
                    machine.run(now)?;
                    machine.drain().await?;
                    left -= now;
                }
                Ok(())
            }
        }
    }

    pub(super) async fn generators(&mut self) -> Result<Vec<f32>, EngineError> {
        match self {
            Self::Games(game) => Ok(game.players().await?.g),
            Self::Vae(machine) => machine.read("g").await,
        }
    }

    pub(super) fn plan(&self) -> &Plan {
        match self {
            Self::Games(game) => game.plan(),
            Self::Vae(machine) => machine.plan(),
        }
    }

    pub(super) async fn snapshot(&mut self) -> Result<Snapshot, EngineError> {
        match self {
            Self::Games(game) => game.snapshot().await,
            Self::Vae(machine) => machine.snapshot().await,
        }
    }

    pub(super) fn restore(&mut self, snapshot: &Snapshot) -> Result<(), EngineError> {
        match self {
            Self::Games(game) => game.restore(snapshot),
            Self::Vae(machine) => machine.restore(snapshot),
        }
    }
}

/// The players of a recipe at their beginning, and where what they make is hung.
pub(super) fn seat(device: &Device, trial: &Trial, seed: u64, seeds: &[u64]) -> Result<(Players, Gallery), LabError> {
    let params = trial.params()?;
    let (target, recipe) = (Target::of(&params, seed), trial.recipe(&params, seeds.len()));
    let gallery = Gallery::new(device, &recipe, &target, seed).map_err(engine)?;
    let players = players(device, trial, &params, recipe, &target, seeds).map_err(engine)?;
    Ok((players, gallery))
}

fn players(
    device: &Device,
    trial: &Trial,
    params: &Params,
    recipe: Recipe,
    target: &Target,
    seeds: &[u64],
) -> Result<Players, EngineError> {
    let drawn = trial::drawn(seeds);
    if trial.key == VAE {
        return vae::machine(device, &recipe, &target.pool, seeds, &drawn).map(Players::Vae);
    }
    let mut game = Game::new(device, recipe, &target.pool, seeds)?;
    game.turn(&Trial::dials(params))?;
    if trial.drawn {
        for (name, values) in &drawn {
            game.turn_each(name, values)?;
        }
    }
    Ok(Players::Games(game))
}
