//! What the referee makes of a generator's pictures.

use super::super::feed::Kind;
use super::super::referee::{FEATURES, Said};
use classic::frechet::{Normal, distance};

/// The law of features, `[N, F]`.
pub(in super::super) fn law(said: &Said) -> Option<Normal> {
    let features: Vec<f64> = said.features.iter().map(|x| f64::from(*x)).collect();
    Normal::of(&features, FEATURES).ok()
}

/// What an exam found.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Marks {
    /// Share that shows something: the referee gives it at least half its belief.
    pub(super) recognised: f64,
    /// The same with more than 0.9 of it.
    pub(super) surely: f64,
    /// Fréchet distance from real pictures.
    pub(super) frechet: f64,
    /// exp E KL(p(y|x) ‖ p(y)) (Salimans et al., NeurIPS 2016), over what the referee calls something.
    pub(super) score: f64,
    /// Of what shows something, how much is each kind; of digits only.
    pub(super) shares: Vec<f64>,
    /// Mean errors of D's copies, real and generated, where it copies.
    pub(super) energies: Option<[f64; 2]>,
    /// Difference of left and right, as a multiple of real pictures'; of faces.
    pub(super) mirror: Option<f64>,
}

/// The most likely answer of each row and its probability.
pub(in super::super) fn best(chances: &[f32], answers: usize) -> Vec<(usize, f32)> {
    let most = |row: &[f32]| row.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default();
    chances.chunks_exact(answers.max(1)).map(most).collect()
}

/// How many answers the first question has.
pub(in super::super) fn first_answers(kind: Kind) -> usize {
    match kind {
        Kind::Digits => 11,
        Kind::Faces => 2,
    }
}

/// The share whose picture shows something, with more than this belief.
pub(in super::super) fn recognised(said: &Said, kind: Kind, belief: f32) -> f64 {
    let count = first_answers(kind);
    let rows = best(&said.chances[0], count);
    rows.iter().filter(|(at, p)| shows(kind, *at) && *p > belief).count() as f64 / rows.len().max(1) as f64
}

/// Whether an answer to the first question says that something is shown.
pub(in super::super) fn shows(kind: Kind, answer: usize) -> bool {
    match kind {
        Kind::Digits => answer < 10,
        Kind::Faces => answer == 0,
    }
}

impl Marks {
    pub(super) fn of(said: &Said, kind: Kind, truth: &Normal) -> Self {
        let frechet = law(said).and_then(|law| distance(truth, &law).ok()).unwrap_or(f64::NAN);
        let rows = best(&said.chances[0], first_answers(kind));
        let mut shares = Vec::new();
        if kind == Kind::Digits {
            shares = vec![0.0; 10];
            let seen = rows.iter().filter(|(at, p)| shows(kind, *at) && *p > 0.5).count().max(1) as f64;
            rows.iter().filter(|(at, p)| shows(kind, *at) && *p > 0.5).for_each(|(at, _)| shares[*at] += 1.0 / seen);
        }
        Self {
            recognised: recognised(said, kind, 0.5),
            surely: recognised(said, kind, 0.9),
            frechet,
            score: score(&said.chances[0], first_answers(kind)),
            shares,
            energies: None,
            mirror: None,
        }
    }
}

/// exp of the mean divergence of the answers to each picture from those to all.
fn score(chances: &[f32], answers: usize) -> f64 {
    let rows = chances.chunks_exact(answers);
    let count = rows.len().max(1) as f64;
    let mut mean = vec![0.0; answers];
    rows.clone().for_each(|row| row.iter().zip(&mut mean).for_each(|(p, mean)| *mean += f64::from(*p) / count));
    let apart = |row: &[f32]| -> f64 {
        row.iter().zip(&mean).map(|(p, mean)| f64::from(*p) * (f64::from(*p).max(1e-12) / mean.max(1e-12)).ln()).sum()
    };
    (rows.map(apart).sum::<f64>() / count).exp()
}
