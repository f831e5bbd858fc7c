//! Dropout.

use crate::Number;
use compute::{Expr, Random};

/// While training, every number is 0 with probability `p` and else `x / (1 − p)`; otherwise nothing happens (Srivastava
/// et al., JMLR 2014, with the scale while training, as in PyTorch). `p` in `[0, 1]` may be live: at 0 it does nothing,
/// at 1 all is 0.
#[derive(Debug, Clone)]
pub struct Dropout {
    /// Probability of a 0.
    pub p: Expr,
}

impl Dropout {
    /// With probability `p`.
    pub fn new(p: impl Number) -> Self {
        Self { p: p.expr() }
    }

    /// While training: a fresh mask of `x`'s shape each step.
    pub fn train(&self, random: &mut Random, x: &Expr) -> Expr {
        // Where p is 1 nothing is kept, so the scale, which would be infinite, may be anything.
        let kept = 1.0 - &self.p;
        let scale = 1.0 / kept.max(&Expr::scalar(f32::EPSILON));
        x * (random.uniform(x.shape().axes()).less(&kept) * scale)
    }

    /// Otherwise: `x`.
    pub fn eval(&self, x: &Expr) -> Expr {
        x.clone()
    }
}
