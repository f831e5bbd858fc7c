//! The rows that a step of stochastic gradient descent sees: drawn anew each step, with replacement.

use super::hyper::Shared;
use super::params::TABLE;
use compute::Expr;
use labkit::Params;
use nn::Optimiser;

/// Rows and targets of this step, for those that do not see all.
pub(super) struct Batch {
    drawn: Option<(Expr, Expr)>,
    /// Whether all optimisers see the batch, not SGD alone.
    all: bool,
}

/// How many of `n` rows SGD draws; `None` where it sees all of them, as they stand.
pub(super) fn size(params: &Params, n: usize) -> Option<usize> {
    let size = params.number(TABLE, "batch").round().max(1.0) as usize;
    (size < n).then_some(size)
}

impl Batch {
    /// Draws from the rows `x [n, d]` and their targets `t [n, 1]`.
    pub(super) fn new(params: &Params, n: usize, shared: &mut Shared, x: &Expr, t: &Expr) -> Self {
        let drawn = size(params, n).map(|size| {
            let numbers = (shared.random.uniform(&[size]) * n as f32).floor();
            (x.rows(&numbers), t.rows(&numbers))
        });
        Self { drawn, all: params.switch(TABLE, "noisy") }
    }

    /// What the optimiser sees.
    pub(super) fn of<'a>(&'a self, optimiser: Optimiser, x: &'a Expr, t: &'a Expr) -> (&'a Expr, &'a Expr) {
        match &self.drawn {
            Some((rows, targets)) if self.all || optimiser == Optimiser::Sgd => (rows, targets),
            _ => (x, t),
        }
    }
}

/// How many rows a step of the optimiser reads.
pub(super) fn reads(params: &Params, optimiser: Optimiser, n: usize) -> usize {
    let small = optimiser == Optimiser::Sgd || params.switch(TABLE, "noisy");
    if small { size(params, n).unwrap_or(n) } else { n }
}
