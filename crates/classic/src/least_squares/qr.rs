//! Householder QR with column pivoting, on columns of length 1 or 0.

use super::length;

/// A basic solution of min ‖Aw − y‖.
pub(super) struct Solution {
    pub(super) w: Vec<f64>,
    pub(super) rank: usize,
    pub(super) dropped: Vec<usize>,
}

/// Of columns that are equally long but for rounding the first is taken, so that of equal columns the later is dropped.
const TIE: f64 = 1e-10;

/// Solves min ‖Aw − y‖ for the columns of A, each as long as y.
///
/// Step k reflects the longest of the remaining columns, below row k, onto the axis eₖ: with v = a ∓ ‖a‖e₁ the reflection
/// H = I − 2vvᵀ/vᵀv takes a to ±‖a‖e₁. After r steps the columns above row r are R, and y above row r is Qᵀy.
#[expect(clippy::cast_precision_loss, reason = "counts of rows and columns, far below 2^53")]
pub(super) fn solve(mut columns: Vec<Vec<f64>>, mut y: Vec<f64>) -> Solution {
    let (n, d) = (y.len(), columns.len());
    let tolerance = 8.0 * f64::EPSILON * n.max(d) as f64;
    let mut order: Vec<usize> = (0..d).collect();
    let mut diagonal = Vec::new();
    for k in 0..n.min(d) {
        // Lengths are taken afresh, not downdated: as much work as the reflections, and no cancellation.
        let Some(p) = longest(&columns, k).filter(|(_, length)| *length > tolerance).map(|(p, _)| p) else {
            break;
        };
        // Moved, not swapped: the columns that wait keep their order, so that a tie is decided by it.
        if let (Some(waiting), Some(places)) = (columns.get_mut(k..=p), order.get_mut(k..=p)) {
            waiting.rotate_right(1);
            places.rotate_right(1);
        }
        let Some((pivot, rest)) = columns.get_mut(k..).and_then(<[Vec<f64>]>::split_first_mut) else {
            break;
        };
        let Some(v) = pivot.get_mut(k..) else { break };
        let Some(r) = householder(v) else { break };
        for column in rest.iter_mut().chain([&mut y]) {
            reflect(v, column.get_mut(k..).unwrap_or_default());
        }
        diagonal.push(r);
    }

    // Back substitution: r_kk w_k = (Qᵀy)_k − Σ_{j>k} r_kj w_j
    let rank = diagonal.len();
    let at = |column: &[f64], row: usize| column.get(row).copied().unwrap_or(0.0);
    let mut solved: Vec<f64> = vec![0.0; rank];
    for (k, r) in diagonal.iter().enumerate().rev() {
        let later = columns.iter().zip(&solved).skip(k + 1);
        let w = (at(&y, k) - later.map(|(c, w)| at(c, k) * w).sum::<f64>()) / r;
        if let Some(slot) = solved.get_mut(k) {
            *slot = w;
        }
    }
    let mut w = vec![0.0; d];
    for (j, value) in order.iter().zip(solved) {
        if let Some(slot) = w.get_mut(*j) {
            *slot = value;
        }
    }
    let mut dropped: Vec<usize> = order.into_iter().skip(rank).collect();
    dropped.sort_unstable();
    Solution { w, rank, dropped }
}

/// The place and length of the longest column from the k-th on, measured below row k.
fn longest(columns: &[Vec<f64>], k: usize) -> Option<(usize, f64)> {
    let lengths = columns.iter().map(|c| length(c.get(k..).unwrap_or_default())).enumerate().skip(k);
    lengths.reduce(|best, next| if next.1 > best.1 * (1.0 + TIE) { next } else { best })
}

/// Makes of the column `a` the vector v of its reflection, with vᵀv = 2, and returns what the reflection makes of a₁.
fn householder(a: &mut [f64]) -> Option<f64> {
    let norm = length(a);
    let first = a.first_mut()?;
    // The sign that adds: no cancellation in v₁.
    let r = if *first > 0.0 { -norm } else { norm };
    *first -= r;
    let scale = length(a) / std::f64::consts::SQRT_2;
    a.iter_mut().for_each(|v| *v /= scale);
    Some(r)
}

/// x ← x − v (vᵀx), for vᵀv = 2.
fn reflect(v: &[f64], x: &mut [f64]) {
    let dot: f64 = v.iter().zip(x.iter()).map(|(v, x)| v * x).sum();
    x.iter_mut().zip(v).for_each(|(x, v)| *x -= v * dot);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reflection_moves_a_column_onto_the_axis() {
        // where a₁ is nearly the whole length, the wrong sign would leave 1e-9 behind
        for a in [[3.0, 4.0], [-3.0, 4.0], [-1.0, 1e-9], [1.0, 1e-9], [0.0, 2.0], [5.0, 0.0]] {
            let (mut v, mut moved) = (a, a);
            let r = householder(&mut v).unwrap_or(f64::NAN);
            reflect(&v, &mut moved);
            assert!((moved[0] - r).abs() < 1e-14 && moved[1].abs() < 1e-15, "{a:?} {moved:?} {r}");
            assert!((r.abs() - a[0].hypot(a[1])).abs() < 1e-14);
        }
    }
}
