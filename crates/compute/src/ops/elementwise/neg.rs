//! `y = −x`, `dx = −dy`.

super::unary! {
    "neg", "−x",
    cpu: |x| -x,
    reference: |x| -x,
    wgsl: "-($x)",
    grad: |_, _, dy| -dy,
}
