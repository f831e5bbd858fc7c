//! Points in the plane with labels: what a classifier separates, a density fits, a generator learns.
//!
//! Units are those of the sources, so that widths and step sizes of papers carry over. The factors of a [`Point`] are
//! its label (class or mode) and its place along the curve or within the mode, before noise.

mod drawn;
mod modes;
mod places;
mod sheet;

pub use drawn::Drawn;
pub use modes::{Coverage, coverage};
pub use sheet::{OnSheet, Sheet};

use crate::random::Random;

/// A point of the plane and what made it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// (x, y), with noise.
    pub at: [f32; 2],
    /// Class or mode, from 0.
    pub label: usize,
    /// Where it was before noise.
    pub clean: [f32; 2],
}

/// A set in the plane. Noise is normal with deviation `noise` on each axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Toy {
    /// `modes` Gaussians of deviation `noise`, means (r cos(2πk/n), r sin(2πk/n)), label k. [`Toy::RING_8`].
    Ring {
        /// n.
        modes: usize,
        /// r.
        radius: f32,
        /// Of each Gaussian.
        noise: f32,
    },
    /// `side`² Gaussians of deviation `noise`, means `spacing` apart around 0, label `side` · column + row.
    /// [`Toy::GRID_25`].
    Grid {
        /// Means in a row.
        side: usize,
        /// Between neighbours.
        spacing: f32,
        /// Of each Gaussian.
        noise: f32,
    },
    /// `classes` Gaussians of deviation `noise` with means drawn from the seed in [−4, 4]², at least 2 apart while
    /// there is room.
    Blobs {
        /// How many.
        classes: usize,
        /// Of each Gaussian.
        noise: f32,
    },
    /// Two half circles, t uniform in [0, π]: (cos t, sin t) and (1 − cos t, ½ − sin t), as scikit-learn's
    /// `make_moons`.
    Moons {
        /// scikit-learn's examples take 0.05 to 0.3.
        noise: f32,
    },
    /// Two circles around 0: radius 1 (label 0) and `inner` (label 1), as scikit-learn's `make_circles`.
    Rings {
        /// Radius of the inner circle.
        inner: f32,
        /// scikit-learn's examples take 0.05.
        noise: f32,
    },
    /// `arms` spirals, r = s, φ = 2π (`turns` · s + k/arms), s uniform in [0.05, 1]: two with 1.5 turns are about as
    /// hard as those of Lang and Witbrock 1988, which have 3.
    Spirals {
        /// k = 0 … `arms` − 1.
        arms: usize,
        /// Full turns of an arm.
        turns: f32,
        /// Radius is 1.
        noise: f32,
    },
    /// Uniform in [−1, 1]² outside a cross of half width `gap`; label 1 where x y < 0 (Minsky and Papert 1969).
    Xor {
        /// Half width of the empty cross, below 1.
        gap: f32,
        /// Over the border, too.
        noise: f32,
    },
    /// A board of `cells`² squares over [−4, 4]², label 1 on squares whose column + row is even. With `both` false only
    /// those hold points: the density that flows are tried on (Grathwohl et al. 2019, with 4).
    Checkerboard {
        /// Squares in a row.
        cells: usize,
        /// Points on the squares of label 0, too.
        both: bool,
        /// Over the border, too.
        noise: f32,
    },
    /// Two vertical segments at x = 0 and x = `distance`, y uniform in [0, 1]: the pair on which JS divergence is log 2
    /// at any distance but 0 (Arjovsky et al. 2017, example 1).
    Lines {
        /// θ.
        distance: f32,
        /// 0 in the source.
        noise: f32,
    },
    /// The Swiss roll from its side: (t cos t, t sin t) / 7.5, t uniform in [3π/2, 9π/2], as in the GAN literature
    /// (Gulrajani et al. 2017). One label; in space it is [`Sheet::SwissRoll`].
    Roll {
        /// 0.25 / 7.5 in the source.
        noise: f32,
    },
}

impl Toy {
    /// 8 Gaussians of deviation 0.02 on a circle of radius 2 (Metz et al. 2017, Unrolled GANs, appendix A).
    pub const RING_8: Self = Self::Ring { modes: 8, radius: 2.0, noise: 0.02 };
    /// 25 Gaussians of variance 0.0025 with means (−4 + 2i, −4 + 2j) (Srivastava et al. 2017, Lin et al. 2018: VEEGAN,
    /// PacGAN).
    pub const GRID_25: Self = Self::Grid { side: 5, spacing: 2.0, noise: 0.05 };

    /// Item `index` of the set. Labels come as often as each other.
    #[must_use]
    pub fn point(&self, seed: u64, index: u64) -> Point {
        let mut random = Random::of(seed, index);
        let (clean, label) = places::draw(self, seed, &mut random);
        let noise = self.noise();
        Point { at: clean.map(|x| x + noise * random.normal()), label, clean }
    }

    /// Items 0 … `count` − 1.
    #[must_use]
    pub fn points(&self, seed: u64, count: u64) -> Vec<Point> {
        (0..count).map(|index| self.point(seed, index)).collect()
    }

    /// The means of the modes, by label; empty where the set has no modes.
    #[must_use]
    pub fn centres(&self, seed: u64) -> Vec<[f32; 2]> {
        modes::centres(self, seed)
    }

    /// How many labels there are.
    #[must_use]
    pub fn labels(&self) -> usize {
        match *self {
            Self::Ring { modes, .. } => modes.max(1),
            Self::Grid { side, .. } => side.max(1) * side.max(1),
            Self::Blobs { classes, .. } => classes.max(1),
            Self::Spirals { arms, .. } => arms.max(1),
            Self::Roll { .. } => 1,
            Self::Moons { .. } | Self::Rings { .. } | Self::Xor { .. } | Self::Lines { .. } => 2,
            Self::Checkerboard { .. } => 2,
        }
    }

    /// The deviation of the noise on each axis.
    #[must_use]
    pub fn noise(&self) -> f32 {
        match *self {
            Self::Ring { noise, .. } | Self::Grid { noise, .. } | Self::Blobs { noise, .. } | Self::Moons { noise } => {
                noise
            }
            Self::Rings { noise, .. } | Self::Spirals { noise, .. } | Self::Xor { noise, .. } => noise,
            Self::Checkerboard { noise, .. } | Self::Lines { noise, .. } | Self::Roll { noise } => noise,
        }
    }
}
