//! The mel scale: equal steps sound equally high (Stevens, Volkmann, Newman 1937; formula of O'Shaughnessy 1987).

use crate::maths::{exp, ln};

/// m = 1127 ln(1 + f / 700), which is 2595 log₁₀ of the same; f in Hz.
#[must_use]
pub fn mel(hertz: f32) -> f32 {
    1127.0 * ln(1.0 + hertz / 700.0)
}

/// f = 700 (e^(m / 1127) − 1), in Hz.
#[must_use]
pub fn hertz(mel: f32) -> f32 {
    700.0 * (exp(mel / 1127.0) - 1.0)
}

/// Triangles of `bands` filters over `bins` frequencies from 0 to `top` Hz: filter b rises from the middle of b − 1 to
/// its own and falls to that of b + 1, middles equally far apart in mel (Davis and Mermelstein 1980). Filters that are
/// narrower than a bin take what lies at their middle. Each is (first bin, weights), which sum to 1.
pub(super) fn filters(bands: usize, bins: usize, top: f32) -> Vec<(usize, Vec<f32>)> {
    let place = |m: usize| hertz(mel(top) * m as f32 / (bands + 1) as f32) / top * (bins - 1) as f32;
    (1..=bands)
        .map(|band| {
            let (low, middle, high) = (place(band - 1), place(band), place(band + 1));
            let first = low.ceil() as usize;
            let rise = |bin: f32| ((bin - low) / (middle - low)).min((high - bin) / (high - middle)).max(0.0);
            let weights: Vec<f32> =
                (first..=(high.floor() as usize).min(bins - 1)).map(|bin| rise(bin as f32)).collect();
            let sum: f32 = weights.iter().sum();
            if sum < 0.5 {
                return (middle.round() as usize, vec![1.0]);
            }
            (first, weights.iter().map(|weight| weight / sum).collect())
        })
        .collect()
}
