//! Reductions over axes, which stay with length 1.
//!
//! - `sum`: `y = Σ x`, gradient `dx = dy`, repeated. CPU: eight running sums a block, then their sum, so that long sums keep
//!   their digits and every machine adds in the same order.
//! - `max`: `y = max x`, gradient to the largest, shared equally where several are.

#[cfg(test)]
mod tests;

use crate::expr::{Expr, Op};

/// What a reduction does with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    /// Adds.
    Sum,
    /// Keeps the larger.
    Max,
}

impl Reduction {
    /// What the reduction of nothing is. Finite, since WGSL may assume that infinities do not occur.
    pub fn empty(self) -> f32 {
        match self {
            Self::Sum => 0.0,
            Self::Max => f32::MIN,
        }
    }

    /// Two partial results made one.
    pub fn join(self, a: f32, b: f32) -> f32 {
        match self {
            Self::Sum => a + b,
            // Not-a-number stays visible, on either side.
            Self::Max => {
                if a > b || a.is_nan() {
                    a
                } else {
                    b
                }
            }
        }
    }

    /// CPU twin: the reduction of a slice.
    pub fn of(self, values: &[f32]) -> f32 {
        const LANES: usize = 8;
        let mut lanes = [self.empty(); LANES];
        let (chunks, rest) = values.as_chunks::<LANES>();
        for chunk in chunks {
            for (lane, &value) in lanes.iter_mut().zip(chunk) {
                *lane = self.join(*lane, value);
            }
        }
        let tail = rest.iter().fold(self.empty(), |all, &value| self.join(all, value));
        lanes.iter().fold(tail, |all, &lane| self.join(all, lane))
    }

    /// WGSL of joining `a` and `b`.
    pub fn wgsl(self, a: &str, b: &str) -> String {
        match self {
            Self::Sum => format!("{a} + {b}"),
            Self::Max => format!("max({a}, {b})"),
        }
    }

    /// Name in plans.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Max => "max",
        }
    }
}

/// Gradient with respect to the argument of a reduction.
pub(crate) fn grad(node: &Expr, x: &Expr, dy: &Expr) -> Expr {
    match node.op() {
        Op::Max(marked) => {
            let largest = 1.0 - x.less(node);
            let axes: Vec<usize> = (0..marked.len()).filter(|&axis| marked[axis]).collect();
            let share = &largest / largest.sum_axes(&axes);
            dy * share
        }
        _ => dy.broadcast(x.shape()),
    }
}
