//! LSTM over eight steps: the inputs' product is made once for all steps, before the loop; the outputs' once, after it.

use super::cross_entropy;
use crate::Step;
use compute::{Expr, scan};

pub(super) fn step(step: &mut Step) -> Expr {
    let (x, y) = (step.input("x"), step.input("y"));
    let (wx, b, wh) = (step.input("wx"), step.input("b"), step.input("wh"));
    let [time, batch, width] = *x.shape().axes() else { return x };
    let hidden = wh.shape().axes()[0];
    let inputs = x.reshape(&[time * batch, width]).matmul(&wx) + &b;
    let inputs = inputs.reshape(&[time, batch, 4 * hidden]);
    let zeros = Expr::constant(0.0, &vec![batch, hidden].into());
    let scanned = scan(&[&zeros, &zeros], &[&inputs], |carry, x| {
        let gates = &x[0] + carry[0].matmul(&wh);
        let gate = |n: usize| gates.slice(1, n * hidden, hidden);
        let c = gate(1).sigmoid() * &carry[1] + gate(0).sigmoid() * gate(2).tanh();
        let h = gate(3).sigmoid() * c.tanh();
        (vec![h.clone(), c], vec![h])
    });
    let all = scanned.stacked[0].reshape(&[time * batch, hidden]);
    let classes = y.shape().axes()[2];
    let loss = cross_entropy(&step.linear("out", &all), &y.reshape(&[time * batch, classes]));
    step.minimise(&loss, &["w", "b", "out"]);
    loss
}
