//! DCGAN on 32×32 pictures, and the critic's step of WGAN-GP on the same networks.

use crate::Step;
use compute::{Conv, Expr, grad};

fn softplus(z: &Expr) -> Expr {
    z.relu() + ((-z.abs()).exp() + 1.0).log()
}

fn leaky(x: &Expr) -> Expr {
    x.max(&(x * 0.2))
}

fn generate(step: &mut Step) -> Expr {
    let z = step.input("z");
    let rows = z.shape().axes()[0];
    let mut h = step.linear("g0", &z).reshape(&[rows, 64, 4, 4]).relu();
    for name in ["g1", "g2"] {
        h = step.conv_transposed(name, &h, Conv::new(2, 1)).relu();
    }
    step.conv_transposed("g3", &h, Conv::new(2, 1)).tanh()
}

fn judge(step: &mut Step, x: &Expr) -> Expr {
    let mut h = x.clone();
    for name in ["d1", "d2", "d3"] {
        h = leaky(&step.conv(name, &h, Conv::new(2, 1)));
    }
    let rows = h.shape().axes()[0];
    step.linear("d4", &h.reshape(&[rows, h.shape().size() / rows]))
}

pub(super) fn dcgan(step: &mut Step) -> Expr {
    let (fake, real) = (generate(step), step.input("real"));
    let judged = judge(step, &fake);
    let critic = softplus(&-judge(step, &real)).mean() + softplus(&judged).mean();
    let generator = softplus(&-judged).mean();
    step.minimise(&critic, &["d"]);
    step.minimise(&generator, &["g"]);
    critic + generator
}

pub(super) fn critic(step: &mut Step) -> Expr {
    let (fake, real, mix) = (generate(step), step.input("real"), step.input("mix"));
    let between = &real * &mix + &fake * (1.0 - &mix);
    let slope = grad(&judge(step, &between), &[&between]).remove(0);
    let norm = slope.square().sum_axes(&[1, 2, 3]).sqrt();
    let penalty = (norm - 1.0).square().mean() * 10.0;
    let loss = judge(step, &fake).mean() - judge(step, &real).mean() + penalty;
    step.minimise(&loss, &["d"]);
    loss
}
