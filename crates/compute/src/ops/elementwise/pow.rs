//! `y = aᵇ`, `da = dy · b · aᵇ⁻¹`, `db = dy · y · ln a` (0 where `a ≤ 0`). Not a number for `a < 0` unless `b` is whole. Constant whole powers
//! never come here: they are products (see [`crate::Expr::powf`]).

use crate::expr::Expr;

super::binary! {
    "pow", "aᵇ",
    cpu: |a, b| libm::powf(a, b),
    reference: |a, b| a.powf(b),
    wgsl: "power($a, $b)",
    grad_a: |a, b, _, dy| dy * (b * a.pow(&(b - 1.0))),
    grad_b: |a, _, y, dy| dy * (y * Expr::scalar(0.0).less(a).select(a, &Expr::scalar(1.0)).log()),
}
