//! LeNet: two layers of 5×5 convolution, rectifier and max pooling, then one linear layer and softmax cross-entropy.

use super::cross_entropy;
use crate::Step;
use compute::{Conv, Expr, Pool};

pub(super) fn step(step: &mut Step) -> Expr {
    let (mut h, y) = (step.input("x"), step.input("y"));
    for name in ["c1", "c2"] {
        h = step.conv(name, &h, Conv::default()).relu().max_pool(Pool::new(2));
    }
    let rows = h.shape().axes()[0];
    let flat = h.reshape(&[rows, h.shape().size() / rows]);
    let loss = cross_entropy(&step.linear("fc", &flat), &y);
    step.minimise(&loss, &["c", "fc"]);
    loss
}
