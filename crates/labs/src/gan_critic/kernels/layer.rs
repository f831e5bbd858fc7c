//! A convolution layer with zeros around the picture, and its norms.

use classic::ClassicError;
use classic::symmetric::{MOST_ROWS, eigen};
use data::random::Random;

const APART: u64 = 0x6b65_726e_656c_0000;

/// As many channels out as in; zeros around keep the side at stride 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Convolution {
    pub(super) channels: usize,
    pub(super) window: usize,
    pub(super) side: usize,
    pub(super) stride: usize,
    /// `[out, in, row, column]`.
    pub(super) kernel: Vec<f32>,
}

/// Largest singular values, and all of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Norms {
    /// Of the kernel as a matrix, out × (in · row · column).
    pub(super) flat: f64,
    pub(super) flat_all: Vec<f64>,
    /// Of the convolution: pictures to pictures.
    pub(super) whole: f64,
    pub(super) all: Vec<f64>,
}

/// A random direction of length 1.
pub(super) fn direction(count: usize, seed: u64, index: u64) -> Vec<f32> {
    let mut random = Random::of(seed ^ APART, index);
    let all: Vec<f32> = (0..count).map(|_| random.normal()).collect();
    let length = all.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    all.into_iter().map(|x| x / length).collect()
}

impl Convolution {
    pub(super) fn new(filter: &str, (channels, window, side, stride): (usize, usize, usize, usize), seed: u64) -> Self {
        // As many channels as the exact method takes at this side.
        let channels = channels.clamp(1, (MOST_ROWS / (side * side)).max(1));
        let (mut random, taps) = (Random::of(seed ^ APART, 0), window * window);
        let scale = 1.0 / ((channels * taps) as f32).sqrt();
        let middle = taps / 2;
        let tap = |k: usize| {
            let (at, pair) = (k % taps, k / taps);
            let own = pair / channels == pair % channels;
            match filter {
                "mean" => 1.0 / (channels * taps) as f32,
                "edges" if at == middle => 1.0 / channels as f32,
                "edges" => -1.0 / (channels * (taps - 1).max(1)) as f32,
                "identity" => f32::from(u8::from(own && at == middle)),
                _ => scale * random.normal(),
            }
        };
        let kernel = (0..channels * channels * taps).map(tap).collect();
        Self { channels, window, side, stride, kernel }
    }

    /// Both, exactly: roots of the eigenvalues of KKᵀ and of AᵀA, A the matrix whose product with a picture is the convolution.
    pub(super) fn norms(&self) -> Result<Norms, ClassicError> {
        let width = self.kernel.len() / self.channels;
        let rows: Vec<Vec<f64>> =
            self.kernel.chunks_exact(width).map(|row| row.iter().map(|x| f64::from(*x)).collect()).collect();
        let (flat_all, all) = (singular(&rows)?, singular(&self.columns())?);
        let first = |all: &[f64]| all.first().copied().unwrap_or(0.0);
        Ok(Norms { flat: first(&flat_all), whole: first(&all), flat_all, all })
    }

    /// The columns of A: what the convolution makes of each picture that is 1 at one pixel of one channel and 0 elsewhere.
    fn columns(&self) -> Vec<Vec<f64>> {
        let Self { channels, window, side, stride, kernel } = self;
        let out = (side - 1) / stride + 1;
        let pad = window / 2;
        let mut columns = vec![vec![0.0; channels * out * out]; channels * side * side];
        for (k, weight) in kernel.iter().enumerate() {
            let (column, row) = (k % window, k / window % window);
            let pair = k / (window * window);
            let (from, to) = (pair % channels, pair / channels);
            for (y, x) in (0..out).flat_map(|y| (0..out).map(move |x| (y, x))) {
                let (at_y, at_x) = (y * stride + row, x * stride + column);
                if (pad..pad + side).contains(&at_y) && (pad..pad + side).contains(&at_x) {
                    let pixel = (from * side + at_y - pad) * side + at_x - pad;
                    columns[pixel][(to * out + y) * out + x] += f64::from(*weight);
                }
            }
        }
        columns
    }
}

/// Singular values of the matrix with these rows, not more of them than the longer side.
fn singular(rows: &[Vec<f64>]) -> Result<Vec<f64>, ClassicError> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let gram: Vec<f64> = rows.iter().flat_map(|a| rows.iter().map(|b| dot(a, b))).collect();
    Ok(eigen(&gram, rows.len())?.values.into_iter().map(|value| value.max(0.0).sqrt()).collect())
}
