//! Losses of Wasserstein GANs (Arjovsky, Chintala and Bottou, ICML 2017; Gulrajani et al., NeurIPS 2017).

use compute::{Expr, grad};

/// What the critic minimises: `mean D(fake) − mean D(real)`; its negative estimates the Wasserstein distance.
pub fn critic(real_scores: &Expr, fake_scores: &Expr) -> Expr {
    fake_scores.mean() - real_scores.mean()
}

/// What the generator minimises: `−mean D(fake)`.
pub fn generator(fake_scores: &Expr) -> Expr {
    -fake_scores.mean()
}

/// `mean (‖∇D(x̂)‖₂ − 1)²` over the rows of `x̂ = u·real + (1 − u)·fake`, with `real` and `fake [N, …]`, and `u` uniform in
/// `[0, 1)` of shape `[N, 1, …]`. The paper adds it with the factor 10. The critic must score each row by itself: no
/// [`crate::BatchNorm`].
pub fn gradient_penalty(critic: impl Fn(&Expr) -> Expr, real: &Expr, fake: &Expr, u: &Expr) -> Expr {
    // Keeps the root's gradient finite where the critic is flat.
    const TINY: f32 = 1e-12;
    let mixed = fake + (real - fake) * u;
    let slope = grad(&critic(&mixed), &[&mixed]).remove(0);
    let within: Vec<usize> = (1..slope.shape().rank()).collect();
    let length = (slope.square().sum_axes(&within) + TINY).sqrt();
    (length - 1.0).square().mean()
}
