//! `y = 1` where `a < b`, else 0. Its gradient is 0 everywhere, also at the jump.

use crate::expr::Expr;

super::binary! {
    "less", "a < b",
    cpu: |a, b| if a < b { 1.0 } else { 0.0 },
    reference: |a, b| f64::from(u8::from(a < b)),
    wgsl: "select(0.0, 1.0, $a < $b)",
    grad_a: |_, _, _, dy| Expr::constant(0.0, dy.shape()),
    grad_b: |_, _, _, dy| Expr::constant(0.0, dy.shape()),
}
