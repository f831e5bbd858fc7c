//! `y = eˣ`, `dx = dy · y`.

super::unary! {
    "exp", "eˣ",
    cpu: |x| crate::ops::math::exp(x),
    reference: |x| x.exp(),
    wgsl: "exp($x)",
    grad: |_, y, dy| dy * y,
}
