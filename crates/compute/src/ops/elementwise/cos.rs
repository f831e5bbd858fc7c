//! `y = cos x`, `dx = −dy · sin x`.

super::unary! {
    "cos", "cos x",
    cpu: |x| libm::cosf(x),
    reference: |x| x.cos(),
    wgsl: "cos($x)",
    grad: |x, _, dy| -(dy * x.sin()),
}
