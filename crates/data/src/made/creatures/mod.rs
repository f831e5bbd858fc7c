//! Pocket creatures: sprites out of a small grammar of bodies, and tables of what they can do. They stand in the place of the
//! creatures that the lecture works with: sprites for generators that go pixel by pixel and for completion, a table of
//! evolutions for regression ([`Evolution`]), two types for classification ([`Sighting`]), six abilities for components
//! ([`Abilities`]).

mod abilities;
mod body;
mod evolution;
mod names;
mod ornaments;
mod plan;
mod sightings;
mod sprite;

pub use abilities::{Abilities, LOADINGS};
pub use evolution::{Evolution, SPECIES, Species};
pub use names::Name;
pub use plan::{Build, Ears, Eyes, Kind, Mark, Plan};
pub use sightings::{Class, Gaussian, NORMAL, Sighting, WATER};
pub use sprite::{COLOURS, Sprite, palette};

use crate::picture::Picture;
use crate::random::Random;

/// The set of sprites.
#[derive(Debug, Clone, Copy)]
pub struct Creature;

impl Creature {
    /// Item `index`: a picture of `3 × size × size` and what it shows. Made for 20 and 40 pixels.
    #[must_use]
    pub fn draw(seed: u64, index: u64, size: usize) -> (Plan, Picture) {
        let plan = Plan::draw(&mut Random::of(seed, index));
        (plan, Sprite::of(&plan, size).picture())
    }
}
