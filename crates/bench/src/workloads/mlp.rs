//! MLP 2-8-8-1: `tanh` layers, binary cross-entropy of the logits.

use crate::Step;
use compute::Expr;
use nn::loss::bce_with_logits;

pub(super) fn step(step: &mut Step) -> Expr {
    let (x, y) = (step.input("x"), step.input("y"));
    let h = step.linear("l1", &x).tanh();
    let h = step.linear("l2", &h).tanh();
    let loss = bce_with_logits(&step.linear("l3", &h), &y);
    step.minimise(&loss, &["l"]);
    loss
}
