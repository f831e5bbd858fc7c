//! Sounds: vowels by source and filter, pure tones and chords, and their spectrograms.
//!
//! Samples are numbers around 0 within ±1, `rate` of them a second (8000 and 16 000 are usual).

mod chord;
mod fft;
mod mel;
mod speaker;
mod spectrogram;
mod vowel;

pub use chord::{CHORDS, Chord, frequency};
pub use fft::fft;
pub use mel::{hertz, mel};
pub use speaker::Speaker;
pub use spectrogram::{Scale, Spectrogram};
pub use vowel::{TAKES, Utterance, VOWELS};

use crate::maths::{cos, sin};

/// Σₖ aₖ sin(k θ), k = 1 …, by sin(kθ) = 2 cos θ sin((k − 1)θ) − sin((k − 2)θ): two functions a sample, whatever the
/// number of harmonics. In f64, since the rule forgets digits where θ is small.
fn harmonics(amplitudes: &[f32], theta: f32) -> f32 {
    let twice = 2.0 * f64::from(cos(theta));
    let (mut before, mut now, mut sum) = (0.0, f64::from(sin(theta)), 0.0);
    for &amplitude in amplitudes {
        sum += f64::from(amplitude) * now;
        (before, now) = (now, twice * now - before);
    }
    sum as f32
}

/// Rises within the first 20 ms and falls within the last 40 ms as half a cosine.
fn envelope(at: usize, count: usize, rate: f32) -> f32 {
    let ramp = |time: f32, length: f32| 0.5 - 0.5 * cos(std::f32::consts::PI * (time / length).clamp(0.0, 1.0));
    ramp(at as f32 / rate, 0.02) * ramp((count - at) as f32 / rate, 0.04)
}
