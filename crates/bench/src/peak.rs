//! The most that this core's 4-lane arithmetic gives: the measure that products and convolutions are held against.

/// Accumulators in flight: enough to hide the latency of a product and a sum, few enough for 16 registers.
const CHAINS: usize = 10;

/// Independent chains of `a ← a · x + y` on four lanes each, `rounds` long. Returns a number that depends on all of it, so
/// that nothing is left out; [`flop`] says how many operations it took.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub fn peak(rounds: u32, seed: f32) -> f32 {
    use std::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};
    let (x, y) = (f32x4_splat(seed), f32x4_splat(1.0 - seed));
    let mut a: [_; CHAINS] = std::array::from_fn(|i| f32x4_splat(i as f32));
    for _ in 0..rounds {
        for a in &mut a {
            *a = f32x4_add(f32x4_mul(*a, x), y);
        }
    }
    a.iter().map(|a| f32x4_extract_lane::<0>(*a)).sum()
}

/// The same in plain Rust, where there are no such instructions; it says nothing about a peak.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub fn peak(rounds: u32, seed: f32) -> f32 {
    let mut a: [[f32; 4]; CHAINS] = std::array::from_fn(|i| [i as f32; 4]);
    for _ in 0..rounds {
        for lane in a.iter_mut().flatten() {
            *lane = *lane * seed + (1.0 - seed);
        }
    }
    a.iter().map(|a| a[0]).sum()
}

/// Floating-point operations in so many rounds: a product and a sum on four lanes of each chain.
pub fn flop(rounds: u32) -> f64 {
    f64::from(rounds) * (CHAINS * 4 * 2) as f64
}
