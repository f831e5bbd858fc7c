//! Voices: pitch and length of the vocal tract.

use crate::maths::{exp, ln};
use crate::random::Random;

/// What a speaker's utterances have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speaker {
    /// Mean fundamental frequency in Hz, 85 to 320.
    pub pitch: f32,
    /// Of the vocal tract in cm, 12 to 18.5: formants are those of a man of 17.5 cm times 17.5 / this.
    pub tract: f32,
    /// Breath: its deviation relative to the loudest sample.
    pub breath: f32,
}

impl Speaker {
    /// Speaker `number`. High voices have shorter tracts, on the whole.
    #[must_use]
    pub fn draw(seed: u64, number: u64) -> Self {
        let mut random = Random::of(seed, number | 1 << 62);
        let high = random.unit();
        let pitch = exp(ln(85.0) + high * (ln(320.0) - ln(85.0)));
        let tract = (18.0 - 4.5 * high + 0.6 * random.normal_within(2.0)).clamp(12.0, 18.5);
        Self { pitch, tract, breath: random.between(0.001, 0.01) }
    }
}
