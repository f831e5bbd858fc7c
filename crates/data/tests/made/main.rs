//! What every made data set promises: the same bytes natively and in a browser, factors that can be found again in the item,
//! a sheet that shows it. One file a set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop at the first surprise")]

mod creatures;
mod digits;
mod faces;
mod fit;
mod glyphs;
mod language;
mod mixtures;
mod paint;
#[cfg(not(target_family = "wasm"))]
mod plot;
#[cfg(not(target_family = "wasm"))]
mod ridge;
mod same;
mod scenes;
mod series;
#[cfg(not(target_family = "wasm"))]
mod sheet;
mod textures;
mod tones;
mod toys;
