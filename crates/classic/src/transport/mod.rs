//! Optimal transport: the cheapest way to move a heap p onto a heap q, and what it costs.
//!
//! ```text
//! W = min over γ ≥ 0 of Σᵢⱼ cᵢⱼ γᵢⱼ,   Σⱼ γᵢⱼ = pᵢ,   Σᵢ γᵢⱼ = qⱼ
//!   = max over u, v of  Σᵢ pᵢ uᵢ + Σⱼ qⱼ vⱼ,   uᵢ + vⱼ ≤ cᵢⱼ
//! ```
//!
//! With cᵢⱼ = ‖xᵢ − yⱼ‖ and totals of 1 it is the Wasserstein distance W₁. The second line is its dual; the difference of
//! both values proves a plan to be the best. Exact ways: [`line`] on the real line, [`assignment`] between as many points
//! as points, [`plan`] between any heaps; [`sinkhorn`] is close, and smooth.
//!
//! Source: G. Peyré, M. Cuturi, *Computational Optimal Transport*, Foundations and Trends in Machine Learning 11 (2019).

mod assignment;
mod line;
mod plan;
mod sinkhorn;
#[cfg(test)]
mod tests;

pub use assignment::{Matching, assignment};
pub use line::line;
pub use plan::{Plan, plan};
pub use sinkhorn::{Sinkhorn, sinkhorn};

use crate::error::{ClassicError, check_finite};

/// Most places on either side.
pub const MOST: usize = 2048;
/// By what share two totals may differ and count as equal.
const EQUAL: f64 = 1e-9;

/// The distances ‖xᵢ − yⱼ‖, row after row: `x` holds n points and `y` m, of `dimensions` numbers each; n×m.
#[must_use]
pub fn distances(x: &[f64], y: &[f64], dimensions: usize) -> Vec<f64> {
    let d = dimensions.max(1);
    let length = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
    x.chunks_exact(d).flat_map(|x| y.chunks_exact(d).map(move |y| length(x, y))).collect()
}

/// Checks that `p` holds masses: at least one, at most [`MOST`], finite, none below zero. Its total.
fn total(what: &'static str, p: &[f64]) -> Result<f64, ClassicError> {
    if p.is_empty() {
        return Err(ClassicError::Empty);
    }
    if p.len() > MOST {
        return Err(ClassicError::TooLarge { what, most: MOST, found: p.len() });
    }
    check_finite(what, p, 1)?;
    match p.iter().position(|mass| *mass < 0.0) {
        Some(at) => Err(ClassicError::Negative { what, at }),
        None => Ok(p.iter().sum()),
    }
}

/// Checks p and q, and that they weigh the same: what of q would weigh as much as p, but for rounding 1.
fn balanced(p: &[f64], q: &[f64]) -> Result<f64, ClassicError> {
    let (from, to) = (total("p", p)?, total("q", q)?);
    let equal = from > 0.0 && (from - to).abs() <= EQUAL * from;
    if equal { Ok(from / to) } else { Err(ClassicError::Totals { from, to }) }
}

/// Checks that `cost` is n×m and finite.
fn priced(cost: &[f64], n: usize, m: usize) -> Result<(), ClassicError> {
    let expected = n.saturating_mul(m);
    if cost.len() != expected {
        return Err(ClassicError::Shape { what: "c", expected, found: cost.len() });
    }
    check_finite("c", cost, m)
}
