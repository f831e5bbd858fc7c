//! What is trained on: twenty creatures for a line, digits and a spiral for a network.

use super::params::TABLE;
use data::made::creatures::Evolution;
use data::made::digits::{Digits, Size};
use data::made::toys::Toy;
use labkit::Params;

/// Which data, and so which network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Data {
    /// CP before and after evolution, both standardised, for `y = w x + b`.
    Creatures,
    /// 14×14 pixels, ten classes.
    Digits,
    /// Two arms in the plane, two classes.
    Spiral,
}

/// Creatures, of which there are always as many.
pub(super) const CREATURES: usize = 20;
/// Pixels of a row of a digit.
pub(super) const SIDE: usize = 14;
/// Examples that no run trains on.
const UNSEEN: usize = 500;
/// What tells their seed from the training's.
const APART: u64 = 0x7e57_0000_0000_0000;

/// Examples: `x [n, inputs]`, and `y [n]`, a class or a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Items {
    pub(super) x: Vec<f32>,
    pub(super) y: Vec<f32>,
}

impl Data {
    /// The data that the parameters ask for.
    pub(super) fn of(params: &Params) -> Self {
        match params.choice(TABLE, "data") {
            "creatures" => Self::Creatures,
            "spiral" => Self::Spiral,
            _ => Self::Digits,
        }
    }

    /// Widths of the network's layers, from the inputs on.
    pub(super) fn layers(self) -> &'static [usize] {
        match self {
            Self::Creatures => &[1, 1],
            Self::Digits => &[SIDE * SIDE, 32, 10],
            Self::Spiral => &[2, 24, 24, 2],
        }
    }

    /// Numbers that an example has.
    pub(super) fn inputs(self) -> usize {
        self.layers()[0]
    }

    /// `n` examples to train on; there are only so many creatures.
    pub(super) fn items(self, seed: u64, n: usize) -> Items {
        match self {
            Self::Creatures => creatures(seed),
            Self::Digits => digits(seed, n),
            Self::Spiral => spiral(seed, n),
        }
    }

    /// Examples that no run trains on; none of the creatures.
    pub(super) fn unseen(self, seed: u64) -> Items {
        match self {
            Self::Creatures => Items::default(),
            Self::Digits => digits(seed ^ APART, UNSEEN),
            Self::Spiral => spiral(seed ^ APART, UNSEEN),
        }
    }
}

impl Items {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.y.len()
    }

    /// The same, class by class.
    pub(super) fn sorted(&self) -> Self {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|a, b| self.y[*a].total_cmp(&self.y[*b]));
        self.picked(&order)
    }

    /// Those of these numbers.
    pub(super) fn picked(&self, numbers: &[usize]) -> Self {
        let width = self.x.len() / self.len().max(1);
        let x = numbers.iter().flat_map(|&i| &self.x[i * width..(i + 1) * width]).copied().collect();
        Self { x, y: numbers.iter().map(|&i| self.y[i]).collect() }
    }
}

fn digits(seed: u64, n: usize) -> Items {
    let mut x = vec![0.0; n * SIDE * SIDE];
    let factors = Digits::new(seed, Size::Half).fill(0, &mut x);
    Items { x, y: factors.iter().map(|one| f32::from(one.class)).collect() }
}

fn spiral(seed: u64, n: usize) -> Items {
    let points = Toy::Spirals { arms: 2, turns: 1.0, noise: 0.02 }.points(seed, n as u64);
    Items { x: points.iter().flat_map(|point| point.at).collect(), y: points.iter().map(|point| point.label as f32).collect() }
}

fn creatures(seed: u64) -> Items {
    let (x, y) = (0..CREATURES as u64).map(|index| Evolution::draw(seed, index)).map(|one| (one.cp, one.evolved_cp)).unzip();
    Items { x: standardised(x), y: standardised(y) }
}

/// `(v − mean) / deviation`.
fn standardised(mut values: Vec<f32>) -> Vec<f32> {
    let n = values.len() as f32;
    let mean = values.iter().sum::<f32>() / n;
    let deviation = (values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / n).sqrt();
    values.iter_mut().for_each(|v| *v = (*v - mean) / deviation);
    values
}
