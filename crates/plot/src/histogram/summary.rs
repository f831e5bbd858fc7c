//! What a set of values is like, in numbers.

/// Statistics of a tensor, reckoned in f64. All but the counts are of its finite values, and NaN where there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many values there are.
    pub count: usize,
    /// How many of them are NaN or infinite.
    pub not_finite: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, √(Σ (x − mean)² / n).
    pub deviation: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// The middle one, or the mean of the two in the middle.
    pub median: f64,
    /// Which share of them is zero, 0 to 1.
    pub zeros: f64,
    /// Their norm, √(Σ x²); 0 where there is none.
    pub norm: f64,
}

impl Summary {
    /// The statistics of some values.
    pub fn of(values: &[f32]) -> Self {
        let mut finite: Vec<f32> = values.iter().copied().filter(|v| v.is_finite()).collect();
        let n = finite.len() as f64;
        let (mut sum, mut squares, mut zeros, mut min, mut max) = (0.0_f64, 0.0_f64, 0_usize, f64::NAN, f64::NAN);
        for v in finite.iter().map(|v| f64::from(*v)) {
            sum += v;
            squares += v * v;
            zeros += usize::from(v == 0.0);
            (min, max) = (min.min(v), max.max(v));
        }
        let mean = sum / n;
        let around: f64 = finite.iter().map(|v| (f64::from(*v) - mean).powi(2)).sum();
        let half = finite.len() / 2;
        let median = if finite.is_empty() {
            f64::NAN
        } else {
            let even = finite.len().is_multiple_of(2);
            let (below, upper, _) = finite.select_nth_unstable_by(half, f32::total_cmp);
            let upper = f64::from(*upper);
            let lower = below.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            if even { f64::midpoint(lower.into(), upper) } else { upper }
        };
        Self {
            count: values.len(),
            not_finite: values.len() - finite.len(),
            mean,
            deviation: (around / n).sqrt(),
            min,
            max,
            median,
            zeros: zeros as f64 / n,
            norm: squares.sqrt(),
        }
    }
}
