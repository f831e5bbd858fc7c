//! `y = tanh x`, `dx = dy · (1 − y²)`.

super::unary! {
    "tanh", "tanh x",
    cpu: |x| crate::ops::math::tanh(x),
    reference: |x| x.tanh(),
    wgsl: "tanh(clamp($x, -20.0, 20.0))",
    grad: |_, y, dy| dy * (1.0 - y * y),
}
