//! What all generators make of latent points that stay, and how good it is.

use super::super::look::latent;
use super::super::measure::{Place, found, sliced};
use super::super::step::Recipe;
use super::super::target::Target;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Program};

/// Points of each generator.
pub(super) const EACH: usize = 256;
/// Pixels along each side of a thumbnail.
pub(super) const SIDE: usize = 32;
/// The distance of a generator whose points are no numbers, or farther off still: of the ring's centre it is 2.
pub(super) const LOST: f64 = 4.0;
const STREAM: u32 = 0x91;
/// Where real points that no batch draws begin.
const UNSEEN: u64 = 1 << 20;

/// What came of one game.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Score {
    pub(in super::super) modes: usize,
    pub(super) good: f64,
    /// Sliced Wasserstein distance, at most [`LOST`].
    pub(super) sliced: f64,
    /// The mode that is nearest to most points.
    pub(super) leader: Option<usize>,
    /// The share of those points.
    pub(super) lead: f64,
}

impl Score {
    /// Whether the game has done what it should.
    pub(super) fn succeeds(&self) -> bool {
        self.modes >= 7 && self.good > 0.5
    }
}

pub(in super::super) struct Gallery {
    machine: Machine,
    real: Vec<Place>,
    centres: Vec<Place>,
    spread: f32,
    reach: f32,
}

impl Gallery {
    pub(in super::super) fn new(
        device: &Device,
        recipe: &Recipe,
        target: &Target,
        seed: u64,
    ) -> Result<Self, EngineError> {
        let members = recipe.members.unwrap_or(1);
        let mut program = Program::new();
        program.replicas(members);
        let g = program.state("g", &[recipe.generator.size()]);
        let z = program.state("z", &[EACH, recipe.generator.widths[0]]);
        program.output("made", &recipe.generator.forward(&g, &z));
        let mut machine = device.machine(program.compile()?)?;
        machine.write("z", &latent(recipe, &mut Stream::new(seed, STREAM), EACH * members))?;
        let real = target.points(seed, UNSEEN, EACH).as_chunks::<2>().0.to_vec();
        let (centres, spread, reach) = (target.centres.clone(), target.spread, target.reach);
        Ok(Self { machine, real, centres, spread, reach })
    }

    /// Points of each generator.
    pub(in super::super) async fn hang(&mut self, g: &[f32]) -> Result<Vec<Vec<Place>>, EngineError> {
        self.machine.write("g", g)?;
        self.machine.run(1)?;
        let made = self.machine.read("made").await?;
        Ok(made.as_chunks::<2>().0.chunks_exact(EACH).map(<[Place]>::to_vec).collect())
    }

    pub(in super::super) fn score(&self, points: &[Place]) -> Score {
        if points.iter().flatten().any(|x| !x.is_finite()) {
            return Score { modes: 0, good: 0.0, sliced: LOST, leader: None, lead: 0.0 };
        }
        let found = found(points, &self.centres, self.spread);
        let mut near = vec![0_usize; self.centres.len()];
        for point in points {
            let off = |at: &usize| {
                let (x, y) = (point[0] - self.centres[*at][0], point[1] - self.centres[*at][1]);
                x * x + y * y
            };
            if let Some(mode) = (0..near.len()).min_by(|a, b| off(a).total_cmp(&off(b))) {
                near[mode] += 1;
            }
        }
        let leader = (0..near.len()).max_by_key(|mode| near[*mode]);
        let lead = near.iter().max().map_or(0.0, |most| *most as f64 / points.len().max(1) as f64);
        Score { modes: found.modes, good: found.good, sliced: sliced(points, &self.real).min(LOST), leader, lead }
    }

    /// Points as a picture, rows from above, the most of a pixel black.
    pub(super) fn thumbnail(&self, points: &[Place]) -> Vec<f32> {
        let mut ink = vec![0.0_f32; SIDE * SIDE];
        let cell = |x: f32| {
            let at = ((x + self.reach) / (2.0 * self.reach) * SIDE as f32).floor();
            (0.0..SIDE as f32).contains(&at).then_some(at as usize)
        };
        for [x, y] in points {
            if let Some((x, y)) = cell(*x).zip(cell(*y)) {
                ink[(SIDE - 1 - y) * SIDE + x] += 1.0;
            }
        }
        // A few points in a pixel are seen as well as many.
        ink.iter_mut().for_each(|ink| *ink = (*ink / 4.0).min(1.0));
        ink
    }
}
