//! What the views of all labs share: the bench on which a lab lies, canvases that paint its frames, controls made from
//! its parameter table.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod bench;
mod canvas;
mod controls;
mod hover;
mod parts;
mod pins;
mod save;

pub use bench::{Bench, Change, Inside, Panel};
pub use canvas::Canvas;
pub use controls::{Controls, has_control};
pub use hover::Hover;
pub use parts::{at_once, fetched};
pub use pins::Pin;
pub use save::{save_picture, stem};

/// A frame’s floats as the figures take them.
pub fn doubles(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}
