//! A studio at work: the plan of a step with its memory, and a wall where vectors become pictures.

use super::feed::Feed;
use super::net::{By, Design, Discriminator, Generator, Norm, Traces};
use super::step::{DIALS, Made, RECORDS, REFERENCE, Recipe, begun, program};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Plan, Program, Snapshot};
use nn::Layer;

/// Streams: first weights, the reference batch, vectors on the wall.
const FIRST: u32 = 0x81;
const SAME: u32 = 0x82;
const WALL: u32 = 0x83;
const UNLEARNT: u32 = 0x84;
/// Vectors that become pictures at once.
pub(super) const HUNG: usize = 64;

/// A program beside the game, whose networks are copies of the players.
struct Side {
    machine: Machine,
    /// States that are copied: their names in the game, and here.
    copied: Vec<(String, String)>,
    stale: bool,
}

impl Side {
    fn new(device: &Device, program: &Program, copied: Vec<(String, String)>) -> Result<Self, EngineError> {
        Ok(Self { machine: device.machine(program.compile()?)?, copied, stale: true })
    }

    async fn refresh(&mut self, game: &mut Machine) -> Result<(), EngineError> {
        if std::mem::take(&mut self.stale) {
            for (here, there) in &self.copied {
                let values = game.read(here).await?;
                self.machine.write(there, &values)?;
            }
        }
        Ok(())
    }
}

pub(super) struct Play {
    device: Device,
    machine: Machine,
    pub(super) recipe: Recipe,
    seed: u64,
    /// Pictures that batches are drawn from, from 0 to 1.
    pub(super) pool: Vec<f32>,
    wall: Side,
    /// Names of the states of the generator that draws, where it is its mean; their names on the wall.
    mean: Vec<(String, String)>,
    /// Made when they are first asked for.
    judge: Option<Side>,
    batch: Option<Side>,
}

/// What D says of pictures.
#[derive(Debug, Default, Clone)]
pub(super) struct Judged {
    /// `[N]`.
    pub(super) scores: Vec<f32>,
    /// `[N, F]`: what its last layer sees.
    pub(super) features: Vec<f32>,
}

/// A batch as the generator makes it while it trains.
#[derive(Debug, Default, Clone)]
pub(super) struct Batch {
    /// `[HUNG, C·H·W]`, from 0 to 1.
    pub(super) pictures: Vec<f32>,
    /// Of each channel the mean before the last bend, `[C]`.
    pub(super) before: Vec<f32>,
}

impl Play {
    pub(super) fn new(device: &Device, recipe: &Recipe, feed: &Feed, seed: u64) -> Result<Self, EngineError> {
        let Made { program, generator, mean, discriminator, memory } = program(recipe);
        let mut machine = device.machine(program.compile()?)?;
        let mut random = Stream::new(seed, FIRST);
        let first = generator.init(&mut random).into_iter().chain(discriminator.init(&mut random));
        for (name, values) in first.chain(memory.init(&mut random)) {
            let mean = format!("mean.{name}");
            if machine.plan().named(&mean).is_some() {
                machine.write(&mean, &values)?;
            }
            machine.write(&name, &values)?;
        }
        machine.write("random", &key(seed))?;
        let (pool, _) = feed.draw(0, recipe.pool);
        machine.write("pool", &spread(&recipe.design, &pool))?;
        let mut drawn = names(&generator);
        let mut here = drawn.iter_mut().map(|(here, _)| here);
        mean.each(&mut |parameter| {
            if let (Some(here), true) = (here.next(), parameter.learnt) {
                here.clone_from(&parameter.name);
            }
        });
        let mut wall = Side::new(device, &hung(&recipe.design), drawn.clone())?;
        if recipe.design.norm == Norm::Virtual {
            machine.write("reference", &vectors(&recipe.design, seed, SAME, REFERENCE))?;
        }
        if let Some(company) = company(recipe.design.norm) {
            wall.machine.write("reference", &vectors(&recipe.design, seed, SAME, company))?;
        }
        let (device, recipe) = (device.clone(), recipe.clone());
        Ok(Self { device, machine, recipe, seed, pool, wall, mean: drawn, judge: None, batch: None })
    }

    /// Whether pictures are made with the generator's mean; else with the generator of the moment.
    pub(super) fn draw_with_mean(&mut self, on: bool) {
        let own = || self.mean.iter().map(|(_, name)| (name.clone(), name.clone())).collect();
        let copied = if on { self.mean.clone() } else { own() };
        self.wall.stale |= self.wall.copied != copied;
        self.wall.copied = copied;
    }

    /// Turns the dials; those that the recipe has no use for are left alone.
    pub(super) fn turn(&mut self, dials: &[(&str, f32)]) -> Result<(), EngineError> {
        for (name, value) in dials.iter().filter(|(name, _)| DIALS.contains(name)) {
            let name = format!("dial.{name}");
            if self.machine.plan().named(&name).is_some() {
                self.machine.write(&name, &[*value])?;
            }
        }
        Ok(())
    }

    fn stale(&mut self) {
        for side in [Some(&mut self.wall), self.judge.as_mut(), self.batch.as_mut()].into_iter().flatten() {
            side.stale = true;
        }
    }

    /// Trains `steps` steps; answers with the rows of [`RECORDS`].
    pub(super) async fn train(&mut self, steps: u32) -> Result<Vec<f32>, EngineError> {
        let (mut rows, mut left) = (Vec::new(), steps);
        while left > 0 {
            let now = left.min(self.machine.room().max(1));
            self.machine.run(now)?;
            rows.extend(self.machine.drain().await?);
            left -= now;
        }
        if steps > 0 {
            self.stale();
        }
        Ok(rows)
    }

    /// Pictures from 0 to 1 of these vectors, as many as there are; each by itself.
    pub(super) async fn pictures(&mut self, z: &[f32]) -> Result<Vec<f32>, EngineError> {
        self.wall.refresh(&mut self.machine).await?;
        let (latent, pixels) = (self.recipe.design.latent, self.recipe.design.pixels());
        let mut all = Vec::new();
        for some in z.chunks(HUNG * latent) {
            let mut vectors = some.to_vec();
            vectors.resize(HUNG * latent, 0.0);
            self.wall.machine.write("z", &vectors)?;
            self.wall.machine.run(1)?;
            all.extend_from_slice(&self.wall.machine.read("pictures").await?[..some.len() / latent * pixels]);
        }
        Ok(all)
    }

    /// Who looks where in the pictures of [`HUNG`] vectors, `[HUNG, T, T]`; nothing without attention.
    pub(super) async fn looks(&mut self, z: &[f32]) -> Result<Vec<f32>, EngineError> {
        if !self.recipe.design.attention {
            return Ok(Vec::new());
        }
        self.pictures(&z[..HUNG * self.recipe.design.latent]).await?;
        self.wall.machine.read("looks").await
    }

    /// What D says of pictures from 0 to 1, each by itself: norms go by what they saw on average.
    pub(super) async fn judged(&mut self, pictures: &[f32]) -> Result<Judged, EngineError> {
        let design = &self.recipe.design;
        let mut judge = match self.judge.take() {
            Some(judge) => judge,
            None => {
                let (program, discriminator) = judging(design);
                Side::new(&self.device, &program, names(&discriminator))?
            }
        };
        judge.refresh(&mut self.machine).await?;
        let pixels = design.pixels();
        let mut all = Judged::default();
        for some in pictures.chunks(HUNG * pixels) {
            let rows = some.len() / pixels;
            let mut x = spread(design, some);
            x.resize(HUNG * pixels, 0.0);
            judge.machine.write("x", &x)?;
            judge.machine.run(1)?;
            all.scores.extend_from_slice(&judge.machine.read("scores").await?[..rows]);
            let features = judge.machine.read("features").await?;
            all.features.extend_from_slice(&features[..features.len() / HUNG * rows]);
        }
        self.judge = Some(judge);
        Ok(all)
    }

    /// What D's first weights make of pictures: features before it has learnt anything.
    pub(super) async fn unlearnt(&mut self, pictures: &[f32]) -> Result<Judged, EngineError> {
        let (program, discriminator) = judging(&self.recipe.design);
        let (trained, mut fresh) = (self.judge.take(), Side::new(&self.device, &program, Vec::new())?);
        let mut random = Stream::new(self.seed, UNLEARNT);
        for (name, values) in discriminator.init(&mut random) {
            fresh.machine.write(&name, &values)?;
        }
        self.judge = Some(fresh);
        let judged = self.judged(pictures).await;
        self.judge = trained;
        judged
    }

    /// Pictures of [`HUNG`] vectors as one batch, as the generator makes them while it trains.
    pub(super) async fn batch(&mut self, z: &[f32]) -> Result<Batch, EngineError> {
        let mut batch = match self.batch.take() {
            Some(batch) => batch,
            None => {
                let (program, generator) = together(&self.recipe.design);
                let mut side = Side::new(&self.device, &program, names(&generator))?;
                if self.recipe.design.norm == Norm::Virtual {
                    let reference = vectors(&self.recipe.design, self.seed, SAME, REFERENCE);
                    side.machine.write("reference", &reference)?;
                }
                side
            }
        };
        batch.refresh(&mut self.machine).await?;
        batch.machine.write("z", z)?;
        batch.machine.run(1)?;
        let made =
            Batch { pictures: batch.machine.read("pictures").await?, before: batch.machine.read("before").await? };
        self.batch = Some(batch);
        Ok(made)
    }

    /// A state of the players.
    pub(super) async fn state(&mut self, name: &str) -> Result<Vec<f32>, EngineError> {
        self.machine.read(name).await
    }

    pub(super) fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    pub(super) async fn snapshot(&mut self) -> Result<Snapshot, EngineError> {
        self.machine.snapshot().await
    }

    pub(super) fn restore(&mut self, snapshot: &Snapshot) -> Result<(), EngineError> {
        self.stale();
        self.machine.restore(snapshot)
    }
}

/// Vectors whose pictures the norms go by, so that each picture on the wall is one of its vector alone. Where the generator learns by
/// batch norms, more of them than a batch has: what norms have seen on average belongs to the generator of the moment, and the one that
/// draws is a mean of many.
fn company(norm: Norm) -> Option<usize> {
    match norm {
        Norm::None => None,
        Norm::Batch => Some(2 * HUNG),
        Norm::Virtual => Some(REFERENCE),
    }
}

/// Names of a network's states, for copying.
fn names<L: Layer>(net: &L) -> Vec<(String, String)> {
    let mut names = Vec::new();
    net.each(&mut |parameter| names.push((parameter.name.clone(), parameter.name.clone())));
    names
}

/// Pictures from 0 to 1 as the networks have them.
fn spread(design: &Design, pictures: &[f32]) -> Vec<f32> {
    pictures.iter().map(|x| if design.tanh { x * 2.0 - 1.0 } else { *x }).collect()
}

/// Pictures of the networks, from 0 to 1.
fn gathered(design: &Design, made: Expr) -> Expr {
    if design.tanh { made * 0.5 + 0.5 } else { made }
}

/// A program that makes pictures of vectors, each by itself.
fn hung(design: &Design) -> Program {
    let mut program = Program::new();
    let generator = Generator::new(&mut program, "g", design, design.latent);
    let z = program.state("z", &[HUNG, design.latent]);
    let mut traces = Traces::default();
    let made = match design.norm {
        Norm::None => generator.forward(design, &z, By::Batch, &mut traces),
        _ => beside_reference(&mut program, design, &generator, &z, &mut traces),
    };
    if let Some(looks) = &traces.looks {
        // Who looks at the reference batch is nobody's business.
        let places = looks.shape().axes()[2];
        let first = looks.shape().axes()[0] - HUNG;
        program.output("looks", &looks.slice(0, first, HUNG).reshape(&[HUNG, places, places]));
    }
    program.output("pictures", &gathered(design, made));
    program
}

/// A program that makes a batch of vectors into pictures, and the means of what their last bend gets.
fn together(design: &Design) -> (Program, Generator) {
    let mut program = Program::new();
    let generator = Generator::new(&mut program, "g", design, design.latent);
    let z = program.state("z", &[HUNG, design.latent]);
    let mut traces = Traces::default();
    let made = match design.norm {
        Norm::Virtual => beside_reference(&mut program, design, &generator, &z, &mut traces),
        _ => generator.forward(design, &z, By::Batch, &mut traces),
    };
    if let Some(before) = &traces.before {
        let first = before.shape().axes()[0] - HUNG;
        let own = before.slice(0, first, HUNG);
        let pixels = (design.side * design.side * HUNG) as f32;
        program.output("before", &(own.sum_axes(&[0, 2, 3]).reshape(&[design.channels]) * (1.0 / pixels)));
    }
    program.output("pictures", &gathered(design, made));
    (program, generator)
}

/// Pictures of vectors whose norms go by the reference batch.
fn beside_reference(
    program: &mut Program,
    design: &Design,
    generator: &Generator,
    z: &Expr,
    traces: &mut Traces,
) -> Expr {
    let rows = company(design.norm).unwrap_or(0);
    let reference = program.state("reference", &[rows, design.latent]);
    let all = generator.forward(design, &Expr::concat(&[&reference, z], 0), By::First(rows), traces);
    all.slice(0, rows, HUNG)
}

/// A program by which D judges pictures.
fn judging(design: &Design) -> (Program, Discriminator) {
    let mut program = Program::new();
    let discriminator = begun(&mut program, design);
    let x = program.state("x", &[HUNG, design.channels, design.side, design.side]);
    let scores = discriminator.forward(design, &x, By::Running, &mut Traces::default());
    program.output("scores", &scores.reshape(&[HUNG]));
    program.output("features", &discriminator.features(design, &x, By::Running));
    (program, discriminator)
}

/// Normal vectors, `[count, Z]`.
fn vectors(design: &Design, seed: u64, stream: u32, count: usize) -> Vec<f32> {
    let mut random = Stream::new(seed, stream);
    (0..count * design.latent).map(|_| random.normal()).collect()
}

/// The vectors on the wall, and more for an exam.
pub(super) fn wall_vectors(design: &Design, seed: u64, count: usize) -> Vec<f32> {
    vectors(design, seed, WALL, count)
}

/// A record in the newest row.
pub(super) fn record(rows: &[f32], name: &str) -> Option<f32> {
    let at = RECORDS.iter().position(|known| *known == name)?;
    rows.last_chunk::<{ RECORDS.len() }>().map(|row| row[at])
}
