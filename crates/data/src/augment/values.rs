//! Changes of values.

use super::{Kind, beta};
use crate::picture::Picture;

/// With noise: new = old + `deviation` · z, z normal with mean 0 and variance 1, a number each, cut to [0, 1].
#[must_use]
pub fn noise(picture: &Picture, deviation: f32, seed: u64, index: u64) -> Picture {
    let mut random = Kind::Noise.stream(seed, index);
    let mut new = picture.clone();
    for value in &mut new.values {
        *value = (*value + deviation * random.normal()).clamp(0.0, 1.0);
    }
    new
}

/// With a black square of `side` points in all planes, whose middle is anywhere in the picture, all points alike; what of it
/// lies outside is lost (DeVries and Taylor 2017, who fill with the mean of standardised pictures, 0).
#[must_use]
pub fn cutout(picture: &Picture, side: usize, seed: u64, index: u64) -> Picture {
    let mut random = Kind::Cutout.stream(seed, index);
    let (x, y) = (random.below(picture.width), random.below(picture.height));
    let span = |middle: usize, length: usize| {
        let end = (middle + side.div_ceil(2)).min(length);
        middle.saturating_sub(side / 2)..end
    };
    let (columns, rows) = (span(x, picture.width), span(y, picture.height));
    let mut new = picture.clone();
    for (at, row) in new.values.chunks_exact_mut(picture.width.max(1)).enumerate() {
        if rows.contains(&(at % picture.height)) {
            row.iter_mut().enumerate().filter(|(x, _)| columns.contains(x)).for_each(|(_, value)| *value = 0.0);
        }
    }
    new
}

/// Mixed with another picture of the same shape: λ·a + (1 − λ)·b with λ of Beta(α, α), and λ, by which the labels are mixed as
/// well (Zhang, Cissé, Dauphin, Lopez-Paz 2018). `alpha` 0 is the limit in which λ is 0 or 1, here always 1. `None` where the
/// shapes differ.
#[must_use]
pub fn mixup(a: &Picture, b: &Picture, alpha: f32, seed: u64, index: u64) -> Option<(Picture, f32)> {
    if (a.channels, a.height, a.width) != (b.channels, b.height, b.width) {
        return None;
    }
    let share = if alpha > 0.0 { beta::symmetric(&mut Kind::Mixup.stream(seed, index), alpha) } else { 1.0 };
    let mut new = a.clone();
    for (value, other) in new.values.iter_mut().zip(&b.values) {
        *value = (share * *value + (1.0 - share) * other).clamp(0.0, 1.0);
    }
    Some((new, share))
}
