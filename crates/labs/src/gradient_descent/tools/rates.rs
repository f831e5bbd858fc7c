//! Learning rates as they were: what the optimiser in focus multiplied each component of the gradient with, step by step, beside
//! the rate of its schedule; and the losses of a range test by learning rate.

use super::super::params::{OPTIMISERS, TABLE};
use super::{Made, Scene};
use labkit::Content;
use labkit::frame::Series;

fn series(key: &str, which: usize, points: Vec<(f32, f32)>) -> Series {
    let (x, y): (Vec<f32>, Vec<f32>) = points.into_iter().unzip();
    let identity = u8::try_from(which + 1).unwrap_or(1);
    Series { key: key.to_owned(), index: 0, identity, x: x.into(), y: y.into() }
}

fn base(scene: &Scene<'_>, which: usize) -> f32 {
    scene.params.number(TABLE, &format!("lr_{}", OPTIMISERS[which].0)) as f32
}

pub(super) fn effective(scene: &Scene<'_>, made: &mut Made) {
    let Some(paces) = scene.running.race.paces.get(scene.focus) else { return };
    let rate = base(scene, scene.focus);
    let each = |axis: usize| {
        let share = |(step, pace): &(u64, super::super::race::Pace)| {
            let [moved, slope] = [pace.moved[axis], pace.gradient[axis]];
            (slope != 0.0).then_some((*step as f32, (moved / slope).abs()))
        };
        paces.rows().iter().filter_map(share).collect::<Vec<_>>()
    };
    let scheduled = paces.rows().iter().map(|(step, pace)| (*step as f32, rate * pace.factor)).collect();
    let lines = vec![
        series("x", scene.focus, each(0)),
        series("y", scene.focus, each(1)),
        series("schedule", scene.focus, scheduled),
    ];
    made.panel("rates", Content::Lines(lines));
}

pub(super) fn range(scene: &Scene<'_>, made: &mut Made) {
    let race = &scene.running.race;
    let labkit::Value::Set(shown) = scene.params.get(TABLE, "show") else { return };
    let mut lines = Vec::new();
    for which in (0..OPTIMISERS.len()).filter(|which| shown & (1 << which) != 0) {
        let (Some(paces), Some(trace)) = (race.paces.get(which), race.traces.get(which).and_then(|balls| balls.first())) else {
            continue;
        };
        let ([steps, .., losses], rate) = (trace.columns(), base(scene, which));
        let loss = |step: u64| steps.iter().position(|at| *at as u64 == step).and_then(|at| losses.get(at).copied());
        // Rows of both are those of the same steps; one is enough to pass.
        let points: Vec<(f32, f32)> =
            paces.rows().iter().filter_map(|(step, pace)| Some((rate * pace.factor, loss(*step)?))).collect();
        if which == scene.focus
            && let Some((lowest, _)) = points.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))
        {
            made.metric("range_lowest", f64::from(lowest));
            made.metric("range_suggested", f64::from(lowest) / 10.0);
        }
        lines.push(series(OPTIMISERS[which].0, which, points));
    }
    made.panel("range", Content::Lines(lines));
}
