//! Transformer: two blocks of causal self-attention with four heads and a rectified layer, each on what was normalised.

use super::cross_entropy;
use crate::Step;
use compute::Expr;

const HEADS: usize = 4;

fn norm(step: &mut Step, name: &str, x: &Expr) -> Expr {
    let width = x.shape().axes()[1];
    let mean = |x: &Expr| x.sum_axes(&[1]) * (1.0 / width as f32);
    let centred = x - mean(x);
    let scale = (mean(&centred.square()) + 1e-5).sqrt();
    centred / scale * step.input(&format!("{name}.g")) + step.input(&format!("{name}.b"))
}

fn softmax(x: &Expr) -> Expr {
    let last = x.shape().rank() - 1;
    let e = (x - x.max_axes(&[last]).stop_gradient()).exp();
    &e / e.sum_axes(&[last])
}

pub(super) fn step(step: &mut Step) -> Expr {
    let (x, y) = (step.input("x"), step.input("y"));
    let [batch, time, width] = *x.shape().axes() else { return x };
    let rows = batch * time;
    let flat = x.reshape(&[rows, width]).matmul(&step.input("embed"));
    let mut x = (flat.reshape(&[batch, time, width]) + step.input("place")).reshape(&[rows, width]);
    let square = [time, time];
    let later = Expr::iota(&square, 0).less(&Expr::iota(&square, 1)) * -1e9;
    let heads = |x: &Expr| x.reshape(&[batch, time, HEADS, width / HEADS]).permute(&[0, 2, 1, 3]);
    for l in ["a", "b"] {
        let n = norm(step, &format!("{l}.n1"), &x);
        let [q, k, v] = ["q", "k", "v"].map(|part| heads(&n.matmul(&step.input(&format!("{l}.{part}")))));
        let scores = q.matmul(&k.transpose()) * (1.0 / (width as f32 / HEADS as f32).sqrt()) + &later;
        let mixed = softmax(&scores).matmul(&v).permute(&[0, 2, 1, 3]).reshape(&[rows, width]);
        x = x + mixed.matmul(&step.input(&format!("{l}.o")));
        let normed = norm(step, &format!("{l}.n2"), &x);
        let up = step.linear(&format!("{l}.up"), &normed).relu();
        x = x + step.linear(&format!("{l}.down"), &up);
    }
    let logits = norm(step, "n", &x).matmul(&step.input("head.w"));
    let loss = cross_entropy(&logits, &y.reshape(&[rows, y.shape().axes()[2]]));
    step.minimise(&loss, &["embed", "place", "a.", "b.", "n.", "head"]);
    loss
}
