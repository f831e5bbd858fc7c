//! What the filters of the first layer answer most strongly: for each the nine digits, and the patch of each where it does.

use super::exam::Exam;
use super::look::Weights;
use super::net::{PIXELS, SIDE};
use labkit::Pictures;
use nn::Stack;
use nn::stack::Kind;

/// Patches a filter.
pub(super) const TOP: usize = 9;
/// Digits that are searched, and filters that are shown.
const SEARCHED: usize = 200;
const SHOWN: usize = 32;

/// Filters with what they answer to.
#[derive(Debug, Clone, Default)]
pub(super) struct Strongest {
    /// One a filter.
    pub(super) filters: Pictures,
    /// Nine a filter, the strongest first; of as many different digits.
    pub(super) patches: Pictures,
    /// Correlation of each filter with the mean of its patches.
    pub(super) correlations: Vec<f32>,
}

/// Searches the examination; nothing where the first layer is neither a convolution nor dense.
pub(super) fn strongest(stack: &Stack, weights: &Weights, exam: &Exam) -> Option<Strongest> {
    let layer = stack.layers.first()?;
    let own = weights.iter().find(|(name, _)| *name == format!("{}.w", layer.name)).map(|(_, values)| values)?;
    let (outputs, [k, l], spec) = match &layer.kind {
        Kind::Conv { outputs, kernel, spec } if spec.dilation == [1; 2] => (*outputs, *kernel, spec.stride),
        Kind::Dense(outputs) => (*outputs, [SIDE; 2], [1; 2]),
        _ => return None,
    };
    let shown = outputs.min(SHOWN);
    let filter = |o: usize| -> Vec<f32> {
        let dense = matches!(layer.kind, Kind::Dense(_));
        (0..k * l).map(|i| own[if dense { i * outputs + o } else { o * k * l + i }]).collect()
    };
    let picture = |values: Vec<f32>| Pictures { height: k as u32, width: l as u32, values: values.into(), names: Vec::new() };
    let (mut filters, mut patches, mut correlations) = (Vec::new(), Vec::new(), Vec::new());
    for o in 0..shown {
        let filter = filter(o);
        // Of each digit its strongest place.
        let mut best: Vec<(f32, usize)> = exam.pictures.chunks_exact(PIXELS).take(SEARCHED).enumerate().map(|(n, digit)| {
            let places = (0..=SIDE - k).step_by(spec[0]).flat_map(|i| (0..=SIDE - l).step_by(spec[1]).map(move |j| i * SIDE + j));
            let scored = places.map(|at| (answer(digit, at, &filter, l), n * PIXELS + at));
            scored.fold((f32::MIN, 0), |best, next| if next.0 > best.0 { next } else { best })
        }).collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        let top: Vec<Vec<f32>> = best.iter().take(TOP).map(|&(_, at)| patch(&exam.pictures, at, [k, l])).collect();
        let mean: Vec<f32> = (0..k * l).map(|i| top.iter().map(|one| one[i]).sum::<f32>() / TOP as f32).collect();
        correlations.push(correlation(&filter, &mean));
        patches.extend(top.concat());
        filters.extend(filter);
    }
    Some(Strongest { filters: picture(filters), patches: picture(patches), correlations })
}

/// `Σ x·w` with the window's first pixel at `at`.
fn answer(digit: &[f32], at: usize, filter: &[f32], width: usize) -> f32 {
    filter.chunks_exact(width).enumerate().map(|(row, weights)| {
        let from = at + row * SIDE;
        digit[from..from + width].iter().zip(weights).map(|(x, w)| x * w).sum::<f32>()
    }).sum()
}

fn patch(pictures: &[f32], at: usize, [k, l]: [usize; 2]) -> Vec<f32> {
    (0..k).flat_map(|row| pictures[at + row * SIDE..at + row * SIDE + l].iter().copied()).collect()
}

/// Pearson's.
pub(super) fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |x: &[f32]| x.iter().sum::<f32>() / x.len().max(1) as f32;
    let (p, q) = (mean(a), mean(b));
    let of = |x: &[f32], m: f32, y: &[f32], n: f32| x.iter().zip(y).map(|(x, y)| (x - m) * (y - n)).sum::<f32>();
    of(a, p, b, q) / (of(a, p, a, p) * of(b, q, b, q)).sqrt().max(1e-12)
}
