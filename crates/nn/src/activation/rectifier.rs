//! Rectifiers: straight where positive.

use crate::Number;
use compute::Expr;

/// `max(x, 0)` (Nair and Hinton, ICML 2010). Slope 0 at 0, as in PyTorch.
pub fn relu(x: &Expr) -> Expr {
    x.relu()
}

/// `x` where positive, else `slope·x` (Maas, Hannun and Ng, ICML 2013); `slope` at 0.
pub fn leaky_relu(x: &Expr, slope: impl Number) -> Expr {
    // One factor, used by value and gradient alike.
    let slope = slope.expr();
    let factor = Expr::scalar(0.0).less(x) * (1.0 - &slope) + slope;
    x * factor
}

/// `x` where positive, else `α (eˣ − 1)` (Clevert, Unterthiner and Hochreiter, ICLR 2016).
pub fn elu(x: &Expr, alpha: impl Number) -> Expr {
    // The exponential sees no large numbers.
    x.relu() + ((x.min(&Expr::scalar(0.0))).exp() - 1.0) * alpha.expr()
}

/// `λ elu(x, α)` with `α = 1.67326…`, `λ = 1.05070…`, which keep mean 0 and variance 1 (Klambauer et al., NeurIPS 2017).
pub fn selu(x: &Expr) -> Expr {
    const ALPHA: f32 = 1.673_263_2;
    const LAMBDA: f32 = 1.050_701;
    elu(x, ALPHA) * LAMBDA
}
