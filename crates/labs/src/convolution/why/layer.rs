//! Layers as shapes, whose weights and products can be counted before anything is built of them.

use super::local::Local;
use compute::{Conv, Expr, Pool, Program};
use nn::{Conv2d, Layer, Linear, Parameter};

/// How the outputs of a layer are tied to its inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    /// Each output sees everything.
    Full,
    /// Each output sees a window, with weights of its own.
    Local,
    /// Each output sees a window; all windows share one filter a channel of outputs.
    Shared,
    /// One filter a channel of inputs, shared by all windows, a rectifier, then mixtures of channels (MobileNet: Howard et al. 2017).
    Separable,
}

/// A layer's shape. Full layers have no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) ties: Ties,
    /// Channels that go in, and rows (and columns) of each.
    pub(super) channels: usize,
    pub(super) side: usize,
    /// Channels that come out; of a full layer numbers.
    pub(super) outputs: usize,
    pub(super) window: usize,
    pub(super) stride: usize,
    pub(super) pad: usize,
}

impl Shape {
    /// All of `channels · side²` numbers to each of `outputs`.
    pub(super) fn full(channels: usize, side: usize, outputs: usize) -> Self {
        Self { ties: Ties::Full, channels, side, outputs, window: side, stride: 1, pad: 0 }
    }

    /// Rows of the map that comes out: `⌊(H + 2p − k) / s⌋ + 1`.
    pub(super) fn map(&self) -> usize {
        (self.side + 2 * self.pad).checked_sub(self.window).map_or(0, |room| room / self.stride + 1)
    }

    /// `C k²`: what one output of a window sees.
    fn patch(&self) -> usize {
        self.channels * self.window * self.window
    }

    /// Weights without biases.
    pub(super) fn weights(&self) -> usize {
        match self.ties {
            Ties::Full => self.channels * self.side * self.side * self.outputs,
            Ties::Local => self.map() * self.map() * self.patch() * self.outputs,
            Ties::Shared => self.patch() * self.outputs,
            Ties::Separable => self.patch() + self.channels * self.outputs,
        }
    }

    pub(super) fn biases(&self) -> usize {
        match self.ties {
            Ties::Local => self.map() * self.map() * self.outputs,
            Ties::Separable => self.channels + self.outputs,
            Ties::Full | Ties::Shared => self.outputs,
        }
    }

    /// Multiply-adds for one picture.
    pub(super) fn products(&self) -> usize {
        match self.ties {
            Ties::Full | Ties::Local => self.weights(),
            Ties::Shared | Ties::Separable => self.map() * self.map() * self.weights(),
        }
    }

    /// Rows of what 2×2 pooling leaves of the map.
    pub(super) fn pooled(&self) -> usize {
        self.map() / 2
    }
}

/// A layer in a program.
#[derive(Clone)]
pub(super) enum Built {
    Full(Linear),
    Local(Local),
    Shared(Conv2d),
    /// A filter a channel, then the mixtures.
    Separable(Conv2d, Conv2d),
}

impl Layer for Built {
    fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
        match self {
            Self::Full(layer) => layer.each(visit),
            Self::Local(layer) => layer.each(visit),
            Self::Shared(layer) => layer.each(visit),
            Self::Separable(filters, mixtures) => {
                filters.each(visit);
                mixtures.each(visit);
            }
        }
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
        match self {
            Self::Full(layer) => layer.each_mut(visit),
            Self::Local(layer) => layer.each_mut(visit),
            Self::Shared(layer) => layer.each_mut(visit),
            Self::Separable(filters, mixtures) => {
                filters.each_mut(visit);
                mixtures.each_mut(visit);
            }
        }
    }
}

impl Built {
    pub(super) fn new(program: &mut Program, name: &str, shape: &Shape) -> Self {
        let Shape { ties, channels, side, outputs, window, stride, pad } = *shape;
        let spec = Conv::new(stride, pad);
        match ties {
            Ties::Full => Self::Full(Linear::new(program, name, channels * side * side, outputs)),
            Ties::Local => Self::Local(Local::new(program, name, shape)),
            Ties::Shared => Self::Shared(Conv2d::new(program, name, channels, outputs, [window; 2], spec)),
            Ties::Separable => {
                let spec = Conv { groups: channels, ..spec };
                let filters = Conv2d::new(program, &format!("{name}.deep"), channels, channels, [window; 2], spec);
                let mixtures = Conv2d::new(program, &format!("{name}.wide"), channels, outputs, [1, 1], Conv::default());
                Self::Separable(filters, mixtures)
            }
        }
    }

    /// `[N, C, H, W] → [N, O, H', W']`, of a full layer `[N, O]`; before the rectifier.
    pub(super) fn forward(&self, x: &Expr) -> Expr {
        match self {
            Self::Full(layer) => {
                let rows = x.shape().axes()[0];
                layer.forward(&x.reshape(&[rows, x.shape().size() / rows]))
            }
            Self::Local(layer) => layer.forward(x),
            Self::Shared(layer) => layer.forward(x),
            Self::Separable(filters, mixtures) => mixtures.forward(&filters.forward(x).relu()),
        }
    }

    /// After the rectifier, and after 2×2 max pooling where there is a map.
    pub(super) fn pooled(&self, y: &Expr) -> Expr {
        if matches!(self, Self::Full(_)) { y.relu() } else { y.relu().max_pool(Pool::new(2)) }
    }
}
