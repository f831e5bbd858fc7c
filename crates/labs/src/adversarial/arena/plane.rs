//! What is answered all over the plane through a picture, the attacked picture and a random direction.

use crate::adversarial::victim::{Asked, PIXELS, likeliest};
use compute::EngineError;
use compute::rng::Stream;
use data::made::digits::CLASSES;
use labkit::frame::Field;

/// Places along each side.
const SIDE: usize = 33;
/// How far it reaches beyond what was added, as multiples of that.
const BACK: f64 = 0.75;
const ON: f64 = 1.75;
/// Length of a side where nothing was added, as L2.
const LEAST: f64 = 1.0;
/// Stream of random numbers.
const ASIDE: u32 = 0x91a2;

/// The answers (0 to 9), over the L2 along `way` and along a random direction at right angles to it; pictures beyond 0 to 1 are asked, too.
pub(super) async fn plane(asked: &mut Asked, first: &[f32], way: &[f32], seed: u64) -> Result<Field, EngineError> {
    let mut random = Stream::new(seed, ASIDE);
    let length = dot(way, way).sqrt();
    let reach = length.max(LEAST);
    let along = match length > 0.0 {
        true => scaled(way, 1.0 / length),
        false => unit(&(0..PIXELS).map(|_| random.normal()).collect::<Vec<_>>()),
    };
    let aside: Vec<f32> = (0..PIXELS).map(|_| random.normal()).collect();
    let shared = dot(&aside, &along);
    let aside: Vec<f32> = aside.iter().zip(&along).map(|(a, b)| a - (shared * f64::from(*b)) as f32).collect();
    let aside = unit(&aside);
    let x = (-BACK * reach, ON * reach);
    let half = (x.1 - x.0) / 2.0;
    let y = (-half, half);
    let at = |(lo, hi): (f64, f64), place: usize| (lo + (hi - lo) * place as f64 / (SIDE - 1) as f64) as f32;
    let mut values = Vec::with_capacity(SIDE * SIDE);
    for row in 0..SIDE {
        let up = at(y, row);
        let places = (0..SIDE).flat_map(|column| {
            let on = at(x, column);
            first.iter().zip(along.iter().zip(&aside)).map(move |(first, (a, b))| first + on * a + up * b)
        });
        let logits = asked.logits(&places.collect::<Vec<_>>()).await?;
        values.extend(logits.chunks_exact(CLASSES).map(|row| likeliest(row) as f32));
    }
    Ok(Field { nx: SIDE as u32, ny: SIDE as u32, x, y, values: values.into() })
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

fn scaled(way: &[f32], by: f64) -> Vec<f32> {
    way.iter().map(|x| (f64::from(*x) * by) as f32).collect()
}

fn unit(way: &[f32]) -> Vec<f32> {
    let length = dot(way, way).sqrt().max(1e-12);
    scaled(way, 1.0 / length)
}
