//! Boards of squares, and which of them are kept for the exam.

use crate::adversarial::victim::{PIXELS, SIDE};
use data::random::Random;

/// Cells of a row, and of a board.
const ROW: usize = 3;
const PLACES: usize = ROW * ROW;
/// Pixels of a cell, which a square fills, and around the board.
const CELL: usize = 2;
const EDGE: usize = (SIDE - ROW * CELL) / 2;

/// Which cells hold a square, as bits, row by row.
pub(super) type Board = u32;

pub(super) fn count(board: Board) -> usize {
    board.count_ones() as usize
}

/// Whether a board is never learnt from: about a quarter of all, by the topmost bits of a product (Knuth's multiplicative hash).
fn examined(board: Board) -> bool {
    board.wrapping_mul(0x9e37_79b1) >> 30 == 0
}

/// A board with `squares` squares, at most 8, at random places, of those that are learnt from or of the others; there are some of each.
pub(super) fn draw(squares: usize, exam: bool, random: &mut Random) -> Board {
    let mut places: Vec<u32> = (0..PLACES as u32).collect();
    loop {
        random.shuffle(&mut places);
        let board = places.iter().take(squares).fold(0, |board, place| board | 1 << place);
        if examined(board) == exam {
            return board;
        }
    }
}

/// The first row and column of a cell's square.
fn corner(place: usize) -> (usize, usize) {
    (EDGE + place / ROW * CELL, EDGE + place % ROW * CELL)
}

fn fill(picture: &mut [f32], (top, left): (usize, usize), side: usize) {
    for row in picture.chunks_exact_mut(SIDE).skip(top).take(side) {
        row[left..left + side].fill(1.0);
    }
}

/// The board in the middle of a black picture: white squares.
pub(super) fn picture(board: Board) -> Vec<f32> {
    let mut picture = vec![0.0; PIXELS];
    for place in (0..PLACES).filter(|place| board >> place & 1 == 1) {
        fill(&mut picture, corner(place), CELL);
    }
    picture
}

/// 1 where the board is, 0 around it.
pub(super) fn inside() -> Vec<f32> {
    let mut mask = vec![0.0; PIXELS];
    fill(&mut mask, (EDGE, EDGE), ROW * CELL);
    mask
}
