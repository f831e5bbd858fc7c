//! Positives: points of the plane, or small digits.

use data::made::digits::{Digits, Size};
use data::made::toys::Toy;
use data::random::Random;

/// Positives that batches are drawn from.
pub(super) const POOL: usize = 1024;
/// The plane that is shown and climbed in: from −REACH to REACH on both axes.
pub(super) const REACH: f32 = 3.0;
/// Nodes of the plane on each axis.
pub(super) const GRID: usize = 49;
/// A place belongs to the data if one of them is no farther.
const NEAR: f32 = 0.35;
/// Sides of a small digit, and of the one that it is the mean of.
pub(super) const SIDE: usize = 8;
const WHOLE: usize = 14;
/// Digits that an exam looks at, and as many spoilt ones; of points there are twice as many. They are none of the pool.
pub(super) const EXAM: usize = 128;
const OWN: u64 = 1 << 30;
/// Pictures of a kind that are hung, and measured.
pub(super) const HUNG: usize = 32;

/// What is learnt from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Source {
    Plane(Toy, [f32; 2]),
    Digits,
}

#[derive(Debug, Clone)]
pub(super) struct Positives {
    pub(super) source: Source,
    /// `[POOL, d]`.
    pub(super) pool: Vec<f32>,
    /// Where D is looked at: the grid row by row from the smallest y and data that are none of the pool, or such digits and spoilt ones.
    /// `[_, d]`.
    pub(super) looked: Vec<f32>,
    /// Of the grid, which nodes are of the data.
    pub(super) near: Vec<bool>,
    /// Of digits: mean distance from one that is not of the pool to the nearest that is.
    pub(super) usual: f64,
}

impl Positives {
    pub(super) fn of(name: &str, seed: u64) -> Self {
        let source = match name {
            "moons" => Source::Plane(Toy::Moons { noise: 0.08 }, [-0.5, -0.25]),
            "digits" => Source::Digits,
            _ => Source::Plane(Toy::Ring { modes: 8, radius: 2.0, noise: 0.1 }, [0.0; 2]),
        };
        let mut this = Self { source, pool: Vec::new(), looked: Vec::new(), near: Vec::new(), usual: 0.0 };
        match source {
            Source::Plane(toy, shift) => {
                let place = |index: u64| {
                    let [x, y] = toy.point(seed, index).at;
                    [x + shift[0], y + shift[1]]
                };
                this.pool = (0..POOL as u64).flat_map(place).collect();
                let at = |k: usize| (k as f32 / (GRID - 1) as f32 * 2.0 - 1.0) * REACH;
                this.looked = (0..GRID * GRID).flat_map(|k| [at(k % GRID), at(k / GRID)]).collect();
                this.near = this.looked.chunks_exact(2).map(|at| this.is_near(at)).collect();
                this.looked.extend((OWN..OWN + 2 * EXAM as u64).flat_map(place));
            }
            Source::Digits => {
                this.pool = digits(seed, 0, POOL);
                let own = digits(seed, OWN, 2 * EXAM);
                let (whole, rest) = own.split_at(EXAM * SIDE * SIDE);
                this.usual = this.apart(&whole[..HUNG * SIDE * SIDE]);
                this.looked = [whole.to_vec(), spoilt(rest, seed)].concat();
            }
        }
        this
    }

    /// Numbers of one.
    pub(super) fn dim(&self) -> usize {
        match self.source {
            Source::Plane(..) => 2,
            Source::Digits => SIDE * SIDE,
        }
    }

    /// Where one may be, along every axis.
    pub(super) fn bounds(&self) -> (f32, f32) {
        match self.source {
            Source::Plane(..) => (-REACH, REACH),
            Source::Digits => (0.0, 1.0),
        }
    }

    /// Whether a place of the plane is of the data.
    pub(super) fn is_near(&self, at: &[f32]) -> bool {
        self.pool.chunks_exact(2).any(|one| (one[0] - at[0]).powi(2) + (one[1] - at[1]).powi(2) <= NEAR * NEAR)
    }

    /// Mean distance from each of `these` to the nearest positive.
    pub(super) fn apart(&self, these: &[f32]) -> f64 {
        let dim = self.dim();
        let square = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
        let nearest = |one: &[f32]| self.pool.chunks_exact(dim).map(|real| square(one, real)).fold(f32::MAX, f32::min);
        let all = these.chunks_exact(dim).map(|one| f64::from(nearest(one).sqrt()));
        all.sum::<f64>() / (these.len() / dim).max(1) as f64
    }

    /// `count` uniform places, `[count, d]`.
    pub(super) fn uniform(&self, seed: u64, index: u64, count: usize) -> Vec<f32> {
        let (mut random, (low, high)) = (Random::of(seed ^ 0x616c_6f6e_6500, index), self.bounds());
        (0..count * self.dim()).map(|_| random.between(low, high)).collect()
    }
}

/// Digits as 8×8 pixels: means over 14×14, of which each small pixel covers 1¾ a side.
fn digits(seed: u64, first: u64, count: usize) -> Vec<f32> {
    let digits = Digits { seed, size: Size::Half, variety: 0.5 };
    let mut whole = vec![0.0; count * WHOLE * WHOLE];
    digits.fill(first, &mut whole);
    let ratio = WHOLE as f32 / SIDE as f32;
    let share = |small: usize, large: usize| {
        let (from, to) = (small as f32 * ratio, (small + 1) as f32 * ratio);
        ((large as f32 + 1.0).min(to) - (large as f32).max(from)).max(0.0) / ratio
    };
    let pixel = |picture: &[f32], at: usize| -> f32 {
        let (row, column) = (at / SIDE, at % SIDE);
        let inked = picture.iter().enumerate().filter(|(_, ink)| **ink > 0.0);
        inked.map(|(k, ink)| ink * share(row, k / WHOLE) * share(column, k % WHOLE)).sum()
    };
    let small =
        whole.chunks_exact(WHOLE * WHOLE).flat_map(|picture| (0..SIDE * SIDE).map(move |at| pixel(picture, at)));
    small.collect()
}

/// Drawings of a poor hand: the upper half of a digit on the lower half of the one that follows, moved aside.
fn spoilt(whole: &[f32], seed: u64) -> Vec<f32> {
    let size = SIDE * SIDE;
    let count = whole.len() / size;
    let mut random = Random::of(seed ^ 0x706f_6f72, 0);
    let mut all = Vec::with_capacity(whole.len());
    for k in 0..count {
        let (upper, lower) = (&whole[k * size..], &whole[(k + 1) % count * size..]);
        let aside = 1 + random.below(2);
        all.extend_from_slice(&upper[..size / 2]);
        let moved = |at: usize| lower[at / SIDE * SIDE + (at % SIDE + aside) % SIDE];
        all.extend((size / 2..size).map(moved));
    }
    all
}
