//! `y = ⌊x⌋`, the largest whole number not above `x`. Its gradient is 0 everywhere, also at the jumps.

use crate::expr::Expr;

super::unary! {
    "floor", "⌊x⌋",
    cpu: |x| x.floor(),
    reference: |x| x.floor(),
    wgsl: "floor($x)",
    grad: |_, _, dy| Expr::constant(0.0, dy.shape()),
}
