//! What the views of all labs share: the bench on which a lab lies, canvases that paint its frames, controls made from
//! its parameter table.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod bench;
mod board;
mod canvas;
mod chart;
mod controls;
mod exhibits;
mod hover;
mod legend;
mod parts;
mod pictures;
mod pins;
mod plate;
mod reads;
mod save;
mod sketch;

pub use bench::{Bench, Change, Inside, Panel};
pub use board::{Board, Cells, Pick, Stroke};
pub use canvas::Canvas;
pub use chart::{Chart, Curves};
pub use controls::{Controls, has_control};
pub use exhibits::Exhibits;
pub use hover::Hover;
pub use legend::{Entry, Hidden, Legend};
pub use parts::{at_once, fetched};
pub use pictures::{Ink, Named, Pictured, Touch, pictures};
pub use pins::Pin;
pub use plate::{Drawn, Kept, Plate, keep, keep_table};
pub use reads::{Form, Group, Reads};
pub use save::{save_picture, stem};
pub use sketch::{Barred, Sketch};

/// A frame’s floats as the figures take them.
pub fn doubles(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}
