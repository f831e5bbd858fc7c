//! Networks that are written as a line of text: `conv 8 5, relu, pool 2, conv 16 5, relu, pool 2, dense 64, relu, dense 10`.
//!
//! | layer | what it is |
//! | --- | --- |
//! | `conv 16 3` | 16 filters of 3×3 (`3x5`: 3 high, 5 wide); then `s2` stride, `p1` padding, `d2` dilation, `g4` groups |
//! | `depthwise 3` | one filter a channel, that sees this channel alone; `s`, `p`, `d` |
//! | `local 16 3` | as `conv`, with other filters at each place; `s`, `p` |
//! | `pool 2`, `mean 2` | greatest and mean of windows, side by side unless `s` says otherwise; `p` |
//! | `relu`, `sigmoid`, `tanh` | activations |
//! | `norm` | batch norm |
//! | `dropout 0.5` | a share of numbers becomes 0 while training |
//! | `res(…)` | the layers inside, plus what went in |
//! | `flatten`, `view 1600` | all numbers in a row; `view` says how many there must be |
//! | `dense 10` | fully connected; flattens by itself |
//!
//! Shapes, counts and receptive fields are known before anything is built; a line that does not work is a [`StackError`] which
//! names the layer, what came and what was expected.
//!
//! ```
//! use nn::Stack;
//! let stack = Stack::parse("conv 32 3, relu, pool 2, conv 64 3, relu, pool 2, view 1600, dense 128, relu, dense 10", [1, 28, 28])?;
//! assert_eq!(stack.parameters(), 225_034);
//! let error = Stack::parse("conv 32 3, pool 2, view 9216", [1, 28, 28]).unwrap_err();
//! assert_eq!(error.to_string(), "Layer 3, “view 9216”: 9216 numbers were expected, but 32×13×13 = 5408 came.");
//! # Ok::<(), nn::StackError>(())
//! ```

mod error;
mod ledger;
mod net;
mod parse;
#[cfg(test)]
mod tests;

pub use error::{Fault, StackError};
pub use ledger::{Cost, Field};
pub use net::{Net, Tap};

use compute::{Conv, Pool, Shape};

/// Most layers of a stack.
pub const LAYERS: usize = 24;
/// Most parameters of a stack that is built.
pub const PARAMETERS: u64 = 4_000_000;
/// Most parameters of a stack that is only counted.
pub const COUNTED: u64 = 1 << 40;
/// Most numbers that a layer may make of one picture.
pub const VALUES: u64 = 1 << 20;

/// A network, layer by layer, for pictures of one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// Channels, height and width of a picture.
    pub input: [usize; 3],
    /// The layers in the order of the line; that of a residual block stands behind those inside it.
    pub layers: Vec<Layer>,
}

/// A layer with all that is known of it before it is built.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Its word and which one of that word it is: `conv2`. Its states are `conv2.w` and `conv2.b`.
    pub name: String,
    /// As it was written.
    pub text: String,
    /// What it does.
    pub kind: Kind,
    /// What it makes of a picture: `[C, H, W]`, or `[N]` once it is flat.
    pub shape: Shape,
    /// What it costs.
    pub cost: Cost,
    /// What of the picture one of its numbers sees.
    pub field: Field,
}

/// What a layer does.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Convolution, [`crate::Conv2d`].
    Conv {
        /// Filters.
        outputs: usize,
        /// Height and width of each.
        kernel: [usize; 2],
        /// How they walk.
        spec: Conv,
    },
    /// Convolution with other filters at each place, [`crate::Local`].
    Local {
        /// Filters a place.
        outputs: usize,
        /// Height and width of each.
        kernel: [usize; 2],
        /// How they walk: stride and padding only.
        spec: Conv,
    },
    /// Greatest of each window.
    Max(Pool),
    /// Mean of each window.
    Mean(Pool),
    /// `max(x, 0)`.
    Relu,
    /// `1 / (1 + e⁻ˣ)`.
    Sigmoid,
    /// Hyperbolic tangent.
    Tanh,
    /// Batch norm, [`crate::BatchNorm`].
    Norm,
    /// Zeros with this probability while training, [`crate::Dropout`].
    Dropout(f32),
    /// Adds what came out of layer `from`, or the picture itself.
    Residual {
        /// The layer in front of the block.
        from: Option<usize>,
    },
    /// All numbers in a row; how many there must be, where that was said.
    Flatten(Option<usize>),
    /// Fully connected to so many outputs, [`crate::Linear`].
    Dense(usize),
}

impl Stack {
    /// Reads a line for pictures of `[C, H, W]`.
    ///
    /// # Errors
    /// The first layer that cannot be, with what it needed.
    pub fn parse(line: &str, input: [usize; 3]) -> Result<Self, StackError> {
        parse::parse(line, input, PARAMETERS)
    }

    /// The same for a ledger: it may have up to [`COUNTED`] parameters, more than could be built.
    ///
    /// # Errors
    /// As [`Stack::parse`].
    pub fn count(line: &str, input: [usize; 3]) -> Result<Self, StackError> {
        parse::parse(line, input, COUNTED)
    }

    /// All weights and biases.
    pub fn parameters(&self) -> u64 {
        self.layers.iter().map(|layer| layer.cost.weights + layer.cost.biases).sum()
    }

    /// Multiply-adds for one picture.
    pub fn multiply_adds(&self) -> u64 {
        self.layers.iter().map(|layer| layer.cost.multiply_adds).sum()
    }

    /// What the last layer makes of a picture; the picture's own shape where there is no layer.
    pub fn output(&self) -> Shape {
        self.before(self.layers.len())
    }

    /// What goes into layer `index`.
    pub fn before(&self, index: usize) -> Shape {
        let last = self.layers[..index.min(self.layers.len())].last();
        last.map_or_else(|| Shape::new(&self.input), |layer| layer.shape.clone())
    }
}
