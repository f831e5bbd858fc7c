//! `y = a · b`, `da = dy · b`, `db = dy · a`.

super::binary! {
    "mul", "a · b",
    cpu: |a, b| a * b,
    reference: |a, b| a * b,
    wgsl: "($a * $b)",
    grad_a: |_, b, _, dy| dy * b,
    grad_b: |a, _, _, dy| dy * a,
}
