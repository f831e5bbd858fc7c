//! Is a picture copied? Its nearest training pictures; and the way from one to another, through vectors and through pixels.

use super::super::super::params::TABLE;
use super::super::UNSEEN;
use super::super::marks::{best, first_answers, shows};
use super::{Found, Studied, mean, wall};
use crate::exhibit::panel;
use compute::EngineError;
use labkit::short;

/// Neighbours that are shown, pictures of a walk, wall pictures and walks that numbers are taken over.
const NEAREST: usize = 5;
const STOPS: usize = 9;
const COMPARED: usize = 64;
const WALKS: usize = 32;

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let (latent, pixels) = (studied.latent(), studied.feed.pixels());
    let (from, to) = (studied.params.number(TABLE, "tile"), studied.params.number(TABLE, "other"));
    let (a, b) = (studied.vector(from).to_vec(), studied.vector(to).to_vec());
    let way: Vec<f32> = (0..STOPS).flat_map(|at| between(&a, &b, share(at))).collect();
    let walked = studied.play.pictures(&way).await?;
    let (first, last) = (&walked[..pixels], &walked[walked.len() - pixels..]);
    let blended = (0..STOPS).flat_map(|at| blend(first, last, share(at)));
    let walk: Vec<f32> = walked.iter().copied().chain(blended).collect();

    let mut near: Vec<(f64, usize)> =
        studied.play.pool.chunks_exact(pixels).enumerate().map(|(at, real)| (apart(first, real), at)).collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.truncate(NEAREST);
    let mut shown = first.to_vec();
    near.iter().for_each(|(_, at)| shown.extend_from_slice(&studied.play.pool[at * pixels..(at + 1) * pixels]));
    let names = [String::new()].into_iter().chain(near.iter().map(|(distance, _)| short(*distance))).collect();

    let made = studied.play.pictures(&studied.z[..COMPARED * latent]).await?;
    let fresh = studied.feed.draw(UNSEEN, COMPARED).0;
    let nearest = |pictures: &[f32]| {
        mean(pictures.chunks_exact(pixels).map(|one| {
            studied.play.pool.chunks_exact(pixels).map(|real| apart(one, real)).fold(f64::INFINITY, f64::min)
        }))
    };
    let mut metrics = vec![
        ("nearest", near.first().map_or(f64::NAN, |near| near.0)),
        ("nearest_ratio", nearest(&made) / nearest(&fresh).max(1e-9)),
    ];

    let panels = vec![
        panel("nearest_wall", wall(studied.feed, shown, names)),
        panel("walk", wall(studied.feed, walk, Vec::new())),
    ];
    // Half-way pictures: are they of the kind?
    if let Some(referee) = studied.referee {
        let middle: Vec<f32> = (0..WALKS)
            .flat_map(|pair| {
                let [a, b] = [2 * pair, 2 * pair + 1].map(|at| &studied.z[at * latent..(at + 1) * latent]);
                between(a, b, 0.5)
            })
            .collect();
        let walked = studied.play.pictures(&middle).await?;
        let two = |pair: usize| [2 * pair, 2 * pair + 1].map(|at| &made[at * pixels..(at + 1) * pixels]);
        let blended: Vec<f32> = (0..WALKS).flat_map(|pair| blend(two(pair)[0], two(pair)[1], 0.5)).collect();
        let kind = studied.feed.kind;
        for (name, pictures) in [("walk_share", walked), ("blend_share", blended)] {
            let said = referee.says(&pictures).await?;
            let rows = best(&said.chances[0], first_answers(kind));
            metrics.push((name, mean(rows.iter().map(|(at, p)| f64::from(u8::from(shows(kind, *at) && *p > 0.5))))));
        }
    }
    Ok(Found { metrics, panels })
}

fn share(at: usize) -> f32 {
    at as f32 / (STOPS - 1) as f32
}

/// Along a great circle: normal vectors of many numbers lie about a sphere, and a straight line leaves it (White 2016).
fn between(a: &[f32], b: &[f32], share: f32) -> Vec<f32> {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let cosine = dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(1e-12);
    let angle = cosine.clamp(-1.0, 1.0).acos();
    if angle < 1e-3 {
        return blend(a, b, share).collect();
    }
    let weight = |share: f32| (share * angle).sin() / angle.sin().max(1e-6);
    let (one, other) = (weight(1.0 - share), weight(share));
    a.iter().zip(b).map(|(a, b)| a * one + b * other).collect()
}

fn blend<'a>(a: &'a [f32], b: &'a [f32], share: f32) -> impl Iterator<Item = f32> + 'a {
    a.iter().zip(b).map(move |(a, b)| a * (1.0 - share) + b * share)
}

/// Root of the mean squared difference.
fn apart(a: &[f32], b: &[f32]) -> f64 {
    let sum: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    (f64::from(sum) / a.len().max(1) as f64).sqrt()
}
