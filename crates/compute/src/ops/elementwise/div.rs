//! `y = a / b`, `da = dy / b`, `db = −dy · y / b`.

super::binary! {
    "div", "a / b",
    cpu: |a, b| a / b,
    reference: |a, b| a / b,
    wgsl: "($a / $b)",
    grad_a: |_, b, _, dy| dy / b,
    grad_b: |_, b, y, dy| -(dy * y / b),
}
