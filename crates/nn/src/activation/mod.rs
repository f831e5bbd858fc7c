//! Activations: functions of one tensor. All are elementwise unless an axis is named, and finite wherever their argument is.

mod hard;
mod maxout;
mod rectifier;
mod smooth;
mod softmax;

pub use hard::{clamp, hard_sigmoid, hard_swish, hard_tanh};
pub use maxout::maxout;
pub use rectifier::{elu, leaky_relu, relu, selu};
pub use smooth::{gelu, gelu_tanh, sigmoid, silu, softplus, tanh};
pub use softmax::{log_softmax, log_sum_exp, softmax};

use compute::Expr;

/// An activation without parameters of its own, for a reader to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activation {
    /// The argument itself.
    Identity,
    /// [`relu`].
    Relu,
    /// [`leaky_relu`] with slope 0.01.
    LeakyRelu,
    /// [`elu`] with `α = 1`.
    Elu,
    /// [`selu`].
    Selu,
    /// [`gelu`].
    Gelu,
    /// [`silu`].
    Silu,
    /// [`softplus`].
    Softplus,
    /// [`tanh`].
    Tanh,
    /// [`sigmoid`].
    Sigmoid,
}

impl Activation {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Identity,
        Self::Relu,
        Self::LeakyRelu,
        Self::Elu,
        Self::Selu,
        Self::Gelu,
        Self::Silu,
        Self::Softplus,
        Self::Tanh,
        Self::Sigmoid,
    ];

    /// Key in addresses and command lines.
    pub fn key(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Relu => "relu",
            Self::LeakyRelu => "leaky-relu",
            Self::Elu => "elu",
            Self::Selu => "selu",
            Self::Gelu => "gelu",
            Self::Silu => "silu",
            Self::Softplus => "softplus",
            Self::Tanh => "tanh",
            Self::Sigmoid => "sigmoid",
        }
    }

    /// Of `x`.
    pub fn of(self, x: &Expr) -> Expr {
        match self {
            Self::Identity => x.clone(),
            Self::Relu => relu(x),
            Self::LeakyRelu => leaky_relu(x, 0.01),
            Self::Elu => elu(x, 1.0),
            Self::Selu => selu(x),
            Self::Gelu => gelu(x),
            Self::Silu => silu(x),
            Self::Softplus => softplus(x),
            Self::Tanh => tanh(x),
            Self::Sigmoid => sigmoid(x),
        }
    }
}
