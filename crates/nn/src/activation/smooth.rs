//! Smooth activations.

use compute::Expr;
use std::f32::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// `tanh x`.
pub fn tanh(x: &Expr) -> Expr {
    x.tanh()
}

/// `1 / (1 + e⁻ˣ)`.
pub fn sigmoid(x: &Expr) -> Expr {
    x.sigmoid()
}

/// `x·Φ(x) = x/2 · (1 + erf(x/√2))` (Hendrycks and Gimpel 2016).
pub fn gelu(x: &Expr) -> Expr {
    x * 0.5 * ((x * FRAC_1_SQRT_2).erf() + 1.0)
}

/// The older, approximate form of [`gelu`]: `x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
pub fn gelu_tanh(x: &Expr) -> Expr {
    const ROOT: f32 = FRAC_2_SQRT_PI * FRAC_1_SQRT_2;
    x * 0.5 * (((x + x.powf(3.0) * 0.044_715) * ROOT).tanh() + 1.0)
}

/// `x·σ(x)`, also called swish (Elfwing, Uchibe and Doya 2017; Ramachandran, Zoph and Le 2017).
pub fn silu(x: &Expr) -> Expr {
    x * x.sigmoid()
}

/// `ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|)`, with gradient `σ(x)`.
pub fn softplus(x: &Expr) -> Expr {
    // The gradient is said, not derived: max and |x| have none at 0, where every model with zero weights begins.
    let value = x.relu() + ((-x.abs()).exp() + 1.0).log();
    value.with_gradient("softplus", &[x], |inputs, _, dy| inputs.iter().map(|x| dy * x.sigmoid()).collect())
}
