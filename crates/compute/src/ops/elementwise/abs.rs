//! `y = |x|`, `dx = dy · sign x` (0 at 0).

super::unary! {
    "abs", "|x|",
    cpu: |x| x.abs(),
    reference: |x| x.abs(),
    wgsl: "abs($x)",
    grad: |x, _, dy| dy * x.sign(),
}
