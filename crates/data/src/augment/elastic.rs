//! Elastic deformation.

use super::Kind;
use super::space::warp;
use crate::maths::exp;
use crate::picture::Picture;
use crate::random::Random;

/// Bent as if by a trembling hand (Simard, Steinkraus, Platt 2003): new(p) = old(p + α·(G_σ * u)(p)), u a field of vectors whose
/// numbers are uniform in [−1, 1), G_σ a normal kernel of deviation `sigma` points, cut at 3 σ, with sum 1; u is 0 outside.
///
/// `alpha` is in points; the paper's for 28 × 28 is σ = 4, α = 34. A `sigma` of 0 does not smooth.
#[must_use]
pub fn elastic(picture: &Picture, alpha: f32, sigma: f32, seed: u64, index: u64) -> Picture {
    let mut random = Kind::Elastic.stream(seed, index);
    let (height, width) = (picture.height, picture.width);
    let kernel = kernel(sigma.max(0.0));
    let field = |random: &mut Random| {
        let raw: Vec<f32> = (0..height * width).map(|_| random.between(-1.0, 1.0)).collect();
        // Along the rows, then along the columns: the kernel is a product.
        let rows = smooth(&raw, &kernel, [height, width], [width, 1]);
        smooth(&rows, &kernel, [width, height], [1, width])
    };
    let (dx, dy) = (field(&mut random), field(&mut random));
    warp(picture, |x, y| {
        let at = |field: &[f32]| field.get(y * width + x).copied().unwrap_or(0.0);
        (x as f32 + alpha * at(&dx), y as f32 + alpha * at(&dy))
    })
}

/// e^(−i²/2σ²), i = −3σ … 3σ, divided by their sum.
fn kernel(sigma: f32) -> Vec<f32> {
    // A picture is not wider than what fits in here.
    let reach = (3.0 * sigma).ceil().min(4096.0) as usize;
    if reach == 0 {
        return vec![1.0];
    }
    let weight = |i: usize| {
        let distance = (i as f32 - reach as f32) / sigma;
        exp(-0.5 * distance * distance)
    };
    let weights: Vec<f32> = (0..=2 * reach).map(weight).collect();
    let sum: f32 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// Each of `lines` lines of `length` numbers convolved; lines and numbers are `line` and `step` places apart.
fn smooth(field: &[f32], kernel: &[f32], [lines, length]: [usize; 2], [line, step]: [usize; 2]) -> Vec<f32> {
    let reach = kernel.len() / 2;
    let mut smoothed = vec![0.0; field.len()];
    for first in (0..lines).map(|at| at * line) {
        for at in 0..length {
            let terms = kernel.iter().enumerate().filter_map(|(k, weight)| {
                let from = (at + k).checked_sub(reach).filter(|from| *from < length)?;
                Some(weight * field.get(first + from * step)?)
            });
            if let Some(slot) = smoothed.get_mut(first + at * step) {
                *slot = terms.sum();
            }
        }
    }
    smoothed
}
