//! `y = max(a, b)`. The gradient goes to the larger one, to `a` where they are equal.

super::binary! {
    "max", "max(a, b)",
    cpu: |a, b| if a >= b || a.is_nan() { a } else { b },
    reference: |a, b| if a >= b { a } else { b },
    wgsl: "max($a, $b)",
    grad_a: |a, b, _, dy| dy * (1.0 - a.less(b)),
    grad_b: |a, b, _, dy| dy * a.less(b),
}
