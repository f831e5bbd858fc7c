//! Looking at a game without playing: what D says all over the plane, where it pushes each generated point, what G makes.

use super::game::Players;
use super::loss::{Loss, Targets, generator};
use super::mlp::Mlp;
use super::spectral;
use super::step::{Limit, Recipe};
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, grad};

/// Points of either kind on view.
pub(super) const SHOWN: usize = 256;
/// Places along each side of the field.
pub(super) const SIDE: usize = 49;
/// Squares along each side of the grid of z, and how far it reaches.
pub(super) const LINES: usize = 17;
const WIDE: f32 = 2.0;
/// Streams: latent points on view, those of an exam, mixes of segments.
const ON_VIEW: u32 = 0x71;
const EXAMINED: u32 = 0x72;
const MIXED: u32 = 0x73;

/// The players as states of a program, and D as it looks.
struct Seated {
    g: Expr,
    d: Expr,
    directions: Option<Expr>,
}

impl Seated {
    fn of(program: &mut Program, recipe: &Recipe) -> Self {
        let g = program.state("g", &[recipe.generator.size()]);
        let d = program.state("d", &[recipe.discriminator.size()]);
        let directions = (recipe.limit == Limit::Spectral)
            .then(|| program.state("directions", &[spectral::size(&recipe.discriminator)]));
        Self { g, d, directions }
    }

    fn score(&self, net: &Mlp, x: &Expr) -> Expr {
        let layers = net.layers(&self.d);
        let layers = match &self.directions {
            Some(directions) => spectral::normalised(layers, directions),
            None => layers,
        };
        net.head(&self.d, &layers, &net.hidden(&layers, x))
    }
}

/// What D's output is shown as: a probability where it is a logit, what f-GAN makes of it, else as it is.
fn shown(loss: Loss, score: &Expr) -> Expr {
    match loss {
        Loss::Divergence(divergence) => divergence.output(score),
        _ if loss.is_logit() => score.sigmoid(),
        _ => score.clone(),
    }
}

pub(super) fn latent(recipe: &Recipe, random: &mut Stream, count: usize) -> Vec<f32> {
    let one = |random: &mut Stream| if recipe.uniform { random.uniform() * 2.0 - 1.0 } else { random.normal() };
    (0..count * recipe.generator.widths[0]).map(|_| one(random)).collect()
}

/// What is seen of the first member.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sight {
    /// `[SHOWN, 2]`.
    pub(super) fake: Vec<f32>,
    /// Where G's loss wants each of them to go: its negative gradient, `[SHOWN, 2]`.
    pub(super) push: Vec<f32>,
    /// D's output and the length of its gradient at each place of the field.
    pub(super) field: Vec<f32>,
    pub(super) slope: Vec<f32>,
    /// D's outputs on the points on view.
    pub(super) on_real: Vec<f32>,
    pub(super) on_fake: Vec<f32>,
    /// Where G takes the grid of z, `[LINES², 2]`; nothing where z has not two dimensions.
    pub(super) grid: Vec<f32>,
}

pub(super) struct Looker {
    machine: Machine,
    spectral: bool,
    grid: bool,
}

impl Looker {
    pub(super) fn new(
        device: &Device,
        recipe: &Recipe,
        real: &[f32],
        reach: f32,
        seed: u64,
    ) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let seated = Seated::of(&mut program, recipe);
        let inputs = recipe.generator.widths[0];
        let z = program.state("z", &[SHOWN, inputs]);
        let real_at = program.state("real", &[SHOWN, 2]);
        let places = program.state("places", &[SIDE * SIDE, 2]);
        let fake = recipe.generator.forward(&seated.g, &z);
        let net = &recipe.discriminator;
        let on_fake = seated.score(net, &fake);
        let targets = Targets { real: Expr::scalar(1.0), fake: Expr::scalar(0.0), aim: Expr::scalar(1.0) };
        let push = grad(&generator(recipe.loss, &on_fake, &targets), &[&fake]).remove(0) * -(SHOWN as f32);
        // Batch discrimination knows no single points: of them D is asked as it would judge a batch without likeness.
        let alone = Mlp { batch: None, ..net.clone() };
        let field = match net.batch {
            None => seated.score(net, &places),
            Some(_) => without_likeness(net, &alone, &seated, &places),
        };
        let slope = grad(&field, &[&places]).remove(0);
        program.output("fake", &fake);
        program.output("push", &push);
        program.output("field", &shown(recipe.loss, &field));
        program.output("slope", &(slope.square().sum_axes(&[1]) + 1e-12).sqrt());
        program.output("on_real", &shown(recipe.loss, &seated.score(net, &real_at)));
        program.output("on_fake", &shown(recipe.loss, &on_fake));
        let grid = inputs == 2;
        if grid {
            let z = program.state("lines", &[LINES * LINES, 2]);
            program.output("grid", &recipe.generator.forward(&seated.g, &z));
        }
        let mut machine = device.machine(program.compile()?)?;
        machine.write("z", &latent(recipe, &mut Stream::new(seed, ON_VIEW), SHOWN))?;
        machine.write("real", real.get(..2 * SHOWN).unwrap_or_default())?;
        machine.write("places", &square(SIDE, reach))?;
        if grid {
            machine.write("lines", &square(LINES, if recipe.uniform { 1.0 } else { WIDE }))?;
        }
        Ok(Self { machine, spectral: recipe.limit == Limit::Spectral, grid })
    }

    pub(super) async fn look(&mut self, recipe: &Recipe, players: &Players) -> Result<Sight, EngineError> {
        let first = |values: &[f32], size: usize| values.get(..size).unwrap_or_default().to_vec();
        self.machine.write("g", &first(&players.g, recipe.generator.size()))?;
        self.machine.write("d", &first(&players.d, recipe.discriminator.size()))?;
        if self.spectral {
            self.machine.write("directions", &first(&players.directions, spectral::size(&recipe.discriminator)))?;
        }
        self.machine.run(1)?;
        let mut sight = Sight {
            fake: self.machine.read("fake").await?,
            push: self.machine.read("push").await?,
            field: self.machine.read("field").await?,
            slope: self.machine.read("slope").await?,
            on_real: self.machine.read("on_real").await?,
            on_fake: self.machine.read("on_fake").await?,
            grid: Vec::new(),
        };
        if self.grid {
            sight.grid = self.machine.read("grid").await?;
        }
        Ok(sight)
    }
}

/// D with zeros where the likeness of the batch would be.
fn without_likeness(net: &Mlp, alone: &Mlp, seated: &Seated, x: &Expr) -> Expr {
    let layers = net.layers(&seated.d);
    let hidden = alone.hidden(&layers, x);
    let Some(last) = layers.last() else { return hidden };
    hidden.matmul(&last.weight.slice(0, 0, net.features())) + &last.bias
}

/// Places of a square grid, `[side², 2]`, row by row from below.
fn square(side: usize, reach: f32) -> Vec<f32> {
    let at = |i: usize| reach * (2.0 * i as f32 / (side - 1) as f32 - 1.0);
    (0..side * side).flat_map(|i| [at(i % side), at(i / side)]).collect()
}

/// Points of an exam, of all members together.
pub(super) const ASKED: usize = 4096;
/// Segments on which D's gradient is measured, of each member.
const SEGMENTS: usize = 512;

/// What all members make of latent points that stay, and how steep their discriminators are between real and generated points.
pub(super) struct Exam {
    machine: Machine,
    spectral: bool,
}

impl Exam {
    pub(super) fn new(device: &Device, recipe: &Recipe, real: &[f32], seed: u64) -> Result<Self, EngineError> {
        let members = recipe.members.unwrap_or(1);
        let each = ASKED / members;
        let mut program = Program::new();
        if let Some(members) = recipe.members {
            program.replicas(members);
        }
        let seated = Seated::of(&mut program, recipe);
        let z = program.state("z", &[each, recipe.generator.widths[0]]);
        let made = recipe.generator.forward(&seated.g, &z);
        program.output("made", &made);
        let segments = SEGMENTS.min(each);
        let real_at = program.shared("real", &[segments, 2]);
        let mix = program.shared("mix", &[segments, 1]);
        let fake = made.slice(0, 0, segments);
        let between = &fake + (real_at - &fake) * mix;
        let slope = grad(&seated.score(&recipe.discriminator, &between), &[&between]).remove(0);
        program.output("norms", &(slope.square().sum_axes(&[1]) + 1e-12).sqrt());
        let mut machine = device.machine(program.compile()?)?;
        machine.write("z", &latent(recipe, &mut Stream::new(seed, EXAMINED), each * members))?;
        machine.write("real", real.get(..2 * segments).unwrap_or_default())?;
        let mut random = Stream::new(seed, MIXED);
        machine.write("mix", &(0..segments).map(|_| random.uniform()).collect::<Vec<_>>())?;
        Ok(Self { machine, spectral: recipe.limit == Limit::Spectral })
    }

    /// Points of all members, each one's in a row, and the lengths of D's gradient.
    pub(super) async fn sit(&mut self, players: &Players) -> Result<(Vec<[f32; 2]>, Vec<f32>), EngineError> {
        self.machine.write("g", &players.g)?;
        self.machine.write("d", &players.d)?;
        if self.spectral {
            self.machine.write("directions", &players.directions)?;
        }
        self.machine.run(1)?;
        let made = self.machine.read("made").await?;
        let norms = self.machine.read("norms").await?;
        Ok((made.as_chunks::<2>().0.to_vec(), norms))
    }
}
