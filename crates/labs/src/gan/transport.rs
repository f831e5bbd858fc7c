//! The cost of moving one batch onto another, softened by entropy so that it has a gradient (Cuturi, NeurIPS 2013).

use compute::Expr;
use nn::activation::log_sum_exp;

/// Turns of Sinkhorn's iteration.
pub(super) const TURNS: usize = 24;
/// Entropy's weight, as part of the mean cost.
pub(super) const SOFT: f32 = 0.02;

/// `Σ P C` with `C = ‖x − y‖²` and the plan `P` that Sinkhorn's iteration finds in the log domain; points `[B, 2]`. The plan is
/// taken as given: at its optimum that is the cost's own gradient (envelope theorem).
pub(super) fn cost(made: &Expr, real: &Expr, soft: f32, turns: usize) -> Expr {
    let rows = made.shape().axes()[0];
    let apart = made.reshape(&[rows, 1, 2]) - real.reshape(&[1, rows, 2]);
    let cost = apart.square().sum_axes(&[2]).reshape(&[rows, rows]);
    let fixed = cost.stop_gradient();
    let epsilon = fixed.mean() * soft + 1e-9;
    let kernel = -(fixed / epsilon);
    // Every point weighs 1 / B.
    let each = -(rows as f32).ln();
    let mut g = Expr::constant(0.0, &vec![1, rows].into());
    let mut f = Expr::constant(0.0, &vec![rows, 1].into());
    for _ in 0..turns {
        f = each - log_sum_exp(&(&kernel + &g), 1);
        g = each - log_sum_exp(&(&kernel + &f), 0);
    }
    let plan = (kernel + f + g).exp().stop_gradient();
    (plan * cost).sum()
}
