//! Where a critic is looked at: a grid over the window, both heaps, and fresh points drawn as those that are penalised.

use super::pairs::{Heaps, Spot};
use super::train::{POINTS, Place, WINDOW};
use super::{FRESH, GRID};
use data::random::Random;

/// Points in all.
pub(super) const ALL: usize = GRID * GRID + 2 * POINTS + FRESH;
/// What tells their draws from others of the seed.
const APART: u64 = 0x7072_6f62_6500_0000;

/// A point, and between which two it lies: the generated one first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Probe {
    pub(super) at: Spot,
    pub(super) ends: Option<[Spot; 2]>,
}

/// Row by row from the smallest y.
pub(super) fn grid() -> impl Iterator<Item = Spot> {
    let place = |k: usize| (2.0 * k as f32 / (GRID - 1) as f32 - 1.0) * WINDOW;
    (0..GRID * GRID).map(move |k| [place(k % GRID), place(k / GRID)])
}

/// Points that no step has seen, drawn as a step draws its own.
pub(super) fn fresh(heaps: &Heaps, place: Place, around: f32, seed: u64, step: u64) -> Vec<Probe> {
    let mut random = Random::of(seed ^ APART, step);
    let mut one = || {
        let (i, j) = (random.below(POINTS), random.below(POINTS));
        let ends = match place {
            Place::Segments => Some([heaps.fake[j], heaps.real[i]]),
            Place::Nearest => Some([heaps.fake[j], heaps.real[heaps.near[j]]]),
            _ => None,
        };
        let at = match (place, ends) {
            (_, Some([y, x])) => {
                let u = random.unit();
                [0, 1].map(|axis| y[axis] + u * (x[axis] - y[axis]))
            }
            (Place::Data, _) => heaps.real[i].map(|x| x + around * random.normal()),
            (Place::Fakes, _) => heaps.fake[j].map(|x| x + around * random.normal()),
            _ => [(); 2].map(|()| random.between(-WINDOW, WINDOW)),
        };
        Probe { at, ends }
    };
    (0..FRESH).map(|_| one()).collect()
}
