//! What stands in front of a classifier: every picture passes it first (the notes' passive defences).
//!
//! Each is written so that slopes pass, too: an attacker who knows the shield takes it for the first layer of the network. Where it rounds,
//! the slope is that of passing unrounded (BPDA; Athalye, Carlini and Wagner, ICML 2018); where it draws, each step draws anew, so that
//! steps follow the mean (EOT, same paper).

use super::{PIXELS, SIDE};
use compute::ops::random::key;
use compute::{Expr, Program, Random};

/// A shield and its strength.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum Shield {
    /// Blurred: a Gaussian of this standard deviation, in pixels.
    Blur(f32),
    /// Rounded to `2^bits` shades.
    Bits(f32),
    /// Each picture scaled down by up to this share and put somewhere in the frame, drawn anew each time (Xie et al., ICLR 2018).
    Resize(f32),
    /// As JPEG does: cosines of blocks of 8 × 8 pixels, each rounded to a multiple of its step; the steps are those of this quality.
    Blocks(f32),
}

/// The side of JPEG's blocks, and of a frame of whole blocks.
const BLOCK: usize = 8;
const FRAME: usize = SIDE.next_multiple_of(BLOCK);
/// Names of a shield's states.
const MATRIX: &str = "shield.matrix";
const STEPS: &str = "shield.steps";
const RANDOM: &str = "shield.random";

/// Steps of brightness at quality 50, of 255 shades (ITU-T T.81, table K.1).
#[rustfmt::skip]
const JPEG: [u8; BLOCK * BLOCK] = [
    16, 11, 10, 16,  24,  40,  51,  61,
    12, 12, 14, 19,  26,  58,  60,  55,
    14, 13, 16, 24,  40,  57,  69,  56,
    14, 17, 22, 29,  51,  87,  80,  62,
    18, 22, 37, 56,  68, 109, 103,  77,
    24, 35, 55, 64,  81, 104, 113,  92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103,  99,
];

/// A shield in a program.
pub(super) enum Guard {
    Linear(Expr),
    Rounded(f32),
    Moved { random: Random, most: f32 },
    Blocks { cosines: Expr, steps: Expr },
}

impl Shield {
    /// Declares its states, under these names.
    pub(super) fn declare(self, program: &mut Program, named: impl Fn(&str) -> String) -> Guard {
        match self {
            Self::Blur(_) => Guard::Linear(program.state(&named(MATRIX), &[SIDE, SIDE])),
            Self::Bits(bits) => Guard::Rounded(data::maths::exp(bits.round() * std::f32::consts::LN_2).round() - 1.0),
            Self::Resize(most) => Guard::Moved { random: Random::new(program, &named(RANDOM)), most },
            Self::Blocks(_) => Guard::Blocks {
                cosines: program.state(&named(MATRIX), &[FRAME, SIDE]),
                steps: program.state(&named(STEPS), &[FRAME, FRAME]),
            },
        }
    }

    /// Its states' values; `seed` decides what it draws.
    pub(super) fn values(self, seed: u64) -> Vec<(&'static str, Vec<f32>)> {
        match self {
            Self::Blur(deviation) => vec![(MATRIX, blur(deviation))],
            Self::Bits(_) => Vec::new(),
            Self::Resize(_) => vec![(RANDOM, key(seed).to_vec())],
            Self::Blocks(quality) => vec![(MATRIX, cosines()), (STEPS, steps(quality))],
        }
    }
}

impl Guard {
    /// What comes through of pictures `[N, 784]`.
    pub(super) fn pass(&mut self, x: &Expr) -> Expr {
        let rows = x.shape().axes()[0];
        let square = || x.reshape(&[rows, SIDE, SIDE]);
        match self {
            Self::Linear(matrix) => matrix.matmul(&square()).matmul(&matrix.transpose()).reshape(&[rows, PIXELS]),
            Self::Rounded(most) => ((x * *most + 0.5).floor() * (1.0 / *most)).straight_through(x),
            Self::Moved { random, most } => {
                let mut along = || random.uniform(&[rows, 1, 1]);
                let size = 1.0 - along() * *most;
                let [down, across] = [along(), along()].map(|share| resized(&size, &share));
                down.matmul(&square()).matmul(&across.permute(&[0, 2, 1])).reshape(&[rows, PIXELS])
            }
            Self::Blocks { cosines, steps } => {
                let waves = cosines.matmul(&square()).matmul(&cosines.transpose());
                let rounded = (&waves / &*steps + 0.5).floor() * &*steps;
                let back = cosines.transpose().matmul(&rounded).matmul(cosines);
                let grey = back.max(&Expr::scalar(0.0)).min(&Expr::scalar(1.0));
                grey.reshape(&[rows, PIXELS]).straight_through(x)
            }
        }
    }
}

/// `[N, 28, 28]`: what makes a line of pixels `size [N, 1, 1]` times as long and puts it `share` of the room left from the frame's edge;
/// between two pixels it takes some of each.
fn resized(size: &Expr, share: &Expr) -> Expr {
    let axes = [1, SIDE, SIDE];
    let (to, from) = (Expr::iota(&axes, 1), Expr::iota(&axes, 2));
    let edge = (1.0 - size) * share * (SIDE as f32 - 1.0);
    (1.0 - ((to - edge) / size - from).abs()).relu()
}

/// `[28, 28]`: each row a Gaussian around its own place, of sum 1 within the picture.
fn blur(deviation: f32) -> Vec<f32> {
    let row = |to: usize| {
        let weight = move |from: usize| {
            let off = (to as f32 - from as f32) / deviation.max(1e-3);
            data::maths::exp(-0.5 * off * off)
        };
        let sum: f32 = (0..SIDE).map(weight).sum();
        (0..SIDE).map(move |from| weight(from) / sum)
    };
    (0..SIDE).flat_map(row).collect()
}

/// `[32, 28]`: the cosines of each block (DCT-II, orthonormal), for pictures with black pixels behind their last.
fn cosines() -> Vec<f32> {
    let one = |wave: usize, at: usize| {
        if wave / BLOCK != at / BLOCK {
            return 0.0;
        }
        let (k, n) = ((wave % BLOCK) as f32, (at % BLOCK) as f32);
        let scale = if wave.is_multiple_of(BLOCK) { 1.0_f32 } else { 2.0 } / BLOCK as f32;
        scale.sqrt() * data::maths::cos(std::f32::consts::PI / BLOCK as f32 * (n + 0.5) * k)
    };
    (0..FRAME).flat_map(|wave| (0..SIDE).map(move |at| one(wave, at))).collect()
}

/// `[32, 32]`: the step of each cosine, for pixels from 0 to 1; how they depend on the quality is the rule of the Independent JPEG Group.
fn steps(quality: f32) -> Vec<f32> {
    let quality = quality.clamp(1.0, 100.0);
    let scale = if quality < 50.0 { 5000.0 / quality } else { 200.0 - 2.0 * quality };
    let one = |down: usize, across: usize| {
        let step = f32::from(JPEG[down % BLOCK * BLOCK + across % BLOCK]);
        ((step * scale + 50.0) / 100.0).floor().clamp(1.0, 255.0) / 255.0
    };
    (0..FRAME).flat_map(|down| (0..FRAME).map(move |across| one(down, across))).collect()
}
