//! The error by direction: how far the path in focus is from the minimum below it along each eigenvector of the Hessian there,
//! step by step, beside what the recurrence of gradient descent or momentum on a quadratic has it be (Goh, Distill 2017).
//!
//! With `θ − θ* = Σ eᵢqᵢ` a direction of curvature `λᵢ` goes its own way: gradient descent multiplies `eᵢ` by `1 − ηλᵢ` each step,
//! momentum follows `vᵢ ← βvᵢ − ηλᵢeᵢ, eᵢ ← eᵢ + vᵢ`.

use super::super::params::{OPTIMISERS, TABLE};
use super::super::running::Hill;
use super::{Made, Scene};
use classic::sym2::{Eigen, eigen};
use labkit::Content;
use labkit::frame::Series;

/// Newton's steps at most.
const STEPS: usize = 40;
/// Keys of the steepest and the flattest direction: what was measured, what is told, and the measured factor a step.
const KEYS: [[&str; 3]; 2] = [["high", "high-told", "mode_high"], ["low", "low-told", "mode_low"]];

pub(super) fn look(scene: &Scene<'_>, made: &mut Made) {
    let Some((hill, ball)) = scene.running.ground.hill().zip(scene.ball()) else { return };
    let Some(trace) = scene.running.race.traces.get(scene.focus).and_then(|balls| balls.first()) else { return };
    let mut lines = Vec::new();
    if let Some((middle, axes)) = minimum(hill, ball) {
        let [steps, xs, ys, _] = trace.columns();
        // A formula of x alone has one direction.
        let directions = if hill.f.uses(1) { 2 } else { 1 };
        for ((keys, vector), value) in KEYS.iter().zip(axes.vectors).zip(axes.values).take(directions) {
            let along = |(x, y): (&f32, &f32)| {
                (f64::from(*x) - middle[0]) * vector[0] + (f64::from(*y) - middle[1]) * vector[1]
            };
            let errors: Vec<f64> = xs.iter().zip(&ys).map(along).collect();
            let told = told(scene, &steps, value, errors.first().copied().unwrap_or(0.0));
            if let (Some(first), Some(last), Some(n)) =
                (errors.first(), errors.last(), steps.last().filter(|n| **n > 0.0))
            {
                made.metric(keys[2], (last / first).abs().powf(1.0 / f64::from(*n)));
            }
            lines.push(series(keys[0], &steps, &errors));
            lines.extend(told.map(|told| series(keys[1], &steps, &told)));
        }
    }
    made.panel("modes", Content::Lines(lines));
}

/// Sizes over steps; nothing is a gap on a logarithmic axis.
fn series(key: &str, steps: &[f32], errors: &[f64]) -> Series {
    let size = |error: &f64| if *error == 0.0 { f32::NAN } else { error.abs() as f32 };
    let y: Vec<f32> = errors.iter().map(size).collect();
    Series { key: key.to_owned(), index: 0, identity: 0, x: steps.to_vec().into(), y: y.into() }
}

/// What the recurrence makes of an error, at these steps; `None` for an optimiser or a schedule that it does not hold for.
fn told(scene: &Scene<'_>, steps: &[f32], curvature: f64, first: f64) -> Option<Vec<f64>> {
    let (key, _) = OPTIMISERS.get(scene.focus)?;
    let keep = match *key {
        "gd" => 0.0,
        "momentum" => scene.number("momentum"),
        _ => return None,
    };
    if scene.params.choice(TABLE, "schedule") != "constant" {
        return None;
    }
    let rate = scene.number(&format!("lr_{key}"));
    let (mut error, mut pace, mut at) = (first, 0.0, 0.0_f32);
    let to = |step: &f32| {
        while at < *step && error.is_finite() {
            pace = keep * pace - rate * curvature * error;
            error += pace;
            at += 1.0;
        }
        error
    };
    Some(steps.iter().map(to).collect())
}

/// The minimum below a place, and the axes of the Hessian there; `None` where Newton's method does not come to one.
fn minimum(hill: &Hill, from: [f64; 2]) -> Option<([f64; 2], Eigen)> {
    let mut at = from;
    for _ in 0..STEPS {
        let (gradient, axes) = slopes(hill, at);
        let directions = if hill.f.uses(1) { 2 } else { 1 };
        if !axes.values.iter().take(directions).all(|value| *value > 0.0) {
            return None;
        }
        let next = super::hessian::centre(at, gradient, &axes)?;
        let moved = (next[0] - at[0]).hypot(next[1] - at[1]);
        at = next;
        if moved <= 1e-9 * (1.0 + at[0].hypot(at[1])) {
            let lower = hill.height(at[0], at[1]) <= hill.height(from[0], from[1]) + 1e-9;
            return lower.then(|| (at, slopes(hill, at).1));
        }
    }
    None
}

/// First derivatives, and axes of the second ones, by central differences in f64.
fn slopes(hill: &Hill, [x, y]: [f64; 2]) -> ([f64; 2], Eigen) {
    let (h, k) = (1e-4 * x.abs().max(1.0), 1e-4 * y.abs().max(1.0));
    let f = |i: f64, j: f64| hill.height(x + i * h, y + j * k);
    let here = 2.0 * f(0.0, 0.0);
    let gradient = [(f(1.0, 0.0) - f(-1.0, 0.0)) / (2.0 * h), (f(0.0, 1.0) - f(0.0, -1.0)) / (2.0 * k)];
    let xy = (f(1.0, 1.0) - f(1.0, -1.0) - f(-1.0, 1.0) + f(-1.0, -1.0)) / (4.0 * h * k);
    let second = |there: f64, size: f64| (there - here) / (size * size);
    (gradient, eigen(second(f(1.0, 0.0) + f(-1.0, 0.0), h), xy, second(f(0.0, 1.0) + f(0.0, -1.0), k)))
}
