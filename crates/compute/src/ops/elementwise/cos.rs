//! `y = cos x`, `dx = −dy · sin x`.

super::unary! {
    "cos", "cos x",
    cpu: |x| crate::ops::math::cos(x),
    reference: |x| x.cos(),
    wgsl: "sine($x, 1u)",
    grad: |x, _, dy| -(dy * x.sin()),
}
