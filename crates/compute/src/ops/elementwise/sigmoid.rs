//! `y = 1 / (1 + e⁻ˣ)`, `dx = dy · y · (1 − y)`.

super::unary! {
    "sigmoid", "1 / (1 + e⁻ˣ)",
    cpu: |x| crate::ops::math::sigmoid(x),
    reference: |x| 1.0 / (1.0 + (-x).exp()),
    wgsl: "(1.0 / (1.0 + exp(-clamp($x, -80.0, 80.0))))",
    grad: |_, y, dy| dy * (y * (1.0 - y)),
}
