//! `y = √x`, `dx = dy / (2y)`. Not a number for `x < 0`; the gradient at 0 is infinite.

super::unary! {
    "sqrt", "√x",
    cpu: |x| x.sqrt(),
    reference: |x| x.sqrt(),
    wgsl: "sqrt($x)",
    grad: |_, y, dy| dy * 0.5 / y,
}
