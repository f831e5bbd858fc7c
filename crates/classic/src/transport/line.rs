//! On the real line: no search at all.

use super::{balanced, total};
use crate::error::{ClassicError, check_finite};

/// W₁ between the masses `p` at the places `x` and the masses `q` at the places `y`, times their total.
///
/// ```text
/// W₁ = ∫ |F_P(t) − F_Q(t)| dt
/// ```
///
/// F counts the mass up to t. Through each t the surplus on its left must pass, whatever the plan; and the plan that
/// keeps the order moves no more. n + m places sorted once, so O((n + m) log(n + m)).
///
/// Source: Peyré & Cuturi, *Computational Optimal Transport*, remark 2.30.
///
/// # Errors
/// Lengths that do not fit, nothing at all, a mass below zero, NaN or infinity, unequal totals.
pub fn line(x: &[f64], p: &[f64], y: &[f64], q: &[f64]) -> Result<f64, ClassicError> {
    for (what, places, masses) in [("x", x, p), ("y", y, q)] {
        total(what, masses)?;
        if places.len() != masses.len() {
            return Err(ClassicError::Shape { what, expected: masses.len(), found: places.len() });
        }
        check_finite(what, places, 1)?;
    }
    let scale = balanced(p, q)?;
    let there = x.iter().copied().zip(p.iter().copied());
    let wanted = y.iter().copied().zip(q.iter().map(|q| -q * scale));
    let mut all: Vec<(f64, f64)> = there.chain(wanted).collect();
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let (mut surplus, mut area) = (0.0_f64, 0.0);
    for pair in all.windows(2) {
        surplus += pair[0].1;
        area += surplus.abs() * (pair[1].0 - pair[0].0);
    }
    Ok(area)
}
