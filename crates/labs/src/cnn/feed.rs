//! What a step is trained on: digits that are drawn as it goes, and the reader's.

use super::exam::Exam;
use super::net::{CLASSES, PIXELS, SIDE};
use super::params::TABLE;
use super::taught::{self, MOST, Taught};
use compute::rng::philox;
use data::made::digits::{Digits, Size};
use labkit::{LabError, Params};

/// Tells the draws of this file from each other.
const WHICH: u32 = 0xf11e;
const LABEL: u32 = 0x1abe1;
const LESSON: u32 = 0x1e55;

/// One of so many pictures is one that the reader has drawn and named.
const SHARE: usize = 8;

/// Where batches come from: the same for the same seed, parameters and files.
pub(super) struct Feed {
    digits: Digits,
    /// Labels are drawn by lot.
    shuffled: bool,
    /// What half of each batch is from.
    own: Option<Exam>,
    taught: Vec<Taught>,
}

impl Feed {
    pub(super) fn new(params: &Params, seed: u64, own: Option<Exam>) -> Result<Self, LabError> {
        let digits = Digits { seed, size: Size::Full, variety: params.number(TABLE, "variety") as f32 };
        let own = own.filter(|own| params.switch(TABLE, "mixed") && !own.classes.is_empty());
        let mut feed = Self { digits, shuffled: params.switch(TABLE, "shuffled"), own, taught: Vec::new() };
        feed.learn(params)?;
        Ok(feed)
    }

    /// Takes the digits that the reader has drawn and named.
    pub(super) fn learn(&mut self, params: &Params) -> Result<(), LabError> {
        let taught = taught::read(&params.text(TABLE, "taught")).filter(|taught| taught.len() <= MOST);
        self.taught = taught.ok_or_else(|| {
            LabError::field("taught", format!("链接里写下的数字读不出来，最多 {MOST} 个"), format!("the digits drawn in this address cannot be read; at most {MOST}"))
        })?;
        Ok(())
    }

    /// What the reader has drawn and named.
    pub(super) fn taught(&self) -> &[Taught] {
        &self.taught
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
        if !self.taught.is_empty() {
            for at in (0..batch / SHARE).map(|at| batch - 1 - at) {
                let lot = self.lot(step, at, LESSON);
                let Taught { class, picture } = &self.taught[lot % self.taught.len()];
                let lot = lot / self.taught.len();
                moved(picture, [lot % 3, lot / 3 % 3], &mut pictures[at * PIXELS..(at + 1) * PIXELS]);
                classes[at] = f32::from(*class);
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

/// The picture, up to a pixel off its place, so that it is not known by heart pixel by pixel: 1 is where it was, 0 left of it, above it.
fn moved(picture: &[f32], [right, down]: [usize; 2], into: &mut [f32]) {
    for (at, pixel) in into.iter_mut().enumerate() {
        let (row, column) = ((at / SIDE + 1).checked_sub(down), (at % SIDE + 1).checked_sub(right));
        let inside = |index: Option<usize>| index.filter(|index| *index < SIDE);
        *pixel = inside(row).zip(inside(column)).map_or(0.0, |(row, column)| picture[row * SIDE + column]);
    }
}
