//! `y = a − b`, `da = dy`, `db = −dy`.

super::binary! {
    "sub", "a − b",
    cpu: |a, b| a - b,
    reference: |a, b| a - b,
    wgsl: "($a - $b)",
    grad_a: |_, _, _, dy| dy.clone(),
    grad_b: |_, _, _, dy| -dy,
}
