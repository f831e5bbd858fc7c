//! Grave and harmless mistakes: a stray pixel is nearer to the original than a thicker stroke, and worse.

use super::super::UNSEEN;
use super::{Found, Studied, mean, wall};
use crate::exhibit::panel;
use compute::EngineError;
use compute::rng::Stream;
use labkit::short;

/// Pairs, and those that are shown.
const PAIRS: usize = 100;
const SHOWN: usize = 4;
/// Pixels of paint on the stroke.
const PAINTED: usize = 6;
/// Ink and paper.
const INK: f32 = 0.5;
const PAPER: f32 = 0.1;
const FAINT: f32 = 0.3;
const STREAM: u32 = 0xA3;

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let (pixels, side) = (studied.feed.pixels(), studied.feed.side);
    let (real, _) = studied.feed.draw(UNSEEN, PAIRS);
    let mut random = Stream::new(studied.seed, STREAM);
    let (mut stray, mut thick) = (real.clone(), real.clone());
    for (at, original) in real.chunks_exact(pixels).enumerate() {
        let range = at * pixels..(at + 1) * pixels;
        put_stray(original, &mut stray[range.clone()], side, &mut random);
        put_thick(original, &mut thick[range], side, &mut random);
    }
    let errors = |spoilt: &[f32]| -> Vec<f64> {
        let pairs = real.chunks_exact(pixels).zip(spoilt.chunks_exact(pixels));
        pairs.map(|(a, b)| a.iter().zip(b).map(|(a, b)| f64::from((a - b) * (a - b))).sum()).collect()
    };
    let (of_stray, of_thick) = (errors(&stray), errors(&thick));
    let scores = |judged: super::super::super::play::Judged| judged.scores;
    let plain = scores(studied.play.judged(&real).await?);
    let (on_stray, on_thick) = (scores(studied.play.judged(&stray).await?), scores(studied.play.judged(&thick).await?));
    let share = |holds: &dyn Fn(usize) -> bool| mean((0..PAIRS).map(|at| f64::from(u8::from(holds(at)))));
    let metrics = vec![
        ("stray_nearer", share(&|at| of_stray[at] < of_thick[at])),
        ("stray_worse", share(&|at| on_stray[at] < on_thick[at])),
        ("stray_error", mean(of_stray.iter().copied())),
        ("thick_error", mean(of_thick.iter().copied())),
        ("stray_score", mean(on_stray.iter().map(|x| f64::from(*x)))),
        ("thick_score", mean(on_thick.iter().map(|x| f64::from(*x)))),
        ("plain_score", mean(plain.iter().map(|x| f64::from(*x)))),
    ];
    let rows = [(&real, &plain), (&stray, &on_stray), (&thick, &on_thick)];
    let (mut shown, mut names) = (Vec::new(), Vec::new());
    for (pictures, scores) in rows {
        shown.extend_from_slice(&pictures[..SHOWN * pixels]);
        names.extend(scores[..SHOWN].iter().map(|score| short(f64::from(*score))));
    }
    let panels = vec![panel("mistakes", wall(studied.feed, shown, names))];
    Ok(Found { metrics, panels })
}

/// One pixel of ink where nothing is near.
fn put_stray(original: &[f32], picture: &mut [f32], side: usize, random: &mut Stream) {
    let far = |y: usize, x: usize| {
        let near = |row: usize, column: usize| row.abs_diff(y) <= 2 && column.abs_diff(x) <= 2;
        (0..side * side).all(|place| !near(place / side, place % side) || original[place] < PAPER)
    };
    let inner = 1..side - 1;
    let free: Vec<usize> = inner
        .clone()
        .flat_map(|y| inner.clone().map(move |x| (y, x)))
        .filter(|(y, x)| far(*y, *x))
        .map(|(y, x)| y * side + x)
        .collect();
    if let Some(place) = free.get(((random.uniform() * free.len() as f32) as usize).min(free.len().saturating_sub(1))) {
        picture.iter_mut().skip(*place).step_by(side * side).for_each(|value| *value = 1.0);
    }
}

/// Pixels beside the stroke, one beside the other, take the ink that is next to them.
fn put_thick(original: &[f32], picture: &mut [f32], side: usize, random: &mut Stream) {
    // On one side of it: below, or to the right.
    let back = if random.uniform() < 0.5 { side } else { 1 };
    let beside = |place: usize| !place.is_multiple_of(side) && place >= back && original[place - back] > INK;
    let edge: Vec<usize> = (0..side * side).filter(|place| original[*place] < FAINT && beside(*place)).collect();
    let Some(first) = edge.get(((random.uniform() * edge.len() as f32) as usize).min(edge.len().saturating_sub(1)))
    else {
        return;
    };
    // Those nearest to the first: the stroke is thicker in one piece.
    let apart = |place: usize| {
        let (dy, dx) = ((place / side).abs_diff(first / side), (place % side).abs_diff(first % side));
        dy * dy + dx * dx
    };
    let mut edge = edge.clone();
    edge.sort_by_key(|place| (apart(*place), *place));
    for place in edge.into_iter().take(PAINTED) {
        for plane in 0..original.len() / (side * side) {
            let at = plane * side * side + place;
            picture[at] = original[at].max(original[at - back]);
        }
    }
}
