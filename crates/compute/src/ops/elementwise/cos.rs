//! `y = cos x`, `dx = −dy · sin x`.

super::unary! {
    "cos", "cos x",
    cpu: |x| crate::ops::math::cos(x),
    reference: |x| x.cos(),
    wgsl: "cos($x)",
    grad: |x, _, dy| -(dy * x.sin()),
}
