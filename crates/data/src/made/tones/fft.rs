//! The fast Fourier transform (Cooley and Tukey 1965), radix 2, in place.

use std::f32::consts::TAU;

use crate::maths::{cos, sin};

/// Xₖ = Σₙ xₙ e^(−2πi kn/N) of (real, imaginary) numbers, N = `x.len()` a power of two. Others are left as they are,
/// with `false`.
pub fn fft(x: &mut [(f32, f32)]) -> bool {
    let n = x.len();
    if !n.is_power_of_two() {
        return false;
    }
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = if bits == 0 { i } else { i.reverse_bits() >> (usize::BITS - bits) };
        if i < j {
            x.swap(i, j);
        }
    }
    let roots: Vec<(f32, f32)> = (0..n / 2).map(|k| TAU * k as f32 / n as f32).map(|a| (cos(a), -sin(a))).collect();
    let mut half = 1;
    while half < n {
        for block in x.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (k, (a, b)) in low.iter_mut().zip(high).enumerate() {
                let (c, s) = roots[k * (n / (2 * half))];
                let turned = (b.0 * c - b.1 * s, b.0 * s + b.1 * c);
                *b = (a.0 - turned.0, a.1 - turned.1);
                *a = (a.0 + turned.0, a.1 + turned.1);
            }
        }
        half *= 2;
    }
    true
}
