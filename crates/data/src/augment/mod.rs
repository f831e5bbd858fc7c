//! Pictures changed a little by chance, so that a network learns what does not matter.
//!
//! Each change follows from (seed, index) alone, with a stream of its own, so several can be used with one seed. Strength 0
//! leaves every bit as it is. What comes in from outside is black.

mod beta;
mod elastic;
mod space;
mod values;

use crate::random::Random;

pub use elastic::elastic;
pub use space::{scale, shift, turn};
pub use values::{cutout, mixup, noise};

/// The streams.
#[derive(Clone, Copy)]
enum Kind {
    Shift = 1,
    Turn,
    Scale,
    Elastic,
    Noise,
    Cutout,
    Mixup,
}

impl Kind {
    fn stream(self, seed: u64, index: u64) -> Random {
        // The seeds of streams differ in their upper bits, which readers' seeds leave alone.
        Random::of(seed ^ ((self as u64) << 56), index)
    }
}
