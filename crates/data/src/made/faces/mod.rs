//! Cartoon heads with named attributes, in two families of drawing: what generators learn to draw, what conditions steer,
//! and, since either family draws the same [`Factors`], two piles for translation without pairs (with pairs to judge it by).
//!
//! A head lies in the unit square; its features lie on a sphere that turns, so that near and far differ as they do in a
//! head (`head.rs`). The shapes are the families' common property (`hair.rs`, `hat.rs`), the ink is their own.

mod anime;
mod factors;
mod hair;
mod hat;
mod head;
mod ink;
mod palette;

pub use factors::{
    Background, Brows, Clothes, Eyes, Facing, Factors, Fringe, Glasses, HairColour, HairStyle, Hat, Iris, Mouth, Skin,
};

use super::choice::choices;
use crate::picture::Picture;
use crate::random::Random;

choices! {
    /// The hand that draws.
    Family {
        Anime: "动漫", "anime";
        Ink: "水墨线稿", "ink and wash";
    }
}

/// The set of faces.
#[derive(Debug, Clone, Copy)]
pub struct Face;

impl Face {
    /// Item `index`: a picture of `3 × size × size` and what it shows. The factors depend on seed and index only, so the
    /// two families draw the same head. Made for 24, 32 and 64 pixels.
    #[must_use]
    pub fn draw(seed: u64, index: u64, size: usize, family: Family) -> (Factors, Picture) {
        let factors = Factors::draw(&mut Random::of(seed, index));
        (factors, Self::render(&factors, size, family))
    }

    /// A face of given factors.
    #[must_use]
    pub fn render(factors: &Factors, size: usize, family: Family) -> Picture {
        match family {
            Family::Anime => anime::paint(factors, size),
            Family::Ink => ink::paint(factors, size),
        }
    }
}
