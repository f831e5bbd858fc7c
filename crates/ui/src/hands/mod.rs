//! What a reader makes by hand, as data: handwriting, points of classes, a picture of the camera. All of it stays on this
//! machine, and all of it can be done with the keyboard alone.

pub mod camera;
mod history;
pub mod pad;
mod pen;
mod pointer;
pub mod points;

pub use camera::{Camera, Shot};
pub use pad::{Drawing, Pad};
pub use points::{PointPad, Spot};
