//! From samples to a spectrogram inside a program, so that its gradient reaches the samples.

use compute::{EngineError, Expr, Machine, Program};
use data::made::tones::{hertz, mel};
use data::maths::{cos, sin};
use std::f32::consts::TAU;

/// Samples a second, and of a sound.
pub(super) const RATE: f32 = 8000.0;
pub(super) const SAMPLES: usize = 2048;
/// Samples of a window, 32 ms, and from one to the next.
const WINDOW: usize = 256;
const HOP: usize = WINDOW / 2;
/// Windows of a sound.
pub(super) const FRAMES: usize = SAMPLES / HOP - 1;
/// Frequencies below half the rate, and bands of the mel scale.
const BINS: usize = WINDOW / 2;
pub(super) const BANDS: usize = 32;
/// Power that is told from silence: that of breath.
const FLOOR: f32 = 1e-3;
/// What makes logarithms of powers numbers of about 1.
const SPREAD: f32 = 3.0;

/// Hann's window times `cos 2πkn/N` (first half of the columns) and `−sin 2πkn/N`, `[WINDOW, 2·BINS]`.
fn basis() -> Vec<f32> {
    let number = |n: usize, column: usize| {
        let window = 0.5 - 0.5 * cos(TAU * n as f32 / WINDOW as f32);
        // k·n modulo N: large angles lose digits.
        let angle = TAU * (column % BINS * n % WINDOW) as f32 / WINDOW as f32;
        window * if column < BINS { cos(angle) } else { -sin(angle) }
    };
    (0..WINDOW).flat_map(|n| (0..2 * BINS).map(move |column| number(n, column))).collect()
}

/// Triangles over the frequencies, middles equally far apart in mel (Davis and Mermelstein 1980), each of sum 1, `[BINS, BANDS]`. One that
/// is narrower than a frequency takes the nearest.
fn bands() -> Vec<f32> {
    let top = RATE / 2.0;
    let place = |band: usize| hertz(mel(top) * band as f32 / (BANDS + 1) as f32) / top * BINS as f32;
    let mut all = vec![0.0; BINS * BANDS];
    for band in 0..BANDS {
        let (low, middle, high) = (place(band), place(band + 1), place(band + 2));
        let rise = |bin: usize| {
            let bin = bin as f32;
            ((bin - low) / (middle - low)).min((high - bin) / (high - middle)).max(0.0)
        };
        let sum: f32 = (0..BINS).map(rise).sum();
        for bin in 0..BINS {
            let nearest = f32::from(u8::from(bin == (middle.round() as usize).min(BINS - 1)));
            all[bin * BANDS + band] = if sum < 0.5 { nearest } else { rise(bin) / sum };
        }
    }
    all
}

/// The constants of a program that listens.
pub(super) struct Ear {
    basis: Expr,
    bands: Expr,
}

impl Ear {
    pub(super) fn new(program: &mut Program) -> Self {
        Self { basis: program.state("basis", &[WINDOW, 2 * BINS]), bands: program.state("bands", &[BINS, BANDS]) }
    }

    /// Writes the constants.
    pub(super) fn write(machine: &mut Machine) -> Result<(), EngineError> {
        machine.write("basis", &basis())?;
        machine.write("bands", &bands())
    }

    /// `[N, SAMPLES] → [N, 1, FRAMES, BANDS]`: `ln(p + 0.001) / 3` of the power `p` in each band of each window. A window is two
    /// blocks of half its length side by side; the transform of all windows is one product with [`basis`].
    pub(super) fn hear(&self, x: &Expr) -> Expr {
        let rows = x.shape().axes()[0];
        let blocks = x.reshape(&[rows, SAMPLES / HOP, HOP]);
        let windows = Expr::concat(&[&blocks.slice(1, 0, FRAMES), &blocks.slice(1, 1, FRAMES)], 2);
        let both = windows.reshape(&[rows * FRAMES, WINDOW]).matmul(&self.basis);
        let power = both.slice(1, 0, BINS).square() + both.slice(1, BINS, BINS).square();
        let heard = (power.matmul(&self.bands) + FLOOR).log() * (1.0 / SPREAD);
        heard.reshape(&[rows, 1, FRAMES, BANDS])
    }
}

/// A spectrogram as a picture, low bands below, time to the right, 0 to 1.
pub(super) fn picture(heard: &[f32]) -> Vec<f32> {
    let shade = |band: usize, frame: usize| ((heard[frame * BANDS + band] + 2.3) * 0.2).clamp(0.0, 1.0);
    (0..BANDS).rev().flat_map(|band| (0..FRAMES).map(move |frame| shade(band, frame))).collect()
}
