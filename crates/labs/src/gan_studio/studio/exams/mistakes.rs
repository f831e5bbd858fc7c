//! Grave and harmless mistakes: a stray pixel is nearer to the original than a stroke that is a little thicker all along, and worse. What D
//! makes of either is its score against that of the original.

use super::super::UNSEEN;
use super::{Found, Studied, mean, wall};
use crate::exhibit::panel;
use compute::EngineError;
use compute::rng::Stream;
use labkit::short;

/// Pairs, and those that are shown.
const PAIRS: usize = 100;
const SHOWN: usize = 4;
/// Squared error of the thicker stroke, as a multiple of the stray pixel's, and halvings of the search for it.
const FARTHER: f32 = 1.2;
const HALVINGS: u32 = 20;
/// No ink.
const PAPER: f32 = 0.1;
const STREAM: u32 = 0xA3;

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let (pixels, side) = (studied.feed.pixels(), studied.feed.side);
    let (real, _) = studied.feed.draw(UNSEEN, PAIRS);
    let mut random = Stream::new(studied.seed, STREAM);
    let (mut stray, mut thick) = (real.clone(), real.clone());
    for (at, original) in real.chunks_exact(pixels).enumerate() {
        let range = at * pixels..(at + 1) * pixels;
        put_stray(original, &mut stray[range.clone()], side, &mut random);
        let far = FARTHER * error(original, &stray[range.clone()]);
        put_thick(original, &mut thick[range], side, far, &mut random);
    }
    let errors = |spoilt: &[f32]| -> Vec<f64> {
        real.chunks_exact(pixels).zip(spoilt.chunks_exact(pixels)).map(|(a, b)| f64::from(error(a, b))).collect()
    };
    let (of_stray, of_thick) = (errors(&stray), errors(&thick));
    let scores = |judged: super::super::super::play::Judged| judged.scores;
    let plain = scores(studied.play.judged(&real).await?);
    let (on_stray, on_thick) = (scores(studied.play.judged(&stray).await?), scores(studied.play.judged(&thick).await?));
    let share = |holds: &dyn Fn(usize) -> bool| mean((0..PAIRS).map(|at| f64::from(u8::from(holds(at)))));
    let metrics = vec![
        ("stray_nearer", share(&|at| of_stray[at] < of_thick[at])),
        ("stray_worse", share(&|at| of_stray[at] < of_thick[at] && on_stray[at] < on_thick[at])),
        ("stray_minded", share(&|at| on_stray[at] < plain[at])),
        ("thick_milder", share(&|at| (on_thick[at] - plain[at]).abs() < plain[at] - on_stray[at])),
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

/// The stroke grows on one side, below or to the right, all along: each pixel has at least a part of its neighbour's ink, as much as brings
/// the squared error to `far` (all of it where that is not enough).
fn put_thick(original: &[f32], picture: &mut [f32], side: usize, far: f32, random: &mut Stream) {
    let down = random.uniform() < 0.5;
    let paint = |part: f32, picture: &mut [f32]| {
        for (at, value) in picture.iter_mut().enumerate() {
            let (y, x) = (at / side % side, at % side);
            let beside = match if down { (y, side) } else { (x, 1) } {
                (0, _) => 0.0,
                (_, back) => original[at - back],
            };
            *value = original[at].max(part * beside);
        }
    };
    let (mut less, mut more) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let part = 0.5 * (less + more);
        paint(part, picture);
        if error(original, picture) < far { less = part } else { more = part }
    }
    paint(more, picture);
}

/// Sum of squared differences.
fn error(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
