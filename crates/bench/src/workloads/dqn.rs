//! One learning step of DQN (Mnih et al. 2015) on a replayed batch: `d = r + γ (1 − done) maxₐ Q̂(s′, a) − Q(s, a)`,
//! Huber loss of `d`, and the target net following by `θ̂ ← θ̂ + τ (θ − θ̂)`.

use crate::Step;
use compute::Expr;

const GAMMA: f32 = 0.99;
const TAU: f32 = 0.01;

pub(super) fn step(step: &mut Step) -> Expr {
    let [s, a, r, s2, done] = ["s", "a", "r", "s2", "done"].map(|name| step.input(name));
    let best = net(step, "t", &s2).max_axes(&[1]);
    let target = r + (1.0 - done) * best * GAMMA;
    let taken = (net(step, "q", &s) * a).sum_axes(&[1]);
    let off = (taken - target).abs();
    let huber = off.less(&Expr::scalar(1.0)).select(&(off.square() * 0.5), &(&off - 0.5));
    let loss = huber.mean();
    step.minimise(&loss, &["q"]);
    for part in ["1.w", "1.b", "2.w", "2.b", "3.w", "3.b"] {
        let (name, source) = (format!("t{part}"), step.input(&format!("q{part}")));
        let old = step.input(&name);
        step.program.update(&name, &(&old + (source - &old) * TAU));
    }
    loss
}

fn net(step: &mut Step, name: &str, x: &Expr) -> Expr {
    let h = step.linear(&format!("{name}1"), x).relu();
    let h = step.linear(&format!("{name}2"), &h).relu();
    step.linear(&format!("{name}3"), &h)
}
