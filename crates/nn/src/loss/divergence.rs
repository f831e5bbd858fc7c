//! Divergences.

use compute::Expr;

/// `Σⱼ pⱼ (ln pⱼ − ℓⱼ)`, mean over rows, for log-probabilities `ℓ = ln q […, C]` and distributions `p […, C]`: the
/// Kullback–Leibler divergence `KL(p ‖ q)`. PyTorch's `kl_div(reduction="batchmean")` for `[N, C]`. `0 ln 0` is 0.
pub fn kl_div(log_q: &Expr, p: &Expr) -> Expr {
    // The logarithm sees no 0, so that its gradient stays finite.
    let positive = Expr::scalar(0.0).less(p);
    let log_p = positive.select(p, &Expr::scalar(1.0)).log();
    let terms = p * (log_p - log_q);
    let width = terms.shape().axes().last().copied().unwrap_or(1);
    terms.sum() * (width as f32 / terms.shape().size().max(1) as f32)
}

/// `KL(N(μ, σ²) ‖ N(0, 1)) = −½ Σⱼ (1 + ln σⱼ² − μⱼ² − σⱼ²)`, mean over rows, for `μ` and `ln σ²`, each `[N, D]` (Kingma and
/// Welling, ICLR 2014).
pub fn kl_div_normal(mean: &Expr, log_variance: &Expr) -> Expr {
    let terms = mean.square() + log_variance.exp() - log_variance - 1.0;
    let width = terms.shape().axes().last().copied().unwrap_or(1);
    terms.sum() * (0.5 * width as f32 / terms.shape().size().max(1) as f32)
}
