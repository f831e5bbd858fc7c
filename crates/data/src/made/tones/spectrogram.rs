//! How loud each frequency is at each time.

use std::f32::consts::TAU;

use super::{fft, mel};
use crate::maths::{cos, ln};
use crate::picture::Picture;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The `window` / 2 frequencies rate · k / `window` from 0 on.
    Linear,
    /// So many bands of the mel scale.
    Mel(usize),
}

/// A short-time Fourier transform with Hann's window, wₙ = ½ − ½ cos(2πn/N).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spectrogram {
    /// N samples, a power of two; rounded up where it is not. 25 ms are usual for speech.
    pub window: usize,
    /// Samples from one frame to the next. 10 ms are usual.
    pub hop: usize,
    /// Rows.
    pub scale: Scale,
    /// Decibels below the loudest that are still told from silence.
    pub range: f32,
}

impl Spectrogram {
    /// For speech at 8 kHz: 32 ms every 8 ms, 40 mel bands, 60 dB.
    pub const SPEECH: Self = Self { window: 256, hop: 64, scale: Scale::Mel(40), range: 60.0 };

    /// Power by frame and band: |Xₖ|² of each window within the samples.
    #[must_use]
    pub fn power(&self, samples: &[f32], rate: f32) -> Vec<Vec<f32>> {
        let window = self.window.max(4).next_power_of_two();
        let hann: Vec<f32> = (0..window).map(|n| 0.5 - 0.5 * cos(TAU * n as f32 / window as f32)).collect();
        let filters = match self.scale {
            Scale::Linear => Vec::new(),
            Scale::Mel(bands) => mel::filters(bands, window / 2 + 1, rate / 2.0),
        };
        let frames = samples.windows(window).step_by(self.hop.max(1));
        frames
            .map(|frame| {
                let mut x: Vec<(f32, f32)> = frame.iter().zip(&hann).map(|(x, w)| (x * w, 0.0)).collect();
                fft(&mut x);
                let power: Vec<f32> = x[..=window / 2].iter().map(|(re, im)| re * re + im * im).collect();
                if self.scale == Scale::Linear {
                    return power[..window / 2].to_vec();
                }
                let band = |(first, weights): &(usize, Vec<f32>)| {
                    power[*first..].iter().zip(weights).map(|(power, weight)| power * weight).sum()
                };
                filters.iter().map(band).collect()
            })
            .collect()
    }

    /// A picture of one channel, low frequencies at the bottom, time to the right: 1 + 10 log₁₀(power / loudest) /
    /// range, 0 below. Empty where there are fewer samples than a window.
    #[must_use]
    pub fn picture(&self, samples: &[f32], rate: f32) -> Picture {
        let frames = self.power(samples, rate);
        let height = frames.first().map_or(0, Vec::len);
        let mut picture = Picture::black(1, height, frames.len());
        let loudest = frames.iter().flatten().copied().fold(1e-12, f32::max);
        for (column, frame) in frames.iter().enumerate() {
            for (band, power) in frame.iter().enumerate() {
                let decibels = 10.0 / std::f32::consts::LN_10 * ln((power / loudest).max(1e-12));
                picture.values[(height - 1 - band) * frames.len() + column] =
                    (1.0 + decibels / self.range).clamp(0.0, 1.0);
            }
        }
        picture
    }
}
