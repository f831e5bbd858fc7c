//! Random shapes and values.

use super::Input;
use crate::ops::random;
use crate::rng::Stream;

/// What values an input takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// Normal, mean 0, variance 1.
    Normal,
    /// Uniform between the two.
    Between(f32, f32),
    /// All different from each other, from those of the other inputs and from whole numbers: nothing here stands on a jump.
    Apart,
    /// Whole numbers from 0 up to below this.
    Whole(usize),
    /// Some of them equal, some of them 0: everything here stands on a jump.
    Ties,
    /// The state of a generator of random numbers.
    Key,
}

impl Values {
    /// Whether small changes of the values make small changes of what is computed from them.
    pub fn smooth(self) -> bool {
        !matches!(self, Self::Whole(_) | Self::Ties | Self::Key)
    }

    /// Whether they are numbers of things, or keys: gradients are zero.
    pub fn discrete(self) -> bool {
        matches!(self, Self::Whole(_) | Self::Key)
    }
}

/// A source of shapes and values.
pub struct Draw(Stream);

impl Draw {
    /// The source with this seed.
    pub fn new(seed: u64) -> Self {
        Self(Stream::new(seed, 17))
    }

    /// A whole number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.0.uniform() * n as f32) as usize
    }

    /// One of the list.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A coin.
    pub fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    /// A length of an axis, often 1 or odd.
    pub fn length(&mut self) -> usize {
        self.one(&[1, 1, 2, 3, 3, 4, 5])
    }

    /// A number of examples; sometimes none.
    pub fn batch(&mut self) -> usize {
        self.one(&[0, 1, 1, 2, 2, 3, 3, 3])
    }

    /// Axes, from `least` up to `most` of them; the first is sometimes empty.
    pub fn axes(&mut self, least: usize, most: usize) -> Vec<usize> {
        let rank = least + self.below(most - least + 1);
        (0..rank).map(|axis| if axis == 0 { self.batch() } else { self.length() }).collect()
    }

    /// An order of the numbers below `n`.
    pub fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            let other = self.below(i + 1);
            order.swap(i, other);
        }
        order
    }

    /// Normal numbers.
    pub fn normals(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.0.normal()).collect()
    }

    /// Values of input number `index`.
    pub fn values(&mut self, input: &Input, index: usize) -> Vec<f32> {
        let count = input.axes.iter().product();
        match input.values {
            Values::Normal => self.normals(count),
            Values::Between(low, high) => (0..count).map(|_| low + (high - low) * self.0.uniform()).collect(),
            Values::Apart => {
                let offset = 0.3 + 0.2 * index as f32 - count as f32 / 2.0;
                self.order(count).into_iter().map(|place| (place as f32 + offset) * 0.21).collect()
            }
            Values::Whole(n) => (0..count).map(|_| self.below(n) as f32).collect(),
            Values::Ties => (0..count).map(|_| self.one(&[-1.5, -1.0, 0.0, 0.0, 1.0, 1.0, 2.5])).collect(),
            Values::Key => random::key(self.below(1 << 24) as u64 * 7919).to_vec(),
        }
    }
}
