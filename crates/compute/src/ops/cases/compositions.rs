//! What networks are made of: a few primitives together.

use super::{Case, Family, Values};
use crate::expr::Expr;
use crate::ops::conv::Conv;
use crate::ops::pool::Pool;

/// `ln Σ eˣ` along the last axis, which stays with length 1.
pub(super) fn logsumexp(x: &Expr) -> Expr {
    let last = x.shape().rank().saturating_sub(1);
    let top = x.max_axes(&[last]).stop_gradient();
    (x - &top).exp().sum_axes(&[last]).log() + top
}

/// `eˣ / Σ eˣ` along the last axis.
pub(super) fn softmax(x: &Expr) -> Expr {
    let last = x.shape().rank().saturating_sub(1);
    let powers = (x - x.max_axes(&[last]).stop_gradient()).exp();
    &powers / powers.sum_axes(&[last])
}

/// Values less their mean, over their deviation, along the last axis.
pub(super) fn normalised(x: &Expr) -> Expr {
    let last = x.shape().rank().saturating_sub(1);
    let count = x.shape().axes().last().copied().unwrap_or(1).max(1) as f32;
    let centred = x - x.sum_axes(&[last]) * (1.0 / count);
    let variance = centred.square().sum_axes(&[last]) * (1.0 / count);
    centred / (variance + 1e-3).sqrt()
}

/// `x Φ(x)`.
pub(super) fn gelu(x: &Expr) -> Expr {
    x * ((x * std::f32::consts::FRAC_1_SQRT_2).erf() + 1.0) * 0.5
}

/// Attention of one head, each place seeing only those before it: `q`, `k`, `v` of `[n, t, d]`.
pub(super) fn attention(x: &[Expr]) -> Expr {
    let [q, k, v] = x else { return Expr::scalar(0.0) };
    let t = q.shape().axes().get(1).copied().unwrap_or(0);
    let d = q.shape().axes().last().copied().unwrap_or(1) as f32;
    let later = Expr::iota(&[t, t], 0).less(&Expr::iota(&[t, t], 1));
    softmax(&later.select(&Expr::scalar(-1e9), &(q.matmul(&k.transpose()) * (1.0 / d.sqrt())))).matmul(v)
}

pub(super) fn families() -> Vec<Family> {
    let rows = |name: &'static str, f: fn(&Expr) -> Expr| {
        Family::new(name, 2, move |draw| {
            Case::new(name, &[(&draw.axes(1, 3), Values::Apart)], move |x| f(&x[0])).within(2e-5)
        })
    };
    vec![
        rows("softmax", softmax),
        rows("logsumexp", logsumexp),
        rows("gelu", gelu),
        Family::new("normalisation", 2, |draw| {
            let axes = [draw.batch(), draw.length(), draw.length()];
            Case::new("normalisation", &[(&axes, Values::Normal)], |x| normalised(&x[0])).within(2e-4)
        }),
        Family::new("cross-entropy", 2, |draw| {
            let (n, k) = (draw.batch(), draw.length());
            Case::new("cross-entropy", &[(&[n, k], Values::Apart), (&[n, 1], Values::Whole(k))], |x| {
                logsumexp(&x[0]) - x[0].take(&x[1])
            })
        }),
        Family::new("attention", 2, |draw| {
            let axes = [draw.batch(), draw.length(), draw.length()];
            Case::new(
                "attention",
                &[(&axes, Values::Normal), (&axes, Values::Normal), (&axes, Values::Normal)],
                attention,
            )
        }),
        Family::new("a small picture net", 2, |draw| {
            let n = draw.batch();
            let inputs: [(&[usize], Values); 4] = [
                (&[n, 2, 5, 5], Values::Normal),
                (&[3, 2, 2, 2], Values::Normal),
                (&[3], Values::Normal),
                (&[12, 2], Values::Normal),
            ];
            Case::new("a small picture net", &inputs, move |x| {
                let seen = (x[0].conv(&x[1], Conv::new(1, 0)) + x[2].reshape(&[3, 1, 1])).tanh();
                let pooled = seen.max_pool(Pool::new(2));
                let flat = pooled.reshape(&[pooled.shape().axes()[0], 12]);
                logsumexp(&flat.matmul(&x[3]))
            })
            .within(2e-5)
        }),
        Family::new("gradient inside", 2, |draw| {
            // The norm of a gradient, as in WGAN-GP.
            let (n, d) = (draw.length(), draw.length());
            Case::new("gradient inside", &[(&[n, d], Values::Normal), (&[d, 3], Values::Normal)], |x| {
                let slope = crate::grad(&x[0].matmul(&x[1]).tanh(), &[&x[0]]).remove(0);
                (slope.square().sum_axes(&[1]) + 0.1).sqrt()
            })
            .within(2e-5)
        }),
    ]
}

pub(super) fn edges() -> Vec<Case> {
    vec![
        Case::new("softmax of large numbers", &[(&[3, 5], Values::Between(-90.0, 90.0))], |x| softmax(&x[0]))
            .within(2e-5),
        Case::new("softmax", &[(&[5, 600], Values::Normal)], |x| softmax(&x[0])).within(2e-5).large(),
        Case::new(
            "attention",
            &[(&[2, 33, 8], Values::Normal), (&[2, 33, 8], Values::Normal), (&[2, 33, 8], Values::Normal)],
            attention,
        )
        .within(5e-5)
        .large(),
    ]
}
