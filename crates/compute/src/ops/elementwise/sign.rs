//! `y = −1, 0 or 1`. Its gradient is 0 everywhere, also at the jump.

use crate::expr::Expr;

super::unary! {
    "sign", "sign x",
    cpu: |x| if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { 0.0 },
    reference: |x| if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { 0.0 },
    wgsl: "sign($x)",
    grad: |_, _, dy| Expr::constant(0.0, dy.shape()),
}
