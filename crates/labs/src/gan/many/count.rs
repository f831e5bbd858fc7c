//! Shares and medians of few runs, with how far they may be off.

use compute::rng::Stream;

/// Half the width of a 95 % interval, in deviations.
const WIDE: f64 = 1.959_964;
const RESAMPLED: usize = 1000;
const STREAM: u32 = 0xa1;

/// Wilson's 95 % interval of a share (1927).
pub(in super::super) fn wilson(hits: usize, of: usize) -> (f64, f64) {
    let (n, z) = (of.max(1) as f64, WIDE * WIDE);
    let share = hits as f64 / n;
    let middle = (share + z / (2.0 * n)) / (1.0 + z / n);
    let half = WIDE / (1.0 + z / n) * (share * (1.0 - share) / n + z / (4.0 * n * n)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// The part `at` of sorted values, between two of them by straight line.
pub(super) fn quantile(sorted: &[f64], at: f64) -> f64 {
    let place = at * (sorted.len().max(1) - 1) as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    let value = |at: usize| sorted.get(at).or(sorted.last()).copied().unwrap_or(f64::NAN);
    value(low) + part * (value(low + 1) - value(low))
}

pub(super) fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The distance between the quartiles.
pub(super) fn spread(sorted: &[f64]) -> f64 {
    quantile(sorted, 0.75) - quantile(sorted, 0.25)
}

/// 95 % of the medians of samples drawn from these values with replacement (Efron 1979).
pub(super) fn bootstrap(values: &[f64], seed: u64) -> (f64, f64) {
    let mut random = Stream::new(seed, STREAM);
    let mut median = || {
        let draw = |_| values.get((random.uniform() * values.len() as f32) as usize).copied().unwrap_or(f64::NAN);
        quantile(&sorted((0..values.len()).map(draw).collect::<Vec<_>>()), 0.5)
    };
    let medians = sorted((0..RESAMPLED).map(|_| median()).collect::<Vec<_>>());
    (quantile(&medians, 0.025), quantile(&medians, 0.975))
}

/// Modes that `n` draws at random of `modes` are expected to hit, and the deviation of their number: the occupancy problem.
pub(super) fn occupied(modes: usize, n: usize) -> (f64, f64) {
    let m = modes.max(1) as f64;
    let (none, neither) = ((1.0 - 1.0 / m).powi(n as i32), (1.0 - 2.0 / m).max(0.0).powi(n as i32));
    (m * (1.0 - none), (m * (m - 1.0) * neither + m * none - m * m * none * none).max(0.0).sqrt())
}

/// Modes that `n` of these generators hit on average over all choices of them, by how many generators have each mode.
pub(super) fn together(counts: &[usize], n: usize) -> f64 {
    let all: usize = counts.iter().sum();
    // C(all − count, n) / C(all, n), factor by factor
    let missed =
        |count: &usize| (0..n).map(|i| (all - i).saturating_sub(*count) as f64 / (all - i) as f64).product::<f64>();
    counts.iter().map(|count| 1.0 - missed(count)).sum()
}
