//! Recurrent layers over `x [T, B, inputs]`. The inputs' share `x·W` is one product for all times, before the loop; each
//! turn of the loop has one product of its own, `h·U`. Gates lie side by side in the columns of `W` and `U`, in PyTorch's
//! order. PyTorch's two biases only ever act as their sum, so there is one (but see [`Gru`]).

mod gru;
mod lstm;
mod rnn;

pub use gru::Gru;
pub use lstm::{Lstm, LstmStates};
pub use rnn::Rnn;

use super::{axes, linear::product, refuse};
use crate::{Init, Parameter};
use compute::{Expr, Program, scan};

/// Hidden states of a loop over time.
#[derive(Debug, Clone)]
pub struct States {
    /// `h₁ … h_T`, `[T, B, hidden]`.
    pub all: Expr,
    /// `h_T`, `[B, hidden]`.
    pub last: Expr,
}

/// `W [inputs, gates·hidden]`, `U [hidden, gates·hidden]`, `b [gates·hidden]`: states `name.w`, `name.u`, `name.b`. All are
/// drawn uniformly from `±1/√hidden`, as in PyTorch.
fn declare(program: &mut Program, name: &str, inputs: usize, hidden: usize, gates: usize) -> [Parameter; 3] {
    let mut new =
        |symbol: &str, axes: &[usize]| Parameter::new(program, &format!("{name}.{symbol}"), axes, bound(hidden));
    [new("w", &[inputs, gates * hidden]), new("u", &[hidden, gates * hidden]), new("b", &[gates * hidden])]
}

fn bound(hidden: usize) -> Init {
    let bound = 1.0 / (hidden.max(1) as f32).sqrt();
    Init::Uniform { low: -bound, high: bound }
}

/// `x·W + b` for all times.
fn projected(x: &Expr, w: &Parameter, b: &Parameter) -> Expr {
    product(x, &w.value) + &b.value
}

/// `first`, or zeros `[B, hidden]` for `x [T, B, inputs]`.
fn or_zeros(first: Option<&Expr>, x: &Expr, u: &Parameter) -> Expr {
    let hidden = u.value.shape().axes().first().copied().unwrap_or(0);
    match (first, axes(x)) {
        (Some(first), _) => first.clone(),
        (None, Some([_, batch, _])) => Expr::constant(0.0, &vec![batch, hidden].into()),
        _ => refuse(x, 3),
    }
}

/// A loop over `x [T, B, …]` whose carry is its result: `h_t = turn(x_t, h_{t−1})`.
fn run(x: &Expr, first: &Expr, turn: impl Fn(&Expr, &Expr) -> Expr) -> States {
    let scanned = scan(&[first], &[x], |carried, given| {
        let h = turn(&given[0], &carried[0]);
        (vec![h.clone()], vec![h])
    });
    States { all: scanned.stacked[0].clone(), last: scanned.last[0].clone() }
}

/// Gate number `index` of `z [B, gates·hidden]`.
fn gate(z: &Expr, index: usize, hidden: usize) -> Expr {
    z.slice(1, index * hidden, hidden)
}
