//! Vowels by source and filter (Fant 1960): a buzz of harmonics, weighted by the resonances of the vocal tract.
//!
//! x(t) = Σₖ aₖ sin(k φ(t)), φ' = 2π f₀(t); aₖ = 1/k · Πᵢ |Hᵢ(k f₀)|, Hᵢ a resonance at formant Fᵢ of bandwidth Bᵢ,
//! |H(f)| = F² / √((F² − f²)² + (B f)²). 1/k is the source's −12 dB an octave with the lips' +6 dB.

use std::f32::consts::TAU;

use super::{Speaker, envelope, harmonics};
use crate::random::Random;

/// Vowels in IPA with the mean F₁, F₂, F₃ of men in Hz (Peterson and Barney 1952, table II): heed, head, father, hawed,
/// who'd first, which play i e a o u; then hid, had, hood, hud, heard.
pub const VOWELS: [(&str, [f32; 3]); 10] = [
    ("i", [270.0, 2290.0, 3010.0]),
    ("ɛ", [530.0, 1840.0, 2480.0]),
    ("ɑ", [730.0, 1090.0, 2440.0]),
    ("ɔ", [570.0, 840.0, 2410.0]),
    ("u", [300.0, 870.0, 2240.0]),
    ("ɪ", [390.0, 1990.0, 2550.0]),
    ("æ", [660.0, 1720.0, 2410.0]),
    ("ʊ", [440.0, 1020.0, 2240.0]),
    ("ʌ", [640.0, 1190.0, 2390.0]),
    ("ɝ", [490.0, 1350.0, 1690.0]),
];

/// How often a speaker says each vowel.
pub const TAKES: u64 = 4;

/// B₁, B₂, B₃ in Hz.
const BANDWIDTHS: [f32; 3] = [60.0, 90.0, 150.0];

/// A vowel that somebody says.
#[derive(Debug, Clone, PartialEq)]
pub struct Utterance {
    /// In [`VOWELS`].
    pub vowel: usize,
    /// From 0.
    pub number: u64,
    /// Who.
    pub speaker: Speaker,
    /// Mean f₀ of this take, in Hz.
    pub pitch: f32,
    /// (f₀ at the end − at the beginning) / mean.
    pub glide: f32,
    /// F₁, F₂, F₃ of this take, in Hz.
    pub formants: [f32; 3],
    seed: u64,
    index: u64,
}

impl Utterance {
    /// Item `index`: take `index` mod 4 of vowel (`index` / 4) mod `vowels` by speaker `index` / 4 / `vowels`. With
    /// `vowels` 5 they are i e a o u, with 10 all.
    #[must_use]
    pub fn draw(vowels: usize, seed: u64, index: u64) -> Self {
        let vowels = vowels.clamp(1, VOWELS.len());
        let (vowel, number) = ((index / TAKES) as usize % vowels, index / TAKES / vowels as u64);
        let speaker = Speaker::draw(seed, number);
        let mut random = Random::of(seed, index);
        let formants = VOWELS[vowel].1.map(|f| f * 17.5 / speaker.tract * (1.0 + 0.03 * random.normal_within(2.0)));
        let pitch = speaker.pitch * (1.0 + 0.05 * random.normal_within(2.0));
        Self { vowel, number, speaker, pitch, glide: random.between(-0.2, 0.1), formants, seed, index }
    }

    /// `count` samples, the loudest ±0.9.
    #[must_use]
    pub fn samples(&self, rate: f32, count: usize) -> Vec<f32> {
        let mut random = Random::of(self.seed, self.index | 1 << 61);
        let highest = self.pitch * (1.0 + self.glide.abs() / 2.0);
        let amplitudes: Vec<f32> =
            (1..=(rate / 2.0 / highest) as usize).map(|k| self.filter(k as f32 * self.pitch) / k as f32).collect();
        let mut phase = TAU * random.unit();
        let mut samples = Vec::with_capacity(count);
        for at in 0..count {
            samples.push(envelope(at, count, rate) * harmonics(&amplitudes, phase));
            let pitch = self.pitch * (1.0 + self.glide * (at as f32 / count as f32 - 0.5));
            phase = (phase + TAU * pitch / rate) % TAU;
        }
        let loudest = samples.iter().fold(1e-9, |most: f32, x| most.max(x.abs()));
        let breath = self.speaker.breath;
        samples.iter_mut().for_each(|x| *x = (0.9 * *x / loudest + breath * random.normal()).clamp(-1.0, 1.0));
        samples
    }

    /// Π |Hᵢ(f)|.
    fn filter(&self, f: f32) -> f32 {
        let resonance = |(formant, band): (f32, f32)| {
            let (gap, width) = (formant * formant - f * f, band * f);
            formant * formant / (gap * gap + width * width).sqrt()
        };
        self.formants.into_iter().zip(BANDWIDTHS).map(resonance).product()
    }
}
