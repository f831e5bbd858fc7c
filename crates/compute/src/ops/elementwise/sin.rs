//! `y = sin x`, `dx = dy · cos x`.

super::unary! {
    "sin", "sin x",
    cpu: |x| crate::ops::math::sin(x),
    reference: |x| x.sin(),
    wgsl: "sine($x, 0u)",
    grad: |x, _, dy| dy * x.cos(),
}
