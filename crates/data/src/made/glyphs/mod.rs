//! Letters of alphabets that nobody writes: a letter is a program of strokes, and each redraw runs it with another hand
//! (the role of Omniglot, Lake, Salakhutdinov, Tenenbaum 2015: 1623 letters of 50 alphabets, 20 redraws each).
//!
//! An alphabet has a [`Style`], which its letters share; a letter has one to five strokes, each an elementary one
//! (stem, bar, bow, ring, hook …) in a part of the letter's box; a redraw shifts, turns, scales and slants it, moves
//! every control point a little, and has a pen of its own. Letters are told apart by their program, alphabets by their
//! style.

mod letter;
mod pen;
mod redraw;
mod shape;

pub use letter::{Letter, Stroke, Style, alphabet};
pub use pen::paint;
pub use redraw::{Glyph, Hand};
pub use shape::SHAPES;

/// Letters of an alphabet, about as many as Omniglot's have on average (1623 / 50).
pub const LETTERS: u64 = 32;
/// Redraws of a letter.
pub const REDRAWS: u64 = 20;
/// Rows and columns of a picture.
pub const SIDE: usize = 28;
