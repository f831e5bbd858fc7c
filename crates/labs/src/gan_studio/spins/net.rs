//! A step of the model: its chains are swept, and the field goes up the gradient.

use super::graph::Graph;
use compute::{Expr, Program, Random};

/// Where the negatives of a step come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// Chains that are carried on from step to step.
    Model,
    /// Chains that begin with data at every step: contrastive divergence (Hinton 2002).
    Data,
    /// Nowhere in particular.
    Noise,
}

/// How a step is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recipe {
    pub(super) positives: usize,
    pub(super) negatives: usize,
    pub(super) sweeps: usize,
    pub(super) from: From,
}

/// A step. States: `w [n, n]`, symmetric, `b [n]`, `chains [M, n]`, `wanted [E + n]` (what the statistics are on the data), `ends [2, E]` (the
/// spins of each edge), `data [P, n]`, where chains begin with it, `rate`, `random`. With φ all s_i s_j of edges and all s_i:
///
/// ```text
/// p(s_i = 1 | others) = σ(2 (b_i + Σ_j w_ij s_j))        θ ← θ + η (E_data φ − E_chains φ)
/// ```
///
/// Spins of one colour are not joined and move at once. A row of records: θ before the step, then the gradient.
pub(super) fn step(graph: &Graph, recipe: Recipe) -> Program {
    let Recipe { positives, negatives, sweeps, from } = recipe;
    let (n, edges) = (graph.spins(), graph.edges.len());
    let mut program = Program::new();
    let (w, b) = (program.state("w", &[n, n]), program.state("b", &[n]));
    let chains = program.state("chains", &[negatives, n]);
    let wanted = program.state("wanted", &[edges + n]);
    let ends = program.state("ends", &[2, edges]);
    let masks = program.state("colours", &[3, n]);
    let rate = program.state("rate", &[]);
    let mut random = Random::new(&mut program, "random");
    let mut s = match from {
        From::Model => chains,
        From::Data => {
            let data = program.state("data", &[positives, n]);
            data.rows(&(random.uniform(&[negatives]) * positives as f32 - 0.5))
        }
        From::Noise => random.uniform(&[negatives, n]).less(&Expr::scalar(0.5)) * 2.0 - 1.0,
    };
    let colours = graph.colours.iter().max().map_or(1, |most| most + 1);
    for _ in 0..if from == From::Noise { 0 } else { sweeps } {
        // One draw a spin and sweep: each moves once in it.
        let chance = random.uniform(&[negatives, n]);
        for colour in 0..colours {
            let up = ((s.matmul(&w) + &b) * 2.0).sigmoid();
            let moved = chance.less(&up) * 2.0 - 1.0;
            let mask = masks.slice(0, colour, 1);
            s = &s + (moved - &s) * mask;
        }
    }
    program.update("chains", &s);
    let pairs = s.transpose().matmul(&s).reshape(&[n * n]) * (1.0 / negatives as f32);
    let (i, j) = (ends.slice(0, 0, 1).reshape(&[edges]), ends.slice(0, 1, 1).reshape(&[edges]));
    let place = &i * n as f32 + &j;
    let seen = Expr::concat(&[&pairs.take(&place), &(s.sum_axes(&[0]).reshape(&[n]) * (1.0 / negatives as f32))], 0);
    let gradient = wanted - seen;
    let theta = Expr::concat(&[&w.reshape(&[n * n]).take(&place), &b], 0);
    program.record(&theta);
    program.record(&gradient);
    let pushed = gradient.slice(0, 0, edges);
    // One number for both halves of the matrix: an edge stands in it twice.
    let spread = |rows: &Expr, columns: &Expr| {
        let hot = |at: &Expr| {
            let off = Expr::iota(&[edges, n], 1) - at.reshape(&[edges, 1]);
            off.abs().less(&Expr::scalar(0.5))
        };
        hot(rows).transpose().matmul(&(hot(columns) * pushed.reshape(&[edges, 1])))
    };
    program.update("w", &(&w + (spread(&i, &j) + spread(&j, &i)) * &rate));
    program.update("b", &(&b + gradient.slice(0, edges, n) * &rate));
    program
}
