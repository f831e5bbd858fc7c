//! How far generated points are from real ones, in numbers that know their zero.

use compute::rng::Stream;
use data::maths;

/// A point of the plane.
pub(super) type Place = [f32; 2];

/// Which modes are found, and how well.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Found {
    /// Shares of all points that are near each mode: within three deviations of the nearest.
    pub(super) shares: Vec<f64>,
    /// Modes that have at least a hundredth of all points.
    pub(super) modes: usize,
    /// Share of points near any mode; of a Gaussian's own points 1 − e^(−9/2) = 0.989 are.
    pub(super) good: f64,
    /// Half the sum of |share − share of the target|, both shares of what is near: 0 where they agree.
    pub(super) uneven: f64,
}

/// Least share of a mode that counts as found.
const LEAST: f64 = 0.01;

/// Points against modes that are all alike.
pub(super) fn found(points: &[Place], centres: &[Place], spread: f32) -> Found {
    let coverage = data::made::toys::coverage(points, centres, spread);
    let total = points.len().max(1) as f64;
    let shares: Vec<f64> = coverage.hits.iter().map(|hits| *hits as f64 / total).collect();
    let (modes, good) = (shares.iter().filter(|share| **share >= LEAST).count(), shares.iter().sum::<f64>());
    let even = 1.0 / centres.len().max(1) as f64;
    let off = |share: &f64| if good > 0.0 { (share / good - even).abs() } else { even };
    let uneven = shares.iter().map(off).sum::<f64>() / 2.0;
    Found { shares, modes, good, uneven }
}

/// Directions of [`sliced`].
const DIRECTIONS: usize = 64;

/// Sliced Wasserstein distance: the mean over directions of the distance between the projections, which on a line is the mean
/// difference of the sorted values (Rabin et al. 2012). Of two sets of one size.
pub(super) fn sliced(a: &[Place], b: &[Place]) -> f64 {
    let mut sum = 0.0;
    for direction in 0..DIRECTIONS {
        let turn = std::f32::consts::PI * (direction as f32 + 0.5) / DIRECTIONS as f32;
        let (cos, sin) = (maths::cos(turn), maths::sin(turn));
        let [a, b] = [a, b].map(|points| {
            let mut line: Vec<f32> = points.iter().map(|[x, y]| x * cos + y * sin).collect();
            line.sort_by(f32::total_cmp);
            line
        });
        let apart = a.iter().zip(&b).map(|(a, b)| f64::from((a - b).abs())).sum::<f64>();
        sum += apart / a.len().min(b.len()).max(1) as f64;
    }
    sum / DIRECTIONS as f64
}

fn squared(a: &Place, b: &Place) -> f64 {
    let (x, y) = (f64::from(a[0] - b[0]), f64::from(a[1] - b[1]));
    x * x + y * y
}

/// Widths of the kernels of [`mmd`], as distances.
const WIDTHS: [f64; 3] = [0.1, 0.4, 1.6];

/// Squared maximum mean discrepancy, unbiased: `mean k(a, a′) + mean k(b, b′) − 2 mean k(a, b)` with
/// `k = Σ exp(−‖·‖² / 2w²) / 3` (Gretton et al., JMLR 2012). Around 0, at times below, for two samples of one distribution.
pub(super) fn mmd(a: &[Place], b: &[Place]) -> f64 {
    let kernel = |a: &Place, b: &Place| {
        let apart = squared(a, b);
        WIDTHS.iter().map(|w| f64::from(maths::exp((-apart / (2.0 * w * w)).max(-80.0) as f32))).sum::<f64>() / 3.0
    };
    let within = |points: &[Place]| {
        let n = points.len() as f64;
        let pairs = points.iter().enumerate().flat_map(|(i, a)| points[..i].iter().map(move |b| kernel(a, b)));
        2.0 * pairs.sum::<f64>() / (n * (n - 1.0)).max(1.0)
    };
    let between = a.iter().flat_map(|a| b.iter().map(move |b| kernel(a, b))).sum::<f64>();
    within(a) + within(b) - 2.0 * between / (a.len() * b.len()).max(1) as f64
}

/// Bins along each side of [`density`], and over how many of them each point is spread, as a deviation.
pub(super) const BINS: usize = 64;
const SPREAD: f32 = 1.2;

/// The density of points in the window, a histogram made smooth; what lies outside is in one more bin at the end, so that it is
/// not lost. Sums to 1.
pub(super) fn density(points: &[Place], reach: f32) -> Vec<f64> {
    let mut bins = vec![0.0; BINS * BINS + 1];
    let cell = |x: f32| {
        let at = ((x + reach) / (2.0 * reach) * BINS as f32).floor();
        (0.0..BINS as f32).contains(&at).then_some(at as usize)
    };
    let each = 1.0 / points.len().max(1) as f64;
    for [x, y] in points {
        let at = cell(*x).zip(cell(*y)).map_or(BINS * BINS, |(x, y)| y * BINS + x);
        bins[at] += each;
    }
    let outside = bins.pop().unwrap_or_default();
    let rows = smoothed(&bins);
    let turned = |bins: &[f64]| -> Vec<f64> { (0..BINS * BINS).map(|at| bins[at % BINS * BINS + at / BINS]).collect() };
    let mut smooth = turned(&smoothed(&turned(&rows)));
    smooth.push(outside);
    smooth
}

/// Each row spread by a Gaussian; what would leave it is kept by weighing what stays.
fn smoothed(bins: &[f64]) -> Vec<f64> {
    const WIDE: usize = 4;
    let weight = |apart: usize| {
        let apart = apart as f32 / SPREAD;
        f64::from(maths::exp(-apart * apart / 2.0))
    };
    let mut out = vec![0.0; bins.len()];
    for (row, values) in bins.chunks_exact(BINS).enumerate() {
        for (at, value) in values.iter().enumerate().filter(|(_, value)| **value > 0.0) {
            let near = at.saturating_sub(WIDE)..(at + WIDE + 1).min(BINS);
            let total: f64 = near.clone().map(|to| weight(to.abs_diff(at))).sum();
            for to in near {
                out[row * BINS + to] += value * weight(to.abs_diff(at)) / total;
            }
        }
    }
    out
}

/// Jensen–Shannon divergence of two densities, in nats: 0 where they agree, ln 2 where nowhere both are.
pub(super) fn js(p: &[f64], q: &[f64]) -> f64 {
    let part = |p: f64, q: f64| if p > 0.0 { p * (2.0 * p / (p + q)).ln() } else { 0.0 };
    p.iter().zip(q).map(|(p, q)| part(*p, *q) + part(*q, *p)).sum::<f64>() / 2.0
}

/// Mean distance of pairs of points, of pairs by chance.
pub(super) fn apart(points: &[Place], seed: u64) -> f64 {
    const PAIRS: usize = 2048;
    const STREAM: u32 = 0x6a7;
    let mut random = Stream::new(seed, STREAM);
    let mut draw = || points.get((random.uniform() * points.len() as f32) as usize).copied().unwrap_or_default();
    (0..PAIRS).map(|_| squared(&draw(), &draw()).sqrt()).sum::<f64>() / PAIRS as f64
}
