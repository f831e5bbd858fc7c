//! Positions.

use compute::Expr;

/// Sinusoidal encodings `[length, width]` (Vaswani et al., NeurIPS 2017):
/// `P[t, 2i] = sin(t / 10000^(2i/width))`, `P[t, 2i + 1] = cos` of the same. Added to `[…, length, width]`.
pub fn sinusoidal(length: usize, width: usize) -> Expr {
    let axes = [length, width];
    let (time, column) = (Expr::iota(&axes, 0), Expr::iota(&axes, 1));
    let pair = (&column * 0.5).floor();
    let odd = column - &pair * 2.0;
    let angle = time * (pair * (-2.0 * 10_000_f32.ln() / width.max(1) as f32)).exp();
    odd.select(&angle.cos(), &angle.sin())
}
