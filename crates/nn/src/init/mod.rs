//! First values of parameters, drawn on the host from a seed.

mod orthogonal;
#[cfg(test)]
mod tests;

use compute::rng::Stream;

/// A rule of first values. `n_in` and `n_out` are the fans of the shape, see [`fan`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Init {
    /// 0.
    Zeros,
    /// The same number everywhere.
    Constant(f32),
    /// Uniform in `[low, high)`.
    Uniform {
        /// The smallest.
        low: f32,
        /// What all are below.
        high: f32,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f32,
        /// Standard deviation.
        std: f32,
    },
    /// Uniform in `±√(6 / (n_in + n_out))` (Glorot and Bengio, AISTATS 2010); PyTorch's `xavier_uniform_`.
    GlorotUniform,
    /// Normal with variance `2 / (n_in + n_out)` (Glorot and Bengio 2010); PyTorch's `xavier_normal_`.
    GlorotNormal,
    /// Uniform in `±√(6 / n_in)` (He et al., ICCV 2015); PyTorch's `kaiming_uniform_` for ReLU.
    HeUniform,
    /// Normal with variance `2 / n_in` (He et al. 2015); PyTorch's `kaiming_normal_` for ReLU.
    HeNormal,
    /// Uniform in `±1/√n_in`: how PyTorch's own `Linear` and `Conv2d` begin (LeCun et al. 1998).
    FanIn,
    /// Rows or columns, whichever are fewer, orthogonal and of length `gain` (Saxe, McClelland and Ganguli, ICLR 2014).
    Orthogonal {
        /// Length of each.
        gain: f32,
    },
}

/// How many numbers flow into and out of a unit: `(inputs, outputs)` of a weight `[inputs, outputs]`; `(C·K·L, O·K·L)` of
/// a kernel `[O, C, K, L]`; a vector counts as both.
pub fn fan(axes: &[usize]) -> (usize, usize) {
    match axes {
        [] => (1, 1),
        [n] => (*n, *n),
        [inputs, outputs] => (*inputs, *outputs),
        [outputs, inputs, window @ ..] => {
            let window: usize = window.iter().product();
            (inputs * window, outputs * window)
        }
    }
}

impl Init {
    /// The values of a tensor with these axes, row by row.
    pub fn values(self, axes: &[usize], random: &mut Stream) -> Vec<f32> {
        let size = axes.iter().product();
        let (inputs, outputs) = fan(axes);
        let (inputs, both) = (inputs.max(1) as f32, (inputs + outputs).max(1) as f32);
        let mut uniform = |low: f32, high: f32| (0..size).map(|_| low + random.uniform() * (high - low)).collect();
        match self {
            Self::Zeros => vec![0.0; size],
            Self::Constant(value) => vec![value; size],
            Self::Uniform { low, high } => uniform(low, high),
            Self::GlorotUniform => uniform(-(6.0 / both).sqrt(), (6.0 / both).sqrt()),
            Self::HeUniform => uniform(-(6.0 / inputs).sqrt(), (6.0 / inputs).sqrt()),
            Self::FanIn => uniform(-(1.0 / inputs).sqrt(), (1.0 / inputs).sqrt()),
            Self::Normal { mean, std } => normal(size, mean, std, random),
            Self::GlorotNormal => normal(size, 0.0, (2.0 / both).sqrt(), random),
            Self::HeNormal => normal(size, 0.0, (2.0 / inputs).sqrt(), random),
            Self::Orthogonal { gain } => {
                let rows = axes.first().copied().unwrap_or(1);
                orthogonal::orthogonal(rows, size / rows.max(1), gain, random)
            }
        }
    }
}

fn normal(size: usize, mean: f32, std: f32, random: &mut Stream) -> Vec<f32> {
    (0..size).map(|_| mean + std * random.normal()).collect()
}
