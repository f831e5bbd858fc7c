//! A game that is played: the plan of a step on a device, its memory, and how it begins.

use super::record::RECORDS;
use super::rule::states;
use super::spectral;
use super::step::{DIALS, Limit, Recipe, program};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan, Snapshot, Tensor};

/// Streams of random numbers: first weights of G and D, directions, points of the history.
const FIRST_G: u32 = 0x61;
const FIRST_D: u32 = 0x62;
const DIRECTIONS: u32 = 0x63;
const HISTORY: u32 = 0x64;

/// The values of the dials, in the order of [`DIALS`].
pub(super) type Turned = Vec<(&'static str, f32)>;

pub(super) struct Game {
    machine: Machine,
    pub(super) recipe: Recipe,
}

/// What of a game is carried from one plan to another: the networks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Players {
    pub(super) g: Vec<f32>,
    pub(super) d: Vec<f32>,
    pub(super) directions: Vec<f32>,
}

impl Players {
    /// As they begin: of every member the networks of its own seed.
    pub(super) fn first(recipe: &Recipe, seeds: &[u64]) -> Self {
        let all = |stream: u32, draw: &dyn Fn(&mut Stream) -> Vec<f32>| {
            seeds.iter().flat_map(|seed| draw(&mut Stream::new(*seed, stream))).collect()
        };
        Self {
            g: all(FIRST_G, &|random| recipe.generator.first(random)),
            d: all(FIRST_D, &|random| recipe.discriminator.first(random)),
            directions: all(DIRECTIONS, &|random| spectral::first(&recipe.discriminator, random)),
        }
    }
}

impl Game {
    /// A game from its beginning; `pool` is what batches are drawn from, row by row.
    pub(super) fn new(device: &Device, recipe: Recipe, pool: &[f32], seeds: &[u64]) -> Result<Self, EngineError> {
        let players = Players::first(&recipe, seeds);
        Self::with(device, recipe, pool, seeds, &players)
    }

    /// A game with these players, who remember nothing.
    pub(super) fn with(
        device: &Device,
        recipe: Recipe,
        pool: &[f32],
        seeds: &[u64],
        players: &Players,
    ) -> Result<Self, EngineError> {
        let mut machine = device.machine(program(&recipe).0.compile()?)?;
        machine.write("pool", pool)?;
        let mut this = Self { machine, recipe };
        this.begin(seeds, players)?;
        Ok(this)
    }

    /// From the beginning, with these players, who remember nothing, and draws by these seeds.
    pub(super) fn begin(&mut self, seeds: &[u64], players: &Players) -> Result<(), EngineError> {
        let sizes = [("g", self.recipe.generator.size()), ("d", self.recipe.discriminator.size())];
        for (name, size) in sizes {
            for (state, axes, first) in states(name, size) {
                self.machine.write(&state, &vec![first; seeds.len() * axes.iter().product::<usize>()])?;
            }
            if self.recipe.averaged {
                self.machine.write(&format!("{name}.mean_all"), &vec![0.0; seeds.len() * size])?;
                self.machine.write("steps", &vec![0.0; seeds.len()])?;
            }
        }
        let keys: Vec<f32> = seeds.iter().flat_map(|seed| key(*seed)).collect();
        self.machine.write("random", &keys)?;
        if self.recipe.history > 0 {
            let rows = |seed: &u64| {
                let mut random = Stream::new(*seed, HISTORY);
                (0..self.recipe.history * 2).map(|_| random.normal()).collect::<Vec<f32>>()
            };
            self.machine.write("history", &seeds.iter().flat_map(rows).collect::<Vec<f32>>())?;
        }
        self.seat(players)
    }

    /// Turns the dials; those that it does not have are left alone.
    pub(super) fn turn(&mut self, dials: &[(&'static str, f32)]) -> Result<(), EngineError> {
        for (name, value) in dials.iter().filter(|(name, _)| DIALS.contains(name)) {
            self.turn_each(name, &vec![*value; self.recipe.members.unwrap_or(1)])?;
        }
        Ok(())
    }

    /// Turns a dial of each member.
    pub(super) fn turn_each(&mut self, name: &str, values: &[f32]) -> Result<(), EngineError> {
        let name = format!("dial.{name}");
        // What the recipe has no use for is no state of its plan.
        if self.machine.plan().named(&name).is_none() {
            return Ok(());
        }
        self.machine.write(&name, values)
    }

    /// Plays `steps` steps; answers with the rows of [`RECORDS`], of each step those of all members.
    pub(super) async fn play(&mut self, steps: u32) -> Result<Vec<f32>, EngineError> {
        let mut rows = Vec::new();
        let mut left = steps;
        while left > 0 {
            let now = left.min(self.machine.room());
            self.machine.run(now)?;
            rows.extend(self.machine.drain().await?);
            left -= now;
        }
        Ok(rows)
    }

    pub(super) async fn players(&mut self) -> Result<Players, EngineError> {
        let directions = match self.recipe.limit {
            Limit::Spectral => self.machine.read("directions").await?,
            _ => Vec::new(),
        };
        Ok(Players { g: self.machine.read("g").await?, d: self.machine.read("d").await?, directions })
    }

    /// Other players, who go on from here.
    pub(super) fn seat(&mut self, players: &Players) -> Result<(), EngineError> {
        self.machine.write("g", &players.g)?;
        self.machine.write("d", &players.d)?;
        if self.recipe.limit == Limit::Spectral {
            self.machine.write("directions", &players.directions)?;
        }
        Ok(())
    }

    pub(super) fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    /// What is watched of the step that comes, by the plan of its watches.
    pub(super) async fn watch(&mut self, watched: &Plan) -> Result<Vec<Tensor>, EngineError> {
        let now = self.machine.snapshot().await?;
        self.machine.plan().watch(watched, &now)
    }

    pub(super) async fn snapshot(&mut self) -> Result<Snapshot, EngineError> {
        self.machine.snapshot().await
    }

    pub(super) fn restore(&mut self, snapshot: &Snapshot) -> Result<(), EngineError> {
        self.machine.restore(snapshot)
    }
}

/// A record of one member in the newest row.
pub(super) fn record(rows: &[f32], name: &str) -> Option<f32> {
    let at = RECORDS.iter().position(|known| *known == name)?;
    rows.last_chunk::<{ RECORDS.len() }>().map(|row| row[at])
}
