//! What single numbers of a vector mean: a slice of latent space, and how often a line along one axis changes its digit.

use super::super::super::params::TABLE;
use super::super::marks::{best, first_answers};
use super::{Found, Studied, mean, wall};
use crate::exhibit::panel;
use compute::EngineError;
use compute::rng::Stream;
use labkit::Content;
use labkit::frame::Field;

/// Pictures and answers of a row of the slice, and how far it goes.
const ACROSS: usize = 7;
const FINE: usize = 21;
const REACH: f32 = 2.5;
/// Lines along axes, and points of each.
const LINES: usize = 40;
const POINTS: usize = 15;
/// Bins of a number, for its information.
const BINS: usize = 4;
const STREAM: u32 = 0xA1;

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let latent = studied.latent();
    let pair = studied.params.number(TABLE, "axes").round().max(1.0) as usize - 1;
    let axes = [2 * pair, 2 * pair + 1].map(|axis| axis % latent);
    let middle = studied.vector(studied.params.number(TABLE, "tile")).to_vec();
    let plane = |side: usize| -> Vec<f32> {
        let at = |step: usize| (step as f32 / (side - 1) as f32 * 2.0 - 1.0) * REACH;
        let point = |row: usize, column: usize| {
            let mut z = middle.clone();
            (z[axes[0]], z[axes[1]]) = (at(column), -at(row));
            z
        };
        (0..side * side).flat_map(|place| point(place / side, place % side)).collect()
    };
    let made = studied.play.pictures(&plane(ACROSS)).await?;
    let mut found = Found { metrics: Vec::new(), panels: vec![panel("slice", wall(studied.feed, made, Vec::new()))] };
    let kind = studied.feed.kind;
    let Some(referee) = studied.referee else { return Ok(found) };
    // Of faces the colour of the hair is what changes.
    let (question, answers) = match kind {
        super::super::super::feed::Kind::Digits => (0, first_answers(kind)),
        super::super::super::feed::Kind::Faces => (1, 8),
    };
    let fine = studied.play.pictures(&plane(FINE)).await?;
    let said = referee.says(&fine).await?;
    // Rows of a field go upwards.
    let classes: Vec<f32> = best(&said.chances[question], answers).iter().map(|(class, _)| *class as f32).collect();
    let upward: Vec<f32> = classes.chunks_exact(FINE).rev().flatten().copied().collect();
    let (reach, side) = (f64::from(REACH), FINE as u32);
    let field = Field { nx: side, ny: side, x: (-reach, reach), y: (-reach, reach), values: upward.into() };
    found.panels.push(panel("classes", Content::Field(field)));

    let mut random = Stream::new(studied.seed, STREAM);
    let mut lines = Vec::with_capacity(LINES * POINTS * latent);
    for line in 0..LINES {
        let start = &studied.z[line * latent..(line + 1) * latent];
        let axis = ((random.uniform() * latent as f32) as usize).min(latent - 1);
        for point in 0..POINTS {
            let mut z = start.to_vec();
            z[axis] = (point as f32 / (POINTS - 1) as f32 * 2.0 - 1.0) * REACH;
            lines.extend(z);
        }
    }
    let along = referee.says(&studied.play.pictures(&lines).await?).await?;
    let along: Vec<usize> = best(&along.chances[question], answers).iter().map(|(class, _)| *class).collect();
    let changes = along.chunks_exact(POINTS).map(|line| line.windows(2).filter(|two| two[0] != two[1]).count() as f64);
    found.metrics.push(("class_changes", mean(changes)));

    let all = referee.says(&studied.play.pictures(studied.z).await?).await?;
    let classes: Vec<usize> = best(&all.chances[question], answers).iter().map(|(class, _)| *class).collect();
    let informed = (0..latent).map(|axis| {
        let of = |at: usize| quarter(studied.z[at * latent + axis]);
        information(&classes, answers, &of)
    });
    let entropy = information(&classes, answers, &|at| classes[at]);
    found.metrics.push(("axis_information", informed.fold(0.0, f64::max) / entropy.max(1e-9)));
    Ok(found)
}

/// Which quarter of a standard normal a number lies in.
fn quarter(z: f32) -> usize {
    const THIRD_QUARTILE: f32 = 0.674_49;
    match z {
        z if z < -THIRD_QUARTILE => 0,
        z if z < 0.0 => 1,
        z if z < THIRD_QUARTILE => 2,
        _ => BINS - 1,
    }
}

/// Information about the classes in another label of the same pictures, in nats, as counted.
fn information(classes: &[usize], answers: usize, of: &dyn Fn(usize) -> usize) -> f64 {
    let kinds = answers.max(BINS);
    let mut joint = vec![0.0; answers * kinds];
    classes.iter().enumerate().for_each(|(at, class)| joint[class * kinds + of(at)] += 1.0 / classes.len() as f64);
    let row = |class: usize| joint[class * kinds..(class + 1) * kinds].iter().sum::<f64>();
    let column = |kind: usize| (0..answers).map(|class| joint[class * kinds + kind]).sum::<f64>();
    let cell = |(at, p): (usize, &f64)| {
        if *p > 0.0 { p * (p / (row(at / kinds) * column(at % kinds))).ln() } else { 0.0 }
    };
    joint.iter().enumerate().map(cell).sum()
}
