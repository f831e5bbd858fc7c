//! Syllables said by voices of different height, and how loud each pitch is at each time, on a logarithmic axis.

use data::made::tones::{Speaker, TAKES, Utterance, VOWELS};
use data::maths::{cos, exp, ln, pow, sin};
use data::random::Random;
use std::f32::consts::TAU;

/// Samples a second, and samples of a syllable.
const RATE: f32 = 16_000.0;
const SAMPLES: usize = 4000;
/// Frames of a spectrogram.
pub(crate) const FRAMES: usize = 8;
/// Bands of an octave, bands, and the frequency of the lowest in Hz: up to 6.3 kHz.
pub(crate) const OCTAVE: usize = 6;
pub(crate) const BANDS: usize = 40;
const LOWEST: f32 = 70.0;
/// Decibels below the loudest that are still told from silence.
const RANGE: f32 = 40.0;
/// Syllables: one vowel of i, ɑ, u glides into another.
pub(crate) const SYLLABLES: [(&str, [usize; 2]); 6] =
    [("ia", [0, 2]), ("ai", [2, 0]), ("ua", [4, 2]), ("au", [2, 4]), ("iu", [0, 4]), ("ui", [4, 0])];
/// Fundamental frequency of the voice of height 1, in Hz.
pub(crate) const PITCH: f32 = 100.0;

/// What makes a voice higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voices {
    /// Everything: all frequencies are multiplied by the same number.
    Scaled,
    /// As people's: the tract of a voice twice as high is only a quarter shorter.
    People,
}

/// Syllable `class`, said at `height` times the pitch of the voice of height 1; take `index`.
pub(crate) fn syllable(class: usize, height: f32, voices: Voices, seed: u64, index: u64) -> Vec<f32> {
    let vowels = SYLLABLES[class % SYLLABLES.len()].1;
    let speaks = |vowel: usize| {
        // Takes of a vowel come in rows of ten vowels.
        let mut said = Utterance::draw(VOWELS.len(), seed, (index * VOWELS.len() as u64 + vowel as u64) * TAKES);
        let wider = if voices == Voices::Scaled { height } else { pow(height, 0.4) };
        let own = 17.5 / said.speaker.tract;
        said.formants = said.formants.map(|f| f / own * wider);
        (said.pitch, said.glide) = (PITCH * height, 0.0);
        said.speaker = Speaker { pitch: said.pitch, ..said.speaker };
        said.samples(RATE, SAMPLES)
    };
    let [first, second] = vowels.map(speaks);
    let glide = |at: usize| ((at as f32 / SAMPLES as f32 - 0.35) / 0.3).clamp(0.0, 1.0);
    first.iter().zip(second).enumerate().map(|(at, (a, b))| a * (1.0 - glide(at)) + b * glide(at)).collect()
}

/// A height between `low` and `high`, every ratio as likely.
pub(crate) fn height(low: f32, high: f32, random: &mut Random) -> f32 {
    exp(random.between(ln(low), ln(high)))
}

/// Windows with as many periods for every band (constant Q; Brown 1991), so that a higher voice is the same picture farther up.
pub(super) struct Ear {
    /// For each band, Hann's window times a turning pointer.
    bands: Vec<Vec<(f32, f32)>>,
}

impl Ear {
    pub(super) fn new() -> Self {
        let periods = 1.0 / (pow(2.0, 1.0 / OCTAVE as f32) - 1.0);
        let band = |band: usize| {
            let frequency = LOWEST * pow(2.0, band as f32 / OCTAVE as f32);
            let count = (periods * RATE / frequency).round() as usize;
            let sample = |n: usize| {
                let window = (0.5 - 0.5 * cos(TAU * n as f32 / count as f32)) / count as f32;
                let turned = TAU * (periods * n as f32 / count as f32).fract();
                (window * cos(turned), -window * sin(turned))
            };
            (0..count).map(sample).collect()
        };
        Self { bands: (0..BANDS).map(band).collect() }
    }

    /// The spectrogram `[BANDS, FRAMES]`, low bands first: `1 + 10 log₁₀(power / loudest) / 40`, 0 below.
    pub(super) fn hear(&self, samples: &[f32]) -> Vec<f32> {
        let power = |band: &[(f32, f32)], frame: usize| {
            let middle = (2 * frame + 1) * samples.len() / (2 * FRAMES);
            let first = middle as isize - band.len() as isize / 2;
            let (skip, from) = ((-first).max(0) as usize, first.max(0) as usize);
            let heard = samples.iter().skip(from).zip(band.iter().skip(skip));
            let (re, im) = heard.fold((0.0, 0.0), |(re, im), (x, (c, s))| (re + x * c, im + x * s));
            re * re + im * im
        };
        let powers: Vec<f32> = self.bands.iter().flat_map(|band| (0..FRAMES).map(move |frame| power(band, frame))).collect();
        let loudest = powers.iter().copied().fold(1e-12, f32::max);
        let decibels = |power: f32| 10.0 / std::f32::consts::LN_10 * ln((power / loudest).max(1e-12));
        powers.into_iter().map(|power| (1.0 + decibels(power) / RANGE).clamp(0.0, 1.0)).collect()
    }
}
