//! The lecture's regression: the combat power (CP) after evolution from what is known before. Species s draws its own line,
//! y = b_s + w_s x + c x² + ε, and the steeper ones also reach higher x, so one line through all of them leaves a
//! wide error, powers of x help, and the species helps most; hit points, weight and height follow x or the species and say
//! nothing more about y.

use super::{Name, Plan};
use crate::random::Random;

/// Species in a table.
pub const SPECIES: usize = 4;
/// c, per CP.
const CURVATURE: f32 = 5e-4;

/// A species: a creature with a line of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Species {
    /// What it is called.
    pub name: Name,
    /// What it looks like before evolution; the same plan, `evolved`, is what it becomes.
    pub plan: Plan,
    /// b: CP after evolution of one without any.
    pub bias: f32,
    /// w: CP after evolution for one before.
    pub slope: f32,
    /// In kilograms, of a common one.
    pub weight: f32,
    /// In metres, of a common one.
    pub height: f32,
}

impl Species {
    /// Species `place` (0 … [`SPECIES`] − 1) of what `seed` makes; the slopes are 1.5, 1.95, 2.4 and 2.85, give or take 0.05.
    #[must_use]
    pub fn of(seed: u64, place: usize) -> Self {
        // Far from the items of the table, which count from 0.
        let mut random = Random::of(seed, u64::MAX - place as u64);
        let plan = Plan { evolved: false, ..Plan::draw(&mut random) };
        Self {
            name: Name::draw(plan.kind, &mut random),
            plan,
            bias: random.between(-10.0, 20.0),
            slope: 1.5 + 0.45 * place as f32 + random.between(-0.05, 0.05),
            weight: random.between(2.0, 40.0),
            height: random.between(0.3, 1.4),
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evolution {
    /// Which species of the seed.
    pub species: usize,
    /// x: combat power before, low ones more often; from 10 to 170, 330, 490 or 650 by species.
    pub cp: f32,
    /// Hit points: 10 + 3.2 √x, and noise.
    pub hp: f32,
    /// Attack: 20 + 4 √x, and noise.
    pub attack: f32,
    /// Defence: 18 + 3.6 √x, and noise.
    pub defence: f32,
    /// In kilograms: the species', give or take a seventh.
    pub weight: f32,
    /// In metres: the species', give or take a tenth.
    pub height: f32,
    /// y: combat power after evolution.
    pub evolved_cp: f32,
}

impl Evolution {
    /// Row `index` of the table. All powers and points are whole numbers.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let place = random.below(SPECIES);
        let species = Species::of(seed, place);
        let u = random.unit();
        let cp = (10.0 + 160.0 * (place + 1) as f32 * u * u.sqrt()).round();
        let root = cp.sqrt();
        let mut about = |mean: f32, deviation: f32| mean + deviation * random.normal();
        let evolved = species.bias + species.slope * cp + CURVATURE * cp * cp;
        Self {
            species: place,
            cp,
            hp: about(10.0 + 3.2 * root, 4.0).round().max(1.0),
            attack: about(20.0 + 4.0 * root, 6.0).round().max(1.0),
            defence: about(18.0 + 3.6 * root, 6.0).round().max(1.0),
            weight: (about(species.weight, species.weight / 7.0) * 100.0).round().max(1.0) / 100.0,
            height: (about(species.height, species.height / 10.0) * 100.0).round().max(1.0) / 100.0,
            evolved_cp: about(evolved, 4.0 + 0.015 * evolved).round().max(10.0),
        }
    }
}
