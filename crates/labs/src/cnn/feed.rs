//! What a step is trained on: digits that are drawn as it goes, and the reader's.

use super::exam::Exam;
use super::net::{CLASSES, PIXELS};
use super::params::TABLE;
use compute::rng::philox;
use data::made::digits::{Digits, Size};
use labkit::Params;

/// Tells the draws of this file from each other.
const WHICH: u32 = 0xf11e;
const LABEL: u32 = 0x1abe1;

/// Where batches come from: the same for the same seed, parameters and files.
pub(super) struct Feed {
    digits: Digits,
    /// Labels are drawn by lot.
    shuffled: bool,
    /// What half of each batch is from.
    own: Option<Exam>,
}

impl Feed {
    pub(super) fn new(params: &Params, seed: u64, own: Option<Exam>) -> Self {
        let digits = Digits { seed, size: Size::Full, variety: params.number(TABLE, "variety") as f32 };
        let own = own.filter(|own| params.switch(TABLE, "mixed") && !own.classes.is_empty());
        Self { digits, shuffled: params.switch(TABLE, "shuffled"), own }
    }

    /// Writes the pictures of step `step`; answers with their classes.
    pub(super) fn fill(&self, step: u64, pictures: &mut [f32]) -> Vec<f32> {
        let batch = pictures.len() / PIXELS;
        let drawn = if self.own.is_some() { batch / 2 } else { batch };
        let factors = self.digits.fill(step * batch as u64, &mut pictures[..drawn * PIXELS]);
        let mut classes: Vec<f32> = factors.iter().map(|one| f32::from(one.class)).collect();
        if let Some(own) = &self.own {
            for (at, picture) in pictures.chunks_exact_mut(PIXELS).enumerate().skip(drawn) {
                let n = self.lot(step, at, WHICH) % own.classes.len();
                picture.copy_from_slice(&own.pictures[n * PIXELS..(n + 1) * PIXELS]);
                classes.push(f32::from(own.classes[n]));
            }
        }
        if self.shuffled {
            classes.iter_mut().enumerate().for_each(|(at, class)| *class = (self.lot(step, at, LABEL) % CLASSES) as f32);
        }
        classes
    }

    fn lot(&self, step: u64, at: usize, of: u32) -> usize {
        let seed = self.digits.seed;
        philox([at as u32, step as u32, (step >> 32) as u32, of], [seed as u32, (seed >> 32) as u32])[0] as usize
    }
}
