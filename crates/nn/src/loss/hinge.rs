//! Hinge losses.

use super::one_hot;
use compute::Expr;

/// `mean max(0, 1 − t·s)` for scores `s` and targets `t` of −1 or 1, of the same shape (Cortes and Vapnik 1995).
pub fn hinge(score: &Expr, target: &Expr) -> Expr {
    (1.0 - target * score).relu().mean()
}

/// `mean over rows of Σ_{j ≠ k} max(0, 1 − s_k + sⱼ) / C` for scores `s [N, C]` and class numbers `k [N]` (Weston and
/// Watkins 1999). PyTorch's `multi_margin_loss`.
pub fn multi_hinge(scores: &Expr, class: &Expr) -> Expr {
    let width = scores.shape().axes().last().copied().unwrap_or(0);
    let at = one_hot(class, width);
    let right = (scores * &at).sum_axes(&[scores.shape().rank().saturating_sub(1)]);
    // The term of the class itself is always 1: left out.
    ((scores - right + 1.0).relu() * (1.0 - at)).mean()
}
