//! With a reward for spreading out: smooth, and parallel.

use super::{balanced, priced};
use crate::error::ClassicError;

/// A plan that spreads out as far as ε makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sinkhorn {
    /// γ: n×m. Its columns sum to q but for rounding, its rows to p once it has converged.
    pub mass: Vec<f64>,
    /// Σ cᵢⱼ γᵢⱼ, without the reward.
    pub cost: f64,
    /// The potential f, n numbers, −∞ where p is 0.
    pub f: Vec<f64>,
    /// The potential g, m numbers, −∞ where q is 0.
    pub g: Vec<f64>,
    /// Σᵢ |Σⱼ γᵢⱼ − pᵢ|: what the rows lack.
    pub gap: f64,
}

/// The plan of least Σ cᵢⱼ γᵢⱼ + ε Σ γᵢⱼ (ln γᵢⱼ − 1), by `rounds` rounds of
///
/// ```text
/// fᵢ ← ε ln pᵢ − ε ln Σⱼ e^{(gⱼ − cᵢⱼ)/ε}      gⱼ ← ε ln qⱼ − ε ln Σᵢ e^{(fᵢ − cᵢⱼ)/ε}      γᵢⱼ = e^{(fᵢ + gⱼ − cᵢⱼ)/ε}
/// ```
///
/// Each makes one kind of sums right. In logarithms (the largest exponent is taken out of each sum), so that no ε is too
/// small for the range of numbers; but the smaller it is, the more rounds it takes. As ε → 0 the plan becomes the
/// cheapest one, of entropy the largest among those.
///
/// Source: M. Cuturi, *Sinkhorn Distances*, NIPS 2013; Peyré & Cuturi, *Computational Optimal Transport*, 4.4.
///
/// # Errors
/// `cost` is not n×m, ε is not above 0, nothing at all, too many places, a mass below zero, NaN or infinity, unequal totals.
pub fn sinkhorn(cost: &[f64], p: &[f64], q: &[f64], epsilon: f64, rounds: usize) -> Result<Sinkhorn, ClassicError> {
    let scale = balanced(p, q)?;
    let (n, m) = (p.len(), q.len());
    priced(cost, n, m)?;
    if !(epsilon.is_finite() && epsilon > 0.0) {
        return Err(ClassicError::NotPositive { what: "ε" });
    }
    let across: Vec<f64> = (0..m).flat_map(|j| (0..n).map(move |i| cost[i * m + j])).collect();
    let (mut f, mut g) = (vec![0.0; n], vec![0.0; m]);
    for _ in 0..rounds.max(1) {
        for ((f, p), row) in f.iter_mut().zip(p).zip(cost.chunks_exact(m)) {
            *f = epsilon * (libm::log(*p) - log_sum(&g, row, epsilon));
        }
        for ((g, q), column) in g.iter_mut().zip(q).zip(across.chunks_exact(n)) {
            *g = epsilon * (libm::log(*q * scale) - log_sum(&f, column, epsilon));
        }
    }
    let carried = |(i, row): (usize, &[f64])| -> Vec<f64> {
        row.iter().zip(&g).map(|(c, g)| libm::exp((f[i] + g - c) / epsilon)).collect()
    };
    let mass: Vec<f64> = cost.chunks_exact(m).enumerate().flat_map(carried).collect();
    let value = cost.iter().zip(&mass).map(|(c, moved)| c * moved).sum();
    let gap = mass.chunks_exact(m).zip(p).map(|(row, p)| (row.iter().sum::<f64>() - p).abs()).sum();
    Ok(Sinkhorn { mass, cost: value, f, g, gap })
}

/// ln Σₖ e^{(aₖ − cₖ)/ε}.
fn log_sum(a: &[f64], c: &[f64], epsilon: f64) -> f64 {
    let exponent = |(a, c): (&f64, &f64)| (a - c) / epsilon;
    let most = a.iter().zip(c).map(exponent).fold(f64::NEG_INFINITY, f64::max);
    most + libm::log(a.iter().zip(c).map(|pair| libm::exp(exponent(pair) - most)).sum())
}
