//! `y = eˣ`, `dx = dy · y`.

super::unary! {
    "exp", "eˣ",
    cpu: |x| libm::expf(x),
    reference: |x| x.exp(),
    wgsl: "exp($x)",
    grad: |_, y, dy| dy * y,
}
