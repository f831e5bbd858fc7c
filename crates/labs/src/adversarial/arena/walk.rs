//! How far it is to another answer, along the attack and along random directions.

use crate::adversarial::victim::{Asked, PIXELS, ahead, chance};
use crate::exhibit::series;
use compute::EngineError;
use compute::rng::Stream;
use data::made::digits::CLASSES;
use labkit::frame::Series;

/// Random directions, of which some are drawn.
const DIRECTIONS: usize = 100;
const DRAWN: usize = 12;
/// Places along each, and how far the last is, as L2.
const PLACES: usize = 24;
const FAR: f32 = 24.0;
/// Stream of random numbers.
const WAYS: u32 = 0x3a1d;

/// What was met.
#[derive(Debug, Clone, Default)]
pub(super) struct Walks {
    /// L2 at which the answer becomes another one: along the attack, and along each random direction, shortest first. What stays to the end
    /// counts as the end.
    pub(super) attack: f32,
    pub(super) random: Vec<f32>,
    /// How likely the first answer is, by distance.
    pub(super) curves: Vec<Series>,
}

impl Walks {
    /// From `first`, taken for `answer`, along `attack` and along random directions.
    pub(super) async fn of(
        asked: &mut Asked,
        first: &[f32],
        attack: &[f32],
        answer: usize,
        seed: u64,
    ) -> Result<Self, EngineError> {
        let mut random = Stream::new(seed, WAYS);
        let mut ways = vec![unit(attack.to_vec())];
        ways.extend((0..DIRECTIONS).map(|_| unit((0..PIXELS).map(|_| random.normal()).collect())));
        let reach = |at: usize| FAR * at as f32 / PLACES as f32;
        let mut walks = Self::default();
        for (number, way) in ways.iter().enumerate() {
            let places: Vec<f32> =
                (0..=PLACES).flat_map(|at| first.iter().zip(way).map(move |(x, d)| x + reach(at) * d)).collect();
            let logits = asked.logits(&places).await?;
            let likely: Vec<f32> = logits.chunks_exact(CLASSES).map(|row| chance(row, answer)).collect();
            let lead: Vec<f32> = logits.chunks_exact(CLASSES).map(|row| ahead(row, answer)).collect();
            let crossed = (1..lead.len()).find(|at| lead[*at] < 0.0).map_or(FAR, |at| {
                // Between two places the lead is nearly straight.
                reach(at - 1) + (reach(at) - reach(at - 1)) * lead[at - 1] / (lead[at - 1] - lead[at])
            });
            if number == 0 {
                walks.attack = crossed;
            } else {
                walks.random.push(crossed);
            }
            if number <= DRAWN {
                let (key, identity) = if number == 0 { ("attack", 2) } else { ("random", 3) };
                let x = (0..=PLACES).map(reach).collect();
                walks.curves.push(Series { index: number as u32, ..series(key, identity, x, likely) });
            }
        }
        // The attack last, so that it lies on top.
        walks.curves.reverse();
        walks.random.sort_by(f32::total_cmp);
        Ok(walks)
    }

    /// The middle of the random ones.
    pub(super) fn median(&self) -> f32 {
        self.random.get(self.random.len() / 2).copied().unwrap_or(FAR)
    }
}

fn unit(mut way: Vec<f32>) -> Vec<f32> {
    let length = way.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-12);
    way.iter_mut().for_each(|x| *x /= length);
    way
}
