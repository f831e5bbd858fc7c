//! Batch norms tie the pictures of a batch together: one vector among ever other neighbours, and the tint that a batch shares.

use super::super::super::params::TABLE;
use super::super::super::play::HUNG;
use super::{Found, Studied, mean, wall};
use crate::exhibit::{panel, series};
use compute::EngineError;
use compute::rng::Stream;
use labkit::Content;

/// Batches that are made.
const BATCHES: usize = 16;
/// Companies that the chosen vector is shown in.
const SHOWN: usize = 8;
const STREAM: u32 = 0xA2;

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let (latent, pixels) = (studied.latent(), studied.feed.pixels());
    let chosen = studied.vector(studied.params.number(TABLE, "tile")).to_vec();
    let mut random = Stream::new(studied.seed, STREAM);
    let (mut company, mut tints, mut before) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..BATCHES {
        let mut z: Vec<f32> = (0..HUNG * latent).map(|_| random.normal()).collect();
        z[..latent].copy_from_slice(&chosen);
        let made = studied.play.batch(&z).await?;
        company.extend_from_slice(&made.pictures[..pixels]);
        // The first is the same in every batch.
        let others = made.pictures.chunks_exact(pixels).skip(1);
        tints.push(others.map(|one| mean(one.iter().map(|x| f64::from(*x)))).collect::<Vec<f64>>());
        before.push(made.before);
    }
    let first = &company[..pixels];
    let changes = company.chunks_exact(pixels).skip(1).map(|other| {
        let gaps = first.iter().zip(other).map(|(a, b)| f64::from((a - b).abs()));
        gaps.fold(0.0, f64::max)
    });
    let changes: Vec<f64> = changes.collect();
    // Of independent pictures the mean of a batch varies by a B-th of what pictures vary.
    let means: Vec<f64> = tints.iter().map(|batch| mean(batch.iter().copied())).collect();
    let within = mean(tints.iter().map(|batch| variance(batch)));
    let tint = variance(&means) * (HUNG - 1) as f64 / within.max(1e-12);
    let channels = studied.feed.channels();
    let moves = (0..channels).map(|channel| {
        let of = |batch: &Vec<f32>| f64::from(batch[channel]);
        variance(&before.iter().map(of).collect::<Vec<_>>()).sqrt()
    });
    let bright: Vec<f64> = company.chunks_exact(pixels).map(|one| mean(one.iter().map(|x| f64::from(*x)))).collect();
    let mut metrics = vec![
        ("mates_change", changes.iter().copied().fold(0.0, f64::max)),
        ("own_tint", variance(&bright).sqrt()),
        ("batch_tint", tint),
        ("output_moves", moves.fold(0.0, f64::max)),
    ];
    if let Some(beta) = last_bias(studied.play).await? {
        let gap = |batch: &Vec<f32>| batch.iter().zip(&beta).map(|(m, b)| f64::from((m - b).abs())).fold(0.0, f64::max);
        metrics.push(("output_gap", before.iter().map(gap).fold(0.0, f64::max)));
    }
    let numbers: Vec<f32> = (1..=BATCHES).map(|at| at as f32).collect();
    let dots = |key: &str, identity, values: &[f64]| {
        series(key, identity, numbers.clone(), values.iter().map(|x| *x as f32).collect())
    };
    let panels = vec![
        panel("company", wall(studied.feed, company[..SHOWN * pixels].to_vec(), Vec::new())),
        panel("tints", Content::Lines(vec![dots("tint", 2, &means)])),
    ];
    Ok(Found { metrics, panels })
}

/// β of a norm on the generator's output, where there is one.
async fn last_bias(play: &mut super::super::super::play::Play) -> Result<Option<Vec<f32>>, EngineError> {
    const NAME: &str = "g.last.norm.b";
    if play.plan().named(NAME).is_none() {
        return Ok(None);
    }
    play.state(NAME).await.map(Some)
}

fn variance(values: &[f64]) -> f64 {
    let centre = mean(values.iter().copied());
    mean(values.iter().map(|x| (x - centre) * (x - centre)))
}
