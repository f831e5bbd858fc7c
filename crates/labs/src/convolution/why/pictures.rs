//! Digits, and what is done to them before they are read.

use data::made::digits::{Digits, Size};
use data::split;

/// Pixels of a row.
pub(in super::super) const SIDE: usize = 28;
/// Pixels of a picture.
pub(in super::super) const PIXELS: usize = SIDE * SIDE;

/// Pictures one behind the other, and their classes.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Items {
    pub(in super::super) x: Vec<f32>,
    pub(in super::super) y: Vec<f32>,
}

impl Items {
    pub(in super::super) fn draw(seed: u64, count: usize) -> Self {
        let mut x = vec![0.0; count * PIXELS];
        let factors = Digits::new(seed, Size::Full).fill(0, &mut x);
        Self { x, y: factors.iter().map(|one| f32::from(one.class)).collect() }
    }

    /// `count` times a 2 of a pen less than `width` pixels wide.
    pub(super) fn thin_twos(seed: u64, width: f32, count: usize) -> Self {
        let digits = Digits::new(seed, Size::Full);
        let drawn = (0..100 * count as u64).map(|index| digits.draw(index));
        let twos = drawn.filter(|(factors, _)| factors.class == 2 && factors.width < width).take(count);
        let x: Vec<f32> = twos.flat_map(|(_, picture)| picture.values).collect();
        Self { y: vec![2.0; x.len() / PIXELS], x }
    }

    /// The first `count` of them, each changed.
    pub(super) fn changed(&self, count: usize, change: &Change) -> Self {
        let count = count.min(self.y.len());
        let mut x = vec![0.0; count * PIXELS];
        for (from, to) in self.x.chunks_exact(PIXELS).zip(x.chunks_exact_mut(PIXELS)) {
            change.apply(from, to);
        }
        Self { x, y: self.y[..count].to_vec() }
    }
}

/// How a picture loses pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Thin {
    /// One pixel of each block stays.
    #[default]
    Pick,
    /// A block becomes its mean.
    Mean,
    /// A block becomes its largest pixel.
    Max,
}

/// What is done to a picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    /// Pixels to the right and down.
    pub(super) shift: [f32; 2],
    /// Times as large, around the middle.
    pub(super) zoom: f32,
    /// Side of the blocks of which one number stays, and which.
    pub(super) keep: usize,
    pub(super) thin: Thin,
    /// The place from which each pixel comes; none where they stay.
    pub(super) places: Vec<usize>,
}

impl Default for Change {
    fn default() -> Self {
        Self { shift: [0.0; 2], zoom: 1.0, keep: 1, thin: Thin::default(), places: Vec::new() }
    }
}

/// The order in which a seed shuffles pixels.
pub(super) fn shuffled(seed: u64) -> Vec<usize> {
    split::order(PIXELS, seed, u64::MAX)
}

/// `picture` at column `x` and row `y`, straight between pixels, 0 outside.
pub(in super::super) fn between(picture: &[f32], side: usize, [x, y]: [f32; 2]) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let at = |column: f32, row: f32| {
        let inside = column >= 0.0 && row >= 0.0 && column < side as f32 && row < side as f32;
        if inside { picture[row as usize * side + column as usize] } else { 0.0 }
    };
    let (u, v) = (x - left, y - top);
    let across = |row: f32| (1.0 - u) * at(left, row) + if u > 0.0 { u * at(left + 1.0, row) } else { 0.0 };
    (1.0 - v) * across(top) + if v > 0.0 { v * across(top + 1.0) } else { 0.0 }
}

impl Change {
    fn apply(&self, from: &[f32], to: &mut [f32]) {
        let middle = (SIDE as f32 - 1.0) / 2.0;
        let place = |at: usize, shift: f32| (at as f32 - middle - shift) / self.zoom + middle;
        for (i, pixel) in to.iter_mut().enumerate() {
            *pixel = between(from, SIDE, [place(i % SIDE, self.shift[0]), place(i / SIDE, self.shift[1])]);
        }
        if self.keep > 1 {
            self.thin(to);
        }
        if !self.places.is_empty() {
            let before = to.to_vec();
            to.iter_mut().zip(&self.places).for_each(|(pixel, place)| *pixel = before[*place]);
        }
    }

    /// One number a block, and straight lines between the middles of blocks.
    fn thin(&self, picture: &mut [f32]) {
        let (keep, blocks) = (self.keep, SIDE.div_ceil(self.keep));
        let (seen, picked) = (&*picture, (keep - 1) / 2);
        let block = |index: usize| {
            let span = |at: usize| at * keep..((at + 1) * keep).min(SIDE);
            let (rows, columns) = (span(index / blocks), span(index % blocks));
            if self.thin == Thin::Pick {
                let (row, column) = ((rows.start + picked).min(SIDE - 1), (columns.start + picked).min(SIDE - 1));
                return seen[row * SIDE + column];
            }
            let count = (rows.len() * columns.len()) as f32;
            let pixels = rows.flat_map(|row| columns.clone().map(move |column| seen[row * SIDE + column]));
            if self.thin == Thin::Max { pixels.fold(0.0, f32::max) } else { pixels.sum::<f32>() / count }
        };
        let few: Vec<f32> = (0..blocks * blocks).map(block).collect();
        let middle = if self.thin == Thin::Pick { picked as f32 } else { (keep as f32 - 1.0) / 2.0 };
        let place = |at: usize| ((at as f32 - middle) / keep as f32).clamp(0.0, blocks as f32 - 1.0);
        for (i, pixel) in picture.iter_mut().enumerate() {
            *pixel = between(&few, blocks, [place(i % SIDE), place(i / SIDE)]);
        }
    }
}
