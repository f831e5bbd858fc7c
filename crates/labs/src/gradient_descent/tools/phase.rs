//! The (α, β) diagram of momentum on the quadratic model at the ball: for each learning rate and each kept share of the velocity,
//! by how much the slowest direction shrinks a step (Goh, Distill 2017).
//!
//! In a direction of curvature `λ` the state `(x, v)` is multiplied each step by a matrix whose eigenvalues are the roots of
//! `z² − (1 + β − αλ) z + β`. The larger of their sizes is the rate of that direction; it converges below 1, and swings where
//! the roots are complex or negative.

use super::{Made, Scene};
use labkit::frame::{Field, Series};
use labkit::Content;

const GRID: (usize, usize) = (121, 81);
/// The diagram reaches from a thousandth of the largest stable rate to twice that of `β = 1`.
const DECADES: f64 = 3.0;

/// How a direction behaves: size of the larger root, and whether it swings.
fn root(rate: f64, keep: f64, curvature: f64) -> (f64, bool) {
    let (half, product) = ((1.0 + keep - rate * curvature) / 2.0, keep);
    let inside = half * half - product;
    if inside < 0.0 {
        return (product.sqrt(), true);
    }
    let (a, b) = (half + inside.sqrt(), half - inside.sqrt());
    (a.abs().max(b.abs()), if b.abs() > a.abs() { b < 0.0 } else { a < 0.0 })
}

/// The slowest of several directions.
fn slowest(rate: f64, keep: f64, curvatures: &[f64]) -> (f64, bool) {
    let all = curvatures.iter().map(|curvature| root(rate, keep, *curvature));
    all.fold((0.0, false), |(most, swings), (size, swing)| (most.max(size), swings || swing))
}

pub(super) fn look(scene: &Scene<'_>, made: &mut Made) {
    let curvatures: Vec<f64> = scene.seen.values.iter().copied().filter(|value| value.is_finite()).collect();
    let Some(high) = curvatures.first().copied().filter(|high| *high > 0.0) else { return };
    let low = curvatures.last().copied().unwrap_or(high);
    let (rate, keep) = (scene.number("lr_momentum"), scene.number("momentum"));
    let (size, swings) = slowest(rate, keep, &curvatures);
    made.metric("phase_rate", size);
    made.metric("phase_swings", if swings { 1.0 } else { 0.0 });
    let (right, (nx, ny)) = ((8.0 / high).log10(), GRID);
    let left = right - DECADES;
    let at = |i: usize, j: usize| {
        let rate = 10_f64.powf(left + (right - left) * i as f64 / (nx - 1) as f64);
        slowest(rate, j as f64 / (ny - 1) as f64, &curvatures)
    };
    let cells = (0..nx * ny).map(|cell| at(cell % nx, cell / nx));
    // Swinging is told apart by the sign, so that one field holds both.
    let values: Vec<f32> = cells.map(|(size, swings)| if swings { -size as f32 } else { size as f32 }).collect();
    made.panel(
        "phase",
        Content::Field(Field { nx: nx as u32, ny: ny as u32, x: (left, right), y: (0.0, 1.0), values: values.into() }),
    );
    let mark = |key: &str, points: Vec<(f64, f64)>| {
        let (x, y): (Vec<f32>, Vec<f32>) = points.into_iter().map(|(a, b)| (a.log10() as f32, b as f32)).unzip();
        Series { key: key.to_owned(), index: 0, identity: 2, x: x.into(), y: y.into() }
    };
    // Stable below α = 2 (1 + β) / λ.
    let edge = (0..=40).map(|i| f64::from(i) / 40.0).map(|keep| (2.0 * (1.0 + keep) / high, keep)).collect();
    let mut marks = vec![mark("edge", edge), mark("now", vec![(rate, keep)])];
    if low > 0.0 {
        let (a, b) = (high.sqrt(), low.sqrt());
        let best = ((2.0 / (a + b)).powi(2), ((a - b) / (a + b)).powi(2));
        made.metric("best_rate", best.0);
        made.metric("best_keep", best.1);
        made.metric("best_phase_rate", slowest(best.0, best.1, &curvatures).0);
        marks.push(mark("best", vec![best]));
    }
    made.panel("phase-marks", Content::Lines(marks));
}
