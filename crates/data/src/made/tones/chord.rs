//! Tones and triads in equal temperament.

use std::f32::consts::TAU;

use super::{envelope, harmonics};
use crate::maths::pow;
use crate::random::Random;

/// Kinds of chords with their notes in semitones above the root.
pub const CHORDS: [(&str, &[i32]); 6] = [
    ("tone", &[0]),
    ("fifth", &[0, 7]),
    ("major", &[0, 4, 7]),
    ("minor", &[0, 3, 7]),
    ("diminished", &[0, 3, 6]),
    ("augmented", &[0, 4, 8]),
];

/// The frequency of a MIDI note in Hz: 440 · 2^((n − 69) / 12).
#[must_use]
pub fn frequency(note: i32) -> f32 {
    440.0 * pow(2.0, (note - 69) as f32 / 12.0)
}

/// Notes that sound together.
#[derive(Debug, Clone, PartialEq)]
pub struct Chord {
    /// In [`CHORDS`].
    pub kind: usize,
    /// MIDI note of the root, 48 (C3) to 71 (B4).
    pub root: i32,
    /// Amplitude of the k-th harmonic is this to the power k − 1: 0 is a pure tone. 0 to 0.5.
    pub colour: f32,
    /// Deviation of the noise.
    pub noise: f32,
    seed: u64,
    index: u64,
}

impl Chord {
    /// Chord `index`: any kind, root and colour, noise up to 0.02.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let (kind, root) = (random.below(CHORDS.len()), 48 + random.below(24) as i32);
        let colour = if random.chance(0.25) { 0.0 } else { random.between(0.1, 0.5) };
        Self { kind, root, colour, noise: random.between(0.0, 0.02), seed, index }
    }

    /// `count` samples within ±1.
    #[must_use]
    pub fn samples(&self, rate: f32, count: usize) -> Vec<f32> {
        let mut random = Random::of(self.seed, self.index | 1 << 61);
        let notes = CHORDS.get(self.kind).map_or(&[0][..], |chord| chord.1);
        // A root an octave up at 8 kHz has room for five harmonics.
        let amplitudes: Vec<f32> = (0..5).map(|k| if k == 0 { 1.0 } else { pow(self.colour, k as f32) }).collect();
        let loudest = notes.len() as f32 * amplitudes.iter().sum::<f32>();
        let mut phases: Vec<(f32, f32)> =
            notes.iter().map(|n| (TAU * random.unit(), frequency(self.root + n))).collect();
        let sample = |at| {
            let sum: f32 = phases.iter().map(|&(phase, _)| harmonics(&amplitudes, phase)).sum();
            phases.iter_mut().for_each(|(phase, pitch)| *phase = (*phase + TAU * *pitch / rate) % TAU);
            0.9 * envelope(at, count, rate) * sum / loudest + self.noise * random.normal()
        };
        (0..count).map(sample).map(|x: f32| x.clamp(-1.0, 1.0)).collect()
    }
}
