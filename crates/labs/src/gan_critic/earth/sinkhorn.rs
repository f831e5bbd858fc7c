//! A round of Sinkhorn's as a program.

use compute::{Expr, Program};
use nn::activation::log_sum_exp;

/// What stands for an empty place: its logarithm is a number.
const NOTHING: f32 = 1e-30;

/// A round between n and m places. States: `c [n, m]`, `p [n, 1]`, `q [1, m]`, `epsilon`, and the potentials `f [n, 1]`, `g [1, m]` from 0.
///
/// ```text
/// f ← ε (ln p − ln Σⱼ e^{(g − c)/ε})    g ← ε (ln q − ln Σᵢ e^{(f − c)/ε})    γ = e^{(f + g − c)/ε}
/// ```
///
/// Output `plan` is γ; a row of records is Σ c γ and Σᵢ |Σⱼ γᵢⱼ − pᵢ|. Source: M. Cuturi, *Sinkhorn Distances*, NIPS 2013.
pub(super) fn round((n, m): (usize, usize)) -> Program {
    let mut program = Program::new();
    let cost = program.state("c", &[n, m]);
    let (p, q) = (program.state("p", &[n, 1]), program.state("q", &[1, m]));
    let epsilon = program.state("epsilon", &[]);
    program.state("f", &[n, 1]);
    let g = program.state("g", &[1, m]);
    let ln = |mass: &Expr| mass.max(&Expr::scalar(NOTHING)).log();
    let soft = |potential: &Expr, axis: usize| log_sum_exp(&((potential - &cost) / &epsilon), axis) * &epsilon;
    let f = ln(&p) * &epsilon - soft(&g, 1);
    let g = ln(&q) * &epsilon - soft(&f, 0);
    let plan = ((&f + &g - &cost) / &epsilon).exp();
    program.update("f", &f);
    program.update("g", &g);
    program.output("plan", &plan);
    program.record(&(&plan * &cost).sum());
    program.record(&(plan.sum_axes(&[1]) - &p).abs().sum());
    program
}
