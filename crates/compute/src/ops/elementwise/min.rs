//! `y = min(a, b)`. The gradient goes to the smaller one, to `a` where they are equal.

super::binary! {
    "min", "min(a, b)",
    cpu: |a, b| if a <= b || a.is_nan() { a } else { b },
    reference: |a, b| if a <= b { a } else { b },
    wgsl: "min($a, $b)",
    grad_a: |a, b, _, dy| dy * (1.0 - b.less(a)),
    grad_b: |a, b, _, dy| dy * b.less(a),
}
