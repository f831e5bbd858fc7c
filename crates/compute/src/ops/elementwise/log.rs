//! `y = ln x`, `dx = dy / x`. Not a number for `x < 0`.

super::unary! {
    "log", "ln x",
    cpu: |x| crate::ops::math::log(x),
    reference: |x| x.ln(),
    wgsl: "log($x)",
    grad: |x, _, dy| dy / x,
}
