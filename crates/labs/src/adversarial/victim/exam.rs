//! Digits that no classifier has learnt from.

use super::PIXELS;
use data::made::digits::{Digits, Size};

/// What tells their seed from the training's.
const APART: u64 = 0x7e57_0000_0000_0000;

#[derive(Debug, Clone, Default)]
pub(in super::super) struct Exam {
    /// Pixels from 0 to 1, picture after picture.
    pub(in super::super) pictures: Vec<f32>,
    pub(in super::super) classes: Vec<f32>,
}

impl Exam {
    pub(in super::super) fn drawn(seed: u64, count: usize, variety: f32) -> Self {
        let mut pictures = vec![0.0; count * PIXELS];
        let factors = Digits { seed: seed ^ APART, size: Size::Full, variety }.fill(0, &mut pictures);
        Self { pictures, classes: factors.iter().map(|one| f32::from(one.class)).collect() }
    }

    pub(in super::super) fn picture(&self, at: usize) -> &[f32] {
        &self.pictures[at * PIXELS..(at + 1) * PIXELS]
    }
}
