//! MAML (Finn, Abbeel and Levine 2017) on ten regression tasks: each task takes one gradient step of its own from the
//! common parameters, `θ′ = θ − α ∇L(θ; support)`, and the common parameters go down `Σ L(θ′; query)`: a gradient of a
//! gradient.

use crate::Step;
use compute::expr::Shape;
use compute::{Expr, grad};
use nn::loss::mse;

const TASKS: usize = 10;
const POINTS: usize = 10;
const RATE: f32 = 0.01;

pub(super) fn step(step: &mut Step) -> Expr {
    let [xs, ys, xq, yq] = ["xs", "ys", "xq", "yq"].map(|name| step.input(name));
    let theta: Vec<Expr> =
        ["l1.w", "l1.b", "l2.w", "l2.b", "l3.w", "l3.b"].iter().map(|n| own(&step.input(n))).collect();
    // A sum over tasks: each task's copy gets the gradient of its own mean.
    let support = (net(&theta, &xs) - ys).square().sum() * (1.0 / POINTS as f32);
    let slopes = grad(&support, &theta.iter().collect::<Vec<_>>());
    let adapted: Vec<Expr> = theta.iter().zip(slopes).map(|(theta, slope)| theta - slope * RATE).collect();
    let loss = mse(&net(&adapted, &xq), &yq);
    step.minimise(&loss, &["l"]);
    loss
}

/// A copy for each task: `[i, o]` becomes `[tasks, i, o]`, a bias `[o]` becomes `[tasks, 1, o]`.
fn own(parameter: &Expr) -> Expr {
    let axes = match parameter.shape().axes() {
        [outputs] => [TASKS, 1, *outputs],
        [inputs, outputs] => [TASKS, *inputs, *outputs],
        _ => [TASKS, 1, 1],
    };
    parameter.broadcast(&Shape::new(&axes))
}

fn net(theta: &[Expr], x: &Expr) -> Expr {
    let [w1, b1, w2, b2, w3, b3] = theta else { return x.clone() };
    let h = (x.matmul(w1) + b1).tanh();
    let h = (h.matmul(w2) + b2).tanh();
    h.matmul(w3) + b3
}
