//! Cross-entropy of logits `z […, C]` over the last axis.

use crate::Number;
use crate::activation::{log_softmax, log_sum_exp};
use compute::Expr;

/// 1 at the class, 0 elsewhere: `[…] → […, classes]`. Numbers are rounded; one that is no class gives zeros.
pub fn one_hot(numbers: &Expr, classes: usize) -> Expr {
    let axes = numbers.shape().axes();
    let column = Expr::iota(&[classes], 0);
    (numbers.reshape(&[axes, &[1]].concat()) - column).abs().less(&Expr::scalar(0.5))
}

/// Sum over the last axis, mean over the rest.
fn mean_of_rows(x: &Expr) -> Expr {
    let width = x.shape().axes().last().copied().unwrap_or(1);
    x.sum() * (width as f32 / x.shape().size().max(1) as f32)
}

fn classes(z: &Expr) -> usize {
    z.shape().axes().last().copied().unwrap_or(0)
}

fn last(z: &Expr) -> usize {
    z.shape().rank().saturating_sub(1)
}

/// `mean(ln Σⱼ e^zⱼ − z_k)` for the class numbers `k […]` of `logits […, C]`: `−mean ln softmax(z)_k`. PyTorch's
/// `cross_entropy`. Gradient `(softmax(z) − onehot(k)) / n`.
pub fn cross_entropy(logits: &Expr, class: &Expr) -> Expr {
    let chosen = logits * one_hot(class, classes(logits));
    log_sum_exp(logits, last(logits)).mean() - mean_of_rows(&chosen)
}

/// [`cross_entropy`] with targets `(1 − s)·onehot(k) + s/C` (Szegedy et al., CVPR 2016); `s` in `[0, 1]`.
pub fn cross_entropy_smoothed(logits: &Expr, class: &Expr, smoothing: impl Number) -> Expr {
    let (count, s) = (classes(logits), smoothing.expr());
    let target = one_hot(class, count) * (1.0 - &s) + s * (1.0 / count.max(1) as f32);
    cross_entropy_with(logits, &target)
}

/// `−mean Σⱼ tⱼ ln softmax(z)ⱼ` for target distributions `t […, C]`.
pub fn cross_entropy_with(logits: &Expr, target: &Expr) -> Expr {
    -mean_of_rows(&(target * log_softmax(logits, last(logits))))
}

/// `−mean ℓ_k` for log-probabilities `ℓ […, C]` and class numbers `k […]`. PyTorch's `nll_loss`.
pub fn nll(log_probabilities: &Expr, class: &Expr) -> Expr {
    -mean_of_rows(&(log_probabilities * one_hot(class, classes(log_probabilities))))
}
