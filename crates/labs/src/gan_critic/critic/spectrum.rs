//! Singular values of the layers, exactly, beside what the power method says of the largest.

use classic::symmetric::eigen;

/// What is known of a layer's weights.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Spectrum {
    /// σ₁ ≥ σ₂ ≥ …, of the weights as they act: divided already where they are normalised.
    pub(in super::super) values: Vec<f64>,
    /// By what they were divided.
    pub(in super::super) divided: Option<f64>,
}

impl Spectrum {
    /// σ₁ of the weights before they were divided.
    pub(in super::super) fn largest(&self) -> f64 {
        self.values.first().copied().unwrap_or(0.0) * self.divided.unwrap_or(1.0)
    }

    /// By what share the power method's σ is off.
    pub(in super::super) fn error(&self) -> Option<f64> {
        self.divided.map(|sigma| (sigma / self.largest() - 1.0).abs())
    }
}

/// Singular values of W (`w`: rows×columns, row after row): roots of the eigenvalues of WᵀW or WWᵀ, whichever is smaller.
pub(in super::super) fn singular_values(w: &[f32], columns: usize) -> Option<Vec<f64>> {
    let rows = w.len() / columns.max(1);
    let line = |k: usize| -> Vec<f64> {
        let along = if rows <= columns { &w[k * columns..(k + 1) * columns] } else { w };
        let step = if rows <= columns { 1 } else { columns };
        let first = if rows <= columns { 0 } else { k };
        along.iter().skip(first).step_by(step).map(|x| f64::from(*x)).collect()
    };
    let n = rows.min(columns);
    let lines: Vec<Vec<f64>> = (0..n).map(line).collect();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let gram: Vec<f64> = lines.iter().flat_map(|a| lines.iter().map(|b| dot(a, b))).collect();
    Some(eigen(&gram, n).ok()?.values.into_iter().map(|value| value.max(0.0).sqrt()).collect())
}

/// u W vᵀ.
pub(super) fn between(u: &[f32], w: &[f32], v: &[f32]) -> f64 {
    let rows = w.chunks_exact(v.len().max(1)).zip(u);
    rows.map(|(row, u)| f64::from(*u) * row.iter().zip(v).map(|(w, v)| f64::from(*w) * f64::from(*v)).sum::<f64>())
        .sum()
}
