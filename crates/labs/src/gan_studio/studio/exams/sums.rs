//! Sums of vectors: a face with glasses, minus one without, plus another without (Radford, Metz and Chintala, ICLR 2016, section 6.3.2).

use super::super::super::feed::Kind;
use super::super::marks::best;
use super::{Found, Studied, mean, wall};
use crate::exhibit::panel;
use compute::EngineError;
use compute::rng::Stream;

/// Sums that are counted, and shown; vectors of a mean.
const SUMS: usize = 128;
const SHOWN: usize = 4;
const AVERAGED: usize = 3;
/// Answers to the questions about hair and glasses, and where they stand among the questions.
const HAIR: (usize, usize) = (1, 8);
const GLASSES: (usize, usize) = (2, 2);
const STREAM: u32 = 0xA4;

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let (latent, pixels) = (studied.latent(), studied.feed.pixels());
    let Some(referee) = studied.referee else { return Ok(Found::default()) };
    if studied.feed.kind != Kind::Faces {
        return Ok(Found::default());
    }
    let said = referee.says(&studied.play.pictures(studied.z).await?).await?;
    let traits = |chances: &[Vec<f32>]| -> Vec<(usize, bool)> {
        let hair = best(&chances[HAIR.0], HAIR.1);
        hair.iter().zip(best(&chances[GLASSES.0], GLASSES.1)).map(|(hair, glasses)| (hair.0, glasses.0 == 1)).collect()
    };
    let known = traits(&said.chances);
    let those = |hair: usize, glasses: bool| -> Vec<usize> {
        (0..known.len()).filter(|at| known[*at] == (hair, glasses)).collect()
    };
    let mut random = Stream::new(studied.seed, STREAM);
    let mut draw = |from: &[usize]| from[((random.uniform() * from.len() as f32) as usize).min(from.len() - 1)];
    // How often a face has glasses and one hair of the kinds by chance.
    let base = mean(known.iter().map(|(_, glasses)| f64::from(u8::from(*glasses)))) / HAIR.1 as f64;
    let mut metrics = vec![("sum_base", base)];
    let mut shown = Vec::new();
    for (name, count) in [("sum_share", 1), ("mean_share", AVERAGED)] {
        let (mut sums, mut wanted, mut slots) = (Vec::new(), Vec::new(), Vec::new());
        for sum in 0..SUMS {
            // From the hair of one to that of another.
            let (a, b) = (sum % HAIR.1, (sum / HAIR.1 + sum + 1) % HAIR.1);
            let groups = [those(a, true), those(a, false), those(b, false)];
            if a == b || groups.iter().any(Vec::is_empty) {
                continue;
            }
            let mut slot = |group: &[usize]| -> Vec<f32> {
                let mut middle = vec![0.0; latent];
                for _ in 0..count {
                    let z = draw(group);
                    let z = &studied.z[z * latent..(z + 1) * latent];
                    middle.iter_mut().zip(z).for_each(|(m, z)| *m += z / count as f32);
                }
                middle
            };
            let [p, q, r] = groups.each_ref().map(|group| slot(group));
            sums.extend(p.iter().zip(&q).zip(&r).map(|((p, q), r)| p - q + r));
            slots.extend([p, q, r].concat());
            wanted.push((b, true));
        }
        if wanted.is_empty() {
            continue;
        }
        let made = studied.play.pictures(&sums).await?;
        let found = traits(&referee.says(&made).await?.chances);
        let met = found.iter().zip(&wanted).map(|(found, wanted)| f64::from(u8::from(found == wanted)));
        metrics.push((name, mean(met)));
        if count == AVERAGED {
            let terms = studied.play.pictures(&slots[..(3 * SHOWN * latent).min(slots.len())]).await?;
            for (sum, three) in made.chunks_exact(pixels).zip(terms.chunks_exact(3 * pixels)) {
                shown.extend_from_slice(three);
                shown.extend_from_slice(sum);
            }
        }
    }
    Ok(Found { metrics, panels: vec![panel("sums", wall(studied.feed, shown, Vec::new()))] })
}
