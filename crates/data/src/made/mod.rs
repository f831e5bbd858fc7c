//! Data that is made here, from a seed, with the factors that made it.
//!
//! Each set is a folder. What it promises: `(seed, index)` alone decides an item, so items can be made in any order; the
//! bytes are the same natively and in a browser; its factors come with each item.

pub mod choice;
pub mod creatures;
pub mod digits;
pub mod faces;
pub mod figures;
pub mod glyphs;
pub mod language;
pub mod mixtures;
pub mod paint;
pub mod scenes;
pub mod series;
pub mod textures;
pub mod tones;
pub mod toys;
